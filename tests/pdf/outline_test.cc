#include <gmock/gmock.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/pdf/writer.h"

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using layout::StructureType;
using ::testing::HasSubstr;
using ::testing::Not;

std::int32_t node(layout::Pages& pages, StructureType type, std::int32_t parent = -1, int span = 1) {
  layout::StructureNode made;
  made.type = type;
  made.parent = parent;
  made.column_span = span;
  pages.structure.push_back(made);
  return static_cast<std::int32_t>(pages.structure.size() - 1);
}

void put(layout::Page& page, std::string_view text, double baseline, std::int32_t structure) {
  layout::Item made = item(line(text, Length::mm(30), Length::mm(baseline), Length::pt(14)));
  made.structure = structure;
  page.items.push_back(std::move(made));
}

/// A list of as many pages: its title in two lines, and a table with a group, a person and a total on each
/// page.
layout::Pages list(int count) {
  layout::Pages pages;
  const std::int32_t title = node(pages, StructureType::h1);
  const std::int32_t table = node(pages, StructureType::table);
  for (int i = 0; i < count; ++i) {
    layout::Page& page = pages.pages.emplace_back(a4_landscape());
    if (i == 0) {
      put(page, "DANH SÁCH", 20, title);
      put(page, "được tặng Bằng khen", 27, title);
    } else {
      put(page, "Khối lặp lại (tiếp theo)", 30, node(pages, StructureType::artifact));
    }
    const std::int32_t group = node(pages, StructureType::table_row, table);
    put(page, "Khối thi đua số " + std::to_string(i + 1), 40,
        node(pages, StructureType::data_cell, group, 4));
    const std::int32_t person = node(pages, StructureType::table_row, table);
    put(page, "Nguyễn Thị Thử", 50, node(pages, StructureType::data_cell, person, 2));
    put(page, "1.490.000", 50, node(pages, StructureType::data_cell, person, 2));
    const std::int32_t total = node(pages, StructureType::table_row, table);
    put(page, "Tổng cộng", 60, node(pages, StructureType::data_cell, total, 3));
    put(page, "1.490.000", 60, node(pages, StructureType::data_cell, total));
  }
  return pages;
}

Bytes written(const layout::Pages& pages) {
  const PdfCache cache(fonts());
  PdfFacts made = facts();
  made.profile = Profile::pdfa_3a;
  const Bytes pdf = write_pdf(pages, made, cache).value();
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
  return pdf;
}

/// The outline as qpdf reads it.
std::string outline_of(const Bytes& pdf) {
  const auto folder = files::TemporaryFolder::make("sovang-outline").value();
  EXPECT_TRUE(files::create_unsynced(folder.path() / "a.pdf", pdf));
  return run_process({"qpdf", "--json", "--json-key=outlines", folder.path() / "a.pdf"}).value().output;
}

TEST(Outline, HasTheHeadingsAndBelowThemTheGroupsOfALongList) {
  const std::string outline = outline_of(written(list(5)));
  EXPECT_THAT(outline, HasSubstr("\"title\": \"DANH SÁCH được tặng Bằng khen\""));
  std::size_t at = 0;
  for (int i = 1; i <= 5; ++i) {
    at = outline.find("\"title\": \"Khối thi đua số " + std::to_string(i) + "\"", at);
    ASSERT_NE(at, std::string::npos) << i << '\n' << outline;
  }
  EXPECT_THAT(outline, Not(HasSubstr("tiếp theo")));
  EXPECT_THAT(outline, Not(HasSubstr("Nguyễn")));
  EXPECT_THAT(outline, Not(HasSubstr("Tổng cộng")));
}

TEST(Outline, LeadsToThePageAndTheHeight) {
  const std::string outline = outline_of(written(list(5)));
  const std::size_t third = outline.find("số 3\"");
  const std::size_t before = outline.rfind("\"destpageposfrom1\"", third);
  EXPECT_EQ(outline.substr(before, 21), "\"destpageposfrom1\": 3") << outline;
}

TEST(Outline, IsLeftOutOfShortPapers) {
  EXPECT_THAT(written(list(3)), Not(HasSubstr("/Outlines")));
}

}  // namespace
}  // namespace sovang::pdf::testing
