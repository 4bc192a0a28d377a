#include <gmock/gmock.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/pdf/inspect.h"
#include "sovang/pdf/writer.h"

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using layout::StructureType;
using ::testing::HasSubstr;
using ::testing::Not;

PdfFacts tagged_facts() {
  PdfFacts made = facts();
  made.profile = Profile::pdfa_3a;
  return made;
}

std::int32_t node(layout::Pages& pages, StructureType type, std::int32_t parent = -1) {
  layout::StructureNode made;
  made.type = type;
  made.parent = parent;
  pages.structure.push_back(made);
  return static_cast<std::int32_t>(pages.structure.size() - 1);
}

void put(layout::Page& page, std::string_view text, double baseline, std::int32_t structure) {
  layout::Item made = item(line(text, Length::mm(30), Length::mm(baseline), Length::pt(14)));
  made.structure = structure;
  page.items.push_back(std::move(made));
}

/// A decision: heading, a paragraph over two pages, a table of two rows, a rule and a page number.
layout::Pages decision() {
  layout::Pages pages;
  pages.pages = {a4_landscape(), a4_landscape()};
  layout::Page& first = pages.pages[0];
  layout::Page& second = pages.pages[1];
  put(first, "QUYẾT ĐỊNH", 30, node(pages, StructureType::h1));
  const std::int32_t paragraph = node(pages, StructureType::paragraph);
  put(first, "Điều 1. Tặng Bằng khen cho", 40, paragraph);
  put(first, "các tập thể và", 48, paragraph);
  put(first, "Trang 1", 200, -1);
  put(second, "cá nhân có tên sau:", 30, paragraph);
  const std::int32_t table = node(pages, StructureType::table);
  const std::int32_t row = node(pages, StructureType::table_row, table);
  put(second, "Họ và tên", 40, node(pages, StructureType::header_cell, row));
  const std::int32_t repeated = node(pages, StructureType::artifact);
  put(second, "(tiếp theo)", 44, repeated);
  const std::int32_t body = node(pages, StructureType::table_row, table);
  const std::int32_t cell = node(pages, StructureType::data_cell, body);
  pages.structure[static_cast<std::size_t>(cell)].column_span = 2;
  put(second, "Nguyễn Thị Thử", 48, cell);
  layout::QrItem code;
  code.value = "X";
  code.size = Length::mm(20);
  code.x = code.y = Length::mm(100);
  layout::Item figure = item(code);
  figure.structure = node(pages, StructureType::figure);
  pages.structure.back().alt = "Mã QR tra cứu";
  second.items.push_back(std::move(figure));
  return pages;
}

Bytes written(const layout::Pages& pages) {
  const PdfCache cache(fonts());
  auto pdf = write_pdf(pages, tagged_facts(), cache);
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or(Bytes{});
}

std::string structure_of(const Bytes& pdf) {
  const auto folder = files::TemporaryFolder::make("sovang-structure").value();
  EXPECT_TRUE(files::create_unsynced(folder.path() / "a.pdf", pdf));
  return run_process({"pdfinfo", "-struct-text", folder.path() / "a.pdf"}).value().output;
}

TEST(TaggedPdf, ReadsInOrderAcrossPages) {
  const std::string text = structure_of(written(decision()));
  std::size_t at = 0;
  for (const std::string part :
       {"H1", "QUYẾT ĐỊNH", "P", "Điều 1. Tặng Bằng khen cho", "các tập thể và",
        "cá nhân có tên sau:", "Table", "TR", "TH", "Họ và tên", "TD", "Nguyễn Thị Thử", "Figure"}) {
    at = text.find(part, at);
    ASSERT_NE(at, std::string::npos) << part << "\n" << text;
  }
}

TEST(TaggedPdf, LeavesDecorationOutOfTheStructure) {
  const std::string text = structure_of(written(decision()));
  EXPECT_THAT(text, Not(HasSubstr("Trang 1")));
  EXPECT_THAT(text, Not(HasSubstr("tiếp theo")));
  EXPECT_THAT(sovang::testing::pdf_text(written(decision())), HasSubstr("Trang 1"));
}

TEST(TaggedPdf, IsCleanAndClaimsBothStandards) {
  const Bytes pdf = written(decision());
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
  EXPECT_EQ(inspect_pdf(pdf).value().claim, "PDF/A-3a");
  EXPECT_THAT(pdf, HasSubstr("<pdfuaid:part>1</pdfuaid:part>"));
  EXPECT_THAT(pdf, HasSubstr("/Scope /Column"));
  EXPECT_THAT(pdf, HasSubstr("/ColSpan 2"));
  EXPECT_THAT(pdf, HasSubstr("/Alt <FEFF"));
}

