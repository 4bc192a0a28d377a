#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/dossier/forms.h"

#include "png.h"
#include "support/shared.h"

/// Every printed form over its own example: first the facts, then the picture of page 1. Renew them with
/// `scripts/golden --update` and look at the pictures before committing them.
namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;
using ::sovang::testing::project_file;
using ::sovang::testing::read_all;

bool updating() {
  return std::getenv("SOVANG_UPDATE_GOLDENS") != nullptr;
}

std::vector<std::string> all_forms() {
  std::vector<std::string> forms;
  for (const fs::directory_entry& entry : fs::directory_iterator(project_file("templates")))
    if (fs::exists(entry.path() / "example.xml")) forms.push_back(entry.path().filename().string());
  std::sort(forms.begin(), forms.end());
  return forms;
}

std::string findings_of(const Diagnostics& diagnostics, Severity least) {
  std::string text;
  for (const Problem& problem : diagnostics.all())
    if (problem.severity >= least) text += describe(problem) + "\n";
  return text;
}

const Forms& the_forms() {
  static const Forms forms = [] {
    Diagnostics diagnostics;
    Result<Forms> loaded = Forms::load(project_file("."), diagnostics);
    if (!loaded) {
      ADD_FAILURE() << loaded.error().message;
      std::abort();
    }
    return std::move(*loaded);
  }();
  return forms;
}

struct Rendered {
  layout::Pages pages;
  std::string facts;
  Bytes pdf;
  std::string findings;  ///< warnings and errors
};

/// Renders templates/<form>/example.xml; nothing, with a failure of the test, if that is not possible.
std::optional<Rendered> render_example(const std::string& name) {
  Diagnostics diagnostics;
  const auto failed = [&](const Error& error) {
    ADD_FAILURE() << name << ": " << error.message << "\n" << findings_of(diagnostics, Severity::info);
    return std::nullopt;
  };
  const Result<const document::Template*> form = the_forms().form(name, diagnostics);
  if (!form) return failed(form.error());
  const fs::path file = project_file("templates/" + name + "/example.xml");
  const Result<document::Value> data =
      document::read_data(**form, read_all(file), name + "/example.xml", diagnostics);
  if (!data) return failed(data.error());
  const Date date = *Date::from_iso("2025-12-08");
  Result<LaidOutPaper> paper = the_forms().lay_out(**form, *data, date, {}, diagnostics);
  if (!paper) return failed(paper.error());
  Result<Bytes> pdf = pdf::write_pdf(paper->pages, paper->facts, the_forms().pdf_cache());
  if (!pdf) return failed(pdf.error());
  std::string facts = layout::facts_text(paper->pages, the_forms().fonts());
  return Rendered{std::move(paper->pages), std::move(facts), std::move(*pdf),
                  findings_of(diagnostics, Severity::warning)};
}

