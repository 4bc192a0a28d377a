#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "sovang/base/utf8.h"

#include "content.h"
#include "numbers.h"

namespace sovang::pdf {
namespace {

using document::Length;
using layout::Glyph;
using layout::ShapedText;
using layout::TextItem;

/// Positions along the line are counted in millionths of an em before horizontal scaling: the units of TJ are
/// whole numbers of them, and a sum of integers does not drift.
constexpr std::int64_t micro_em = 1'000'000;
constexpr std::int64_t tj_unit = 1'000;
/// What the rounding of /W may leave before a piece is moved to its place: 0.04 pt at 14 pt.
constexpr std::int64_t tolerance = 3 * tj_unit;

/// Spaces of other kinds are drawn by the glyph of the common one.
bool same_character(char32_t text, char32_t glyph) {
  return text == glyph || (glyph == U' ' && (text == U'\u00A0' || text == U'\u202F' || text == U'\u2007'));
}

/// The characters of a cluster are what its glyphs stand for, one each and in order.
bool reads_as(std::string_view cluster, std::span<const Glyph> glyphs, const EmbeddableFace& face) {
  std::size_t offset = 0;
  for (const Glyph& glyph : glyphs) {
    if (offset >= cluster.size()) return false;
    if (!same_character(utf8::next(cluster, offset), face.character(glyph.id))) return false;
  }
  return offset == cluster.size();
}

/// Writes one line: TJ arrays of CIDs, with the numbers that move each word to where layout put it.
class LineWriter {
 public:
  LineWriter(ContentWriter& writer, const TextItem& item, const EmbeddableFace& face)
      : out_(writer.operators.out()),
        operators_(writer.operators),
        item_(item),
        face_(face),
        glyphs_(writer.glyphs.of(item.face)),
        spacing_(rounded_quotient(item.letter_spacing.units * micro_em, item.size.units)) {}

  [[nodiscard]] Status write() {
    const Length origin = item_.pieces.front().x;
    for (const layout::TextPiece& piece : item_.pieces) {
      move_to(in_micro_em(piece.x - origin), tolerance);
      SOVANG_TRY(write_shaped(*piece.shaped));
      if (piece.space_after) put(face_.space());
    }
    close_array();
    return {};
  }

