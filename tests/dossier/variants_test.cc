// The forms over data of other authorities, places and law periods: nothing but the data changes. Each
// tests/variants/<form>/<name>.xml says what it shows in its first lines; <name>.txt is what stands on its
// pages (renewed with SOVANG_UPDATE_GOLDENS=1; look at the pages before you commit).
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "sovang/base/files.h"

#include "examples.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using document::RecordFields;
using document::Value;
using document::ValueList;
using ::testing::HasSubstr;
using ::testing::Not;

/// "quyet-dinh/mot-nguoi" …
std::vector<std::string> all_variants() {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(project_file("tests/variants"))) {
    if (entry.path().extension() == ".xml")
      names.push_back(entry.path().parent_path().filename().string() + "/" + entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string form_of(const std::string& variant) {
  return variant.substr(0, variant.find('/'));
}

std::optional<dossier::LaidOutPaper> lay_out_data(const std::string& form_name, const Value& data,
                                                  Diagnostics& diagnostics) {
  const auto form = the_forms().form(form_name, diagnostics);
  if (!form) return std::nullopt;
  auto paper = the_forms().lay_out(**form, data, *Date::from_iso("2025-12-22"), {}, diagnostics);
  if (!paper) return std::nullopt;
  return *std::move(paper);
}

class Variant : public ::testing::TestWithParam<std::string> {};

TEST_P(Variant, StandsOnThePageAsItsFileSays) {
  const fs::path file = project_file("tests/variants/" + GetParam());
  const fs::path golden = file.string() + ".txt";
  Diagnostics diagnostics;
  const auto form = the_forms().form(form_of(GetParam()), diagnostics);
  ASSERT_TRUE(form) << form.error().message;
  const auto data =
      document::read_data(**form, read_all(file.string() + ".xml"), GetParam() + ".xml", diagnostics);
  ASSERT_TRUE(data) << findings_of(diagnostics, Severity::info);
  const auto paper = lay_out_data(form_of(GetParam()), *data, diagnostics);
  ASSERT_TRUE(paper) << findings_of(diagnostics, Severity::info);
  EXPECT_EQ(findings_of(diagnostics, Severity::warning), "");
  const std::string facts = layout::facts_text(paper->pages, the_forms().fonts());
  if (std::getenv("SOVANG_UPDATE_GOLDENS") != nullptr) {
    ASSERT_TRUE(files::replace(golden, facts));
    return;
  }
  EXPECT_EQ(read_all(golden), facts);
}

INSTANTIATE_TEST_SUITE_P(Forms, Variant, ::testing::ValuesIn(all_variants()), [](const auto& each) {
  std::string name = each.param;
  std::ranges::replace_if(
      name, [](char c) { return c == '-' || c == '/'; }, '_');
  return name;
});

/// A template without its comments.
std::string without_comments(std::string text) {
  for (std::size_t from = text.find("<!--"); from != std::string::npos; from = text.find("<!--", from)) {
    const std::size_t to = text.find("-->", from);
    text.erase(from, to == std::string::npos ? std::string::npos : to + 3 - from);
  }
  return text;
}

/// What the `doc="…"` of params and components says is for who writes templates, never printed.
std::string without_docs(std::string text) {
  for (std::size_t from = text.find(" doc=\""); from != std::string::npos; from = text.find(" doc=\"", from))
    text.erase(from, text.find('"', from + 6) + 1 - from);
  return text;
}

TEST(Forms, NameNoPlaceNoBodyAndNoLaw) {
  for (const auto& entry : fs::recursive_directory_iterator(project_file("templates"))) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".xml" || name == "example.xml") continue;
    const std::string text = without_docs(without_comments(read_all(entry.path())));
    for (const char* word : {"tỉnh", "huyện", "thành phố ", "Ủy ban", "Sở ", "Chủ tịch", "Nghị định", "Luật ",
                             "Quảng Nam", "Đà Nẵng", "Đắk Lắk"})
      EXPECT_THAT(text, Not(HasSubstr(word))) << entry.path();
  }
}

/// The data set of tests/variants/quyet-dinh/da-nang-2025.xml with other rows.
Value with_rows(const Value& data, ValueList rows) {
  RecordFields fields = *std::get<std::shared_ptr<const RecordFields>>(data.data());
  for (auto& [name, value] : fields)
    if (name == "rows") value = Value::list(rows);
  return Value::record(std::move(fields));
}

constexpr std::int64_t bonus = 3'510'000;

