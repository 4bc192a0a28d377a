// The papers of the sample movement as a reader sees them: the PDFs that `issue` puts into its folder.
#include <algorithm>
#include <map>

#include <gmock/gmock.h>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"

#include "sample.h"
#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Issues the sample once for all tests of this file.
class SamplePapers : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    office_ = new SampleOffice;
    dossier::Office office = office_->imported();
    const auto report = office.issue({sample_movement, office_->out(), clerk}, {}, office_->diagnostics);
    ASSERT_TRUE(report) << report.error().message;
    for (const dossier::IssuedDecision& decision : report->decisions) {
      const auto record = office.archive().record(decision.record_id, archive::Asker{});
      ASSERT_TRUE(record);
      for (const archive::RecordLine& line : record->lines)
        lines_.push_back(line);
    }
  }
  static void TearDownTestSuite() {
    delete office_;
    office_ = nullptr;
  }

  static Bytes paper(const std::string& path) { return read_all(office_->out() / "pdf" / path); }

  static std::vector<std::filesystem::path> papers_but_certificates() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(office_->out() / "pdf")) {
      if (entry.is_regular_file() && entry.path().parent_path().filename() != "bang-khen")
        out.push_back(entry);
    }
    return out;
  }

  static SampleOffice* office_;
  static std::vector<archive::RecordLine> lines_;
};

SampleOffice* SamplePapers::office_ = nullptr;
std::vector<archive::RecordLine> SamplePapers::lines_;

TEST_F(SamplePapers, EachCertificateBearsTheRecipientsNameInCapitals) {
  ASSERT_EQ(lines_.size(), 214U);
  for (const archive::RecordLine& line : lines_) {
    const std::string file = std::filesystem::path(line.certificate_path).filename().string();
    EXPECT_THAT(flowing(pdf_text(paper("bang-khen/" + file))), HasSubstr(text::upper(line.name))) << file;
  }
}

TEST_F(SamplePapers, TheDecisionNamesEachRecipientOfItsList) {
  const Bytes pdf = paper("quyet-dinh/1288-QD-UBND.pdf");
  const std::string all = flowing(pdf_text(pdf));
  for (const archive::RecordLine& line : lines_) {
    if (line.kind != domain::RecipientKind::individual || line.book_number == "214") continue;
    // A name that takes two lines of its cell comes out of pdftotext with the next cell in between.
    constexpr std::size_t one_line = 34;
    if (utf8::length(line.name) <= one_line) {
      EXPECT_THAT(all, HasSubstr(line.name));
    } else {
      EXPECT_THAT(missing_words(pdf, line.name), IsEmpty());
    }
  }
  EXPECT_THAT(all, HasSubstr("45 tập thể và 168 cá nhân"));
  EXPECT_THAT(all, HasSubstr("384.420.000 đồng"));
  EXPECT_THAT(all, HasSubstr("Ba trăm tám mươi tư triệu bốn trăm hai mươi nghìn đồng"));
}

/// Pages of a PDF, told apart by the form feeds of pdftotext.
std::ptrdiff_t pages_of(ByteView pdf) {
  const std::string text = pdf_text(pdf);
  return std::ranges::count(text, '\f');
}

TEST_F(SamplePapers, TheContentsOfTheFileCountEveryPageThatWasMade) {
  std::ptrdiff_t pages = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(office_->out() / "pdf")) {
    const std::string form = entry.path().parent_path().filename().string();
    if (entry.is_regular_file() && form != "muc-luc") pages += pages_of(read_all(entry.path()));
  }
  const std::string contents = flowing(pdf_text(paper("muc-luc/muc-luc.pdf")));
  EXPECT_THAT(contents, HasSubstr("tổng số " + std::to_string(pages) + " trang"));
  for (const char* number : {"19/BB-HĐTĐKT", "912/TTr-SNV", "913/TTr-SNV", "1288/QĐ-UBND", "1289/QĐ-UBND",
                             "484/TTr-SYT", "6479/KH-UBND"})
    EXPECT_THAT(contents, HasSubstr(number));
}

TEST_F(SamplePapers, AllPapersAreCleanForQpdf) {
  for (const std::filesystem::path& path : papers_but_certificates())
    EXPECT_THAT(qpdf_complaints(read_all(path)), IsEmpty()) << path;
  EXPECT_THAT(qpdf_complaints(paper("bang-khen/0001.pdf")), IsEmpty());
  EXPECT_THAT(qpdf_complaints(paper("bang-khen/0214.pdf")), IsEmpty());
}

TEST_F(SamplePapers, ACertificateCarriesItsOwnDataAndNobodyElses) {
  const Bytes data = pdf_attachment(paper("bang-khen/0214.pdf"), 1);
  EXPECT_THAT(data, HasSubstr("Trần Quang Nghĩa"));
  EXPECT_THAT(data, HasSubstr("urn:sovang:data:1"));
  const std::string birth = "birth";
  EXPECT_EQ(data.find(birth), std::string::npos);
}

TEST_F(SamplePapers, TheQrCodeOfACertificateVerifiesAsGenuine) {
  const std::string url = decode_qr(paper("bang-khen/0001.pdf"), 1, 150);
  ASSERT_THAT(url, HasSubstr("HTTPS://THIDUA.EXAMPLE/X/"));
  dossier::Office office = office_->open();
  std::string code = url.substr(url.rfind('/') + 1);
  code.erase(std::find_if(code.begin(), code.end(), [](char c) { return c == '\n' || c == '\r'; }),
             code.end());
  const auto found = office.archive().verify_code(code);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->verdict, archive::Verification::Verdict::genuine);
}

}  // namespace
}  // namespace sovang::testing
