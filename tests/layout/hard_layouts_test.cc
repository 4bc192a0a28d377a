// The hard layouts of template-language §18: each `hard/<case>.xml` is a template (with `<case>.data.xml`
// where it needs data), `<case>.txt` is what it must become: the placed pages and the findings. The comment
// at the head of a template says what is posed and what is right.
//
// `SOVANG_UPDATE_GOLDENS=1 hard_layouts_test` writes the dumps and pictures anew; read the diff before you
// commit it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/document/template.h"
#include "sovang/pdf/writer.h"

#include "../dossier/png.h"
#include "build.h"

namespace sovang::layout {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::items_of;
using testing::LaidOut;
using testing::text_of;

/// A template of the folder, and the pages that its dump holds.
struct HardCase {
  std::string name;
  std::vector<std::size_t> pages;  ///< from 1; empty = all

  friend void PrintTo(const HardCase& hard, std::ostream* out) { *out << hard.name; }
};

fs::path hard_folder() {
  return sovang::testing::project_file("tests/layout/hard");
}

bool updating() {
  return std::getenv("SOVANG_UPDATE_GOLDENS") != nullptr;
}

/// Runs a template from its file to pages; what stopped it is among the findings.
LaidOut run(const std::string& name) {
  LaidOut result;
  const auto files = document::template_folder(hard_folder());
  const std::string file = name + ".xml";
  const auto form = document::parse_template(sovang::testing::read_all(hard_folder() / file), file, *files,
                                             result.diagnostics);
  if (!form) return result;
  document::Value data;
  if (const fs::path path = hard_folder() / (name + ".data.xml"); fs::exists(path)) {
    const auto read = document::read_data(*form, sovang::testing::read_all(path), path.filename().string(),
                                          result.diagnostics);
    if (!read) return result;
    data = *read;
  }
  const auto filled = document::fill(*form, data, result.diagnostics);
  if (!filled) return result;
  LayoutCache cache;
  Result<Pages> pages = lay_out(*filled, testing::fonts(), cache, result.diagnostics);
  if (pages) result.pages = *std::move(pages);
  return result;
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "";
}

std::string findings_text(const Diagnostics& diagnostics) {
  std::string text;
  for (const Problem& problem : diagnostics.all()) {
    text += "finding " + problem.rule + " " + std::string(severity_name(problem.severity)) + " " +
            problem.where.file + ":" + std::to_string(problem.where.line) + ":" +
            std::to_string(problem.where.column) + " " + problem.message;
    if (!problem.data.file.empty()) {
      text += " — " + problem.data.file + ":" + std::to_string(problem.data.line) + ":" +
              std::to_string(problem.data.column);
    }
    text += "\n";
  }
  return text;
}

/// The dump of each page, without the pages that `wanted` does not name.
std::string page_dumps(const std::string& facts, const std::vector<std::size_t>& wanted) {
  if (wanted.empty()) return facts;
  std::string text;
  std::size_t page = 0;
  std::istringstream lines(facts);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("page ")) ++page;
    if (std::find(wanted.begin(), wanted.end(), page) != wanted.end()) text += line + "\n";
  }
  return text + "pages " + std::to_string(page) + "\n";
}

std::string dump(const LaidOut& result, const std::vector<std::size_t>& pages = {}) {
  return page_dumps(facts_text(result.pages, testing::fonts()), pages) + findings_text(result.diagnostics);
}

/// The first lines that differ, as a person compares them.
std::string first_difference(const std::string& expected, const std::string& found) {
  std::istringstream left(expected);
  std::istringstream right(found);
  std::string a;
  std::string b;
  for (int line = 1;; ++line) {
    const bool more_left = static_cast<bool>(std::getline(left, a));
    const bool more_right = static_cast<bool>(std::getline(right, b));
    if (!more_left && !more_right) return "";
    if (more_left != more_right || a != b) {
      return "line " + std::to_string(line) + "\n  golden: " + (more_left ? a : "(end)") +
             "\n  found:  " + (more_right ? b : "(end)");
    }
  }
}

