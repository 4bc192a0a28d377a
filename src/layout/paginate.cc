#include "paginate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "box_paint.h"
#include "page_notes.h"
#include "rows.h"
#include "table.h"

namespace sovang::layout {
namespace {

using document::PageBreak;

constexpr std::size_t most_pages = 20'000;
constexpr int levels = 9;

/// What a page begins with before its own strips, when it begins inside a table.
struct PageStart {
  std::vector<Strip> again;  ///< headers and the group row, set again
  Length height{};
};

std::string_view rule_text(int level) {
  constexpr std::array<std::string_view, levels> texts{
      "",
      "phải để một dòng đứng lẻ ở đầu hoặc cuối trang",
      "phải để ít hàng của bảng hơn yêu cầu ở đầu hoặc cuối trang",
      "phải ngắt một khối cần giữ liền trang",
      "phải tách một khối khỏi phần đi liền sau nó",
      "phải bỏ dòng tiêu đề hoặc dòng nhóm lặp lại ở đầu trang",
      "",
      "khối ký tên không còn đủ hai dòng văn bản đi cùng",
      "phải ngắt trang ở chỗ bất kỳ vì nội dung cao hơn trang"};
  return texts[static_cast<std::size_t>(level)];
}

class Paginator {
 public:
  Paginator(Context& context, std::vector<Strip>&& strips, PageSink& sink)
      : context_(context), strips_(std::move(strips)), sink_(sink), boxes_(context.document) {}

  void run() {
    do {
      begin_page();
      const PageStart start = start_page();
      const std::size_t end = choose_break(start);
      place(start, end);
      next_ = end;
      inside_row_ = std::exchange(row_part_, std::nullopt).has_value();
      finish_page(end);
    } while ((next_ < strips_.size() || notes_.has_more()) && made_ < most_pages);
    if (next_ < strips_.size()) {
      context_.findings.add("LIM-09", Severity::error, "tài liệu dài hơn 20.000 trang",
                            strips_[next_].source);
    }
  }

 private:
  [[nodiscard]] const Body& body() const { return made_ == 1 ? sink_.first : sink_.other; }
  [[nodiscard]] Page& page() const { return sink_.pages.back(); }

  void begin_page() {
    ++made_;
    Page page;
    page.sequence = sink_.sequence;
    page.number = sink_.number.number;
    page.label = page_label(sink_.number);
    sink_.pages.push_back(std::move(page));
    context_.late.page = sink_.number;
    context_.margin_left = body().left;
    context_.margin_top = body().top;
  }

  /// Inside a table the page begins with what is set again.
  PageStart start_page() {
    PageStart start;
    TableRun* table = table_across(next_);
    if (table == nullptr) return start;
    context_.late.tallies = &table->tallies;
    context_.late.page_tallies = &table->page_tallies;
    std::vector<Strip> headers = table->headers_after_break();
    std::optional<Strip> group;
    if (strips_[next_].row_end > strips_[next_].row_begin) {
      group = table->repeated_group_row(strips_[next_].row_begin);
    }
    Length height{};
    for (const Strip& strip : headers)
      height += strip.height;
    const Length needed = strips_[next_].split ? Length{} : strips_[next_].height;
    const Length room = body().height - table->height_of_footers_before_break();
    if (height + needed > room) {
      // A header that leaves no room for a row is not set again.
      give_up(BreakRule::group_row, strips_[next_].source);
      return start;
    }
    if (group && height + group->height + needed > room) {
      give_up(BreakRule::group_row, strips_[next_].source);
      group.reset();
    }
    if (group) headers.push_back(std::move(*group));
    start.again = std::move(headers);
    for (const Strip& strip : start.again)
      start.height += strip.height;
    return start;
  }

  /// The table that goes on across a break before strip `index`; null if none does.
  [[nodiscard]] TableRun* table_across(std::size_t index) const {
    if (index >= strips_.size()) return nullptr;
    TableRun* table = strips_[index].table;
    if (index == next_ && inside_row_) return table;
    if (index == 0) return nullptr;
    return table != nullptr && strips_[index - 1].table == table ? table : nullptr;
  }

  [[nodiscard]] Length gap_of(std::size_t index) const {
    return index > next_ || strips_[index].keeps_gap ? strips_[index].gap : Length{};
  }

  /// What a break before `index` needs below the strips: the table's footers.
  [[nodiscard]] Length foot_of(std::size_t index) const {
    TableRun* table = table_across(index);
    return table == nullptr ? Length{} : table->height_of_footers_before_break();
  }

