#include "flow.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "box_paint.h"
#include "figures.h"
#include "frame.h"
#include "paragraph.h"
#include "rows.h"
#include "table.h"

namespace sovang::layout {
namespace {

constexpr int deepest = 64;

/// A block inside a block; deeper than any template may nest is refused.
class Deeper {
 public:
  explicit Deeper(Context& context) : context_(context) { ++context_.depth; }
  ~Deeper() { --context_.depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  [[nodiscard]] bool too_deep() const { return context_.depth > deepest; }

 private:
  Context& context_;
};

document::Role role_of(const Context& context, const document::Block& block) {
  const auto* paragraph = std::get_if<document::Paragraph>(&block.content);
  if (paragraph == nullptr) return document::Role::paragraph;
  const auto index = static_cast<std::size_t>(paragraph->style);
  const auto& styles = context.document.paragraph_styles;
  return index < styles.size() ? styles[index].role : document::Role::paragraph;
}

bool is_heading(const Context& context, const document::Block& block) {
  const document::Role role = role_of(context, block);
  return role >= document::Role::h1 && role <= document::Role::h6;
}

const document::Box& box_of(const Context& context, document::BoxId id) {
  static const document::Box none;
  const auto index = static_cast<std::size_t>(id);
  return index < context.document.boxes.size() ? context.document.boxes[index] : none;
}

template <class T>
void move_to(std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

void Flow::add(const document::Blocks& blocks, const Area& area) {
  const Deeper deeper(context_);
  if (deeper.too_deep()) {
    context_.findings.add("LIM-03", Severity::error, "nội dung lồng nhau quá 64 lớp",
                          blocks.empty() ? document::SourceId{} : blocks.front().source);
    return;
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i + 1 < blocks.size() && is_caption_of(blocks[i], blocks[i + 1])) {
      add_caption(blocks[i], area);
    } else {
      add(blocks[i], area);
    }
  }
}

bool Flow::is_caption_of(const document::Block& block, const document::Block& next) const {
  return std::holds_alternative<document::Table>(next.content) &&
         role_of(context_, block) == document::Role::caption;
}

/// A caption belongs to its table (ISO 32000-1 §14.8.4.3.4: its first child), and stands on its page.
void Flow::add_caption(const document::Block& caption, const Area& area) {
  flush_label(area);
  const int table = context_.structure.add(StructureType::table);
  const Structure::Inside inside(context_.structure, table);
  add(caption, area);
  table_node_ = table;
  guarded_ = std::max(guarded_, 1);
}

void Flow::add(const document::Block& block, const Area& area) {
  if (const auto* frame = std::get_if<document::Frame>(&block.content)) {
    if (!block.id.empty()) pending_.anchors.push_back(block.id);
    add_frame(block, *frame);
    return;
  }
  const std::size_t first = strips_.size();
  // A heading stays with two lines below it; the next heading does not count as the second.
  if (guards_second_line_ && block.keep.with_next) guarded_ = 0;
  const Length gap_before = std::exchange(pending_gap_, std::max(pending_gap_, block.space.before));
  const document::PageBreak break_before = pending_break_;
  if (block.keep.break_before != document::PageBreak::automatic) pending_break_ = block.keep.break_before;
  if (!block.id.empty()) pending_.anchors.push_back(block.id);
  const bool boxed = block.box != document::BoxId{} &&
                     !std::holds_alternative<document::Table>(block.content) &&
                     !std::holds_alternative<document::Grid>(block.content);
  Area inner = area;
  if (boxed) {
    const document::Box& box = box_of(context_, block.box);
    inner.width = resolve(box.width, area.width, area.width);
    pending_opens_.push_back({block.box, inner.x, inner.width, block.layer});
    inner.x += box.padding.left + border_width(box.border.left);
    inner.width -=
        box.padding.left + box.padding.right + border_width(box.border.left) + border_width(box.border.right);
  }
  add_content(block, inner);
  if (strips_.size() == first) {
    // Nothing visible takes no space and breaks nothing.
    pending_gap_ = gap_before;
    pending_break_ = break_before;
    if (boxed) pending_opens_.pop_back();
    return;
  }
  if (boxed) close_box(block);
  pending_gap_ = std::max(pending_gap_, block.space.after);
  apply_keep(block.keep, first, is_heading(context_, block));
}

void Flow::add_content(const document::Block& block, const Area& area) {
  struct Add {
    Flow& flow;
    const document::Block& block;
    const Area& area;
    void operator()(const document::Paragraph& paragraph) const {
      flow.add_paragraph(block, paragraph, area);
    }
    void operator()(const document::Group& group) const { flow.add(group.children, area); }
    void operator()(const document::List& list) const { flow.add_list(list, block, area); }
    void operator()(const document::Grid& grid) const { flow.add_grid(block, grid, area); }
    void operator()(const document::Table& table) const { flow.add_table(block, table, area); }
    void operator()(const document::Frame& frame) const { flow.add_frame(block, frame); }
    void operator()(const document::Image& image) const {
      flow.flush_label(area);
      flow.append(set_image(flow.context_, image, block, area));
    }
    void operator()(const document::Rule& rule) const {
      flow.flush_label(area);
      flow.append(set_rule(rule, block, area, flow.last_text_width_));
    }
    void operator()(const document::Qr& qr) const {
      flow.flush_label(area);
      flow.append(set_qr(flow.context_, qr, block, area));
    }
    void operator()(const document::SignatureField& field) const {
      flow.flush_label(area);
      flow.append(set_signature_field(flow.context_, field, block, area));
    }
    void operator()(const document::Marker&) const {}
  };
  std::visit(Add{*this, block, area}, block.content);
}

void Flow::add_paragraph(const document::Block& block, const document::Paragraph& paragraph,
                         const Area& area) {
  ParagraphJob job{paragraph};
  job.x = area.x;
  job.width = area.width;
  job.layer = block.layer;
  job.source = block.source;
  job.no_first_indent = no_first_indent_;
  const std::optional<RunInLabel> label = std::exchange(label_, std::nullopt);
  if (label) job.label = &*label;
  std::vector<Strip> lines;
  const Length widest = set_paragraph(context_, job, lines);
  if (lines.empty()) return;
  no_first_indent_ = false;
  last_text_width_ = widest;
  append(std::move(lines));
}

void Flow::append(std::vector<Strip>&& strips) {
  for (Strip& strip : strips)
    append(std::move(strip));
}

/// Hangs on a strip what was waiting for one.
void Flow::append(Strip strip) {
  strip.gap = std::exchange(pending_gap_, {});
  if (pending_break_ != document::PageBreak::automatic) {
    strip.forced = std::exchange(pending_break_, document::PageBreak::automatic);
  }
  if (guarded_ > 0) {
    guards_second_line_ = guarded_ == 2;
    --guarded_;
    strip.rules.add(BreakRule::keep_with_next);
  }
  hang_pending(strip);
  if (!pending_opens_.empty()) {
    Length above{};
    for (const OpenBox& open : pending_opens_) {
      const document::Box& box = box_of(context_, open.box);
      above += box.padding.top + border_width(box.border.top);
    }
    shift(strip.items, {}, above);
    strip.height += above;
    strip.inset_top = above;
    move_to(pending_opens_, strip.opens);
  }
  strips_.push_back(std::move(strip));
}

void Flow::close_box(const document::Block& block) {
  const document::Box& box = box_of(context_, block.box);
  Strip& last = strips_.back();
  const Length below = box.padding.bottom + border_width(box.border.bottom);
  last.height += below;
  last.inset_bottom += below;
  ++last.closes;
}

void Flow::apply_keep(const document::Keep& keep, std::size_t first, bool heading) {
  if (keep.together) {
    for (std::size_t i = first + 1; i < strips_.size(); ++i)
      strips_[i].rules.add(BreakRule::keep_together);
  }
  // Two lines, or as many as are asked for, come along from before; one is an ordinary keep.
  const auto lines = static_cast<std::size_t>(std::max(keep.with_previous_lines, 0));
  for (std::size_t back = 0; back < lines && back < first; ++back) {
    strips_[first - back].rules.add(lines > 1 ? BreakRule::signature : BreakRule::keep_with_next);
  }
  if (keep.with_next) {
    guarded_ = std::max(guarded_, heading ? 2 : 1);
    guards_second_line_ = false;
  }
  if (keep.break_after != document::PageBreak::automatic) pending_break_ = keep.break_after;
}

std::vector<Strip> Flow::take() {
  if (!pending_.page_items.empty() || !pending_.anchors.empty()) {
    // Frames and anchors after the last strip belong to it; without any strip, to one of no height.
    if (strips_.empty()) strips_.emplace_back();
    hang_pending(strips_.back());
  }
  return std::move(strips_);
}

void Flow::hang_pending(Strip& strip) {
  move_to(pending_.page_items, strip.page_items);
  move_to(pending_.footnotes, strip.footnotes);
  move_to(pending_.late, strip.late);
  move_to(pending_.anchors, strip.anchors);
}

// ---- lists -----------------------------------------------------------------------------------------------

void Flow::add_list(const document::List& list, const document::Block& block, const Area& area) {
  flush_label(area);
  const int node = context_.structure.add(StructureType::list);
  const Structure::Inside inside(context_.structure, node);
  const Length hang = list.label == document::List::Label::hang ? label_width(list, area) : Length{};
  label_layer_ = block.layer;
  for (const document::ListItem& item : list.items)
    add_item(list, item, area, hang);
}

void Flow::add_item(const document::List& list, const document::ListItem& item, const Area& area,
                    Length hang) {
  const std::size_t first = strips_.size();
  const Length gap_before = std::exchange(pending_gap_, std::max(pending_gap_, item.space.before));
  if (item.keep.break_before != document::PageBreak::automatic) pending_break_ = item.keep.break_before;
  const int node = context_.structure.add(StructureType::list_item);
  const Structure::Inside inside(context_.structure, node);
  const int label = context_.structure.add(StructureType::label);
  const int body = context_.structure.add(StructureType::list_body);
  const Structure::Inside in_body(context_.structure, body);
  label_source_ = item.source;
  label_layer_ = item.layer;
  if (list.label == document::List::Label::run_in) {
    if (!item.label.empty()) label_ = RunInLabel{item.label, item.label_style, label};
    add(item.children, area);
    flush_label(area);
  } else {
    no_first_indent_ = true;
    add(item.children, Area{area.x + hang, area.width - hang});
    no_first_indent_ = false;
    hang_label(item, area, label, first);
  }
  if (strips_.size() == first) {
    pending_gap_ = gap_before;
    return;
  }
  pending_gap_ = std::max(pending_gap_, item.space.after);
  apply_keep(item.keep, first, false);
}

/// A label whose item does not begin with text stands on a line of its own, and stays with what follows.
void Flow::flush_label(const Area& area) {
  if (!label_) return;
  const RunInLabel label = *std::exchange(label_, std::nullopt);
  document::Paragraph paragraph;
  paragraph.text_style = label.style;
  ParagraphJob job{paragraph};
  job.x = area.x;
  job.width = area.width;
  job.layer = label_layer_;
  job.source = label_source_;
  job.label = &label;
  job.structure = label.structure;
  std::vector<Strip> lines;
  static_cast<void>(set_paragraph(context_, job, lines));
  append(std::move(lines));
  guarded_ = std::max(guarded_, 1);
}

Length Flow::label_width(const document::List& list, const Area& area) {
  if (list.label_width.kind != document::Size::Kind::automatic) {
    return resolve(list.label_width, area.width, {});
  }
  Length widest{};
  for (const document::ListItem& item : list.items) {
    const Look& look = context_.look(item.label_style, item.source);
    widest = std::max(widest, look.width_of(*context_.fonts.shape(look.face, item.label)) + look.space);
  }
  return widest;
}

/// Puts the label beside the first line of its item, on the same baseline.
void Flow::hang_label(const document::ListItem& item, const Area& area, int structure, std::size_t first) {
  if (item.label.empty()) return;
  const RunInLabel label{item.label, item.label_style, structure};
  document::Paragraph paragraph;
  paragraph.text_style = item.label_style;
  ParagraphJob job{paragraph};
  job.x = area.x;
  job.width = area.width;
  job.layer = item.layer;
  job.source = item.source;
  job.label = &label;
  job.structure = structure;
  std::vector<Strip> lines;
  static_cast<void>(set_paragraph(context_, job, lines));
  if (lines.empty()) return;
  if (strips_.size() == first) {
    append(std::move(lines));
    return;
  }
  Strip& beside = strips_[first];
  const Length own = first_baseline(lines.front().items).value_or(Length{});
  const Length baseline =
      (beside.split ? beside.split->first_baseline() : first_baseline(beside.items)).value_or(own);
  shift(lines.front().items, {}, baseline - own);
  // A row without text is lower than its label, or a line in smaller letters: the label may not reach out.
  beside.height = std::max(beside.height, baseline + context_.look(item.label_style, item.source).descent);
  move_to(beside.items, lines.front().items);
  beside.items = std::move(lines.front().items);
}

// ---- grids, tables, frames -------------------------------------------------------------------------------

void Flow::add_grid(const document::Block& block, const document::Grid& grid, const Area& area) {
  flush_label(area);
  auto setter = std::make_shared<RowSetter>(context_, make_tracks(grid.columns, area, grid.gap), RowStyle{});
  context_.kept.push_back(setter);
  const std::size_t columns = setter->tracks().size();
  std::vector<std::size_t> taken(columns, 0);
  std::vector<RowView> rows;
  for (std::size_t begin = 0; begin < grid.cells.size();) {
    std::size_t column = 0;
    std::size_t end = begin;
    while (true) {
      while (column < columns && taken[column] > 0)
        ++column;
      if (column >= columns || end == grid.cells.size()) break;
      const document::Cell& cell = grid.cells[end++];
      const auto width = static_cast<std::size_t>(std::max(cell.column_span, 1));
      for (std::size_t i = 0; i < width && column < columns; ++i) {
        taken[column++] = static_cast<std::size_t>(std::max(cell.row_span, 1));
      }
    }
    for (std::size_t& left : taken)
      left -= left > 0 ? 1 : 0;
    rows.push_back(
        {std::span(grid.cells).subspan(begin, end - begin), {}, {}, {}, block.layer, block.source});
    begin = end;
  }
  for (std::size_t begin = 0; begin < rows.size();) {
    const std::span<const RowView> rest = std::span<const RowView>(rows).subspan(begin);
    const std::size_t count = joined_rows(rest);
    const int first_node = context_.structure.next();
    Strip strip = setter->set(rest.first(count), false);
    if (level_ == Level::page && count == 1 && strip.height > context_.page_body &&
        context_.page_body.units > 0) {
      const Structure::Replay replay(context_.structure, first_node);
      strip = setter->set(rest.first(count), true);
    }
    append(std::move(strip));
    begin += count;
  }
}

void Flow::add_table(const document::Block& block, const document::Table& table, const Area& area) {
  flush_label(area);
  auto run = std::make_shared<TableRun>(context_, table, area, block.layer, std::exchange(table_node_, -1));
  context_.kept.push_back(run);
  std::vector<Strip> strips = run->strips();
  const std::size_t first = strips_.size();
  for (Strip& strip : strips)
    append(std::move(strip));
  if (level_ == Level::page || strips_.size() == first) return;
  // Inside a cell or frame no page ends: all sums are known, and the ends of the table are where it ends.
  for (std::size_t i = first; i < strips_.size(); ++i) {
    if (strips_[i].split) std::exchange(strips_[i].split, nullptr)->finish(strips_[i]);
    strips_[i].table = nullptr;
  }
  const Length bottom = strips_.back().height;
  run->paint_end({}, true, strips_[first].items);
  run->paint_end(bottom, false, strips_.back().items);
}

void Flow::add_frame(const document::Block& block, const document::Frame& frame) {
  PlacedFrame placed = place_frame(context_, block, frame);
  move_to(placed.items, pending_.page_items);
  move_to(placed.footnotes, pending_.footnotes);
  move_to(placed.late, pending_.late);
  move_to(placed.anchors, pending_.anchors);
}

Stack lay_out_stack(Context& context, const document::Blocks& blocks, const Area& area) {
  Flow flow(context, Flow::Level::nested);
  flow.add(blocks, area);
  std::vector<Strip> strips = flow.take();
  Stack result;
  stack(context.document, strips, result);
  return result;
}

}  // namespace sovang::layout