void expect_golden(const std::string& file, const std::string& found) {
  const fs::path golden = hard_folder() / file;
  if (updating()) {
    ASSERT_TRUE(files::replace(golden, found));
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden yet: see the head of this file";
  const std::string expected = sovang::testing::read_all(golden);
  EXPECT_TRUE(expected == found) << file << ", " << first_difference(expected, found);
}

class HardLayout : public ::testing::TestWithParam<HardCase> {};

TEST_P(HardLayout, IsPlacedAsItsGoldenSays) {
  expect_golden(GetParam().name + ".txt", dump(run(GetParam().name), GetParam().pages));
}

INSTANTIATE_TEST_SUITE_P(Cases, HardLayout,
                         ::testing::ValuesIn(std::vector<HardCase>{
                             {"01-name-ladder", {}},
                             {"01-name-does-not-fit", {}},
                             {"02-signature", {}},
                             {"03-long-list", {1, 2, 25, 26, 73, 74}},
                             {"04-group-rows", {}},
                             {"05-closing-sentence", {}},
                             {"05-stated-total-differs", {}},
                             {"06-row-taller-than-page", {}},
                             {"06-split-rows", {}},
                             {"07-spans", {}},
                             {"07-cells-do-not-fill", {}},
                             {"08-letterhead", {}},
                             {"09-no-forbidden-break", {}},
                             {"10-spaces", {}},
                             {"11-same-text-three-ways", {}},
                             {"12-letters", {}},
                             {"12-marks", {}},
                             {"13-missing-glyphs", {}},
                             {"14-upper-case", {}},
                             {"15-widows-and-orphans", {}},
                             {"15-headings", {}},
                             {"16-footnotes", {}},
                             {"17-page-numbers", {1, 9, 10, 11, 99, 100, 101, 102, 103, 104}},
                             {"17-page-numbers-do-not-settle", {}},
                             {"18-overprint", {}},
                             {"19-sizes-and-turns", {}},
                             {"20-lists", {}},
                             {"21-conflict", {}},
                             {"22-paragraphs", {}},
                             {"23-empty-data", {}},
                             {"23-required-missing", {}},
                             {"23-null-printed", {}},
                             {"25-attributes-one", {}}}),
                         [](const auto& each) {
                           std::string name = each.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// ---- what the dumps alone do not prove
// ------------------------------------------------------------------------

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') number = number * 10 + (c - '0');
  }
  return number;
}

std::vector<std::string> texts_of(const Page& page) {
  std::vector<std::string> texts;
  for (const TextItem* item : items_of<TextItem>(page))
    texts.push_back(text_of(*item));
  return texts;
}

TEST(LongList, CarriesTheSumsOfAnIndependentCount) {
  const LaidOut result = run("03-long-list");
  ASSERT_TRUE(result.diagnostics.ok());
  std::int64_t sum = 0;
  int rows = 0;
  for (const Page& page : result.pages.pages) {
    const std::vector<std::string> texts = texts_of(page);
    EXPECT_EQ(texts.at(0), "TT");
    const std::int64_t before = sum;
    int of_page = 0;
    for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
      if (texts[i] == "Mang sang" || texts[i] == "Tổng cộng") {
        EXPECT_EQ(number_in(texts[i + 1]), sum);
      }
      if (texts[i].starts_with("Phòng số ")) {
        sum += number_in(texts[i + 1]);
        ++rows;
        ++of_page;
      }
      if (!texts[i].starts_with("Cộng trang ")) continue;
      EXPECT_EQ(number_in(texts[i]), sum - before);
      EXPECT_EQ(number_in(texts[i + 1]), sum);
    }
    EXPECT_GE(of_page, 1);
  }
  EXPECT_EQ(rows, 3000);
  EXPECT_EQ(sum, 3000LL * 1'490'000 + 10LL * (3000LL * 3001 / 2));
}

