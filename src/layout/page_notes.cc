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

/// The lines of a note before the first place where it may flow on to the next page.
Length height_before_break(const std::vector<Strip>& lines) {
  Length height{};
  for (const Strip& line : lines) {
    if (height.units > 0 && line.rules.level() == 0) break;
    height += line.height;
  }
  return height;
}

}  // namespace

Length PageNotes::height_of_carried() const {
  if (lines_.empty()) return {};
  Length height = separator;
  for (const Strip& line : lines_)
    height += line.height;
  return height;
}

PageNotes::Added PageNotes::added(const Strip& strip, Length already) const {
  Added added;
  if (strip.footnotes.empty()) return added;
  if (already.units == 0) added.whole = separator;
  for (const auto& note : strip.footnotes) {
    added.least = added.whole + height_before_break(note->lines);
    for (const Strip& line : note->lines)
      added.whole += line.height;
  }
  return added;
}

void PageNotes::take(const Strip& strip) {
  page_is_empty_ = false;
  for (const auto& note : strip.footnotes) {
    lines_.insert(lines_.end(), note->lines.begin(), note->lines.end());
  }
}

/// The last of the first `count` lines after which a note may flow on, so that it leaves no line alone.
std::size_t PageNotes::last_break(std::size_t count) const {
  for (std::size_t at = count; at > 0; --at) {
    if (at == lines_.size() || lines_[at].rules.level() == 0) return at;
  }
  return count;
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
  count = last_break(count);
  height = separator;
  for (std::size_t i = 0; i < count; ++i)
    height += lines_[i].height;
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