  /// §11: the last legal break that fits; else the last that gives up the least.
  std::size_t choose_break(const PageStart& start) {
    std::array<std::size_t, levels> last{};
    Length y = start.height;
    Length notes = notes_.height_of_carried();
    Length least = notes;  // of the notes, where the last one flows on
    const Length room = body().height;
    std::size_t index = next_;
    for (; index < strips_.size(); ++index) {
      const Strip& strip = strips_[index];
      if (index > next_) {
        const bool fits = y + foot_of(index) + least <= room;
        if (strip.forced != PageBreak::automatic) {
          // Where the table's footers find no room before it, an earlier break is looked for.
          if (fits || foot_of(index).units == 0) return index;
          break;
        }
        if (fits) last[static_cast<std::size_t>(strip.rules.level())] = index;
      }
      const PageNotes::Added added = notes_.added(strip, notes);
      if (y + gap_of(index) + strip.height + notes + added.least > room) break;
      y += gap_of(index) + strip.height;
      least = notes + added.least;
      notes += added.whole;
    }
    return index == strips_.size() ? index : give_way(last, index, y + notes);
  }

  std::size_t give_way(const std::array<std::size_t, levels>& last, std::size_t too_far, Length used) {
    if (cut_row(too_far, used, Cut::at_good_lines)) return too_far;
    if (last[0] != 0) return last[0];
    if (cut_row(too_far, used, Cut::at_any_line)) return too_far;
    std::size_t best = 0;
    for (int level = 1; level < levels; ++level) {
      best = std::max(best, last[static_cast<std::size_t>(level)]);
      if (best == 0) continue;
      give_up_rules(strips_[best]);
      return best;
    }
    // Not even one strip fits: a picture or row higher than the page stands alone and reaches over its foot.
    if (too_far == next_) {
      // Footnotes alone that do not fit are no matter, they go on with the next page. Footers stay.
      const Length own = gap_of(next_) + strips_[next_].height + foot_of(next_ + 1);
      if (used - notes_.height_of_carried() + own > body().height) {
        give_up(BreakRule::anywhere, strips_[next_].source);
      }
      return next_ + 1;
    }
    give_up(BreakRule::anywhere, strips_[too_far].source);
    return too_far;
  }

  void give_up_rules(const Strip& strip) {
    for (int level = 1; level < levels; ++level) {
      if (strip.rules.has(static_cast<BreakRule>(level)))
        give_up(static_cast<BreakRule>(level), strip.source);
    }
  }

  void give_up(BreakRule rule, document::SourceId source) {
    const int level = static_cast<int>(rule);
    context_.findings.add("PAG-0" + std::to_string(level), Severity::warning,
                          "trang " + page().label + ": " + std::string(rule_text(level)), source);
  }

  /// A row taller than a page is cut at lines: what fits is set on this page, the rest goes on (PAG-06).
  bool cut_row(std::size_t index, Length used, Cut how) {
    Strip& strip = strips_[index];
    if (!strip.split) return false;
    TableRun* table = strip.table;
    const Length foot = table == nullptr ? Length{} : table->height_of_footers_before_break();
    const Length room = body().height - used - gap_of(index) - foot;
    row_part_ = strip.split->cut(strip, room, how);
    if (!row_part_) return false;
    report_cut(strip);
    row_part_->gap = std::exchange(strip.gap, {});
    row_part_->table = table;
    row_part_->row_begin = row_part_->row_end = strip.row_begin;
    row_part_->opens = std::exchange(strip.opens, {});
    row_part_->keeps_gap = std::exchange(strip.keeps_gap, false);
    strip.forced = PageBreak::automatic;
    strip.rules = {};
    return true;
  }

  void report_cut(const Strip& strip) {
    using SplitRows = document::Table::SplitRows;
    const SplitRows asked = strip.table == nullptr ? SplitRows::if_taller : strip.table->table().split_rows;
    if (asked == SplitRows::no) give_up(BreakRule::anywhere, strip.source);
    if (asked != SplitRows::if_taller) return;
    context_.findings.add("PAG-06", Severity::warning,
                          "trang " + page().label + ": một hàng cao hơn trang nên được ngắt giữa hai dòng",
                          strip.source);
  }

  // ---- placing -------------------------------------------------------------------------------------------

  void place(const PageStart& start, std::size_t end) {
    y_ = body().top;
    if (next_ < strips_.size()) {
      const Strip& first = start.again.empty() ? strips_[next_] : start.again.front();
      y_ += over_the_edge(first.items, y_, context_.fonts);
    }
    dx_ = body().left - sink_.other.left;
    verticals_.clear();
    boxes_.resume(y_, dx_);
    for (const Strip& strip : start.again)
      place_again(strip);
    TableRun* above = start.again.empty() ? nullptr : strips_[next_].table;
    for (std::size_t index = next_; index < end; ++index) {
      y_ += gap_of(index);
      place_below(above, strips_[index]);
      const bool last = index + 1 == end && !row_part_;
      const TableRun* below = index + 1 < end ? strips_[index + 1].table : nullptr;
      if (row_part_ && index + 1 == end) below = row_part_->table;
      if (above != nullptr && above != below) end_table(*above, last && table_across(end) == above);
    }
    if (!row_part_) return;
    if (next_ < end || row_part_->keeps_gap) y_ += row_part_->gap;
    place_below(above, *row_part_);
    if (above != nullptr) end_table(*above, true);
  }

  /// Places a strip below one of the table `above`, which becomes its own.
  void place_below(TableRun*& above, Strip& strip) {
    if (strip.table != nullptr && strip.table != above) end_rule(*strip.table, true);
    above = strip.table;
    place_strip(strip);
  }

