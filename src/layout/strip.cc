#include "strip.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "sovang/layout/fonts.h"

#include "box_paint.h"

namespace sovang::layout {

void shift(Item& item, Length dx, Length dy) {
  struct Shift {
    Length dx;
    Length dy;
    void operator()(TextItem& text) const {
      text.x += dx;
      text.baseline += dy;
      if (dx.units == 0) return;
      for (TextPiece& piece : text.pieces)
        piece.x += dx;
    }
    void operator()(LineItem& line) const {
      line.x1 += dx;
      line.x2 += dx;
      line.y1 += dy;
      line.y2 += dy;
    }
    void operator()(BackgroundItem& area) const {
      area.x += dx;
      area.y += dy;
    }
    void operator()(PictureItem& picture) const {
      picture.x += dx;
      picture.y += dy;
      if (!picture.clip) return;
      (*picture.clip)[0] += dx;
      (*picture.clip)[1] += dy;
    }
    void operator()(SignatureFieldItem& field) const {
      field.x += dx;
      field.y += dy;
    }
    void operator()(QrItem& qr) const {
      qr.x += dx;
      qr.y += dy;
    }
  };
  std::visit(Shift{dx, dy}, item.content);
  if (item.rotation) {
    item.rotation->x += dx;
    item.rotation->y += dy;
  }
}

void shift(std::vector<Item>& items, Length dx, Length dy) {
  if (dx.units == 0 && dy.units == 0) return;
  for (Item& item : items)
    shift(item, dx, dy);
}

void stack(const document::Document& document, std::span<Strip> strips, Stack& out) {
  BoxPainter boxes(document);
  const auto take = [](auto& from, auto& to) {
    if (to.empty()) {
      to = std::move(from);
    } else {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    }
  };
  for (Strip& strip : strips) {
    out.height += strip.gap;
    for (const OpenBox& box : strip.opens)
      boxes.open(box, out.height, out.items.size());
    shift(strip.items, {}, out.height);
    out.height += strip.height;
    take(strip.items, out.items);
    for (int closes = strip.closes; closes > 0; --closes)
      boxes.close(out.height, out.items);
    take(strip.page_items, out.page_items);
    take(strip.footnotes, out.footnotes);
    take(strip.late, out.late);
    take(strip.anchors, out.anchors);
  }
  boxes.interrupt(out.height, out.items);
}

Ink ink_of(const TextItem& text, const FontBook& fonts) {
  std::int32_t top = 0;
  std::int32_t bottom = 0;
  for (const TextPiece& piece : text.pieces) {
    top = std::max(top, piece.shaped->top);
    bottom = std::min(bottom, piece.shaped->bottom);
  }
  const std::int32_t em = std::max(fonts.face(text.face).metrics.units_per_em, 1);
  return {text.baseline - document::scaled(text.size, top, em),
          text.baseline - document::scaled(text.size, bottom, em)};
}

Length over_the_edge(const std::vector<Item>& items, Length y, const FontBook& fonts) {
  Length highest{};
  for (const Item& item : items) {
    const auto* text = std::get_if<TextItem>(&item.content);
    if (text != nullptr) highest = std::min(highest, y + ink_of(*text, fonts).top);
  }
  return Length{} - highest;
}

std::optional<Length> first_baseline(const std::vector<Item>& items) {
  for (const Item& item : items) {
    if (const auto* text = std::get_if<TextItem>(&item.content)) return text->baseline;
  }
  return std::nullopt;
}

std::optional<Length> first_baseline(std::span<const Strip> strips) {
  Length top{};
  for (const Strip& strip : strips) {
    top += strip.gap;
    if (const std::optional<Length> baseline = first_baseline(strip.items)) return top + *baseline;
    top += strip.height;
  }
  return std::nullopt;
}

}  // namespace sovang::layout
