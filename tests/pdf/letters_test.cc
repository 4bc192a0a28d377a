#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <hb.h>

#include "sovang/base/files.h"
#include "sovang/base/utf8.h"

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using ::testing::IsEmpty;

constexpr std::string_view letters =
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù ú "
    "ủ ũ ụ ư ừ ứ ử ữ ự "
    "ỳ ý ỷ ỹ ỵ đ À Á Ả Ã Ạ Ă Ằ Ắ Ẳ Ẵ Ặ Â Ầ Ấ Ẩ Ẫ Ậ È É Ẻ Ẽ Ẹ Ê Ề Ế Ể Ễ Ệ Ì Í Ỉ Ĩ Ị Ò Ó Ỏ Õ Ọ Ô Ồ Ố Ổ Ỗ Ộ Ơ Ờ "
    "Ớ Ở Ỡ Ợ Ù Ú Ủ Ũ Ụ Ư Ừ Ứ Ử "
    "Ữ Ự Ỳ Ý Ỷ Ỹ Ỵ Đ";

/// The letters, each between two others: pdftotext takes single letters apart for one word spaced out.
std::string words() {
  std::string out;
  for (std::size_t offset = 0; offset < letters.size();) {
    const std::size_t begin = offset;
    static_cast<void>(utf8::next(letters, offset));
    const std::string_view letter = letters.substr(begin, offset - begin);
    if (letter != " ") out.append("m").append(letter).append("n ");
  }
  out.pop_back();
  return out;
}

/// All letters in rows of fifteen, in one face.
layout::Pages letter_page(const layout::FontBook& book, layout::FaceId id, double points) {
  layout::Pages pages;
  layout::Page page = a4_landscape();
  std::string row;
  int count = 0;
  double baseline = 20;
  const auto flush = [&] {
    if (!row.empty()) row.pop_back();
    page.items.push_back(item(line(row, Length::mm(20), Length::mm(baseline), Length::pt(points), id, book)));
    row.clear();
    baseline += 16;
  };
  for (const char c : words() + ' ') {
    row += c;
    if (c == ' ' && ++count % 15 == 0) flush();
  }
  flush();
  pages.pages.push_back(std::move(page));
  return pages;
}

Bytes written(const layout::Pages& pages, const layout::FontBook& book) {
  const PdfCache cache(book);
  PdfFacts made = facts();
  return write_pdf(pages, made, cache).value();
}

TEST(Letters, NoneLosesItsMarkInAnyFace) {
  for (std::size_t i = 0; i < fonts().face_count(); ++i) {
    const auto id = static_cast<layout::FaceId>(i);
    const layout::Pages pages = letter_page(fonts(), id, 14);
    EXPECT_THAT(sovang::testing::lost_marks(written(pages, fonts()), pages, fonts()), IsEmpty())
        << fonts().face(id).postscript_name;
  }
}

TEST(Letters, ReadBackAsTheyWereWritten) {
  for (std::size_t i = 0; i < fonts().face_count(); ++i) {
    const layout::Pages pages = letter_page(fonts(), static_cast<layout::FaceId>(i), 14);
    EXPECT_EQ(sovang::testing::flowing(sovang::testing::pdf_text(written(pages, fonts()))), words());
  }
}

unsigned at16(const Bytes& data, std::size_t offset) {
  return static_cast<unsigned>(static_cast<unsigned char>(data.at(offset))) << 8U |
         static_cast<unsigned char>(data.at(offset + 1));
}
std::size_t at32(const Bytes& data, std::size_t offset) {
  return std::size_t{at16(data, offset)} << 16U | at16(data, offset + 2);
}

/// The offset of a table of a TrueType file.
std::size_t table(const Bytes& font, std::string_view tag) {
  for (std::size_t i = 0; i < at16(font, 4); ++i) {
    if (font.compare(12 + 16 * i, 4, tag) == 0) return at32(font, 12 + 16 * i + 8);
  }
  ADD_FAILURE() << "no table " << tag;
  return 0;
}

