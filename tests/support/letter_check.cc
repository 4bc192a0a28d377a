#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include <ft2build.h>
#include FT_FREETYPE_H
#include <gtest/gtest.h>

#include "sovang/base/utf8.h"

#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

/// A vowel, and the vowel with the five tones; the vowels with a mark of their own stand below their plain
/// ones. Every letter's parent is what it would be without its last mark.
constexpr std::string_view families[] = {"aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
                                         "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
                                         "AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ", "EÈẺẼÉẸ", "ÊỀỂỄẾỆ", "IÌỈĨÍỊ",
                                         "OÒỎÕÓỌ", "ÔỒỔỖỐỘ", "ƠỜỞỠỚỢ", "UÙỦŨÚỤ", "ƯỪỬỮỨỰ", "YỲỶỸÝỴ"};
constexpr std::string_view marked[] = {"ăa", "âa", "êe", "ôo", "ơo", "ưu", "đd",
                                       "ĂA", "ÂA", "ÊE", "ÔO", "ƠO", "ƯU", "ĐD"};

std::map<char32_t, char32_t> parents() {
  std::map<char32_t, char32_t> out;
  for (const std::string_view family : families) {
    std::size_t offset = 0;
    const char32_t plain = utf8::next(family, offset);
    while (offset < family.size())
      out[utf8::next(family, offset)] = plain;
  }
  for (const std::string_view pair : marked) {
    std::size_t offset = 0;
    const char32_t letter = utf8::next(pair, offset);
    out[letter] = utf8::next(pair, offset);
  }
  return out;
}

struct Pixel {
  int x = 0;
  int y = 0;
};

/// Draws letters from the font files, without our writer.
class Outlines {
 public:
  explicit Outlines(const layout::FontBook& fonts) : fonts_(fonts) {
    EXPECT_EQ(FT_Init_FreeType(&library_), 0);
  }
  Outlines(const Outlines&) = delete;
  Outlines& operator=(const Outlines&) = delete;
  ~Outlines() {
    for (const auto& [id, face] : faces_)
      FT_Done_Face(face);
    FT_Done_FreeType(library_);
  }

  /// Where `letter` has ink and `parent` has none, by pixels from the origin (y down), at so many pixels an
  /// em.
  [[nodiscard]] std::vector<Pixel> mark(layout::FaceId id, double pixels_per_em, char32_t letter,
                                        char32_t parent) {
    const FT_Face face = open(id);
    FT_Set_Char_Size(face, 0, std::lround(pixels_per_em * 64), 72, 72);
    const Ink whole = draw(face, letter);
    const Ink below = draw(face, parent);
    std::vector<Pixel> out;
    for (int y = whole.top; y < whole.top + whole.rows; ++y) {
      for (int x = whole.left; x < whole.left + whole.columns; ++x) {
        if (whole.at(x, y) > 200 && !below.near(x, y)) out.push_back({x, y});
      }
    }
    return out;
  }

 private:
  struct Ink {
    int left = 0;
    int top = 0;  ///< of the first row, y down
    int columns = 0;
    int rows = 0;
    Bytes coverage;

    [[nodiscard]] int at(int x, int y) const {
      if (x < left || y < top || x >= left + columns || y >= top + rows) return 0;
      return static_cast<unsigned char>(coverage[static_cast<std::size_t>((y - top) * columns + x - left)]);
    }
    [[nodiscard]] bool near(int x, int y) const {
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          if (at(x + dx, y + dy) > 0) return true;
        }
      }
      return false;
    }
  };

  FT_Face open(layout::FaceId id) {
    if (const auto found = faces_.find(id); found != faces_.end()) return found->second;
    const Bytes& file = *fonts_.face(id).file;
    FT_Face face = nullptr;
    EXPECT_EQ(FT_New_Memory_Face(library_, reinterpret_cast<const FT_Byte*>(file.data()),
                                 static_cast<FT_Long>(file.size()), 0, &face),
              0);
    return faces_[id] = face;
  }

  static Ink draw(FT_Face face, char32_t letter) {
    EXPECT_EQ(FT_Load_Char(face, letter, FT_LOAD_NO_HINTING | FT_LOAD_RENDER), 0);
    const FT_GlyphSlot slot = face->glyph;
    Ink ink{slot->bitmap_left,
            -slot->bitmap_top,
            static_cast<int>(slot->bitmap.width),
            static_cast<int>(slot->bitmap.rows),
            {}};
    for (int row = 0; row < ink.rows; ++row) {
      ink.coverage.append(reinterpret_cast<const char*>(slot->bitmap.buffer) + row * slot->bitmap.pitch,
                          static_cast<std::size_t>(ink.columns));
    }
    return ink;
  }

  const layout::FontBook& fonts_;
  FT_Library library_ = nullptr;
  std::map<layout::FaceId, FT_Face> faces_;
};