/// Page 1 as PNG, by Poppler.
std::optional<Bytes> first_page(const Bytes& pdf) {
  const Result<ProcessResult> drawn =
      run_process({"pdftoppm", "-png", "-r", "60", "-gray", "-singlefile", "-"}, pdf);
  if (!drawn || drawn->exit_status != 0) return std::nullopt;
  return drawn->output;
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
    if (more_left != more_right || a != b)
      return "line " + std::to_string(line) + "\n  golden: " + (more_left ? a : "(end)") +
             "\n  found:  " + (more_right ? b : "(end)");
  }
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, FactsAreThoseOfTheGoldenFile) {
  const std::optional<Rendered> rendered = render_example(GetParam());
  ASSERT_TRUE(rendered);
  const fs::path golden = project_file("tests/golden/" + GetParam() + "/facts.txt");
  if (updating()) {
    fs::create_directories(golden.parent_path());
    ASSERT_TRUE(files::replace(golden, rendered->facts));
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden yet: scripts/golden --update";
  const std::string expected = read_all(golden);
  EXPECT_TRUE(expected == rendered->facts)
      << GetParam() << ": " << first_difference(expected, rendered->facts);
}

TEST_P(Golden, FirstPageLooksLikeTheGoldenPicture) {
  const std::optional<Rendered> rendered = render_example(GetParam());
  ASSERT_TRUE(rendered);
  const std::optional<Bytes> png = first_page(rendered->pdf);
  ASSERT_TRUE(png) << "pdftoppm could not draw the page";
  const fs::path golden = project_file("tests/golden/" + GetParam() + "/page-1.png");
  if (updating()) {
    fs::create_directories(golden.parent_path());
    ASSERT_TRUE(files::replace(golden, *png));
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden yet: scripts/golden --update";
  const auto expected = ::sovang::testing::read_png(read_all(golden));
  const auto found = ::sovang::testing::read_png(*png);
  ASSERT_TRUE(expected && found);
  const auto difference = ::sovang::testing::compare(*expected, *found);
  ASSERT_TRUE(difference) << "the page has another size";
  // another Poppler may draw the edges of letters a little differently; a moved line is 0.5 % and more
  EXPECT_LT(difference->mean, 1.0);
  EXPECT_LT(difference->share_far, 0.002);
}

TEST_P(Golden, ExampleGivesNoWarning) {
  const std::optional<Rendered> rendered = render_example(GetParam());
  ASSERT_TRUE(rendered);
  EXPECT_EQ(rendered->findings, "");
}

TEST_P(Golden, TwoRunsGiveTheSameBytes) {
  const std::optional<Rendered> first = render_example(GetParam());
  const std::optional<Rendered> second = render_example(GetParam());
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->pdf == second->pdf);
}

TEST_P(Golden, NothingIsPrintedOutsideThePage) {
  const std::optional<Rendered> rendered = render_example(GetParam());
  ASSERT_TRUE(rendered);
  for (const layout::Page& page : rendered->pages.pages) {
    for (const layout::Item& item : page.items) {
      const auto* text = std::get_if<layout::TextItem>(&item.content);
      if (text == nullptr) continue;
      EXPECT_GE(text->x.units, 0);
      EXPECT_LE(text->x + text->width, page.width);
      EXPECT_GT(text->baseline.units, 0);
      EXPECT_LT(text->baseline, page.height);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllForms, Golden, ::testing::ValuesIn(all_forms()), [](const auto& each) {
  std::string name;
  for (const char c : each.param)
    name += c == '-' ? '_' : c;
  return name;
});

/// All text of a page, an item a line.
struct PlacedLine {
  std::string text;
  double baseline_mm = 0;
  double left_mm = 0;
  double right_mm = 0;
};

void collect(const std::vector<layout::Item>& items, std::vector<PlacedLine>& lines) {
  for (const layout::Item& item : items) {
    const auto* text = std::get_if<layout::TextItem>(&item.content);
    if (text == nullptr) continue;
    // the room after the last letter of a spaced line is no part of what the eye centres
    const document::Length right = text->x + text->width - text->letter_spacing;
    PlacedLine line{"", text->baseline.in_mm(), text->x.in_mm(), right.in_mm()};
    for (const layout::TextPiece& piece : text->pieces) {
      line.text += piece.shaped->text;
      if (piece.space_after) line.text += ' ';
    }
    lines.push_back(std::move(line));
  }
}

std::vector<PlacedLine> lines_of_first_page(const std::string& form) {
  std::vector<PlacedLine> lines;
  const std::optional<Rendered> rendered = render_example(form);
  if (!rendered || rendered->pages.pages.empty()) return lines;
  const layout::Page& page = rendered->pages.pages.front();
  if (page.form) collect(page.form->items, lines);
  collect(page.items, lines);
  return lines;
}

/// What the grid of templates/art/README.md asks of a line: where its baseline is, and the middle or left
/// end.
struct GridLine {
  std::string begins;
  double baseline_mm;
  double middle_mm;  ///< negative: the left end, as its absolute value
};

void expect_grid(const std::string& form, const std::vector<GridLine>& grid) {
  const std::vector<PlacedLine> lines = lines_of_first_page(form);
  for (const GridLine& asked : grid) {
    auto found = std::find_if(lines.begin(), lines.end(),
                              [&](const PlacedLine& line) { return line.text == asked.begins; });
    if (found == lines.end())
      found = std::find_if(lines.begin(), lines.end(),
                           [&](const PlacedLine& line) { return line.text.starts_with(asked.begins); });
    ASSERT_NE(found, lines.end()) << form << " has no line " << asked.begins;
    EXPECT_NEAR(found->baseline_mm, asked.baseline_mm, 0.15) << form << ": " << asked.begins;
    if (asked.middle_mm < 0) {
      EXPECT_NEAR(found->left_mm, -asked.middle_mm, 0.15) << form << ": " << asked.begins;
    } else {
      EXPECT_NEAR((found->left_mm + found->right_mm) / 2, asked.middle_mm, 0.3)
          << form << ": " << asked.begins;
    }
  }
}

TEST(CertificateGrid, A4LinesStandWhereTheArtWantsThem) {
  expect_grid("bang-khen", {{"CỘNG HÒA", 53.6, 148.5},
                            {"Độc lập", 59.6, 148.5},
                            {"CHỦ TỊCH ỦY BAN", 71.3, 148.5},
                            {"TẶNG", 80.4, 148.5},
                            {"BẰNG KHEN", 98.0, 148.5},
                            {"Bà H'HEN NIÊ KĐĂM", 111.4, 148.5},
                            {"Chủ tịch Hội Liên hiệp Phụ nữ", 119.6, 148.5},
                            {"Đã có thành tích", 128.0, 148.5},
                            {"Đắk Lắk, ngày 08", 149.0, 217.0},
                            {"KT. CHỦ TỊCH", 155.4, 217.0},
                            {"PHÓ CHỦ TỊCH", 161.0, 217.0},
                            {"Nay H'Kim Thoa Niê", 185.5, 217.0},
                            {"Quyết định số", 179.3, -38.0},
                            {"Vào sổ vàng số: 7", 185.5, -38.0}});
}

TEST(CertificateGrid, A3LinesStandWhereTheArtWantsThem) {
  expect_grid("bang-khen-a3", {{"CỘNG HÒA", 75.8, 210},
                               {"Độc lập", 84.28, 210},
                               {"CHỦ TỊCH ỦY BAN", 100.83, 210},
                               {"TẶNG", 113.7, 210},
                               {"BẰNG KHEN", 138.59, 210},
                               {"Đã có thành tích", 181.01, 210},
                               {"Đắk Lắk, ngày 08", 210.71, 306.87},
                               {"KT. CHỦ TỊCH", 219.76, 306.87},
                               {"PHÓ CHỦ TỊCH", 227.68, 306.87},
                               {"Nay H'Kim Thoa Niê", 262.32, 306.87},
                               {"Quyết định số", 253.56, -53.74},
                               {"Vào sổ vàng số: 9", 262.32, -53.74}});
}

TEST(CertificateGrid, Lines400By300StandWhereTheArtWantsThem) {
  expect_grid("bang-khen-400x300", {{"CỘNG HÒA", 83.6, 200},
                                    {"Độc lập", 91.4, 200},
                                    {"CHỦ TỊCH ỦY BAN", 106.61, 200},
                                    {"TẶNG", 118.44, 200},
                                    {"BẰNG KHEN", 141.32, 200},
                                    {"Đã có thành tích", 180.32, 200},
                                    {"Đắk Lắk, ngày 08", 207.62, 289.05},
                                    {"CHỦ TỊCH", 215.94, 289.05},
                                    {"Nguyễn Thiên Văn Phúc", 255.07, 289.05},
                                    {"Quyết định số", 247.01, -64.0},
                                    {"Vào sổ vàng số: 6", 255.07, -64.0}});
}

}  // namespace
}  // namespace sovang::dossier
