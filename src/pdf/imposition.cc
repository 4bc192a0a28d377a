#include "imposition.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "numbers.h"

namespace sovang::pdf {
namespace {

constexpr double pt_per_mm = 72 / 25.4;
/// Between the trimmed page and its crop marks, and their length: where a knife's first cut may stray.
constexpr double mark_gap = 3 * pt_per_mm;
constexpr double mark_length = 5 * pt_per_mm;
/// White around a page that has crop marks.
constexpr double marked_margin = 10 * pt_per_mm;
constexpr double tolerance = 0.01;

struct Size {
  double width = 0;
  double height = 0;
};

Size in_points(const PaperSize& paper) {
  return {paper.width.in_pt(), paper.height.in_pt()};
}

/// How the pages of a sheet stand.
struct Grid {
  Size sheet;
  int columns = 1;
  int rows = 1;
  double scale = 1;  ///< of the largest page
  double gap = 0;    ///< between two pages
};

/// The scale at which a page fits its part of the sheet with so much white around each page; at most 1.
double fitting_scale(const Grid& grid, const Size& page, double margin) {
  const double across = (grid.sheet.width - margin * (grid.columns + 1)) / grid.columns / page.width;
  const double down = (grid.sheet.height - margin * (grid.rows + 1)) / grid.rows / page.height;
  return std::min({1.0, across, down});
}

/// The paper upright or lying, and the rows and columns, with which the pages stay largest.
Grid best_grid(const PrintSetup& setup, const Size& page) {
  const Size paper = in_points(setup.sheet);
  const int count = static_cast<int>(setup.pages_per_sheet);
  Grid best;
  best.scale = 0;
  for (const Size& sheet : {paper, Size{paper.height, paper.width}}) {
    for (const int columns : {count == 4 ? 2 : 1, count, 1}) {
      Grid grid{sheet, columns, count / columns, 1, 0};
      // Pages that fit as they are keep their size even if the marks between them have no room.
      grid.scale = fitting_scale(grid, page, 0);
      if (setup.crop_marks == CropMarks::yes && grid.scale < 1)
        grid.scale = fitting_scale(grid, page, marked_margin);
      if (grid.scale > best.scale + 1e-9) best = grid;
    }
  }
  if (setup.crop_marks == CropMarks::yes) {
    const double room =
        std::min((best.sheet.width - best.columns * page.width * best.scale) / (best.columns + 1),
                 (best.sheet.height - best.rows * page.height * best.scale) / (best.rows + 1));
    best.gap = std::clamp(room, 0.0, marked_margin);
  }
  return best;
}

struct Box {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;
};

bool is_inside(double x, double y, const Box& box) {
  return x > box.left - tolerance && x < box.right + tolerance && y > box.bottom - tolerance &&
         y < box.top + tolerance;
}

/// The marks of the corners of `pages` that have room: on the paper, and not in another page.
std::vector<Sheet::Line> marks_of(const std::vector<Box>& pages, const Size& sheet) {
  std::vector<Sheet::Line> lines;
  const Box paper{0, 0, sheet.width, sheet.height};
  const auto add = [&](const Sheet::Line& line) {
    const auto in_the_way = [&](const Box& page) {
      return is_inside(line.x1, line.y1, page) || is_inside(line.x2, line.y2, page);
    };
    if (is_inside(line.x2, line.y2, paper) && std::ranges::none_of(pages, in_the_way)) lines.push_back(line);
  };
  for (const Box& page : pages) {
    for (const double x : {page.left, page.right}) {
      for (const double y : {page.bottom, page.top}) {
        const double out_x = x == page.left ? -1 : 1;
        const double out_y = y == page.bottom ? -1 : 1;
        add({x + out_x * mark_gap, y, x + out_x * (mark_gap + mark_length), y});
        add({x, y + out_y * mark_gap, x, y + out_y * (mark_gap + mark_length)});
      }
    }
  }
  return lines;
}

/// Lays up to a sheet full of pages on one side.
Sheet side_of(const std::vector<PageSlot>& slots, const Grid& grid, bool mirror_columns, bool mirror_rows) {
  Sheet side;
  side.width = grid.sheet.width;
  side.height = grid.sheet.height;
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!slots[i].page) continue;
    int column = static_cast<int>(i) % grid.columns;
    int row = static_cast<int>(i) / grid.columns;
    if (mirror_columns) column = grid.columns - 1 - column;
    if (mirror_rows) row = grid.rows - 1 - row;
    const Size page = in_points(slots[i].size);
    const Size cell{(grid.sheet.width - grid.gap * (grid.columns + 1)) / grid.columns,
                    (grid.sheet.height - grid.gap * (grid.rows + 1)) / grid.rows};
    const double scale = std::min({1.0, grid.scale, cell.width / page.width, cell.height / page.height});
    const Size placed{page.width * scale, page.height * scale};
    const double left = grid.gap + column * (cell.width + grid.gap) + (cell.width - placed.width) / 2;
    const double top = grid.gap + row * (cell.height + grid.gap) + (cell.height - placed.height) / 2;
    const double bottom = grid.sheet.height - top - placed.height;
    side.pages.push_back({*slots[i].page, {scale, 0, 0, scale, left, bottom}});
    boxes.push_back({left, bottom, left + placed.width, bottom + placed.height});
  }
  side.crop_marks = marks_of(boxes, grid.sheet);
  return side;
}

