#include "sovang/layout/fonts.h"

#include <atomic>
#include <fstream>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hb-subset.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/base/utf8.h"

#include "build.h"
#include "support/shared.h"
#include "test_fonts.h"
#include "vietnamese_letters.h"

namespace sovang::layout {
namespace {

using testing::Builder;
using testing::fonts;
using testing::LaidOut;
using testing::serif;

TEST(FontBook, MapsTimesNewRomanToTheSameFaceAsLiberationSerif) {
  ASSERT_TRUE(fonts().find("Times New Roman", true, false).has_value());
  EXPECT_EQ(fonts().find("Times New Roman", true, false), fonts().find("Liberation Serif", true, false));
  EXPECT_EQ(fonts().face(serif(true)).postscript_name, "LiberationSerif-Bold");
  EXPECT_FALSE(fonts().find("Comic Sans", false, false).has_value());
}

TEST(FontBook, ReadsTheMetricsOfTheFace) {
  const FaceMetrics& metrics = fonts().face(serif()).metrics;
  EXPECT_EQ(metrics.units_per_em, 2048);
  EXPECT_EQ(metrics.ascent, 1825);
  EXPECT_EQ(metrics.descent, -443);
  EXPECT_EQ(metrics.line_gap, 87);
}

TEST(FontBook, HasAGlyphForEachVietnameseLetterInAllFourFaces) {
  for (const bool bold : {false, true}) {
    for (const bool italic : {false, true}) {
      std::size_t letters = 0;
      for (std::size_t at = 0; at < vietnamese_letters.size(); ++letters) {
        const std::size_t begin = at;
        static_cast<void>(utf8::next(vietnamese_letters, at));
        const ShapedTextPtr shaped =
            fonts().shape(serif(bold, italic), vietnamese_letters.substr(begin, at - begin));
        ASSERT_EQ(shaped->glyphs.size(), 1U) << shaped->text;
        EXPECT_NE(shaped->glyphs[0].id, 0) << shaped->text;
        EXPECT_GT(shaped->top, 0) << shaped->text;
      }
      EXPECT_EQ(letters, 134U);
    }
  }
}

TEST(FontBook, KnowsThatAStackedCapitalRisesAboveTheAscent) {
  EXPECT_EQ(fonts().shape(serif(), "Ễ")->top, 1854);
  EXPECT_GT(fonts().shape(serif(), "Ễ")->top, fonts().face(serif()).metrics.ascent);
}

TEST(FontBook, GivesGlyphZeroForWhatTheFaceLacks) {
  EXPECT_EQ(fonts().shape(serif(), "𝄞")->glyphs.at(0).id, 0);
}

TEST(FontBook, KernsPairs) {
  const std::int64_t apart = fonts().shape(serif(), "A")->advance + fonts().shape(serif(), "V")->advance;
  EXPECT_LT(fonts().shape(serif(), "AV")->advance, apart);
}

TEST(FontBook, PlacesAMarkOfALetterWithoutAForm) {
  // Cơ Tu writes ê with a breve, which has no letter of its own: the font must put the mark over the letter.
  const ShapedTextPtr shaped = fonts().shape(serif(), "\xC3\xAA\xCC\x86");
  ASSERT_EQ(shaped->glyphs.size(), 2U);
  EXPECT_NE(shaped->glyphs[0].id, 0);
  EXPECT_NE(shaped->glyphs[1].id, 0);
  EXPECT_EQ(shaped->advance, fonts().shape(serif(), "ê")->advance);
}

TEST(FontBook, PlacesMarksOverTheMarksThatLettersHave) {
  // Of Cơ Tu, Bahnar and other languages of ours: a breve over letters that have a mark of their own already.
  for (const bool bold : {false, true}) {
    for (const bool italic : {false, true}) {
      for (const char* letter : {"ê", "ô", "ơ", "ư", "Ê", "Ô", "Ơ", "Ư"}) {
        const ShapedTextPtr plain = fonts().shape(serif(bold, italic), letter);
        const ShapedTextPtr marked = fonts().shape(serif(bold, italic), std::string(letter) + "\u0306");
        ASSERT_EQ(marked->glyphs.size(), 2U) << letter;
        EXPECT_EQ(marked->advance, plain->advance) << letter;
        EXPECT_GT(marked->top, plain->top + 100) << letter;  // above the letter's own mark
        EXPECT_LT(marked->glyphs[1].x_offset, -plain->advance / 4) << letter;
        // In upright faces its ink is centred on its origin: over the middle of the letter, not behind it.
        if (italic) continue;
        const std::int64_t middle = plain->advance + marked->glyphs[1].x_offset;
        EXPECT_NEAR(static_cast<double>(middle), static_cast<double>(plain->advance) / 2, 120) << letter;
      }
    }
  }
}

TEST(FontBook, ShapesAWordOnce) {
  EXPECT_EQ(fonts().shape(serif(), "Nghị").get(), fonts().shape(serif(), "Nghị").get());
  EXPECT_NE(fonts().shape(serif(), "Nghị").get(), fonts().shape(serif(true), "Nghị").get());
}

TEST(FontBook, ShapesFromManyThreads) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&wrong] {
      for (int i = 0; i < 500; ++i) {
        const std::string word = "từ" + std::to_string(i);
        if (fonts().shape(serif(), word)->text != word) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
}

/// A folder with a table and faces of its own.
class FontFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = files::TemporaryFolder::make("sovang-fonts");
    ASSERT_TRUE(made);
    folder_.emplace(*std::move(made));
  }
  void write(const std::string& name, const std::string& bytes) const {
    ASSERT_TRUE(files::make_folders((folder_->path() / name).parent_path()));
    std::ofstream(folder_->path() / name, std::ios::binary) << bytes;
  }
  static std::string liberation() {
    return sovang::testing::read_all(sovang::testing::project_file("fonts/LiberationSerif-Regular.ttf"));
  }
  /// Where a table begins in the file, by the directory of the font.
  static std::size_t table_at(const std::string& font, const std::string& tag) {
    const auto byte = [&font](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(font[at]));
    };
    for (std::size_t i = 0; i < byte(4) * 256 + byte(5); ++i) {
      const std::size_t entry = 12 + 16 * i;
      if (font.compare(entry, 4, tag) != 0) continue;
      return ((byte(entry + 8) * 256 + byte(entry + 9)) * 256 + byte(entry + 10)) * 256 + byte(entry + 11);
    }
    return 0;
  }
  std::optional<files::TemporaryFolder> folder_;
  Diagnostics diagnostics_;
};

