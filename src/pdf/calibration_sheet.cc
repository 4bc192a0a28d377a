#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/pdf/calibration.h"

namespace sovang::pdf {
namespace {

using document::Color;
using document::Length;
using layout::FaceId;

constexpr Color pale{0xD8, 0xD8, 0xD8};
constexpr Color black{};
constexpr double smallest_mm = 140;

/// Puts lines and words on the one page of the sheet; all measures in mm.
class SheetPainter {
 public:
  SheetPainter(layout::Page& page, const layout::FontBook& fonts, FaceId plain, FaceId bold)
      : page_(page), fonts_(fonts), plain_(plain), bold_(bold) {}

  struct Words {
    std::string_view text;
    double x = 0;
    double baseline = 0;
    double points = 10;
    bool bold = false;
  };

  void line(double x1, double y1, double x2, double y2, double points, Color color = black) {
    layout::LineItem made;
    made.x1 = Length::mm(x1);
    made.y1 = Length::mm(y1);
    made.x2 = Length::mm(x2);
    made.y2 = Length::mm(y2);
    made.thickness = Length::pt(points);
    made.color = color;
    add(made);
  }

  void white(double x, double y, double width, double height) {
    add(layout::BackgroundItem{Length::mm(x), Length::mm(y), Length::mm(width), Length::mm(height),
                               Color{0xFF, 0xFF, 0xFF}});
  }

  /// The answer is where the line ends.
  double write(const Words& words) {
    layout::TextItem item = shaped(words, Length::mm(words.x));
    const Length end = item.x + item.width;
    add(std::move(item));
    return end.in_mm();
  }

  /// Writes a text in lines no wider than `width`; the answer is the baseline below the last.
  double write_wrapped(Words words, double width) {
    const double step = words.points * 1.35 * 25.4 / 72;
    std::string_view rest = words.text;
    while (!rest.empty()) {
      std::size_t end = rest.size();
      const auto is_too_wide = [&] {
        Words part = words;
        part.text = rest.substr(0, end);
        return shaped(part, {}).width.in_mm() > width;
      };
      while (is_too_wide()) {
        const std::size_t space = rest.rfind(' ', end - 1);
        if (space == std::string_view::npos || space == 0) break;
        end = space;
      }
      Words part = words;
      part.text = rest.substr(0, end);
      write(part);
      words.baseline += step;
      rest.remove_prefix(end < rest.size() ? end + 1 : end);
    }
    return words.baseline;
  }

 private:
  [[nodiscard]] layout::TextItem shaped(const Words& words, Length x) const {
    layout::TextItem item;
    item.face = words.bold ? bold_ : plain_;
    item.size = Length::pt(words.points);
    item.baseline = Length::mm(words.baseline);
    item.x = x;
    const int em = fonts_.face(item.face).metrics.units_per_em;
    const Length space = document::scaled(item.size, fonts_.shape(item.face, " ")->advance, em);
    for (std::size_t begin = 0; begin <= words.text.size();) {
      const std::size_t end = std::min(words.text.find(' ', begin), words.text.size());
      layout::TextPiece piece;
      piece.shaped = fonts_.shape(item.face, words.text.substr(begin, end - begin));
      piece.x = x;
      piece.width = document::scaled(item.size, piece.shaped->advance, em);
      piece.space_after = end < words.text.size();
      x += piece.width + space;
      item.width = piece.x + piece.width - item.x;
      item.pieces.push_back(std::move(piece));
      begin = end + 1;
    }
    return item;
  }

  template <class Content>
  void add(Content content) {
    layout::Item item;
    item.content = std::move(content);
    page_.items.push_back(std::move(item));
  }

