#pragma once

#include <vector>

#include "strip.h"

namespace sovang::layout {

/// Paints padding boxes around strips as these are placed one below the other: background behind what is in
/// the box, borders around it. At a page break the box is closed and opened again (template-language §9).
class BoxPainter {
 public:
  explicit BoxPainter(const document::Document& document) : document_(document) {}

  void open(const OpenBox& box, Length top, std::size_t first_item);
  void close(Length bottom, std::vector<Item>& items);
  /// The page ends at `bottom`: paints what is open so far.
  void interrupt(Length bottom, std::vector<Item>& items);
  /// The next page begins at `top`; boxes stand `dx` further right on it.
  void resume(Length top, Length dx);

 private:
  struct Open {
    OpenBox box;
    Length top{};
    std::size_t first_item = 0;
  };
  void paint(const Open& open, Length bottom, std::vector<Item>& items) const;

  const document::Document& document_;
  std::vector<Open> open_;
  Length dx_{};
};

/// The place of a box on the page.
struct Rectangle {
  Length x{};
  Length y{};
  Length width{};
  Length height{};
};

/// Appends the borders of a box.
void paint_borders(const document::Sides<document::Border>& border, const Rectangle& at, Layer layer,
                   std::vector<Item>& items);

[[nodiscard]] inline Length border_width(const document::Border& border) {
  return border.style == document::LineStyle::none ? Length{} : border.width;
}

}  // namespace sovang::layout