/// One page as it is, on a sheet of its size.
Sheet own_sheet(const PageSlot& slot) {
  Sheet sheet;
  sheet.width = slot.size.width.in_pt();
  sheet.height = slot.size.height.in_pt();
  if (slot.page) sheet.pages.push_back({*slot.page, {}});
  return sheet;
}

Size largest(const std::vector<PageSlot>& slots) {
  Size size;
  for (const PageSlot& slot : slots) {
    size.width = std::max(size.width, slot.size.width.in_pt());
    size.height = std::max(size.height, slot.size.height.in_pt());
  }
  return size;
}

std::vector<Sheet> sheets_of_many(const std::vector<PageSlot>& slots, const PrintSetup& setup) {
  std::vector<Sheet> sheets;
  const Grid grid = best_grid(setup, largest(slots));
  const auto count = static_cast<std::size_t>(setup.pages_per_sheet);
  const bool both = setup.sides != Sides::front;
  // Turned about an upright axis, the left column of the front is the right one of the back.
  const bool upright = grid.sheet.height >= grid.sheet.width;
  const bool mirror_columns = upright == (setup.sides == Sides::both_long_edge);
  const std::size_t step = both ? 2 : 1;
  for (std::size_t begin = 0; begin < slots.size(); begin += count * step) {
    const std::size_t end = std::min(slots.size(), begin + count * step);
    std::vector<PageSlot> front;
    std::vector<PageSlot> back;
    for (std::size_t i = begin; i < end; i += step) {
      front.push_back(slots[i]);
      if (both) back.push_back(slots[i + 1]);
    }
    sheets.push_back(side_of(front, grid, false, false));
    if (both) sheets.push_back(side_of(back, grid, mirror_columns, !mirror_columns));
    if (setup.crop_marks == CropMarks::no) {
      for (std::size_t i = sheets.size() - step; i < sheets.size(); ++i)
        sheets[i].crop_marks.clear();
    }
  }
  return sheets;
}

void append_number(std::string& out, double value, int decimals) {
  append_fixed(out, std::llround(value * std::pow(10, decimals)), decimals);
  out += ' ';
}

void append_matrix(std::string& out, const Matrix& matrix) {
  for (const double value : {matrix.a, matrix.b, matrix.c, matrix.d})
    append_number(out, value, 7);
  append_number(out, matrix.e, 4);
  append_number(out, matrix.f, 4);
  out += "cm\n";
}

