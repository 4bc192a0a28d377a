#include "page_notes.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sovang::layout {
namespace {

// A third of the width, with a little air on both sides.
constexpr Length above_rule = Length::mm(2);
constexpr Length below_rule = Length::mm(1.5);
constexpr Length rule_thickness = Length::pt(0.5);
constexpr Length separator = above_rule + below_rule;

}  // namespace

Length PageNotes::height_of_carried() const {
  if (lines_.empty()) return {};
  Length height = separator;
  for (const Strip& line : lines_)
    height += line.height;
  return height;
}

Length PageNotes::added_height(const Strip& strip, Length already) const {
  if (strip.footnotes.empty()) return {};
  Length height = already.units == 0 ? separator : Length{};
  for (const auto& note : strip.footnotes) {
    for (const Strip& line : note->lines)
      height += line.height;
  }
  return height;
}

void PageNotes::take(const Strip& strip) {
  page_is_empty_ = false;
  for (const auto& note : strip.footnotes) {
    lines_.insert(lines_.end(), note->lines.begin(), note->lines.end());
  }
}

void PageNotes::finish_page(std::vector<Item>& items, const Rectangle& left) {
  const bool was_empty = std::exchange(page_is_empty_, true);
  if (lines_.empty()) return;
  Length height = separator;
  std::size_t count = 0;
  for (const Strip& line : lines_) {
    // A page of nothing but footnotes takes a line even if it is higher than the page, or there were no end.
    if (height + line.height > left.height && !(was_empty && count == 0)) break;
    height += line.height;
    ++count;
  }
  if (count == 0) return;
  Length y = left.y + std::max(left.height - height, Length{}) + above_rule;
  items.push_back(
      {LineItem{left.x, y, left.x + left.width / 3, y, rule_thickness, document::LineStyle::solid, {}},
       Layer::all, -1, std::nullopt});
  y += below_rule;
  for (; count > 0; --count) {
    Strip& line = lines_.front();
    shift(line.items, left.x, y);
    std::move(line.items.begin(), line.items.end(), std::back_inserter(items));
    y += line.height;
    lines_.pop_front();
  }
}

}  // namespace sovang::layout
