#include "sovang/pdf/writer.h"

#include <gmock/gmock.h>

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using sovang::testing::flowing;
using ::testing::HasSubstr;

Bytes written(const layout::Pages& pages, const PdfFacts& made = facts()) {
  const PdfCache cache(fonts());
  auto pdf = write_pdf(pages, made, cache);
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or(Bytes{});
}

TEST(WritePdf, IsCleanForQpdf) {
  EXPECT_EQ(
      sovang::testing::qpdf_complaints(written(certificate("Nguyễn Thị Thử Nghiệm", certificate_form()))),
      "");
}

TEST(WritePdf, EmbedsSubsetsThatCanBeSearched) {
  const auto rows = sovang::testing::pdf_fonts(written(certificate("Nguyễn Thị Thử Nghiệm")));
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    EXPECT_TRUE(row.embedded && row.subset && row.unicode) << row.name;
    EXPECT_EQ(row.type, "CID TrueType");
    EXPECT_EQ(row.name.find('+'), 6U);
  }
}

TEST(WritePdf, KeepsWholeSentencesForSearch) {
  const std::string text =
      flowing(sovang::testing::pdf_text(written(certificate("Nguyễn Thị Thử Nghiệm", certificate_form()))));
  EXPECT_THAT(text, HasSubstr("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM"));
  EXPECT_THAT(text, HasSubstr("Ông (Bà) Nguyễn Thị Thử Nghiệm"));
  EXPECT_THAT(text, HasSubstr("Đã có thành tích xuất sắc trong công tác phòng, chống dịch bệnh COVID-19"));
  EXPECT_THAT(text, HasSubstr("Quyết định số: 3792/QĐ-UBND"));
}

TEST(WritePdf, MissesNoWordThatWasPlaced) {
  const Bytes pdf = written(certificate("Nguyễn Thị Thử Nghiệm", certificate_form()));
  const std::string source =
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG "
      "NAM TẶNG BẰNG KHEN "
      "Ông (Bà) Nguyễn Thị Thử Nghiệm Lê Văn Thử Nghiệm";
  EXPECT_THAT(sovang::testing::missing_words(pdf, source), ::testing::IsEmpty());
  EXPECT_THAT(sovang::testing::missing_words(pdf, source + " Ngiệm"), ::testing::ElementsAre("Ngiệm"));
}

TEST(WritePdf, GivesAttachmentsBackByteForByte) {
  EXPECT_EQ(sovang::testing::pdf_attachment(written(certificate("Trần Văn Ơn")), 1),
            facts().attachments[0].bytes);
}

TEST(WritePdf, TellsReadersTheNumbersThatPagesPrint) {
  layout::Pages pages;
  for (const char* label : {"i", "ii", "1", "2", "3", "7"}) {
    pages.pages.push_back(a4_landscape());
    pages.pages.back().label = label;
  }
  const Bytes pdf = written(pages);
  EXPECT_THAT(pdf, HasSubstr("/PageLabels << /Nums [0 << /P (i) >> 1 << /P (ii) >> 2 << /S /D /St 1 >> 5 << "
                             "/S /D /St 7 >> ] >>"));
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
}

TEST(WritePdf, HasNoLabelsWherePagesCountFromOne) {
  layout::Pages pages;
  for (const char* label : {"1", "2"}) {
    pages.pages.push_back(a4_landscape());
    pages.pages.back().label = label;
  }
  EXPECT_THAT(written(pages), ::testing::Not(HasSubstr("/PageLabels")));
}

TEST(WritePdf, RefusesTwoAttachmentsOfOneName) {
  PdfFacts doubled = facts();
  doubled.attachments.push_back(doubled.attachments[0]);
  const PdfCache cache(fonts());
  const auto result = write_pdf(certificate("Trần Văn Ơn"), doubled, cache);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("du-lieu.xml"));
}

TEST(WritePdf, TwinInLevel1bIsValidForPreflight) {
  if (!sovang::testing::has_preflight()) GTEST_SKIP() << "PDFBox Preflight is not installed";
  PdfFacts twin = facts();
  twin.profile = Profile::pdfa_1b;
  EXPECT_EQ(sovang::testing::preflight_complaints(
                written(certificate("Nguyễn Thị Thử Nghiệm", certificate_form()), twin)),
            "");
}

}  // namespace
}  // namespace sovang::pdf::testing
