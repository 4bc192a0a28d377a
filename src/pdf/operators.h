#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/document/drawing.h"
#include "sovang/document/length.h"
#include "sovang/layout/pages.h"

namespace sovang::pdf {

struct Rectangle {
  document::Length x{};  ///< from the left edge of the page
  document::Length y{};  ///< of the upper edge, from the top of the page
  document::Length width{};
  document::Length height{};
};

/// Writes the operators of a content stream. Takes positions from the top left corner, as layout gives them,
/// and leaves out what would set the graphics state to what it is already.
class Operators {
 public:
  explicit Operators(document::Length height) : height_(height) { out_.reserve(4096); }

  void save();
  void restore();
  void concatenate(const std::array<std::int64_t, 4>& matrix, document::Length x, document::Length y);
  void fill_color(document::Color color);
  void stroke_color(document::Color color);
  void line_width(document::Length width);
  void dashes(std::string_view array, document::LineCap cap);

  void rectangle(const Rectangle& box);
  void line(document::Length x1, document::Length y1, document::Length x2, document::Length y2);
  /// Until end_grid(), which fills them, cells of a square are given: it has `count` on each side, counted
  /// from its top left corner.
  void begin_grid(document::Length x, document::Length y, document::Length size, int count);
  /// `width` cells of a row.
  void cells(std::int64_t column, std::int64_t row, std::int64_t width);
  void end_grid();
  /// Appends operators as they are: "f", "W n".
  void raw(std::string_view operators);
  /// Paints the XObject in the box, which its matrix maps from the unit square.
  void paint(std::string_view name, const Rectangle& box);
  /// Paints the XObject where its own coordinates say.
  void paint(std::string_view name);

  void begin_text(document::Length x, document::Length baseline);
  void end_text();
  void font(layout::FaceId face, document::Length size);
  void letter_spacing(document::Length spacing);
  void horizontal_scale(std::int32_t permille);
  /// `rise` in 1/1000 pt.
  void text_rise(std::int64_t rise);

  [[nodiscard]] std::string& out() { return out_; }
  [[nodiscard]] Bytes finish() { return std::move(out_); }

 private:
  struct State {
    std::optional<document::Color> fill;
    std::optional<document::Color> stroke;
    std::optional<document::Length> line_width;
    std::string dashes = "[]";
    document::LineCap cap = document::LineCap::butt;
    std::optional<layout::FaceId> face;
    document::Length size{};
    document::Length letter_spacing{};
    std::int32_t horizontal_scale = 1000;
  };

  void color(document::Color color, std::string_view gray, std::string_view rgb);
  void y_of(document::Length y) { number(height_ - y); }
  void number(document::Length length);

  Bytes out_;
  document::Length height_;
  State state_;
  std::optional<State> saved_;  ///< one level is all that we nest
};

}  // namespace sovang::pdf
