#include <clocale>
#include <cstdlib>
#include <ctime>
#include <thread>

#include <gmock/gmock.h>

#include "sovang/pdf/inspect.h"
#include "sovang/pdf/writer.h"

#include "face_shelf.h"
#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using sovang::testing::flowing;
using ::testing::HasSubstr;

const std::vector<std::string> names = {"Nguyễn Thị Thử",  "Trần Văn Ơn",  "Alăng Thị Tẩm", "Ngô Đình Ửng",
                                        "Võ Thị Mỹ Quỳnh", "Lê Hữu Nghĩa", "Đỗ Xuân Kiệt",  "Bùi Thị Ỷ Vỹ"};

PdfFacts facts_for(const std::string& name) {
  PdfFacts made = facts();
  made.title = "Bằng khen – " + name;
  return made;
}

void fill(BatchWriter& writer) {
  for (const std::string& name : names)
    EXPECT_TRUE(writer.add(certificate(name, certificate_form()), facts_for(name)));
}

std::vector<Bytes> written(unsigned threads) {
  const PdfCache cache(fonts());
  BatchWriter writer(cache);
  fill(writer);
  EXPECT_TRUE(writer.seal());
  std::vector<Bytes> files(names.size());
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (std::size_t i = t; i < files.size(); i += threads)
        files[i] = writer.write(i).value();
    });
  }
  for (std::thread& thread : running)
    thread.join();
  return files;
}

TEST(EmbeddableFace, GivesTheSameSubsetsOnceItIsPrepared) {
  FaceShelf faces(fonts());
  const EmbeddableFace& face = **faces.face(fonts().find("Times New Roman", false, false).value());
  const auto subset = [&](unsigned seed) {
    GlyphSet glyphs;
    for (unsigned i = 0; i < 90; ++i)
      glyphs.insert(static_cast<std::uint16_t>((seed * 37 + i * i * 11) % face.glyph_count()));
    return face.subset(glyphs).value();
  };
  std::vector<Subset> before;
  for (unsigned seed = 0; seed < 20; ++seed)
    before.push_back(subset(seed));
  for (unsigned seed = 0; seed < 60; ++seed)
    static_cast<void>(subset(seed));
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Subset after = subset(seed);
    EXPECT_EQ(after.font, before[seed].font) << seed;
    EXPECT_EQ(after.glyph_of_cid, before[seed].glyph_of_cid) << seed;
  }
}

TEST(BatchWriter, DoesNotDependOnTheOrderOfItsFiles) {
  const PdfCache cache(fonts());
  BatchWriter writer(cache);
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    ASSERT_TRUE(writer.add(certificate(*name, certificate_form()), facts_for(*name)));
  ASSERT_TRUE(writer.seal());
  const std::vector<Bytes> files = written(1);
  for (std::size_t i = 0; i < files.size(); ++i)
    EXPECT_EQ(writer.write(files.size() - 1 - i).value(), files[i]) << names[i];
}

TEST(BatchWriter, GivesTheSameBytesWhateverTheThreads) {
  const std::vector<Bytes> one = written(1);
  EXPECT_EQ(one, written(4));
  EXPECT_EQ(one, written(7));
}

TEST(BatchWriter, WritesFilesThatStandAlone) {
  const std::vector<Bytes> files = written(2);
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(sovang::testing::qpdf_complaints(files[i]), "");
    EXPECT_THAT(flowing(sovang::testing::pdf_text(files[i])), HasSubstr("Ông (Bà) " + names[i] + " "));
    EXPECT_EQ(inspect_pdf(files[i]).value().claim, "PDF/A-3b");
  }
}

TEST(BatchWriter, SharesOneSubsetBetweenItsFiles) {
  const std::vector<Bytes> files = written(1);
  EXPECT_EQ(inspect_pdf(files[0]).value().fonts, inspect_pdf(files[5]).value().fonts);
}

TEST(BatchWriter, DrawsWhatTheExactWriterDraws) {
  const PdfCache cache(fonts());
  const Bytes exact =
      write_pdf(certificate(names[3], certificate_form()), facts_for(names[3]), cache).value();
  const auto a = sovang::testing::render_page(exact, 1, 100);
  const auto b = sovang::testing::render_page(written(1)[3], 1, 100);
  EXPECT_EQ(sovang::testing::different_pixels(a, b, 0), 0U);
}

TEST(WritePdf, GivesTheSameBytesWithAFreshAndAWarmCache) {
  const PdfCache cache(fonts());
  const layout::Pages pages = certificate(names[0], certificate_form());
  const Bytes first = write_pdf(pages, facts(), cache).value();
  EXPECT_EQ(first, write_pdf(pages, facts(), cache).value());
  const PdfCache other(fonts());
  EXPECT_EQ(first, write_pdf(pages, facts(), other).value());
}

TEST(WritePdf, GivesTheSameBytesInEveryTimeZoneAndLocale) {
  const layout::Pages pages = certificate(names[0], certificate_form());
  const auto write = [&] {
    const PdfCache cache(fonts());
    return write_pdf(pages, facts(), cache).value();
  };
  const Bytes here = write();
  ::setenv("TZ", "Pacific/Kiritimati", 1);
  ::tzset();
  // Locales with a decimal comma; what is not installed changes nothing, which is fine too.
  for (const char* locale : {"vi_VN.UTF-8", "de_DE.UTF-8", "C.UTF-8", "C"}) {
    std::setlocale(LC_ALL, locale);
    EXPECT_EQ(here, write()) << locale;
  }
  ::unsetenv("TZ");
  ::tzset();
}

TEST(WritePdf, GivesOtherContentAnotherId) {
  const PdfCache cache(fonts());
  const auto id_of = [&](const std::string& name) {
    const Bytes pdf = write_pdf(certificate(name), facts(), cache).value();
    return pdf.substr(pdf.rfind("/ID ["), 80);
  };
  EXPECT_EQ(id_of(names[0]), id_of(names[0]));
  EXPECT_NE(id_of(names[0]), id_of(names[1]));
}

}  // namespace
}  // namespace sovang::pdf::testing
