#include "rows.h"

#include <algorithm>
#include <utility>

namespace sovang::layout {
namespace {

using document::Cell;
using document::scaled;
using document::Size;
using document::Table;
using document::VerticalAlign;

constexpr std::size_t most_columns = 200;
constexpr std::size_t most_rows = 100'000;

const document::Box& box_of(const Context& context, const Cell& cell) {
  static const document::Box none;
  const auto index = static_cast<std::size_t>(cell.box);
  return index < context.document.boxes.size() ? context.document.boxes[index] : none;
}

std::size_t span_of(int wanted, std::size_t left) {
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(wanted, 1)), 1,
                                 std::max<std::size_t>(left, 1));
}

}  // namespace

std::vector<Track> make_tracks(std::span<const Size> widths, const Area& area, Length gap) {
  const std::size_t count = std::clamp<std::size_t>(widths.size(), 1, most_columns);
  std::vector<Track> tracks(count);
  Length left = area.width - gap * static_cast<std::int64_t>(count - 1);
  std::int64_t shares = 0;
  const auto share_of = [&](std::size_t i) -> std::int64_t {
    if (i >= widths.size() || widths[i].kind == Size::Kind::automatic) return 1'000'000;
    return widths[i].kind == Size::Kind::fraction ? std::max<std::int64_t>(widths[i].share_millionths, 0) : 0;
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (share_of(i) > 0) {
      shares += share_of(i);
    } else {
      tracks[i].width = std::max(resolve(widths[i], area.width, {}), Length{});
      left -= tracks[i].width;
    }
  }
  Length x = area.x;
  std::int64_t shares_before = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (const std::int64_t share = share_of(i); share > 0 && left.units > 0) {
      tracks[i].width = scaled(left, shares_before + share, shares) - scaled(left, shares_before, shares);
      shares_before += share;
    }
    tracks[i].x = x;
    x += tracks[i].width + gap;
  }
  return tracks;
}

std::size_t joined_rows(std::span<const RowView> rows) {
  std::size_t joined = 1;
  for (std::size_t row = 0; row < joined && row < rows.size(); ++row) {
    for (const Cell& cell : rows[row].cells) {
      joined = std::max(joined, row + span_of(cell.row_span, rows.size() - row));
    }
  }
  return std::min(joined, rows.size());
}

std::vector<SetCell> RowSetter::place(std::span<const RowView> rows) {
  std::vector<SetCell> cells;
  // Rows for which a spanning cell still fills the column.
  std::vector<std::size_t> taken = taken_ == nullptr ? std::vector<std::size_t>(tracks_.size(), 0) : *taken_;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const int node = style_.is_table ? context_.structure.add(StructureType::table_row) : -1;
    std::optional<Structure::Inside> inside;
    if (style_.is_table) inside.emplace(context_.structure, node);
    std::size_t column = 0;
    for (const Cell& cell : rows[row].cells) {
      while (column < taken.size() && taken[column] > 0)
        ++column;
      if (column >= taken.size()) {
        context_.findings.add("TPL-14", Severity::error, "hàng có nhiều ô hơn số cột của bảng", cell.source,
                              "bớt ô hoặc sửa colspan");
        break;
      }
      std::size_t columns = span_of(cell.column_span, taken.size() - column);
      for (std::size_t i = 1; i < columns; ++i) {
        if (taken[column + i] > 0) columns = i;
      }
      SetCell& set = cells.emplace_back();
      set.cell = &cell;
      set.row = row;
      set.rows = span_of(cell.row_span, rows.size() - row);
      set_cell(set, column, columns);
      for (std::size_t i = 0; i < columns; ++i)
        taken[column + i] = taken_ == nullptr ? set.rows : span_of(cell.row_span, most_rows);
      column += columns;
    }
    for (std::size_t& left : taken)
      left -= left > 0 ? 1 : 0;
  }
  if (taken_ != nullptr) *taken_ = taken;
  return cells;
}