constexpr const char* one_row = "family\tstyle\tfile\nTest\tregular\ta.ttf\n";

TEST_F(FontFolder, PrefersTheOfficesOwnFile) {
  write("faces.tsv", one_row);
  write("a.ttf", liberation());
  write("local/a.ttf",
        sovang::testing::read_all(sovang::testing::project_file("fonts/LiberationSerif-Italic.ttf")));
  const Result<FontBook> book = FontBook::load(folder_->path(), diagnostics_);
  ASSERT_TRUE(book);
  EXPECT_EQ(book->face(*book->find("Test", false, false)).postscript_name, "LiberationSerif-Italic");
}

TEST_F(FontFolder, TellsThatAFileIsMissing) {
  write("faces.tsv", std::string(one_row) + "Test\tbold\tb.ttf\n");
  write("a.ttf", liberation());
  ASSERT_TRUE(FontBook::load(folder_->path(), diagnostics_));
  ASSERT_EQ(diagnostics_.all().size(), 1U);
  EXPECT_EQ(diagnostics_.all()[0].rule, "FNT-01");
  EXPECT_EQ(diagnostics_.all()[0].where.line, 3);
}

TEST_F(FontFolder, TellsThatAFaceMayNotBeEmbedded) {
  std::string font = liberation();
  font[table_at(font, "OS/2") + 9] = 2;
  write("faces.tsv", one_row);
  write("a.ttf", font);
  ASSERT_TRUE(FontBook::load(folder_->path(), diagnostics_));
  ASSERT_EQ(diagnostics_.all().size(), 1U);
  EXPECT_EQ(diagnostics_.all()[0].rule, "FNT-03");
}

