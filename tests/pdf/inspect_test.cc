#include "sovang/pdf/inspect.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "page_maker.h"

namespace sovang::pdf::testing {
namespace {

using ::testing::EndsWith;
using ::testing::UnorderedElementsAre;

Bytes sample() {
  const PdfCache cache(fonts());
  return write_pdf(certificate("Nguyễn Thị Thử Nghiệm", certificate_form()), facts(), cache).value();
}

Bytes deflated(const Bytes& data) {
  uLongf size = compressBound(data.size());
  Bytes out(size, '\0');
  EXPECT_EQ(compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                      reinterpret_cast<const Bytef*>(data.data()), data.size(), 9),
            Z_OK);
  out.resize(size);
  return out;
}

TEST(InspectPdf, ReadsWhatTheWriterWrote) {
  const PdfSummary summary = inspect_pdf(sample()).value();
  EXPECT_EQ(summary.version, "1.7");
  EXPECT_EQ(summary.title, facts().title);
  EXPECT_EQ(summary.claim, "PDF/A-3b");
  EXPECT_EQ(summary.pages, 1U);
  EXPECT_THAT(summary.fonts,
              UnorderedElementsAre(EndsWith("+LiberationSerif"), EndsWith("+LiberationSerif-Bold"),
                                   EndsWith("+LiberationSerif-BoldItalic")));
  ASSERT_EQ(summary.attachments.size(), 1U);
  EXPECT_EQ(summary.attachments[0].name, "du-lieu.xml");
  EXPECT_EQ(summary.attachments[0].relationship, "Data");
  EXPECT_EQ(summary.attachments[0].bytes, facts().attachments[0].bytes);
}

TEST(InspectPdf, RefusesWhatIsNoPdf) {
  EXPECT_EQ(inspect_pdf("PK\x03\x04").error().code, ErrorCode::invalid_input);
  EXPECT_EQ(inspect_pdf("").error().code, ErrorCode::invalid_input);
}

TEST(InspectPdf, RefusesATruncatedFile) {
  const Bytes whole = sample();
  for (const std::size_t size : {whole.size() - 10, whole.size() / 2, std::size_t{200}}) {
    EXPECT_EQ(inspect_pdf(ByteView(whole).substr(0, size)).error().code, ErrorCode::corrupt) << size;
  }
}

/// A file of sixteen streams that each unpack to 40 MB.
Bytes bomb_of(const Bytes& packed, const std::string& filter) {
  Bytes out = "%PDF-1.7\n";
  for (int i = 0; i < 16; ++i)
    out += "1 0 obj\n<< /Type /ObjStm /Filter " + filter + " >>\nstream\r\n" + packed + "\nendstream\n";
  return out;
}

TEST(InspectPdf, RefusesABombBeforeItIsUnpacked) {
  const Bytes zeros(40U << 20U, '\0');
  EXPECT_EQ(inspect_pdf(bomb_of(deflated(zeros), "/FlateDecode")).error().rule, "LIM-09");
}

TEST(InspectPdf, RefusesABombInABomb) {
  const Bytes zeros(40U << 20U, '\0');
  const Bytes bomb = bomb_of(deflated(deflated(zeros)), "[/FlateDecode /FlateDecode]");
  ASSERT_LT(bomb.size(), 20000U);
  EXPECT_EQ(inspect_pdf(bomb).error().rule, "LIM-09");
}

TEST(InspectPdf, RefusesOldPackingsHoweverTheyAreSpelt) {
  EXPECT_EQ(inspect_pdf("%PDF-1.7\n<< /Filter /L#5AWDecode >>").error().code, ErrorCode::unsupported);
  EXPECT_EQ(inspect_pdf("%PDF-1.7\n<< /Filter [/RunLengthDecode] >>").error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace sovang::pdf::testing