TEST(TaggedPdf, MarksEverythingThatIsPainted) {
  const auto folder = files::TemporaryFolder::make("sovang-marks").value();
  layout::Pages pages = decision();
  pages.pages[0].form = certificate_form();
  ASSERT_TRUE(files::create_unsynced(folder.path() / "a.pdf", written(pages)));
  const Bytes plain =
      run_process({"qpdf", "--qdf", "--object-streams=disable", folder.path() / "a.pdf", "-"}).value().output;
  int depth = 0;
  int painted = 0;
  bool in_page = false;
  std::istringstream lines(plain);
  for (std::string text; std::getline(lines, text);) {
    if (text.rfind("%% Contents for page", 0) == 0) in_page = true;
    if (text == "endstream") in_page = false;
    if (!in_page) continue;
    const auto ends_with = [&](std::string_view end) {
      return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
    };
    if (ends_with("BDC") || ends_with("BMC")) ++depth;
    if (text == "EMC") --depth;
    if (ends_with("TJ") || text == "f" || ends_with(" Do")) {
      ++painted;
      EXPECT_GT(depth, 0) << text;
    }
  }
  EXPECT_EQ(depth, 0);
  EXPECT_GE(painted, 10);
}

TEST(TaggedPdf, OfABatchHasItsOwnStructure) {
  const PdfCache cache(fonts());
  BatchWriter writer(cache);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(writer.add(decision(), tagged_facts()));
  ASSERT_TRUE(writer.seal());
  EXPECT_EQ(sovang::testing::qpdf_complaints(writer.write(2).value()), "");
  EXPECT_EQ(structure_of(writer.write(2).value()), structure_of(written(decision())));
}

/// A table of so many rows of two cells.
layout::Pages long_table(int rows) {
  layout::Pages pages;
  const std::int32_t table = node(pages, StructureType::table);
  for (int i = 0; i < rows; ++i) {
    if (i % 40 == 0) pages.pages.push_back(a4_landscape());
    const double baseline = 10 + i % 40 * 4.5;
    const std::int32_t row = node(pages, StructureType::table_row, table);
    const std::int32_t cell = node(pages, StructureType::data_cell, row);
    put(pages.pages.back(), "Người thứ " + std::to_string(i), baseline, cell);
  }
  return pages;
}

TEST(TaggedPdf, PacksTheElementsOfALongList) {
  const Bytes pdf = written(long_table(900));
  EXPECT_THAT(pdf, HasSubstr("/Type /ObjStm"));
  EXPECT_THAT(pdf, HasSubstr("/Type /XRef"));
  EXPECT_LT(pdf.size(), 90'000U);
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
  EXPECT_EQ(inspect_pdf(pdf).value().claim, "PDF/A-3a");
  EXPECT_EQ(pdf, written(long_table(900)));
}

TEST(TaggedPdf, ReadsALongListAsWithoutObjectStreams) {
  const auto folder = files::TemporaryFolder::make("sovang-objstm").value();
  const Bytes packed = written(long_table(300));
  ASSERT_THAT(packed, HasSubstr("/Type /ObjStm"));
  ASSERT_TRUE(files::create_unsynced(folder.path() / "a.pdf", packed));
  const Bytes unpacked =
      run_process({"qpdf", "--object-streams=disable", folder.path() / "a.pdf", "-"}).value().output;
  ASSERT_THAT(unpacked, Not(HasSubstr("/Type /ObjStm")));
  EXPECT_EQ(structure_of(packed), structure_of(unpacked));
  EXPECT_EQ(sovang::testing::pdf_text(packed), sovang::testing::pdf_text(unpacked));
  EXPECT_THAT(structure_of(packed), HasSubstr("Người thứ 299"));
}

TEST(TaggedPdf, NamesItsTablesAndSaysWhatTheyHold) {
  layout::Pages pages = long_table(3);
  pages.structure.front().title = "Danh sach khen thuong";
  pages.structure.front().summary = "Ba nguoi, moi dong mot nguoi";
  pages.structure.front().alt = "Ba nguoi, moi dong mot nguoi";
  const Bytes pdf = written(pages);
  EXPECT_THAT(pdf, HasSubstr("/S /Table /P"));
  EXPECT_THAT(pdf, HasSubstr("/T (Danh sach khen thuong)"));
  EXPECT_THAT(pdf, HasSubstr("/A << /O /Table /Summary (Ba nguoi, moi dong mot nguoi) >>"));
  EXPECT_THAT(pdf, Not(HasSubstr("/Alt"))) << "a reader would say it in place of the cells";
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
}

TEST(TaggedPdf, LeavesFewElementsReadable) {
  EXPECT_THAT(written(long_table(100)), Not(HasSubstr("/Type /ObjStm")));
}

TEST(TaggedPdf, HasItsTitleAsTheFirstHeading) {
  layout::Pages pages;
  pages.pages.push_back(a4_landscape());
  put(pages.pages[0], "DANH SÁCH", 30, node(pages, StructureType::title));
  put(pages.pages[0], "I. TẬP THỂ", 40, node(pages, StructureType::h2));
  EXPECT_THAT(written(pages), HasSubstr("/RoleMap << /Title /H1 >>"));
  EXPECT_THAT(structure_of(written(pages)), ::testing::ContainsRegex("H1[^H]*DANH SÁCH[^H]*H2"));
}

TEST(TaggedPdf, IsRefusedForPagesWithoutStructure) {
  const PdfCache cache(fonts());
  EXPECT_FALSE(write_pdf(certificate("Nguyễn Thị Thử"), tagged_facts(), cache));
}

}  // namespace
}  // namespace sovang::pdf::testing