TEST_F(FontFolder, RefusesAFileThatIsNoFont) {
  write("faces.tsv", one_row);
  write("a.ttf", "this is no font at all");
  const Result<FontBook> book = FontBook::load(folder_->path(), diagnostics_);
  ASSERT_FALSE(book);
  EXPECT_EQ(book.error().rule, "FNT-01");
}

TEST_F(FontFolder, RefusesATableWithAnUnknownStyle) {
  write("faces.tsv", "family\tstyle\tfile\nTest\toblique\ta.ttf\n");
  const Result<FontBook> book = FontBook::load(folder_->path(), diagnostics_);
  ASSERT_FALSE(book);
  EXPECT_EQ(book.error().where.line, 2);
}

/// A font file with the letters of ours but one.
std::string without(const std::string& font, hb_codepoint_t letter) {
  const std::unique_ptr<hb_blob_t, decltype(&hb_blob_destroy)> blob(
      hb_blob_create(font.data(), static_cast<unsigned int>(font.size()), HB_MEMORY_MODE_READONLY, nullptr,
                     nullptr),
      hb_blob_destroy);
  const std::unique_ptr<hb_face_t, decltype(&hb_face_destroy)> face(hb_face_create(blob.get(), 0),
                                                                    hb_face_destroy);
  const std::unique_ptr<hb_subset_input_t, decltype(&hb_subset_input_destroy)> input(
      hb_subset_input_create_or_fail(), hb_subset_input_destroy);
  hb_set_add_range(hb_subset_input_unicode_set(input.get()), 0x20, 0x20CF);
  hb_set_del(hb_subset_input_unicode_set(input.get()), letter);
  const std::unique_ptr<hb_face_t, decltype(&hb_face_destroy)> smaller(
      hb_subset_or_fail(face.get(), input.get()), hb_face_destroy);
  const std::unique_ptr<hb_blob_t, decltype(&hb_blob_destroy)> bytes(hb_face_reference_blob(smaller.get()),
                                                                     hb_blob_destroy);
  unsigned int size = 0;
  const char* data = hb_blob_get_data(bytes.get(), &size);
  return {data, size};
}

constexpr hb_codepoint_t omega = 0x03A9;

/// A folder where "Test" is a face without Ω, with a face behind it that has it.
class FallbackFaces : public FontFolder {
 protected:
  void SetUp() override {
    FontFolder::SetUp();
    write("first.ttf", without(liberation(), omega));
    write("second.ttf",
          sovang::testing::read_all(sovang::testing::project_file("fonts/LiberationSerif-Bold.ttf")));
  }
  [[nodiscard]] LaidOut laid_out(const std::string& table, const std::string& family,
                                 const std::string& text) {
    write("faces.tsv", "family\tstyle\tfile\n" + table);
    Result<FontBook> loaded = FontBook::load(folder_->path(), diagnostics_);
    LaidOut result;
    if (!loaded) return result;
    book_.emplace(*std::move(loaded));
    Builder build;
    const document::TextStyleId style = build.text([&](auto& own) { own.family = family; });
    LayoutCache cache;
    Result<Pages> pages =
        lay_out(build.with({Builder::p(text, {}, style)}), *book_, cache, result.diagnostics);
    if (pages) result.pages = *std::move(pages);
    return result;
  }
  /// "first.ttf: điện", a line for each run of letters from one face.
  [[nodiscard]] std::vector<std::string> runs(const LaidOut& result) const {
    std::vector<std::string> all;
    for (const Page& page : result.pages.pages) {
      for (const TextItem* item : testing::items_of<TextItem>(page)) {
        all.push_back(book_->face(item->face).postscript_name + ": " + testing::text_of(*item));
      }
    }
    return all;
  }
  std::optional<FontBook> book_;
};

