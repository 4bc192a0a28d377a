#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include <qrencode.h>

#include "content.h"
#include "numbers.h"

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

QRecLevel level_of(document::Qr::Correction correction) {
  switch (correction) {
    case document::Qr::Correction::low:
      return QR_ECLEVEL_L;
    case document::Qr::Correction::medium:
      return QR_ECLEVEL_M;
    case document::Qr::Correction::quartile:
      return QR_ECLEVEL_Q;
    case document::Qr::Correction::high:
      return QR_ECLEVEL_H;
  }
  return QR_ECLEVEL_M;
}

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

/// Rows of dark modules as rectangles, a run each. They are placed on the grid of the page by rounding
/// their edges, so that neighbours meet without a gap.
void write_modules(Operators& operators, const layout::QrItem& item, const QRcode& code) {
  constexpr int quiet = 4;  // ISO/IEC 18004: four modules of white on each side
  const int across = code.width + 2 * quiet;
  const auto edge = [&](int module) { return document::scaled(item.size, module + quiet, across); };
  for (int row = 0; row < code.width; ++row) {
    const unsigned char* modules = code.data + std::ptrdiff_t{row} * code.width;
    for (int begin = 0; begin < code.width;) {
      int end = begin + 1;
      if ((modules[begin] & 1U) != 0) {
        while (end < code.width && (modules[end] & 1U) != 0)
          ++end;
        operators.rectangle(
            {item.x + edge(begin), item.y + edge(row), edge(end) - edge(begin), edge(row + 1) - edge(row)});
      }
      begin = end;
    }
  }
  operators.raw("f");
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
  if (item.value.find('\0') != std::string::npos) {
    return fail(ErrorCode::invalid_input, "nội dung mã QR có ký tự rỗng (U+0000): hãy sửa dữ liệu", {},
                "TPL-17");
  }
  errno = 0;
  const std::unique_ptr<QRcode, FreeCode> code(
      QRcode_encodeString(item.value.c_str(), 0, level_of(item.correction), QR_MODE_8, 1));
  if (!code) {
    const bool too_long = errno == ERANGE;
    return fail(too_long ? ErrorCode::findings : ErrorCode::invalid_input,
                too_long ? "nội dung mã QR dài " + std::to_string(item.value.size()) +
                               " byte, quá sức chứa của một mã: rút ngắn nội dung hoặc giảm mức sửa lỗi"
                         : std::string("không tạo được mã QR từ nội dung đã cho"),
                {}, "TPL-17");
  }
  writer.operators.fill_color({});
  write_modules(writer.operators, item, *code);
  return {};
}

}  // namespace sovang::pdf