  /// The footers at a break, and the rule that ends the table on this page.
  void end_table(TableRun& table, bool goes_on) {
    if (goes_on) {
      context_.late.tallies = &table.tallies;
      context_.late.page_tallies = &table.page_tallies;
      for (const Strip& strip : table.footers_before_break())
        place_again(strip);
    }
    end_rule(table, false);
    table.page_tallies.clear();
  }

  void end_rule(const TableRun& table, bool top) {
    std::vector<Item> rule;
    table.paint_end(y_, top, rule);
    for (Item& item : rule) {
      shift(item, dx_, {});
      add_item(std::move(item));
    }
  }

  void place_again(const Strip& strip) {
    for (Item item : strip.items) {
      shift(item, dx_, y_);
      add_item(std::move(item));
    }
    y_ += strip.height;
  }

  void place_strip(Strip& strip) {
    if (strip.split) strip.split->finish(strip);
    if (strip.table != nullptr) tally(strip);
    for (const OpenBox& box : strip.opens)
      boxes_.open(box, y_, page().items.size());
    std::move(strip.page_items.begin(), strip.page_items.end(), std::back_inserter(page().items));
    for (const std::string& anchor : strip.anchors) {
      sink_.anchors.push_back({anchor, sink_.pages.size() - 1, y_});
      sink_.facts.anchors.emplace(anchor, sink_.number);
    }
    for (const document::LateText* late : strip.late)
      sink_.facts.marks[late] = sink_.number;
    for (Item& item : strip.items) {
      shift(item, dx_, y_);
      add_item(std::move(item));
    }
    y_ += strip.height;
    for (int closes = strip.closes; closes > 0; --closes)
      boxes_.close(y_, page().items);
    if (strip.closes > 0) verticals_.clear();  // a background was put behind what they point at
    notes_.take(strip);
    strip.items = {};  // moved out; long lists need their memory
  }

  void tally(Strip& strip) {
    TableRun& table = *strip.table;
    for (std::size_t row = strip.row_begin; row < strip.row_end; ++row) {
      for (const auto& [name, value] : table.table().rows[row].tallies) {
        table.tallies[name] += value;
        table.page_tallies[name] += value;
      }
    }
    if (strip.structure_begin < 0) return;
    context_.late.tallies = &table.tallies;
    context_.late.page_tallies = &table.page_tallies;
    table.set_again(strip);
  }

  /// Takes an item onto the page. The upright rules of a table's rows become one line.
  void add_item(Item&& item) {
    auto* line = std::get_if<LineItem>(&item.content);
    if (line == nullptr || line->x1 != line->x2) {
      page().items.push_back(std::move(item));
      return;
    }
    for (const std::size_t at : verticals_) {
      auto& above = std::get<LineItem>(page().items[at].content);
      const bool same = above.x1 == line->x1 && above.y2 == line->y1 && above.thickness == line->thickness &&
                        above.style == line->style && above.color == line->color &&
                        page().items[at].layer == item.layer;
      if (!same) continue;
      above.y2 = line->y2;
      return;
    }
    if (verticals_.size() > 400) verticals_.clear();
    verticals_.push_back(page().items.size());
    page().items.push_back(std::move(item));
  }

  void finish_page(std::size_t end) {
    boxes_.interrupt(y_, page().items);
    const Length used = y_ - body().top + notes_.height_of_carried();
    const Length bottom = body().top + body().height;
    notes_.finish_page(page().items, {body().left, y_, context_.footnote_width, bottom - y_});
    if (end < strips_.size() && strips_[end].forced == PageBreak::automatic && used * 5 < body().height * 3) {
      context_.findings.add("PAG-11", Severity::info,
                            "trang " + page().label + " còn trống hơn 40 % do các quy tắc giữ liền trang",
                            strips_[end].source);
    }
    ++sink_.number.number;
    if (end < strips_.size() && strips_[end].forced == PageBreak::odd_page && sink_.number.number % 2 == 0) {
      begin_page();
      ++sink_.number.number;
    }
  }

  Context& context_;
  std::vector<Strip> strips_;
  PageSink& sink_;
  BoxPainter boxes_;
  PageNotes notes_;
  std::size_t next_ = 0;
  std::optional<Strip>
      row_part_;             ///< of a row that is cut, the last on this page; the rest is the next strip
  bool inside_row_ = false;  ///< the next strip is the rest of such a row
  std::size_t made_ = 0;
  Length y_{};
  Length dx_{};                         ///< of this page's body against the one that strips were laid out for
  std::vector<std::size_t> verticals_;  ///< upright lines on this page, as indices of its items
};

}  // namespace

void paginate(Context& context, std::vector<Strip> strips, PageSink& sink) {
  if (!strips.empty()) strips.front().keeps_gap = true;
  Paginator(context, std::move(strips), sink).run();
  context.late.page.reset();
  context.late.tallies = nullptr;
  context.late.page_tallies = nullptr;
}

}  // namespace sovang::layout