Matrix turn_matrix(int degrees, double width, double height) {
  switch ((degrees / 90 % 4 + 4) % 4) {
    case 1:
      return {0, -1, 1, 0, 0, width};
    case 2:
      return {-1, 0, 0, -1, width, height};
    case 3:
      return {0, 1, -1, 0, height, 0};
    default:
      return {};
  }
}

std::optional<document::Length> millimetres(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 50 || value > 2000) return {};
  return document::Length::mm(value);
}

}  // namespace

Matrix Matrix::then(const Matrix& next) const {
  return {a * next.a + b * next.c, a * next.b + b * next.d,          c * next.a + d * next.c,
          c * next.b + d * next.d, e * next.a + f * next.c + next.e, e * next.b + f * next.d + next.f};
}

std::optional<PaperSize> paper_named(std::string_view name) {
  struct Named {
    std::string_view name;
    int width;
    int height;
  };
  for (const Named& paper :
       {Named{"A3", 297, 420}, Named{"A4", 210, 297}, Named{"A5", 148, 210}, Named{"SRA3", 320, 450}}) {
    if (paper.name == name)
      return PaperSize{document::Length::mm(paper.width), document::Length::mm(paper.height)};
  }
  const std::size_t cross = name.find('x');
  if (cross == std::string_view::npos) return {};
  const auto width = millimetres(name.substr(0, cross));
  const auto height = millimetres(name.substr(cross + 1));
  if (!width || !height) return {};
  return PaperSize{*width, *height};
}

Matrix correction_matrix(const PrinterCorrection& correction, double width, double height) {
  // The profile counts y downwards, PDF upwards.
  const Matrix moved{correction.scale_x,
                     0,
                     0,
                     correction.scale_y,
                     correction.dx_mm * pt_per_mm,
                     height * (1 - correction.scale_y) - correction.dy_mm * pt_per_mm};
  // At most one degree: the series is exact to 10⁻¹¹, and the same on every machine.
  const double angle = correction.rotate_degrees * (3.14159265358979323846 / 180);
  const double sine = angle - angle * angle * angle / 6;
  const double cosine = 1 - angle * angle / 2 + angle * angle * angle * angle / 24;
  const double x = width / 2;
  const double y = height / 2;
  const Matrix turned{cosine, -sine, sine, cosine, x - cosine * x - sine * y, y + sine * x - cosine * y};
  return moved.then(turned);
}

bool leaves_pages_alone(const PrintSetup& setup) {
  return setup.pages_per_sheet == PagesPerSheet::one && setup.correction == PrinterCorrection{};
}

std::vector<Sheet> impose(const std::vector<PageSlot>& slots, const PrintSetup& setup) {
  std::vector<Sheet> sheets;
  if (setup.pages_per_sheet == PagesPerSheet::one) {
    std::ranges::transform(slots, std::back_inserter(sheets), own_sheet);
  } else {
    sheets = sheets_of_many(slots, setup);
  }
  for (Sheet& sheet : sheets) {
    sheet.onto_paper = correction_matrix(setup.correction, sheet.width, sheet.height)
                           .then(turn_matrix(setup.correction.turn, sheet.width, sheet.height));
    if (setup.correction.turn % 180 != 0) std::swap(sheet.width, sheet.height);
  }
  return sheets;
}

std::string sheet_content(const Sheet& sheet) {
  std::string out;
  append_matrix(out, sheet.onto_paper);
  for (std::size_t i = 0; i < sheet.pages.size(); ++i) {
    out += "q ";
    append_matrix(out, sheet.pages[i].matrix);
    out += "/S" + std::to_string(i) + " Do Q\n";
  }
  if (!sheet.crop_marks.empty()) out += "0 G 0.25 w\n";
  for (const Sheet::Line& line : sheet.crop_marks) {
    append_number(out, line.x1, 3);
    append_number(out, line.y1, 3);
    out += "m ";
    append_number(out, line.x2, 3);
    append_number(out, line.y2, 3);
    out += "l S\n";
  }
  return out;
}

}  // namespace sovang::pdf