TEST_F(FallbackFaces, GiveTheLettersThatTheFirstFaceOfTheFamilyLacks) {
  const LaidOut result =
      laid_out("Test\tregular\tfirst.ttf\nTest\tregular\tsecond.ttf\n", "Test", "trở 12kΩ/m chẵn");
  EXPECT_THAT(runs(result), ::testing::ElementsAre("LiberationSerif: trở 12k", "LiberationSerif-Bold: Ω",
                                                   "LiberationSerif: /m chẵn"));
  EXPECT_TRUE(result.diagnostics.all().empty());
}

TEST_F(FallbackFaces, ComeInTheOrderThatATemplateNamesFamilies) {
  const LaidOut result =
      laid_out("Test\tregular\tfirst.ttf\nOther\tregular\tsecond.ttf\n", "Test, Other", "đo Ω");
  EXPECT_THAT(runs(result), ::testing::ElementsAre("LiberationSerif: đo", "LiberationSerif-Bold: Ω"));
}

TEST_F(FallbackFaces, AreThoseThatAreNamedAndNoOthers) {
  const LaidOut result = laid_out("Test\tregular\tfirst.ttf\nOther\tregular\tsecond.ttf\n", "Test", "đo Ω");
  EXPECT_THAT(result.rules(), ::testing::ElementsAre("FNT-02"));
  EXPECT_TRUE(result.pages.pages.empty());
}

TEST_F(FallbackFaces, StandOnTheBaselineAndLeaveTheLineAsHighAsItWas) {
  const LaidOut with = laid_out("Test\tregular\tfirst.ttf\nTest\tregular\tsecond.ttf\n", "Test", "a Ω");
  const Length baseline = testing::items_of<TextItem>(with.pages.pages.at(0)).at(0)->baseline;
  EXPECT_EQ(testing::items_of<TextItem>(with.pages.pages.at(0)).at(1)->baseline, baseline);
  const LaidOut without_it = laid_out("Test\tregular\tfirst.ttf\n", "Test", "a b");
  EXPECT_EQ(testing::items_of<TextItem>(without_it.pages.pages.at(0)).at(0)->baseline, baseline);
}

TEST_F(FallbackFaces, SayWhenAFamilyOfTheListIsUnknown) {
  const LaidOut result = laid_out("Test\tregular\tfirst.ttf\n", "Test, Khác", "chữ");
  EXPECT_THAT(result.rules(), ::testing::ElementsAre("FNT-01"));
}

TEST_F(FallbackFaces, NeedNotHaveOurLetters) {
  write("second.ttf", without(liberation(), U'ế'));
  static_cast<void>(laid_out("Test\tregular\tfirst.ttf\nTest\tregular\tsecond.ttf\n", "Test", "chữ"));
  EXPECT_TRUE(diagnostics_.all().empty());
  static_cast<void>(laid_out("Test\tregular\tsecond.ttf\n", "Test", "chữ"));
  ASSERT_EQ(diagnostics_.all().size(), 1U);
  EXPECT_EQ(diagnostics_.all()[0].rule, "FNT-01");
}

TEST(FontFiles, AreThoseThatTheReadmeNames) {
  const std::string notes = sovang::testing::read_all(sovang::testing::project_file("fonts/FONTS.md"));
  for (const char* name : {"Regular", "Bold", "Italic", "BoldItalic"}) {
    const std::string file = std::string("LiberationSerif-") + name + ".ttf";
    const std::string bytes = sovang::testing::read_all(sovang::testing::project_file("fonts/" + file));
    EXPECT_NE(notes.find(to_hex(digest(HashKind::sha256, bytes))), std::string::npos) << file;
  }
}

}  // namespace
}  // namespace sovang::layout