void RowSetter::set_cell(SetCell& set, std::size_t column, std::size_t columns) {
  const Cell& cell = *set.cell;
  const Track& first = tracks_[column];
  const Track& last = tracks_[column + columns - 1];
  set.last_column = column + columns == tracks_.size();
  set.x = first.x;
  set.width = last.x + last.width - first.x;
  set.vertical = cell.vertical == VerticalAlign::top ? first.vertical : cell.vertical;
  std::optional<Structure::Inside> inside;
  if (style_.is_table) {
    const bool header = style_.is_header || cell.scope != Cell::Scope::none;
    const int node = context_.structure.add(header ? StructureType::header_cell : StructureType::data_cell);
    if (node >= 0) {
      StructureNode& of_cell = context_.structure.node(node);
      of_cell.header_of_row = cell.scope == Cell::Scope::row;
      of_cell.column_span = static_cast<int>(columns);
      of_cell.row_span = static_cast<int>(set.rows);
    }
    inside.emplace(context_.structure, node);
  }
  const document::Box& box = box_of(context_, cell);
  const Area area{set.x + box.padding.left, set.width - box.padding.left - box.padding.right};
  Flow flow(context_, Flow::Level::nested);
  flow.add(cell.children, area);
  set.strips = flow.take();
  set.height = box.padding.top + box.padding.bottom + flow.gap_after();
  for (const Strip& strip : set.strips)
    set.height += strip.gap + strip.height;
}

/// The cells of a row that ask for a common baseline stand on the lowest first one among them. A cell without
/// text has none and stays where it is.
void RowSetter::align_baselines(std::vector<SetCell>& cells, std::size_t rows) const {
  const auto baseline_of = [this](const SetCell& cell) -> std::optional<Length> {
    if (cell.vertical != VerticalAlign::baseline) return std::nullopt;
    const std::optional<Length> in_content = first_baseline(cell.strips);
    if (!in_content) return std::nullopt;
    return *in_content + box_of(context_, *cell.cell).padding.top;
  };
  std::vector<Length> lowest(rows);
  for (const SetCell& cell : cells)
    lowest[cell.row] = std::max(lowest[cell.row], baseline_of(cell).value_or(Length{}));
  for (SetCell& cell : cells) {
    if (const std::optional<Length> own = baseline_of(cell)) cell.drop = lowest[cell.row] - *own;
  }
}

std::vector<Length> RowSetter::heights(std::span<const RowView> rows,
                                       const std::vector<SetCell>& cells) const {
  std::vector<Length> heights;
  heights.reserve(rows.size());
  for (const RowView& row : rows)
    heights.push_back(row.least_height);
  for (const SetCell& cell : cells) {
    if (cell.rows == 1) heights[cell.row] = std::max(heights[cell.row], cell.height + cell.drop);
  }
  for (const SetCell& cell : cells) {
    if (cell.rows == 1) continue;
    Length spanned{};
    for (std::size_t i = 0; i < cell.rows; ++i)
      spanned += heights[cell.row + i];
    const Length needed = cell.height + cell.drop;
    if (needed > spanned) heights[cell.row + cell.rows - 1] += needed - spanned;
  }
  return heights;
}

Strip RowSetter::set(std::span<const RowView> rows, bool may_split) {
  Strip strip;
  strip.source = rows.front().source;
  std::vector<SetCell> cells = place(rows);
  align_baselines(cells, rows.size());
  const std::vector<Length> row_heights = heights(rows, cells);
  for (const Length height : row_heights)
    strip.height += height;
  if (may_split && rows.size() == 1) {
    strip.split = std::make_shared<SplitCells>();
    strip.split->setter = this;
    strip.split->view = rows.front();
    strip.split->cells = std::move(cells);
    if (!rows.front().id.empty()) strip.anchors.emplace_back(rows.front().id);
    return strip;
  }
  for (SetCell& cell : cells)
    stack(context_.document, cell.strips, cell.stacked);
  paint(rows, cells, row_heights, strip);
  for (const RowView& row : rows) {
    if (!row.id.empty()) strip.anchors.emplace_back(row.id);
  }
  return strip;
}

Strip RowSetter::set_alone(const RowView& row, bool may_split, std::vector<std::size_t>& taken) {
  taken.resize(tracks_.size(), 0);
  const std::vector<std::size_t> from_above = taken;
  taken_ = &taken;
  Strip strip = set({&row, 1}, may_split);
  taken_ = nullptr;
  if (!may_split) paint_sides_of_joined(from_above, strip);
  return strip;
}

/// The sides of a joined cell go on beside the rows below the first.
void RowSetter::paint_sides_of_joined(const std::vector<std::size_t>& taken, Strip& strip) const {
  if (style_.rules != Table::Rules::all) return;
  for (std::size_t column = 0; column < taken.size(); ++column) {
    if (taken[column] == 0) continue;
    const auto side = [&](Length x) {
      strip.items.push_back(
          {LineItem{x, {}, x, strip.height, style_.rule.width, style_.rule.style, style_.rule.color},
           style_.layer, -1, std::nullopt});
    };
    side(tracks_[column].x);
    if (column + 1 == taken.size()) side(tracks_[column].x + tracks_[column].width);
  }
}

