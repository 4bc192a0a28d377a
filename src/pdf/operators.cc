#include "operators.h"

#include <charconv>
#include <utility>

#include "sovang/base/result.h"

#include "numbers.h"

namespace sovang::pdf {

using document::Color;
using document::Length;

void Operators::number(Length length) {
  append_pt(out_, length);
  out_ += ' ';
}

void Operators::save() {
  SOVANG_EXPECT(!saved_);
  saved_ = state_;
  out_ += "q\n";
}

void Operators::restore() {
  SOVANG_EXPECT(saved_.has_value());
  state_ = *std::exchange(saved_, std::nullopt);
  out_ += "Q\n";
}

void Operators::concatenate(const std::array<std::int64_t, 4>& matrix, Length x, Length y) {
  for (const std::int64_t value : matrix) {
    append_int(out_, value);
    out_ += ' ';
  }
  number(x);
  number(y);
  out_ += "cm\n";
}

void Operators::color(Color color, std::string_view gray, std::string_view rgb) {
  if (color.red == color.green && color.green == color.blue) {
    // A printer makes greys of black ink alone, and black text stays black.
    append_fixed(out_, rounded_quotient(color.red * 1000, 255), 3);
    out_ += gray;
    return;
  }
  for (const std::uint8_t part : {color.red, color.green, color.blue}) {
    append_fixed(out_, rounded_quotient(part * 1000, 255), 3);
    out_ += ' ';
  }
  out_ += rgb;
}

void Operators::fill_color(Color wanted) {
  if (state_.fill == wanted) return;
  state_.fill = wanted;
  color(wanted, " g\n", "rg\n");
}

void Operators::stroke_color(Color wanted) {
  if (state_.stroke == wanted) return;
  state_.stroke = wanted;
  color(wanted, " G\n", "RG\n");
}

void Operators::line_width(Length width) {
  if (state_.line_width == width) return;
  state_.line_width = width;
  number(width);
  out_ += "w\n";
}

void Operators::dashes(std::string_view array, document::LineCap cap) {
  if (state_.dashes != array) {
    state_.dashes = array;
    out_ += array;
    out_ += " 0 d\n";
  }
  if (state_.cap != cap) {
    state_.cap = cap;
    append_int(out_, static_cast<std::int64_t>(cap));
    out_ += " J\n";
  }
}

void Operators::rectangle(const Rectangle& box) {
  number(box.x);
  y_of(box.y + box.height);
  number(box.width);
  number(box.height);
  out_ += "re\n";
}

void Operators::begin_grid(Length x, Length y, Length size, int count) {
  // Fine enough for the far corner of 200 cells to be right to 0.0001 pt.
  const std::int64_t cell = rounded_quotient(size.units * 1'000'000, Length::units_per_pt * count);
  out_ += "q ";
  append_fixed(out_, cell, 6);
  out_ += " 0 0 ";
  append_fixed(out_, -cell, 6);
  out_ += ' ';
  number(x);
  y_of(y);
  out_ += "cm\n";
}

void Operators::cells(std::int64_t column, std::int64_t row, std::int64_t width) {
  std::array<char, 80> text{};
  char* at = text.data();
  for (const std::int64_t value : {column, row, width}) {
    at = std::to_chars(at, text.data() + text.size(), value).ptr;
    *at++ = ' ';
  }
  out_.append(text.data(), at).append("1 re\n");
}

void Operators::end_grid() {
  out_ += "f\nQ\n";
}

void Operators::line(Length x1, Length y1, Length x2, Length y2) {
  number(x1);
  y_of(y1);
  out_ += "m ";
  number(x2);
  y_of(y2);
  out_ += "l S\n";
}

void Operators::raw(std::string_view operators) {
  out_ += operators;
  out_ += '\n';
}

void Operators::paint(std::string_view name, const Rectangle& box) {
  out_ += "q ";
  number(box.width);
  out_ += "0 0 ";
  number(box.height);
  number(box.x);
  y_of(box.y + box.height);
  out_ += "cm ";
  paint(name);
  out_ += "Q\n";
}

void Operators::paint(std::string_view name) {
  out_ += '/';
  out_ += name;
  out_ += " Do\n";
}

void Operators::begin_text(Length x, Length baseline) {
  out_ += "BT 1 0 0 1 ";
  number(x);
  y_of(baseline);
  out_ += "Tm\n";
}

void Operators::end_text() {
  out_ += "ET\n";
}

void Operators::font(layout::FaceId face, Length size) {
  if (state_.face == face && state_.size == size) return;
  state_.face = face;
  state_.size = size;
  out_ += "/F";
  append_int(out_, static_cast<std::int64_t>(face));
  out_ += ' ';
  number(size);
  out_ += "Tf\n";
}

void Operators::letter_spacing(Length spacing) {
  if (state_.letter_spacing == spacing) return;
  state_.letter_spacing = spacing;
  number(spacing);
  out_ += "Tc\n";
}

void Operators::horizontal_scale(std::int32_t permille) {
  if (state_.horizontal_scale == permille) return;
  state_.horizontal_scale = permille;
  append_fixed(out_, permille, 1);
  out_ += " Tz\n";
}

void Operators::text_rise(std::int64_t rise) {
  append_fixed(out_, rise, 3);
  out_ += " Ts ";
}

}  // namespace sovang::pdf