TEST(NoForbiddenBreak, IsMadeAtAnyWidth) {
  const std::vector<std::string> not_first{"-",    "1234/QĐ-UBND", "UBND", "19", "10",
                                           "2021", "IV,",          "%",    "xã."};
  const LaidOut result = run("09-no-forbidden-break");
  for (const std::string& line : texts_of(result.pages.pages.at(0))) {
    const std::string first = line.substr(0, line.find(' '));
    const std::string last = line.substr(line.rfind(' ') + 1);
    for (const std::string& word : not_first) {
      EXPECT_NE(first, word) << line;
    }
    for (const char* word : {"ngày", "tháng", "năm", "Điều", "số", "quý"}) {
      EXPECT_NE(last, word) << line;
    }
  }
}

TEST(SameText, IsPlacedAlikeHoweverItWasTyped) {
  const std::string facts = dump(run("11-same-text-three-ways"));
  std::vector<std::string> pages;
  std::istringstream lines(facts);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("page ")) {
      pages.emplace_back();
    } else {
      pages.back() += line + "\n";
    }
  }
  ASSERT_EQ(pages.size(), 3U);
  EXPECT_EQ(pages[0], pages[1]);
  EXPECT_EQ(pages[0], pages[2]);
}

TEST(Paragraphs, HaveNoLooseLinesAtThePageWidth) {
  std::size_t lines = 0;
  std::size_t loose = 0;
  for (const Page& page : run("22-paragraphs").pages.pages) {
    for (const TextItem* text : items_of<TextItem>(page)) {
      EXPECT_GE(text->space_change_permille, -334) << text_of(*text);
      if (text->width < Length::mm(100)) continue;  // the narrow columns, and last lines
      ++lines;
      if (text->space_change_permille > 500) ++loose;
    }
  }
  EXPECT_GE(lines, 140U);
  EXPECT_LE(loose * 1000, lines * 3);
}

/// The upper and lower edge of the ink of a line.
std::pair<Length, Length> ink_of(const TextItem& text) {
  const std::int32_t em = testing::fonts().face(text.face).metrics.units_per_em;
  std::int32_t top = 0;
  std::int32_t bottom = 0;
  for (const TextPiece& piece : text.pieces) {
    top = std::max(top, piece.shaped->top);
    bottom = std::min(bottom, piece.shaped->bottom);
  }
  return {text.baseline - document::scaled(text.size, top, em),
          text.baseline - document::scaled(text.size, bottom, em)};
}

TEST(Letters, KeepTheirInkOnThePageAndApartFromOtherLines) {
  const LaidOut result = run("12-letters");
  ASSERT_EQ(result.pages.pages.size(), 4U);
  for (const Page& page : result.pages.pages) {
    std::map<Length, std::pair<Length, Length>> lines;
    for (const TextItem* text : items_of<TextItem>(page)) {
      const auto [top, bottom] = ink_of(*text);
      EXPECT_GE(top.units, 0) << text_of(*text);
      EXPECT_LE(bottom, page.height) << text_of(*text);
      lines[text->baseline] = {top, bottom};
    }
    Length above{};
    for (const auto& [baseline, ink] : lines) {
      EXPECT_GE(ink.first, above) << "ink of two lines meets at " << baseline.in_mm() << " mm";
      above = ink.second;
    }
  }
}

TEST(Sizes, HaveTheirBleedAndTurnAboutTheirCorners) {
  const LaidOut result = run("19-sizes-and-turns");
  ASSERT_EQ(result.pages.pages.size(), 2U);
  for (const Page& page : result.pages.pages)
    EXPECT_EQ(page.bleed, Length::mm(3));
  std::map<int, Rotation> turned;
  for (const Item& item : result.pages.pages[0].items) {
    if (item.rotation) turned[item.rotation->degrees] = *item.rotation;
  }
  ASSERT_EQ(turned.size(), 3U);
  for (const auto& [degrees, left] : {std::pair{90, 40}, std::pair{180, 140}, std::pair{270, 240}}) {
    EXPECT_EQ(turned[degrees].x, Length::mm(left));
    EXPECT_EQ(turned[degrees].y, Length::mm(60));
    EXPECT_EQ(turned[degrees].width, Length::mm(60));
    EXPECT_EQ(turned[degrees].height, Length::mm(20));
  }
}