/// `count` people, women and men in turn, in groups of forty.
ValueList people(int count) {
  const std::vector<std::string> given{"An",   "Bhling", "Cường", "Đào", "H'Nhiên",
                                       "Khuê", "Nguyệt", "Ưng",   "Yến"};
  ValueList rows;
  for (int i = 1; i <= count; ++i) {
    const std::string name =
        "Nguyễn Thị " + given[static_cast<std::size_t>(i) % given.size()] + " " + std::to_string(i);
    rows.push_back(Value::record({{"seq", Value(i)},
                                  {"kind", Value("individual")},
                                  {"salutation", Value(i % 2 == 0 ? "Ông" : "Bà")},
                                  {"name", Value(name)},
                                  {"title", Value("Cán bộ")},
                                  {"unit", Value("phường số " + std::to_string(i % 94 + 1))},
                                  {"group", Value("Khối " + std::to_string((i - 1) / 40 + 1))},
                                  {"amount", Value(bonus)}}));
  }
  return rows;
}

std::vector<std::string> lines_of(const layout::Page& page) {
  std::vector<std::string> lines;
  document::Length baseline{-1};
  for (const layout::Item& item : page.items) {
    const auto* text = std::get_if<layout::TextItem>(&item.content);
    if (text == nullptr) continue;
    std::string words;
    for (const layout::TextPiece& piece : text->pieces)
      words += piece.shaped->text + (piece.space_after ? " " : "");
    if (lines.empty() || text->baseline != baseline) {
      lines.push_back(words);
    } else {
      lines.back() += " " + words;
    }
    baseline = text->baseline;
  }
  return lines;
}

class DecisionOf : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    const auto form = the_forms().form("quyet-dinh", diagnostics);
    ASSERT_TRUE(form);
    const auto data =
        document::read_data(**form, read_all(project_file("tests/variants/quyet-dinh/da-nang-2025.xml")),
                            "data.xml", diagnostics);
    ASSERT_TRUE(data);
    paper_ = lay_out_data("quyet-dinh", with_rows(*data, people(GetParam())), diagnostics);
    ASSERT_TRUE(paper_) << findings_of(diagnostics, Severity::info);
    EXPECT_EQ(findings_of(diagnostics, Severity::warning), "");
    text_ = document::plain_text(paper_->document);
  }

  std::optional<dossier::LaidOutPaper> paper_;
  std::string text_;
};

TEST_P(DecisionOf, SaysHowManyAndHowMuch) {
  const int count = GetParam();
  const std::string number = count < 1000 ? std::to_string(count) : "3000";
  if (count == 1) {
    EXPECT_THAT(text_, HasSubstr("Cá nhân có tên tại Điều 1 được tặng Bằng khen kèm theo tiền thưởng"));
    EXPECT_THAT(text_, Not(HasSubstr("danh sách")));
    EXPECT_THAT(text_, HasSubstr("3.510.000 đồng (Bằng chữ: Ba triệu năm trăm mười nghìn đồng)"));
    return;
  }
  EXPECT_THAT(text_, HasSubstr("cho " + number + " cá nhân đã có thành tích"));
  EXPECT_THAT(text_, HasSubstr("Danh sách này gồm " + number + " cá nhân./."));
  EXPECT_THAT(text_, Not(HasSubstr("tập thể")));
  EXPECT_THAT(
      text_,
      HasSubstr(count == 45
                    ? "157.950.000 đồng (Bằng chữ: Một trăm năm mươi bảy triệu chín trăm năm mươi nghìn đồng)"
                    : "10.530.000.000 đồng (Bằng chữ: Mười tỷ năm trăm ba mươi triệu đồng)"));
}

TEST_P(DecisionOf, ListsEachRecipientOnceInOrderBelowItsHeading) {
  if (GetParam() == 1) return;
  int next = 1;
  for (const layout::Page& page : paper_->pages.pages) {
    if (page.sequence == 0) continue;
    const std::vector<std::string> lines = lines_of(page);
    const auto head =
        std::ranges::find_if(lines, [](const std::string& line) { return line.starts_with("STT"); });
    EXPECT_NE(head, lines.end()) << "no heading on page " << page.label;
    for (const std::string& line : lines) {
      const std::string row = std::to_string(next) + " " + (next % 2 == 0 ? "Ông " : "Bà ");
      if (line.starts_with(row)) ++next;
    }
  }
  EXPECT_EQ(next, GetParam() + 1);
}

TEST_P(DecisionOf, EndsWithTheSumAndTheCountOnOnePage) {
  if (GetParam() == 1) return;
  const std::vector<std::string> lines = lines_of(paper_->pages.pages.back());
  const auto has = [&lines](std::string_view begins) {
    return std::ranges::any_of(lines, [&](const std::string& line) { return line.starts_with(begins); });
  };
  EXPECT_TRUE(has("Tổng cộng"));
  EXPECT_TRUE(has("Danh sách này gồm"));
}

INSTANTIATE_TEST_SUITE_P(People, DecisionOf, ::testing::Values(1, 45, 3000));

}  // namespace
}  // namespace sovang::testing