/// A letter as it was placed.
struct Placed {
  char32_t letter = 0;
  double x = 0;  ///< origin, pt from the left edge of the media box
  double y = 0;  ///< baseline, pt from its top
};

/// The letters of an item, by following the advances of its glyphs.
std::vector<Placed> placed_letters(const layout::TextItem& item, const layout::FontBook& fonts,
                                   double bleed) {
  std::vector<Placed> out;
  const double unit =
      item.size.in_pt() / fonts.face(item.face).metrics.units_per_em * item.condense_permille / 1000.0;
  for (const layout::TextPiece& piece : item.pieces) {
    double x = piece.x.in_pt();
    for (const layout::Glyph& glyph : piece.shaped->glyphs) {
      std::size_t offset = glyph.text_begin;
      out.push_back({utf8::next(piece.shaped->text, offset), x + glyph.x_offset * unit + bleed,
                     item.baseline.in_pt() + bleed});
      x += glyph.advance * unit + item.letter_spacing.in_pt() * item.condense_permille / 1000.0;
    }
  }
  return out;
}

/// The share of the mark's pixels that are dark on the page, at the best of the neighbouring positions: the
/// renderer may round the origin differently by a pixel.
double share_inked(const Raster& page, const std::vector<Pixel>& mark, double x, double y) {
  double best = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      std::size_t inked = 0;
      for (const Pixel& pixel : mark) {
        if (page.gray(static_cast<int>(std::floor(x)) + pixel.x + dx,
                      static_cast<int>(std::lround(y)) + pixel.y + dy) < 176)
          ++inked;
      }
      best = std::max(best, static_cast<double>(inked) / static_cast<double>(mark.size()));
    }
  }
  return best;
}

std::string encoded(char32_t letter) {
  std::string out;
  utf8::append(out, letter);
  return out;
}

}  // namespace

std::vector<std::string> lost_marks(ByteView pdf, const layout::Pages& pages, const layout::FontBook& fonts,
                                    int dpi) {
  const std::map<char32_t, char32_t> parent_of = parents();
  Outlines outlines(fonts);
  std::vector<std::string> lost;
  const auto check = [&](const layout::Item& item, const Raster& raster, const layout::Page& page,
                         std::size_t number) {
    const auto* text = std::get_if<layout::TextItem>(&item.content);
    if (text == nullptr || item.rotation || text->condense_permille != 1000) return;
    const double pixels_per_pt = dpi / 72.0;
    for (const Placed& placed : placed_letters(*text, fonts, page.bleed.in_pt())) {
      const auto parent = parent_of.find(placed.letter);
      if (parent == parent_of.end()) continue;
      const std::vector<Pixel> mark =
          outlines.mark(text->face, text->size.in_pt() * pixels_per_pt, placed.letter, parent->second);
      // Half of the pixels: of a letter that lost its mark none are dark, or the few of a neighbour.
      if (mark.empty() ||
          share_inked(raster, mark, placed.x * pixels_per_pt, placed.y * pixels_per_pt) >= 0.5)
        continue;
      lost.push_back("trang " + std::to_string(number) + ": “" + encoded(placed.letter) + "” tại " +
                     std::to_string(placed.x) + ", " + std::to_string(placed.y) + " pt");
    }
  };
  for (std::size_t i = 0; i < pages.pages.size(); ++i) {
    const layout::Page& page = pages.pages[i];
    const Raster raster = render_page(pdf, static_cast<int>(i + 1), dpi);
    if (page.form) {
      for (const layout::Item& item : page.form->items)
        check(item, raster, page, i + 1);
    }
    for (const layout::Item& item : page.items)
      check(item, raster, page, i + 1);
  }
  return lost;
}

}  // namespace sovang::testing
