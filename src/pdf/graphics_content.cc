#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "content.h"
#include "numbers.h"
#include "qr_code.h"

namespace sovang::pdf {
namespace {

using document::Length;
using document::LineCap;
using document::LineStyle;
using layout::LineItem;

/// "[3 2]" in multiples of a half of the thickness.
std::string dash_array(Length thickness, std::int64_t on, std::int64_t off) {
  std::string out = "[";
  append_pt(out, document::scaled(thickness, on, 2));
  out += ' ';
  append_pt(out, document::scaled(thickness, off, 2));
  return out + "]";
}

/// Two lines of a third of the thickness, with a third between them, as CSS has them.
void write_double(Operators& operators, const LineItem& item) {
  const Length third = item.thickness / 3;
  const bool lies = item.y1 == item.y2;
  operators.line_width(third);
  for (const Length shift : {-third, third}) {
    const Length dx = lies ? Length{} : shift;
    const Length dy = lies ? shift : Length{};
    operators.line(item.x1 + dx, item.y1 + dy, item.x2 + dx, item.y2 + dy);
  }
}

/// Rows of dark modules as rectangles, a run each, on a grid of whole numbers: neighbours meet without a gap.
void write_modules(Operators& operators, const layout::QrItem& item, const QrCode& code) {
  constexpr int quiet = 4;  // ISO/IEC 18004: four modules of white on each side
  const auto width = static_cast<std::size_t>(code.width);
  operators.begin_grid(item.x, item.y, item.size, code.width + 2 * quiet);
  for (std::size_t row = 0; row < width; ++row) {
    const auto first = code.modules.begin() + static_cast<std::ptrdiff_t>(row * width);
    const auto last = first + code.width;
    for (auto begin = std::find(first, last, 1); begin != last;) {
      const auto end = std::find(begin, last, 0);
      operators.cells(quiet + (begin - first), quiet + static_cast<std::int64_t>(row), end - begin);
      begin = std::find(end, last, 1);
    }
  }
  operators.end_grid();
}

}  // namespace

void write_line(ContentWriter& writer, const LineItem& item) {
  if (item.style == LineStyle::none) return;
  Operators& operators = writer.operators;
  operators.stroke_color(item.color);
  switch (item.style) {
    case LineStyle::none:
      return;
    case LineStyle::solid:
      operators.dashes("[]", LineCap::butt);
      break;
    case LineStyle::dashed:
      operators.dashes(dash_array(item.thickness, 6, 4), LineCap::butt);
      break;
    case LineStyle::dotted:
      operators.dashes(dash_array(item.thickness, 0, 4), LineCap::round);
      break;
    case LineStyle::double_line:
      operators.dashes("[]", LineCap::butt);
      write_double(operators, item);
      return;
  }
  operators.line_width(item.thickness);
  operators.line(item.x1, item.y1, item.x2, item.y2);
}

void write_background(ContentWriter& writer, const layout::BackgroundItem& item) {
  writer.operators.fill_color(item.color);
  writer.operators.rectangle({item.x, item.y, item.width, item.height});
  writer.operators.raw("f");
}

void write_picture(ContentWriter& writer, const layout::PictureItem& item) {
  std::size_t index = 0;
  while (index < writer.pictures.size() && writer.pictures[index]->digest != item.picture->digest)
    ++index;
  if (index == writer.pictures.size()) writer.pictures.push_back(item.picture);
  const std::string name = "P" + std::to_string(index);
  if (item.clip) {
    const auto& [x, y, width, height] = *item.clip;
    writer.operators.raw("q");
    writer.operators.rectangle({x, y, width, height});
    writer.operators.raw("W n");
  }
  writer.operators.paint(name, {item.x, item.y, item.width, item.height});
  if (item.clip) writer.operators.raw("Q");
}

Status write_qr(ContentWriter& writer, const layout::QrItem& item) {
  const QrCode code = SOVANG_TRY(writer.tools.codes.encode(item.value, item.correction));
  writer.operators.fill_color({});
  write_modules(writer.operators, item, code);
  return {};
}

}  // namespace sovang::pdf