/// What libharu's own way does to a font (reference/engine/composite_loss.cpp): outlines that are reached
/// only as parts of other letters are gone. Here: the last part of every composite letter is emptied.
Bytes with_lost_parts(Bytes font) {
  const std::size_t loca = table(font, "loca");
  const std::size_t glyf = table(font, "glyf");
  EXPECT_EQ(at16(font, table(font, "head") + 50), 1U) << "long offsets expected";
  hb_blob_t* blob = hb_blob_create(font.data(), static_cast<unsigned>(font.size()), HB_MEMORY_MODE_DUPLICATE,
                                   nullptr, nullptr);
  hb_face_t* face = hb_face_create(blob, 0);
  hb_font_t* sized = hb_font_create(face);
  std::vector<std::size_t> parts;
  for (std::size_t offset = 0; offset < letters.size();) {
    hb_codepoint_t glyph = 0;
    EXPECT_TRUE(hb_font_get_nominal_glyph(sized, utf8::next(letters, offset), &glyph));
    std::size_t at = glyf + at32(font, loca + 4 * std::size_t{glyph});
    if (at16(font, at) < 0x8000) continue;  // not composite
    at += 10;
    std::size_t part = 0;
    for (unsigned flags = 0x20; (flags & 0x20U) != 0;) {
      flags = at16(font, at);
      part = at16(font, at + 2);
      at += (flags & 1U) != 0 ? 8 : 6;
      if ((flags & 8U) != 0) at += 2;
      if ((flags & 0x40U) != 0) at += 4;
      if ((flags & 0x80U) != 0) at += 8;
    }
    parts.push_back(part);
  }
  hb_font_destroy(sized);
  hb_face_destroy(face);
  hb_blob_destroy(blob);
  for (const std::size_t part : parts)  // begin = end: an empty outline
    font.replace(loca + 4 * part, 4, font, loca + 4 * part + 4, 4);
  return font;
}

TEST(Letters, CheckSeesWhenPartsOfCompositesAreLost) {
  const auto folder = files::TemporaryFolder::make("sovang-fonts").value();
  for (const auto& file : std::filesystem::directory_iterator(sovang::testing::project_file("fonts"))) {
    if (!file.is_regular_file()) continue;
    Bytes bytes = files::read(file.path()).value();
    if (file.path().filename() == "LiberationSerif-Regular.ttf") bytes = with_lost_parts(std::move(bytes));
    ASSERT_TRUE(files::create_unsynced(folder.path() / file.path().filename(), bytes));
  }
  Diagnostics diagnostics;
  const layout::FontBook damaged = layout::FontBook::load(folder.path(), diagnostics).value();
  const layout::Pages pages = letter_page(damaged, face(), 14);
  const Bytes pdf = written(pages, damaged);
  // Text extraction sees nothing of it…
  EXPECT_EQ(sovang::testing::flowing(sovang::testing::pdf_text(pdf)), words());
  // …the drawing does.
  EXPECT_GT(sovang::testing::lost_marks(pdf, pages, fonts()).size(), 20U);
}

TEST(Letters, WithoutAPrecomposedFormKeepTheirTextAndTheirMark) {
  // Cơ Tu and other languages of the highlands: ê with breve below no code point of its own.
  layout::Pages pages;
  pages.pages.push_back(a4_landscape());
  pages.pages[0].items.push_back(item(line("Ĕ ê̆ ô̆ Bling", Length::mm(20), Length::mm(30), Length::pt(20))));
  const Bytes pdf = written(pages, fonts());
  EXPECT_EQ(sovang::testing::flowing(sovang::testing::pdf_text(pdf)), "Ĕ ê̆ ô̆ Bling");
}

TEST(Letters, MissingFromTheFaceAreRefused) {
  layout::Pages pages;
  pages.pages.push_back(a4_landscape());
  pages.pages[0].items.push_back(item(line("Hán tự 漢字", Length::mm(20), Length::mm(30), Length::pt(20))));
  const PdfCache cache(fonts());
  const auto result = write_pdf(pages, facts(), cache);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().rule, "FNT-02");
  EXPECT_THAT(result.error().message, ::testing::HasSubstr("漢"));
}

}  // namespace
}  // namespace sovang::pdf::testing
