#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "box_paint.h"
#include "context.h"

namespace sovang::layout {

/// The footnotes of a page: those of the lines placed on it, and what did not fit on the page before.
class PageNotes {
 public:
  /// The height of what the page before left over, with the rule above it.
  [[nodiscard]] Length height_of_carried() const;
  /// How much higher the footnotes become with those of a strip: with all their lines, and with those of the
  /// last note that must stand on the page of its mark while the rest flows on.
  struct Added {
    Length whole{};
    Length least{};
  };
  [[nodiscard]] Added added(const Strip& strip, Length already) const;
  /// The footnotes of a strip that was placed.
  void take(const Strip& strip);
  [[nodiscard]] bool has_more() const { return !lines_.empty(); }

  /// Puts the footnotes at the foot of the room that is left; what does not fit goes to the next page.
  void finish_page(std::vector<Item>& items, const Rectangle& left);

 private:
  [[nodiscard]] std::size_t last_break(std::size_t count) const;

  std::deque<Strip> lines_;
  bool page_is_empty_ = true;
};

}  // namespace sovang::layout
