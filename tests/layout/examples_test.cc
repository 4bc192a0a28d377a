// Whole documents: the three examples of the language and every printed form, from template and data to
// pages.
#include <filesystem>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sovang/document/template.h"

#include "build.h"

namespace sovang::layout {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::items_of;
using testing::laid_out;
using testing::LaidOut;
using testing::lines_of;
using ::testing::SizeIs;
using testing::text_of;

std::string described(const Diagnostics& diagnostics) {
  std::string text;
  for (const Problem& problem : diagnostics.all())
    text += describe(problem) + "\n";
  return text;
}

LaidOut lay_out_form(const std::filesystem::path& root, const std::string& form,
                     const std::filesystem::path& data) {
  LaidOut result;
  const auto files = document::template_folder(root);
  const auto parsed =
      document::parse_template(sovang::testing::read_all(root / form), form, *files, result.diagnostics);
  if (!parsed) return result;
  const auto value =
      document::read_data(*parsed, sovang::testing::read_all(data), data.string(), result.diagnostics);
  if (!value) return result;
  const auto filled = document::fill(*parsed, *value, result.diagnostics);
  if (!filled) return result;
  LayoutCache cache;
  Result<Pages> pages = lay_out(*filled, testing::fonts(), cache, result.diagnostics);
  if (pages) result.pages = *std::move(pages);
  return result;
}

LaidOut example(const std::string& name) {
  const std::filesystem::path root = sovang::testing::shared_file("template-language/examples");
  return lay_out_form(root, name + ".xml", root / "data.xml");
}

const TextItem* find_text(const Page& page, const std::string& text) {
  for (const TextItem* item : items_of<TextItem>(page)) {
    if (text_of(*item).find(text) != std::string::npos) return item;
  }
  return nullptr;
}

TEST(Examples, ADecisionHasItsLetterheadOnOneBaselineAndItsRulesInProportion) {
  SOVANG_NEEDS_SHARED("template-language/examples/quyet-dinh.xml");
  const LaidOut result = example("quyet-dinh");
  ASSERT_THAT(result.pages.pages, SizeIs(2)) << described(result.diagnostics);
  const Page& page = result.pages.pages[0];
  const TextItem* number = find_text(page, "Số: 3605/QĐ-UBND");
  const TextItem* date = find_text(page, "Quảng Nam, ngày 05 tháng 12 năm 2021");
  ASSERT_TRUE(number != nullptr && date != nullptr);
  EXPECT_EQ(number->baseline, date->baseline);
  const TextItem* motto = find_text(page, "Độc lập - Tự do - Hạnh phúc");
  ASSERT_NE(motto, nullptr);
  const auto lines = items_of<LineItem>(page);
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[1]->x1, motto->x);
  EXPECT_NEAR(static_cast<double>((lines[1]->x2 - lines[1]->x1 - motto->width).units), 0, 4);
  EXPECT_NE(find_text(page, "Trần Thị Minh Hạnh"), nullptr);
}

TEST(Examples, AListStartsItsPageNumbersAgainAndEndsWithItsCount) {
  SOVANG_NEEDS_SHARED("template-language/examples/quyet-dinh.xml");
  const LaidOut result = example("quyet-dinh");
  ASSERT_THAT(result.pages.pages, SizeIs(2));
  EXPECT_EQ(result.pages.pages[1].label, "1");
  EXPECT_EQ(lines_of(result.pages.pages[1]).back(),
            "Danh sách này gồm 05 trường hợp: 02 tập thể và 03 cá nhân./.");
  EXPECT_THAT(lines_of(result.pages.pages[1]), Contains("Tổng cộng 10.430.000"));
}

TEST(Examples, CertificatesShareTheirFormAndFitTheirNames) {
  SOVANG_NEEDS_SHARED("template-language/examples/bang-khen.xml");
  const LaidOut result = example("bang-khen");
  ASSERT_THAT(result.pages.pages, SizeIs(5)) << described(result.diagnostics);
  for (const Page& page : result.pages.pages) {
    EXPECT_EQ(page.form, result.pages.pages[0].form);
    EXPECT_EQ(page.width, Length::mm(420));
    for (const TextItem* text : items_of<TextItem>(page)) {
      EXPECT_GE(text->x, Length::mm(40));
      EXPECT_LE(text->x + text->width, Length::mm(380));
    }
  }
  EXPECT_NE(find_text(result.pages.pages[4], "CÔNG TẰNG TÔN NỮ"), nullptr);
}

TEST(Examples, AProposalHasItsFootnoteOnThePageOfTheMark) {
  SOVANG_NEEDS_SHARED("template-language/examples/to-trinh.xml");
  const LaidOut result = example("to-trinh");
  ASSERT_THAT(result.pages.pages, SizeIs(2)) << described(result.diagnostics);
  EXPECT_NE(find_text(result.pages.pages[0], "94,44%"), nullptr);
  EXPECT_EQ(lines_of(result.pages.pages[0]).back(), "Biên bản họp Hội đồng kèm theo Tờ trình này.");
  EXPECT_EQ(lines_of(result.pages.pages[1]).back(), "2");
}

TEST(Forms, AreLaidOutWithoutAnErrorAndAlikeEachTime) {
  std::size_t forms = 0;
  const std::filesystem::path root = sovang::testing::project_file("templates");
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const std::filesystem::path data = entry.path() / "example.xml";
    if (!std::filesystem::exists(entry.path() / "form.xml") || !std::filesystem::exists(data)) continue;
    const std::string form = entry.path().filename().string() + "/form.xml";
    const LaidOut result = lay_out_form(root, form, data);
    EXPECT_TRUE(result.diagnostics.ok()) << form << "\n" << described(result.diagnostics);
    ASSERT_FALSE(result.pages.pages.empty()) << form;
    for (const Page& page : result.pages.pages) {
      for (const TextItem* text : items_of<TextItem>(page)) {
        EXPECT_GE(text->x.units, 0) << form << ": " << text_of(*text);
        EXPECT_LE(text->x + text->width, page.width) << form << ": " << text_of(*text);
        EXPECT_LE(text->baseline, page.height) << form << ": " << text_of(*text);
      }
    }
    EXPECT_EQ(facts_text(result.pages, testing::fonts()),
              facts_text(lay_out_form(root, form, data).pages, testing::fonts()))
        << form;
    ++forms;
  }
  EXPECT_GE(forms, 9U);
}

}  // namespace
}  // namespace sovang::layout