  layout::Page& page_;
  const layout::FontBook& fonts_;
  FaceId plain_;
  FaceId bold_;
};

/// Lines each 10 mm: where a blank is laid over the sheet, positions can be read off.
void draw_grid(SheetPainter& painter, double width, double height) {
  for (double x = 10; x < width - 9; x += 10)
    painter.line(x, 10, x, height - 10, 0.2, pale);
  for (double y = 10; y < height - 9; y += 10)
    painter.line(10, y, width - 10, y, 0.2, pale);
}

/// Two rulers of 20 mm with ticks each mm, crossed at their middles, and the name beside.
void draw_cross(SheetPainter& painter, const CalibrationMark& mark, double width, double height) {
  constexpr int arm = 10;
  const double x = mark.x_mm;
  const double y = mark.y_mm;
  painter.white(x - arm - 1, y - arm - 1, 2 * arm + 2, 2 * arm + 2);
  painter.line(x - arm, y, x + arm, y, 0.35);
  painter.line(x, y - arm, x, y + arm, 0.35);
  for (int tick = -arm; tick <= arm; ++tick) {
    const double length = tick % 5 == 0 ? 1.6 : 0.9;
    painter.line(x + tick, y - length, x + tick, y + length, 0.2);
    painter.line(x - length, y + tick, x + length, y + tick, 0.2);
  }
  const std::string name(1, mark.name);
  const double inward_x = x < width / 2 ? 4.5 : -8;
  const double inward_y = y < height / 2 ? 8.5 : -4.5;
  painter.write({name, x + inward_x, y + inward_y, 15, true});
}

/// 100 mm with numbers, to see at once whether the printer stretches pages.
void draw_ruler(SheetPainter& painter, double x, double y) {
  painter.line(x, y, x + 100, y, 0.35);
  for (int tick = 0; tick <= 100; ++tick) {
    const double length = tick % 10 == 0 ? 3 : tick % 5 == 0 ? 2 : 1.2;
    painter.line(x + tick, y - length, x + tick, y, 0.2);
    if (tick % 10 == 0) painter.write({std::to_string(tick), x + tick - 1, y + 3.4, 7, false});
  }
  painter.write({"mm", x + 104, y, 8, false});
}

void write_places_for_values(SheetPainter& painter, double x, double y, double width) {
  const std::array<std::string_view, 4> rows{
      "A: cách mép trái ……… mm, cách mép trên ……… mm", "B: cách mép phải ……… mm, cách mép trên ……… mm",
      "C: cách mép trái ……… mm, cách mép dưới ……… mm", "D: cách mép phải ……… mm, cách mép dưới ……… mm"};
  for (const std::string_view row : rows)
    y = painter.write_wrapped({row, x, y, 11, false}, width) + 1;
}

}  // namespace

Result<layout::Pages> calibration_sheet(const PaperSize& paper, std::string_view how,
                                        std::string_view command, const layout::FontBook& fonts) {
  const double width = paper.width.in_mm();
  const double height = paper.height.in_mm();
  if (width < smallest_mm || height < smallest_mm) {
    return fail(ErrorCode::invalid_input,
                "khổ giấy nhỏ hơn 140 × 140 mm không đủ chỗ cho tờ cân chỉnh: hãy dùng khổ A5 trở lên");
  }
  const auto plain = fonts.find("Times New Roman", false, false);
  const auto bold = fonts.find("Times New Roman", true, false);
  if (!plain || !bold)
    return fail(ErrorCode::not_found, "thư mục phông chữ không có “Times New Roman” để in tờ cân chỉnh");
  layout::Pages pages;
  layout::Page& page = pages.pages.emplace_back();
  page.width = paper.width;
  page.height = paper.height;
  SheetPainter painter(page, fonts, *plain, *bold);
  draw_grid(painter, width, height);
  const double left = 36;
  const double column = width - 2 * left;
  painter.white(left - 4, 30, column + 8, height - 60);
  for (const CalibrationMark& mark : calibration_marks(paper))
    draw_cross(painter, mark, width, height);
  painter.write({"Mép trên của tờ giấy", width / 2 - 15, 8, 9, false});

  double y = painter.write_wrapped({"TỜ CÂN CHỈNH MÁY IN", left, 36, 15, true}, column);
  y = painter.write_wrapped({how, left, y, 11, true}, column);
  const std::string first =
      "1. In tờ này ở tỷ lệ 100 % (Actual size; không chọn “vừa khổ giấy”), đúng khay và loại giấy sẽ dùng.";
  const std::string second =
      "2. Dùng thước đo từ hai mép giấy gần nhất đến tâm mỗi dấu A, B, C, D, đọc đến 0,1–0,2 mm. Máy in đúng "
      "chuẩn thì số nào cũng là 20,0.";
  const std::string third = "3. Ghi các số đo dưới đây rồi gõ lệnh ở cuối tờ.";
  for (const std::string_view step : {first, second, third})
    y = painter.write_wrapped({step, left, y, 11, false}, column);
  write_places_for_values(painter, left + 4, y + 3, column - 4);
  if (height < 200) return pages;  // a small paper has room for what must be measured only
  painter.write_wrapped({command, left, height - 56, 9, false}, column);
  if (column >= 116) draw_ruler(painter, left, height - 38);
  return pages;
}

}  // namespace sovang::pdf