void RowSetter::paint(std::span<const RowView> rows, std::vector<SetCell>& cells,
                      const std::vector<Length>& row_heights, Strip& strip) {
  std::vector<Length> tops(1);
  for (const Length height : row_heights)
    tops.push_back(tops.back() + height);
  for (SetCell& cell : cells) {
    Rectangle at{cell.x, tops[cell.row], cell.width, tops[cell.row + cell.rows] - tops[cell.row]};
    Length push{};
    if (cell.vertical == VerticalAlign::middle) push = (at.height - cell.height) / 2;
    if (cell.vertical == VerticalAlign::bottom) push = at.height - cell.height;
    if (cell.vertical == VerticalAlign::baseline) push = cell.drop;
    if (push.units > 0) shift(cell.stacked.items, {}, push);
    paint_cell(cell, rows[cell.row], at, strip);
  }
  paint_rules(cells, tops, strip);
}

void RowSetter::paint_cell(SetCell& cell, const RowView& row, const Rectangle& at, Strip& strip) {
  const document::Box& box = box_of(context_, *cell.cell);
  const std::optional<document::Color> background = box.background ? box.background : row.background;
  if (background) {
    strip.items.push_back(
        {BackgroundItem{at.x, at.y, at.width, at.height, *background}, cell.cell->layer, -1, std::nullopt});
  }
  shift(cell.stacked.items, {}, at.y + box.padding.top);
  const auto take = [](auto& from, auto& to) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  take(cell.stacked.items, strip.items);
  take(cell.stacked.page_items, strip.page_items);
  take(cell.stacked.footnotes, strip.footnotes);
  take(cell.stacked.late, strip.late);
  take(cell.stacked.anchors, strip.anchors);
  if (!cell.cell->id.empty()) strip.anchors.push_back(cell.cell->id);
  paint_borders(box.border, at, cell.cell->layer, strip.items);
}

/// rules="all": the top and left edge of each cell, the right edge of the last; rules="rows": top edges only.
/// The bottom edge of the table is drawn where it ends on a page.
void RowSetter::paint_rules(const std::vector<SetCell>& cells, const std::vector<Length>& tops,
                            Strip& strip) const {
  const bool all = style_.rules == Table::Rules::all;
  if (!all && style_.rules != Table::Rules::rows && style_.rules != Table::Rules::frame) return;
  const auto line = [&](Length x1, Length y1, Length x2, Length y2) {
    strip.items.push_back({LineItem{x1, y1, x2, y2, style_.rule.width, style_.rule.style, style_.rule.color},
                           style_.layer, -1, std::nullopt});
  };
  if (style_.rules != Table::Rules::frame) {
    // Edges of neighbours in one row are one line.
    for (std::size_t i = 0; i < cells.size();) {
      Length end = cells[i].x + cells[i].width;
      std::size_t next = i + 1;
      for (; next < cells.size() && cells[next].row == cells[i].row && cells[next].x == end; ++next) {
        end = cells[next].x + cells[next].width;
      }
      line(cells[i].x, tops[cells[i].row], end, tops[cells[i].row]);
      i = next;
    }
  }
  if (all) {
    for (const SetCell& cell : cells) {
      line(cell.x, tops[cell.row], cell.x, tops[cell.row + cell.rows]);
      if (cell.last_column) {
        line(cell.x + cell.width, tops[cell.row], cell.x + cell.width, tops[cell.row + cell.rows]);
      }
    }
  } else if (style_.rules == Table::Rules::frame) {
    const Track& last = tracks_.back();
    line(tracks_.front().x, {}, tracks_.front().x, tops.back());
    line(last.x + last.width, {}, last.x + last.width, tops.back());
  }
}