TEST(Overprint, FormAndDataTogetherAreTheWhole) {
  const LaidOut result = run("18-overprint");
  const auto items = [&](std::optional<Layer> layer) {
    std::vector<std::string> lines;
    std::istringstream text(facts_text(result.pages, testing::fonts(), {layer}));
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with("page ")) lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  std::vector<std::string> both = items(Layer::form);
  const std::vector<std::string> data = items(Layer::data);
  EXPECT_GT(both.size(), 4U);
  EXPECT_GT(data.size(), 3U);
  both.insert(both.end(), data.begin(), data.end());
  std::sort(both.begin(), both.end());
  EXPECT_EQ(both, items(std::nullopt));
}

Bytes pdf_of(const LaidOut& result, pdf::PrintLayers layers = pdf::PrintLayers::all) {
  const pdf::PdfCache cache(testing::fonts());
  pdf::PdfFacts facts;
  facts.title = "Bố cục khó";
  facts.date = *Date::from_iso("2021-12-05");
  facts.profile = pdf::Profile::plain;
  facts.layers = layers;
  Result<Bytes> bytes = pdf::write_pdf(result.pages, facts, cache);
  if (!bytes) {
    ADD_FAILURE() << bytes.error().message;
    return {};
  }
  return *std::move(bytes);
}

TEST(SameBytes, ComeFromTheSameTemplateAndFromOneWithItsAttributesInAnotherOrder) {
  const Bytes one = pdf_of(run("25-attributes-one"));
  EXPECT_TRUE(one == pdf_of(run("25-attributes-one")));
  EXPECT_TRUE(one == pdf_of(run("25-attributes-two")));
}

// ---- pictures
// -------------------------------------------------------------------------------------------------

/// Page 1 as a picture, by Poppler.
Bytes picture_of(const Bytes& pdf) {
  const Result<ProcessResult> drawn =
      run_process({"pdftoppm", "-png", "-r", "60", "-gray", "-singlefile", "-"}, pdf);
  if (!drawn || drawn->exit_status != 0) {
    ADD_FAILURE() << "pdftoppm could not draw the page";
    return {};
  }
  return drawn->output;
}

class HardPicture : public ::testing::TestWithParam<std::string> {};

TEST_P(HardPicture, LooksLikeItsGolden) {
  const Bytes png = picture_of(pdf_of(run(GetParam())));
  const fs::path golden = hard_folder() / (GetParam() + ".png");
  if (updating()) {
    ASSERT_TRUE(files::replace(golden, png));
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden yet: see the head of this file";
  const auto expected = sovang::testing::read_png(sovang::testing::read_all(golden));
  const auto found = sovang::testing::read_png(png);
  ASSERT_TRUE(expected && found);
  const auto difference = sovang::testing::compare(*expected, *found);
  ASSERT_TRUE(difference) << "the page has another size";
  // another Poppler may draw the edges of letters a little differently; a moved line is 0.5 % and more
  EXPECT_LT(difference->mean, 1.0);
  EXPECT_LT(difference->share_far, 0.002);
}

INSTANTIATE_TEST_SUITE_P(Cases, HardPicture,
                         ::testing::Values("01-name-ladder", "08-letterhead", "12-marks", "18-overprint",
                                           "22-paragraphs"),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Overprint, TheFormOverTheDataLooksLikeTheWhole) {
  const LaidOut result = run("18-overprint");
  const auto whole = sovang::testing::read_png(picture_of(pdf_of(result)));
  auto both = sovang::testing::read_png(picture_of(pdf_of(result, pdf::PrintLayers::form)));
  const auto data = sovang::testing::read_png(picture_of(pdf_of(result, pdf::PrintLayers::data)));
  ASSERT_TRUE(whole && both && data);
  ASSERT_EQ(both->samples.size(), data->samples.size());
  for (std::size_t i = 0; i < both->samples.size(); ++i)
    both->samples[i] = std::min(both->samples[i], data->samples[i]);
  const auto difference = sovang::testing::compare(*whole, *both);
  ASSERT_TRUE(difference);
  EXPECT_LT(difference->mean, 0.2);
  EXPECT_EQ(difference->share_far, 0);
}

}  // namespace
}  // namespace sovang::layout