 private:
  [[nodiscard]] std::int64_t in_micro_em(Length length) const {
    return rounded_quotient(length.units * 1'000 * micro_em, item_.size.units * item_.condense_permille);
  }
  [[nodiscard]] std::int64_t of_font_units(std::int64_t units) const {
    return rounded_quotient(units * micro_em, face_.units_per_em());
  }

  [[nodiscard]] Status write_shaped(const ShapedText& shaped) {
    const std::span<const Glyph> glyphs = shaped.glyphs;
    for (std::size_t begin = 0; begin < glyphs.size();) {
      std::size_t end = begin + 1;
      while (end < glyphs.size() && glyphs[end].text_begin == glyphs[begin].text_begin)
        ++end;
      const std::size_t text_end = end < glyphs.size() ? glyphs[end].text_begin : shaped.text.size();
      const std::string_view cluster =
          std::string_view(shaped.text).substr(glyphs[begin].text_begin, text_end - glyphs[begin].text_begin);
      SOVANG_TRY(write_cluster(cluster, glyphs.subspan(begin, end - begin)));
      begin = end;
    }
    return {};
  }

  [[nodiscard]] Status write_cluster(std::string_view cluster, std::span<const Glyph> glyphs) {
    for (const Glyph& glyph : glyphs) {
      if (glyph.id == 0 || glyph.id >= face_.glyph_count()) {
        return fail(ErrorCode::findings,
                    "phông " + face_.name() + " không có chữ “" + std::string(cluster) + "”", {}, "FNT-02");
      }
    }
    // HarfBuzz leaves a space of no width where a character such as U+200B is not to be seen.
    if (glyphs.size() == 1 && glyphs[0].id == face_.space() && glyphs[0].advance == 0) return {};
    const bool plain = reads_as(cluster, glyphs, face_);
    if (!plain) begin_actual_text(cluster);
    for (const Glyph& glyph : glyphs)
      put(glyph);
    if (!plain) end_actual_text();
    return {};
  }

  /// What the glyphs do not say by themselves: for search and copying (ISO 32000-1 §14.9.4).
  void begin_actual_text(std::string_view text) {
    close_array();
    out_ += "/Span << /ActualText <FEFF";
    for (std::size_t offset = 0; offset < text.size();)
      append_utf16_hex(out_, utf8::next(text, offset));
    out_ += "> >> BDC\n";
  }
  void end_actual_text() {
    close_array();
    out_ += "EMC\n";
  }

  void put(const Glyph& glyph) {
    if (glyph.y_offset != 0) {
      close_array();
      operators_.text_rise(rounded_quotient(glyph.y_offset * thousandths(item_.size), face_.units_per_em()));
    }
    const std::int64_t start = position_;
    if (glyph.x_offset != 0) move_to(start + of_font_units(glyph.x_offset), 0);
    put(glyph.id);
    if (glyph.y_offset != 0) {
      close_array();
      operators_.text_rise(0);
    }
    if (glyph.x_offset != 0) {
      move_to(start + of_font_units(glyph.advance) + spacing_, 0);
    } else if (const std::int32_t kern = glyph.advance - face_.advance(glyph.id); kern != 0) {
      move_to(position_ + of_font_units(kern), 0);
    }
  }

  void put(std::uint16_t glyph) {
    glyphs_.insert(glyph);
    open_string();
    append_hex4(out_, glyph);
    position_ += face_.width(glyph) * tj_unit + spacing_;
  }

  /// Moves the pen to `target` if it stands further than `allowed` from it.
  void move_to(std::int64_t target, std::int64_t allowed) {
    const std::int64_t distance = target - position_;
    if (std::abs(distance) <= allowed) return;
    const std::int64_t steps = rounded_quotient(-distance, tj_unit);
    if (steps == 0) return;
    open_array();
    close_string();
    if (after_number_) out_ += ' ';
    append_int(out_, steps);
    after_number_ = true;
    position_ -= steps * tj_unit;
  }

  void open_array() {
    if (in_array_) return;
    out_ += '[';
    in_array_ = true;
    after_number_ = false;
  }
  void open_string() {
    open_array();
    if (in_string_) return;
    out_ += '<';
    in_string_ = true;
    after_number_ = false;
  }
  void close_string() {
    if (in_string_) out_ += '>';
    in_string_ = false;
  }
  void close_array() {
    close_string();
    if (in_array_) out_ += "] TJ\n";
    in_array_ = false;
  }

  std::string& out_;
  Operators& operators_;
  const TextItem& item_;
  const EmbeddableFace& face_;
  GlyphSet& glyphs_;
  std::int64_t spacing_;
  std::int64_t position_ = 0;  ///< where a reader of the file has the pen
  bool in_array_ = false;
  bool in_string_ = false;
  bool after_number_ = false;
};

}  // namespace

Status write_text(ContentWriter& writer, const TextItem& item) {
  if (item.pieces.empty() || item.size.units <= 0 || item.condense_permille <= 0) return {};
  const EmbeddableFace& face = *SOVANG_TRY(writer.tools.faces.face(item.face));
  Operators& operators = writer.operators;
  operators.fill_color(item.color);
  operators.begin_text(item.pieces.front().x, item.baseline);
  operators.font(item.face, item.size);
  operators.letter_spacing(item.letter_spacing);
  operators.horizontal_scale(item.condense_permille);
  SOVANG_TRY(LineWriter(writer, item, face).write());
  operators.end_text();
  if (item.underline) {
    // Where Times has its underline: 0.11 em below the baseline, 0.05 em thick.
    const Length thickness = document::scaled(item.size, 5, 100);
    operators.rectangle({item.x, item.baseline + document::scaled(item.size, 11, 100) - thickness / 2,
                         item.width, thickness});
    operators.raw("f");
  }
  return {};
}

}  // namespace sovang::pdf
