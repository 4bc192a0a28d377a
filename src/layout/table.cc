#include "table.h"

#include <algorithm>
#include <utility>

namespace sovang::layout {
namespace {

using document::Row;
using document::Table;

std::vector<Track> tracks_of(const Table& table, const Area& area) {
  std::vector<document::Size> widths;
  widths.reserve(table.columns.size());
  for (const document::Column& column : table.columns)
    widths.push_back(column.width);
  std::vector<Track> tracks = make_tracks(widths, area, {});
  for (std::size_t i = 0; i < tracks.size() && i < table.columns.size(); ++i) {
    tracks[i].vertical = table.columns[i].vertical;
  }
  return tracks;
}

void add_tallies(const Row& row, Tallies& tallies) {
  for (const auto& [name, value] : row.tallies)
    tallies[name] += value;
}

}  // namespace

TableRun::TableRun(Context& context, const Table& table, const Area& area, Layer layer, int node)
    : context_(context), table_(table), layer_(layer), node_(node) {
  const Area own{area.x, resolve(table.width, area.width, area.width)};
  const std::vector<Track> tracks = tracks_of(table, own);
  setter_ =
      std::make_unique<RowSetter>(context, tracks, RowStyle{table.rules, table.rule, true, false, layer});
  header_setter_ =
      std::make_unique<RowSetter>(context, tracks, RowStyle{table.rules, table.rule, true, true, layer});
  if (node_ < 0) node_ = context.structure.add(StructureType::table);
  if (node_ >= 0) {
    StructureNode& of_table = context.structure.node(node_);
    of_table.title = table.caption;
    of_table.summary = table.summary;
    of_table.alt = table.summary.empty() ? table.caption : table.summary;
  }
  std::int32_t group = -1;
  group_of_.reserve(table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Row& row = table.rows[i];
    add_tallies(row, totals_);
    // A group row belongs to none: it takes the place of the one before. After the total there is none.
    if (row.kind == Row::Kind::group || row.kind == Row::Kind::total) group = -1;
    group_of_.push_back(group);
    if (row.kind == Row::Kind::group) group = static_cast<std::int32_t>(i);
  }
}

RowView TableRun::view(const Row& row) const {
  return {row.cells, row.height, row.background, row.id, row.layer, row.source};
}

Strip TableRun::set_row(std::span<const RowView> rows, bool is_header, bool may_split) {
  const std::size_t late = context_.late_seen;
  const int first_node = context_.structure.next();
  RowSetter& setter = is_header ? *header_setter_ : *setter_;
  const bool may_cut = may_split && rows.size() == 1;
  const bool always = may_cut && table_.split_rows == Table::SplitRows::yes;
  Strip strip = setter.set(rows, always);
  const bool taller = strip.height > context_.page_body && context_.page_body.units > 0;
  // Rows are measured whole, which is the common way; one that is taller than a page is set once more, with
  // its cells kept apart. So is, the other way round, a row with sums: it is set again when it is placed.
  const bool cut = may_cut && (taller || (always && context_.late_seen == late));
  if (cut != always) {
    const Structure::Replay replay(context_.structure, first_node);
    strip = setter.set(rows, cut);
  }
  strip.table = this;
  strip.structure_begin = context_.late_seen != late && !strip.split ? first_node : -1;
  return strip;
}

std::vector<Strip> TableRun::strips() {
  std::vector<Strip> strips;
  const Structure::Inside inside(context_.structure, node_);
  // A table in a cell of another gives back the sums of the outer one.
  const Tallies* const outer = std::exchange(context_.late.tallies, &tallies);
  const Tallies* const outer_page = std::exchange(context_.late.page_tallies, &page_tallies);
  add_bands(true, strips);
  const std::size_t first = strips.size();
  body_ = context_.structure.add(StructureType::table_body);
  {
    const Structure::Inside in_body(context_.structure, body_);
    add_body(strips);
  }
  mark_rows(strips, first);
  apply_keeps(strips, first);
  // Footers are measured with the sums of the whole table, the widest that they will print.
  context_.late.tallies = &totals_;
  context_.late.page_tallies = &totals_;
  add_bands(false, strips);
  context_.late.tallies = outer;
  context_.late.page_tallies = outer_page;
  return strips;
}

void TableRun::add_bands(bool headers, std::vector<Strip>& strips) {
  const auto add = [&](const std::vector<Row>& rows) {
    int& node = headers ? head_ : foot_;
    if (node < 0) {
      node = context_.structure.add(headers ? StructureType::table_head : StructureType::table_foot);
    }
    const Structure::Inside inside(context_.structure, node);
    for (Strip& strip : set_band(rows, headers)) {
      // A header never stands alone, a footer neither.
      if (!strips.empty()) strip.rules.add(headers ? BreakRule::anywhere : BreakRule::keep_with_next);
      strips.push_back(std::move(strip));
    }
  };
  if (headers) {
    for (const auto& band : table_.headers) {
      if (band.on != Table::HeaderOn::continued) add(band.rows);
    }
  } else {
    for (const auto& band : table_.footers) {
      if (band.on != Table::FooterOn::on_break) add(band.rows);
    }
  }
}

std::vector<Strip> TableRun::set_band(const std::vector<Row>& rows, bool is_header) {
  std::vector<RowView> views;
  views.reserve(rows.size());
  for (const Row& row : rows)
    views.push_back(view(row));
  std::vector<Strip> strips;
  for (std::size_t begin = 0; begin < views.size();) {
    const std::span<const RowView> rest = std::span<const RowView>(views).subspan(begin);
    const std::size_t count = joined_rows(rest);
    Strip strip = set_row(rest.first(count), is_header, false);
    strip.band = {&rows, begin, begin + count, is_header};
    strips.push_back(std::move(strip));
    begin += count;
  }
  return strips;
}

void TableRun::add_body(std::vector<Strip>& strips) {
  // Rows are measured with the sums up to them, which they will print: more digits may need more lines.
  Tallies running;
  Tallies before;
  context_.late.tallies = &running;
  context_.late.page_tallies = &running;
  std::vector<RowView> joined;
  for (std::size_t begin = 0; begin < table_.rows.size();) {
    std::size_t count = 1;
    joined.assign(1, view(table_.rows[begin]));
    const bool spans = std::any_of(table_.rows[begin].cells.begin(), table_.rows[begin].cells.end(),
                                   [](const document::Cell& cell) { return cell.row_span > 1; });
    if (spans) {
      for (std::size_t row = begin + 1; row < table_.rows.size() && row < begin + count_joined(begin);
           ++row) {
        joined.push_back(view(table_.rows[row]));
      }
      count = joined.size();
      before = running;
    }
    for (std::size_t row = begin; row < begin + count; ++row)
      add_tallies(table_.rows[row], running);
    const int first_node = context_.structure.next();
    Strip strip = set_row(joined, false, true);
    if (count > 1 && strip.height > context_.page_body && context_.page_body.units > 0) {
      running = before;
      const Structure::Replay replay(context_.structure, first_node);
      add_each_alone(begin, begin + count, running, strips);
    } else {
      strip.row_begin = begin;
      strip.row_end = begin + count;
      strips.push_back(std::move(strip));
    }
    begin += count;
  }
  context_.late.tallies = &tallies;
  context_.late.page_tallies = &page_tallies;
}

/// Rows joined by a spanning cell that are higher than a page stand by themselves after all; what spans them
/// keeps its column.
void TableRun::add_each_alone(std::size_t begin, std::size_t end, Tallies& running,
                              std::vector<Strip>& strips) {
  std::vector<std::size_t> taken;
  for (std::size_t row = begin; row < end; ++row) {
    add_tallies(table_.rows[row], running);
    const std::vector<std::size_t> from_above = taken;
    const int first_node = context_.structure.next();
    Strip strip = setter_->set_alone(view(table_.rows[row]), false, taken);
    if (strip.height > context_.page_body) {
      taken = from_above;
      const Structure::Replay replay(context_.structure, first_node);
      strip = setter_->set_alone(view(table_.rows[row]), true, taken);
    }
    strip.table = this;
    strip.row_begin = row;
    strip.row_end = row + 1;
    strips.push_back(std::move(strip));
  }
}

std::size_t TableRun::count_joined(std::size_t begin) const {
  std::size_t joined = 1;
  for (std::size_t row = begin; row < table_.rows.size() && row < begin + joined; ++row) {
    for (const document::Cell& cell : table_.rows[row].cells) {
      const auto span = static_cast<std::size_t>(std::max(cell.row_span, 1));
      joined = std::max(joined, row - begin + span);
    }
  }
  return joined;
}

/// The rules of §9: header with a row, min-rows-at-break, group rows with the next, sums with the row before.
void TableRun::mark_rows(std::vector<Strip>& strips, std::size_t first) const {
  const auto kind_at = [&](std::size_t strip) { return table_.rows[strips[strip].row_begin].kind; };
  std::size_t body_rows = 0;
  for (std::size_t i = first; i < strips.size(); ++i) {
    if (kind_at(i) == Row::Kind::body) body_rows += strips[i].row_end - strips[i].row_begin;
  }
  const auto least = static_cast<std::size_t>(std::max(table_.min_rows_at_break, 0));
  std::size_t before = 0;
  for (std::size_t i = first; i < strips.size(); ++i) {
    Strip& strip = strips[i];
    const Row::Kind kind = kind_at(i);
    if (i == first && first > 0) strip.rules.add(BreakRule::anywhere);
    if (i > first) {
      if (before < least || body_rows - before < least) strip.rules.add(BreakRule::min_rows);
      if (kind_at(i - 1) == Row::Kind::group) strip.rules.add(BreakRule::keep_with_next);
      if (kind == Row::Kind::subtotal || kind == Row::Kind::total) strip.rules.add(BreakRule::keep_with_next);
    }
    if (kind == Row::Kind::body) before += strip.row_end - strip.row_begin;
  }
}

void TableRun::apply_keeps(std::vector<Strip>& strips, std::size_t first) const {
  for (std::size_t i = first; i < strips.size(); ++i) {
    const document::Keep& own = table_.rows[strips[i].row_begin].keep;
    const document::Keep& last = table_.rows[strips[i].row_end - 1].keep;
    if (i > 0) {
      if (own.break_before != document::PageBreak::automatic) strips[i].forced = own.break_before;
      const auto lines = static_cast<std::size_t>(std::max(own.with_previous_lines, 0));
      for (std::size_t back = 0; back < lines && back < i; ++back) {
        strips[i - back].rules.add(lines > 1 ? BreakRule::signature : BreakRule::keep_with_next);
      }
    }
    if (i + 1 == strips.size()) continue;
    if (last.with_next) strips[i + 1].rules.add(BreakRule::keep_with_next);
    if (last.break_after != document::PageBreak::automatic) strips[i + 1].forced = last.break_after;
  }
}

std::vector<Strip> TableRun::headers_after_break() {
  const Structure::Artifacts artifacts(context_.structure);
  context_.late.continued = true;
  std::vector<Strip> strips;
  for (const auto& band : table_.headers) {
    if (band.on == Table::HeaderOn::first) continue;
    for (Strip& strip : set_band(band.rows, true))
      strips.push_back(std::move(strip));
  }
  context_.late.continued = false;
  return strips;
}

std::vector<Strip> TableRun::footers_before_break() {
  const Structure::Artifacts artifacts(context_.structure);
  std::vector<Strip> strips;
  for (const auto& band : table_.footers) {
    if (band.on == Table::FooterOn::last) continue;
    for (Strip& strip : set_band(band.rows, false))
      strips.push_back(std::move(strip));
  }
  return strips;
}

Length TableRun::height_of_footers_before_break() {
  const int page = context_.late.page ? context_.late.page->number : -1;
  if (footer_height_ && (!footers_vary_ || footers_page_ == page)) return *footer_height_;
  // With the sums of the whole table: what is printed later is not wider.
  const Tallies* tallies_before = std::exchange(context_.late.tallies, &totals_);
  const Tallies* page_before = std::exchange(context_.late.page_tallies, &totals_);
  const std::size_t late = context_.late_seen;
  Length height{};
  for (const Strip& strip : footers_before_break())
    height += strip.height;
  context_.late.tallies = tallies_before;
  context_.late.page_tallies = page_before;
  footers_vary_ = context_.late_seen != late;
  footers_page_ = page;
  footer_height_ = height;
  return height;
}

std::optional<Strip> TableRun::repeated_group_row(std::size_t row) {
  if (row >= group_of_.size() || group_of_[row] < 0) return std::nullopt;
  const Row& group = table_.rows[static_cast<std::size_t>(group_of_[row])];
  if (!group.repeat) return std::nullopt;
  const Structure::Artifacts artifacts(context_.structure);
  context_.late.continued = true;
  const RowView again = view(group);
  Strip strip = set_row({&again, 1}, false, false);
  context_.late.continued = false;
  return strip;
}

void TableRun::set_again(Strip& strip) {
  std::vector<RowView> views;
  if (strip.band.rows != nullptr) {
    for (std::size_t i = strip.band.begin; i < strip.band.end; ++i)
      views.push_back(view((*strip.band.rows)[i]));
  } else {
    for (std::size_t i = strip.row_begin; i < strip.row_end; ++i)
      views.push_back(view(table_.rows[i]));
  }
  const Structure::Replay replay(context_.structure, strip.structure_begin);
  Strip again = (strip.band.is_header ? *header_setter_ : *setter_).set(views, false);
  shift(again.items, {}, strip.inset_top);
  strip.items = std::move(again.items);
  strip.late = std::move(again.late);
  strip.height = std::max(strip.height, again.height + strip.inset_top + strip.inset_bottom);
}

void TableRun::paint_end(Length y, bool top, std::vector<Item>& items) const {
  const bool frame = table_.rules == Table::Rules::frame;
  if (table_.rules == Table::Rules::none || (top && !frame)) return;
  const Track& first = setter_->tracks().front();
  const Track& last = setter_->tracks().back();
  items.push_back(
      {LineItem{first.x, y, last.x + last.width, y, table_.rule.width, table_.rule.style, table_.rule.color},
       layer_, -1, std::nullopt});
}

}  // namespace sovang::layout
