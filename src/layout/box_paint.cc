#include "box_paint.h"

#include <utility>

namespace sovang::layout {
namespace {

void paint_line(const document::Border& border, const Rectangle& line, Layer layer,
                std::vector<Item>& items) {
  if (border.style == document::LineStyle::none || border.width.units <= 0) return;
  items.push_back({LineItem{line.x, line.y, line.x + line.width, line.y + line.height, border.width,
                            border.style, border.color},
                   layer, -1, std::nullopt});
}

}  // namespace

void BoxPainter::open(const OpenBox& box, Length top, std::size_t first_item) {
  open_.push_back({box, top, first_item});
}

void BoxPainter::close(Length bottom, std::vector<Item>& items) {
  if (open_.empty()) return;
  const Open open = open_.back();
  open_.pop_back();
  paint(open, bottom, items);
}

void BoxPainter::interrupt(Length bottom, std::vector<Item>& items) {
  for (auto open = open_.rbegin(); open != open_.rend(); ++open)
    paint(*open, bottom, items);
}

void BoxPainter::resume(Length top, Length dx) {
  dx_ = dx;
  for (Open& open : open_) {
    open.top = top;
    open.first_item = 0;
  }
}

void BoxPainter::paint(const Open& open, Length bottom, std::vector<Item>& items) const {
  const document::Box& box = document_.box(open.box.box);
  const Rectangle at{open.box.x + dx_, open.top, open.box.width, bottom - open.top};
  if (box.background) {
    const auto behind = items.begin() + static_cast<std::ptrdiff_t>(open.first_item);
    items.insert(behind, {BackgroundItem{at.x, at.y, at.width, at.height, *box.background}, open.box.layer,
                          -1, std::nullopt});
  }
  paint_borders(box.border, at, open.box.layer, items);
}

void paint_borders(const document::Sides<document::Border>& border, const Rectangle& at, Layer layer,
                   std::vector<Item>& items) {
  paint_line(border.top, {at.x, at.y, at.width, {}}, layer, items);
  paint_line(border.bottom, {at.x, at.y + at.height, at.width, {}}, layer, items);
  paint_line(border.left, {at.x, at.y, {}, at.height}, layer, items);
  paint_line(border.right, {at.x + at.width, at.y, {}, at.height}, layer, items);
}

}  // namespace sovang::layout