namespace {

std::span<Strip> rest_of(SetCell& cell) {
  return std::span(cell.strips).subspan(cell.placed);
}

/// How many more strips of a cell fit into `room`, and how high they are.
std::pair<std::size_t, Length> fitting_strips(SetCell& cell, Length room, Cut how) {
  const std::span<const Strip> strips = rest_of(cell);
  Length height{};
  std::pair<std::size_t, Length> best{0, {}};
  for (std::size_t i = 0; i < strips.size(); ++i) {
    height += strips[i].gap + strips[i].height;
    if (height > room) break;
    const bool good = i + 1 == strips.size() || strips[i + 1].rules.level() == 0;
    if (good || how == Cut::at_any_line) best = {i + 1, height};
  }
  return best;
}

/// What was hung on a row before it was cut stands with its first part: a list label beside it, frames,
/// places that are linked to.
void hand_over(Strip& row, Strip& head) {
  head.items = std::move(row.items);
  head.page_items = std::move(row.page_items);
  head.anchors = std::move(row.anchors);
  head.late = std::move(row.late);
  head.footnotes = std::move(row.footnotes);
  row.items.clear();
  row.page_items.clear();
  row.anchors.clear();
  row.late.clear();
  row.footnotes.clear();
}

}  // namespace

Length SplitCells::padding_of(const SetCell& cell) const {
  const document::Box& box = box_of(setter->context_, *cell.cell);
  return box.padding.top + box.padding.bottom;
}

std::optional<Length> SplitCells::first_baseline() const {
  for (const SetCell& cell : cells) {
    const std::optional<Length> in_content = layout::first_baseline(cell.strips);
    if (in_content) return *in_content + cell.drop + box_of(setter->context_, *cell.cell).padding.top;
  }
  return std::nullopt;
}

/// A good cut takes something of each cell, so that no number stands without its text.
bool SplitCells::can_cut(Length room, Cut how) {
  const auto fits = [&](SetCell& cell) {
    return fitting_strips(cell, room - padding_of(cell) - cell.drop, how).first > 0;
  };
  // The part here has the padding of all its cells, also of those that go on as a whole.
  const bool padded =
      std::all_of(cells.begin(), cells.end(), [&](const SetCell& cell) { return padding_of(cell) <= room; });
  if (!padded) return false;
  if (how == Cut::at_any_line) return std::any_of(cells.begin(), cells.end(), fits);
  const bool goes_on =
      std::any_of(cells.begin(), cells.end(), [](SetCell& cell) { return !rest_of(cell).empty(); });
  return goes_on && std::all_of(cells.begin(), cells.end(),
                                [&](SetCell& cell) { return rest_of(cell).empty() || fits(cell); });
}

std::optional<Strip> SplitCells::cut(Strip& strip, Length room, Cut how) {
  room -= strip.inset_top;
  if (!can_cut(room, how)) return std::nullopt;
  Strip head;
  std::vector<SetCell> top_cells;
  for (SetCell& cell : cells) {
    const auto [count, height] = fitting_strips(cell, room - padding_of(cell) - cell.drop, how);
    SetCell top;
    top.cell = cell.cell;
    top.last_column = cell.last_column;
    top.x = cell.x;
    top.width = cell.width;
    top.vertical = cell.vertical;
    top.height = height + padding_of(cell);
    top.drop = count == 0 ? Length{} : cell.drop;
    head.height = std::max(head.height, top.height + top.drop);
    stack(setter->context_.document, rest_of(cell).first(count), top.stacked);
    top_cells.push_back(std::move(top));
    cell.placed += count;
    if (!rest_of(cell).empty()) rest_of(cell).front().gap = {};
  }
  const std::vector<Length> heights{head.height};
  hand_over(strip, head);
  setter->paint({&view, 1}, top_cells, heights, head);
  head.source = strip.source;
  head.inset_top = std::exchange(strip.inset_top, {});
  shift(head.items, {}, head.inset_top);
  head.height += head.inset_top;
  strip.height = height_of_rest() + strip.inset_bottom;
  return head;
}

Length SplitCells::height_of_rest() {
  Length rest{};
  for (SetCell& cell : cells) {
    cell.height = padding_of(cell);
    for (const Strip& line : rest_of(cell))
      cell.height += line.gap + line.height;
    cell.vertical = VerticalAlign::top;
    cell.drop = {};
    rest = std::max(rest, cell.height);
  }
  return rest;
}

void SplitCells::finish(Strip& strip) {
  for (SetCell& cell : cells)
    stack(setter->context_.document, rest_of(cell), cell.stacked);
  const std::vector<Length> heights{strip.height - strip.inset_top - strip.inset_bottom};
  setter->paint({&view, 1}, cells, heights, strip);
  shift(strip.items, {}, strip.inset_top);
}

}  // namespace sovang::layout
