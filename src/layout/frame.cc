#include "frame.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "box_paint.h"
#include "flow.h"
#include "frame_cache.h"

namespace sovang::layout {
namespace {

using document::Frame;
using document::scaled;

constexpr Length size_step = Length::pt(0.5);

const document::Box& box_of(const Context& context, document::BoxId id) {
  static const document::Box none;
  const auto index = static_cast<std::size_t>(id);
  return index < context.document.boxes.size() ? context.document.boxes[index] : none;
}

/// The largest size of text in the blocks: the one that min-font-size speaks of.
class LargestSize {
 public:
  explicit LargestSize(const Context& context) : context_(context) {}

  void look(const document::Blocks& blocks) {
    if (++depth_ < 64) {
      for (const document::Block& block : blocks)
        std::visit(*this, block.content);
    }
    --depth_;
  }

  void operator()(const document::Paragraph& paragraph) {
    for (const document::Inline& part : paragraph.content) {
      if (const auto* run = std::get_if<document::TextRun>(&part)) take(run->style);
      if (const auto* late = std::get_if<document::LateText>(&part)) take(late->style);
    }
  }
  void operator()(const document::Group& group) { look(group.children); }
  void operator()(const document::List& list) {
    for (const document::ListItem& item : list.items)
      look(item.children);
  }
  void operator()(const document::Grid& grid) { look(grid.cells); }
  void operator()(const document::Table& table) {
    for (const document::Row& row : table.rows)
      look(row.cells);
  }
  template <class Other>
  void operator()(const Other&) {}  // nested frames have sizes of their own; the rest has no text

  [[nodiscard]] Length size() const { return size_; }

 private:
  void look(const std::vector<document::Cell>& cells) {
    for (const document::Cell& cell : cells)
      look(cell.children);
  }
  void take(document::TextStyleId style) {
    const auto index = static_cast<std::size_t>(style);
    const auto& styles = context_.document.text_styles;
    if (index < styles.size()) size_ = std::max(size_, styles[index].size);
  }

  const Context& context_;
  Length size_{};
  int depth_ = 0;
};

/// Tries the steps of the ladder until the content fits its frame.
class FrameSetter {
 public:
  FrameSetter(Context& context, const document::Block& block, const Frame& frame)
      : context_(context), block_(block), frame_(frame), box_(box_of(context, block.box)) {
    const document::Sides<Length>& padding = box_.padding;
    const Length room = width() - padding.left - padding.right - border_width(box_.border.left) -
                        border_width(box_.border.right);
    area_ = {frame.x + padding.left + border_width(box_.border.left), room};
    first_node_ = context.structure.next();
  }

  PlacedFrame run() {
    // The frame's lines do not move the text around it, and its words are not those of a paragraph outside.
    Fitting* const outer = std::exchange(context_.fitting, nullptr);
    const bool fits = frame_.fit != Frame::Fit::none && !context_.in_ladder;
    Stack content = fits ? fit() : lay_out_stack(context_, frame_.children, area_);
    context_.fitting = outer;
    return place(std::move(content));
  }

 private:
  [[nodiscard]] Length width() const { return resolve(frame_.width, Length::mm(100), Length::mm(100)); }
  [[nodiscard]] std::optional<Length> inner_height() const {
    if (frame_.height.kind != document::Size::Kind::absolute) return std::nullopt;
    return frame_.height.length - box_.padding.top - box_.padding.bottom - border_width(box_.border.top) -
           border_width(box_.border.bottom);
  }

  /// One step of the ladder.
  struct Attempt {
    std::int32_t condense_permille = 1000;
    Length size{};
    std::size_t lines = 1;
  };

  Stack set(const Attempt& attempt, Fitting& fitting) {
    fitting = {};
    fitting.condense_permille = attempt.condense_permille;
    fitting.size_numerator = attempt.size.units;
    fitting.size_denominator = std::max<std::int64_t>(largest_.units, 1);
    fitting.number = ++context_.fittings;
    fitting.never_break_pieces = true;
    fitting.most_lines = attempt.lines;
    context_.fitting = &fitting;
    context_.in_ladder = true;
    std::optional<Structure::Replay> replay;
    if (laid_out_) replay.emplace(context_.structure, first_node_);
    laid_out_ = true;
    Stack content = lay_out_stack(context_, frame_.children, area_);
    context_.fitting = nullptr;
    context_.in_ladder = false;
    return content;
  }

  [[nodiscard]] bool fits(const Stack& content, const Fitting& fitting, std::size_t lines) const {
    const std::optional<Length> height = inner_height();
    return !fitting.too_wide && fitting.lines <= lines && (!height || content.height <= *height);
  }

  /// Template-language §10: full size, condensed, smaller; then the same with more lines.
  Stack fit() {
    LargestSize largest(context_);
    largest.look(frame_.children);
    largest_ = std::max(largest.size(), Length{1});
    const Length least = std::min(frame_.min_font_size.value_or(scaled(largest_, 2, 3)), largest_);
    // Half points, but never more than 200 steps, whatever sizes a template names.
    const Length step = std::max(size_step, (largest_ - least) / 200);
    const bool condenses = frame_.fit == Frame::Fit::condense_shrink;
    const std::int32_t narrow = condenses ? std::clamp(frame_.min_condense_permille, 500, 1000) : 1000;
    const auto most_lines = static_cast<std::size_t>(std::clamp(frame_.max_lines.value_or(1), 1, 20));
    Attempt attempt;
    Fitting found;
    for (attempt.lines = 1; attempt.lines <= most_lines; ++attempt.lines) {
      attempt.condense_permille = 1000;
      attempt.size = largest_;
      Stack content = set(attempt, found);
      if (fits(content, found, attempt.lines)) return accept(std::move(content), attempt);
      if (condenses) {
        attempt.condense_permille = found.too_wide ? condensed(found, narrow) : narrow;
        content = set(attempt, found);
        if (fits(content, found, attempt.lines)) return accept(std::move(content), attempt);
      }
      attempt.condense_permille = narrow;
      for (attempt.size = largest_ - step; attempt.size >= least; attempt.size -= step) {
        content = set(attempt, found);
        if (fits(content, found, attempt.lines)) return accept(std::move(content), attempt);
      }
    }
    attempt.lines = most_lines;
    attempt.condense_permille = narrow;
    attempt.size = least;
    Stack content = set(attempt, found);
    reduced_ = attempt;
    needed_width_ = found.too_wide ? std::optional<Length>(found.widest_needed) : std::nullopt;
    too_many_lines_ = found.lines > most_lines;
    overflows_ = true;
    return content;
  }

  /// As little as is needed, to a tenth of a per cent, but not below the least.
  [[nodiscard]] std::int32_t condensed(const Fitting& found, std::int32_t narrow) const {
    if (found.widest_needed.units <= 0) return narrow;
    const std::int64_t exact = area_.width.units * 1000 / found.widest_needed.units;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(exact, narrow, 1000));
  }

  Stack accept(Stack&& content, const Attempt& attempt) {
    const bool changed = attempt.condense_permille != 1000 || attempt.size != largest_;
    if (changed) {
      context_.findings.add("FIT-03", Severity::info,
                            "chữ trong khung" + name() + " được thu nhỏ cho vừa: " + measures(attempt),
                            block_.source);
    }
    return std::move(content);
  }

  [[nodiscard]] std::string name() const { return block_.id.empty() ? "" : " «" + block_.id + "»"; }

  [[nodiscard]] static std::string measures(const Attempt& attempt) {
    const std::int64_t tenths = scaled(attempt.size, 10, Length::units_per_pt).units;
    std::string text = "cỡ " + std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += "," + std::to_string(tenths % 10);
    text += " pt";
    if (attempt.condense_permille != 1000) {
      text += ", co " + std::to_string(attempt.condense_permille / 10);
      if (attempt.condense_permille % 10 != 0) text += "," + std::to_string(attempt.condense_permille % 10);
      text += " %";
    }
    return text;
  }

  void report_overflow(Length height) const {
    const std::optional<Length> room = inner_height();
    std::string what;
    if (needed_width_) {
      what = "cần " + mm_words(*needed_width_) + " mm, có " + mm_words(area_.width) + " mm";
    } else if (too_many_lines_) {
      what = "cần nhiều dòng hơn";
    } else {
      what = "cao " + mm_words(height) + " mm, có " + mm_words(room.value_or(Length{})) + " mm";
    }
    if (reduced_) what += " (" + measures(*reduced_) + ")";
    const Severity severity = frame_.overflow == Frame::Overflow::error ? Severity::error : Severity::warning;
    context_.findings.add("FIT-01", severity, "chữ không vừa khung" + name() + ": " + what, block_.source,
                          frame_.fit == Frame::Fit::none ? "tăng height hoặc đặt fit=\"shrink\""
                                                         : "tăng max-lines hoặc giảm min-font-size");
  }

  PlacedFrame place(Stack&& content) {
    const std::optional<Length> room = inner_height();
    const bool clips = frame_.overflow == Frame::Overflow::clip;
    // Heights of condensed and shrunk text are rounded line by line.
    const bool too_high = room && content.height > *room + Length{64};
    if ((overflows_ || too_high) && !clips) report_overflow(content.height);
    if (clips && room) drop_below(content, *room);
    const Length inside = room.value_or(content.height);
    Length top = frame_.y + box_.padding.top + border_width(box_.border.top);
    if (frame_.vertical == document::VerticalAlign::middle) top += (inside - content.height) / 2;
    if (frame_.vertical == document::VerticalAlign::bottom) top += inside - content.height;
    if (frame_.origin == Frame::Origin::page) top += over_the_edge(content.items, top, context_.fonts);
    const Rectangle outer{frame_.x, frame_.y, width(),
                          inside + box_.padding.top + box_.padding.bottom + border_width(box_.border.top) +
                              border_width(box_.border.bottom)};
    PlacedFrame placed{std::move(content.page_items), std::move(content.footnotes), std::move(content.late),
                       std::move(content.anchors)};
    std::vector<Item>& items = placed.items;
    if (box_.background) {
      items.push_back({BackgroundItem{outer.x, outer.y, outer.width, outer.height, *box_.background},
                       block_.layer, -1, std::nullopt});
    }
    shift(content.items, {}, top);
    items.insert(items.end(), std::make_move_iterator(content.items.begin()),
                 std::make_move_iterator(content.items.end()));
    paint_borders(box_.border, outer, block_.layer, items);
    if (frame_.origin == Frame::Origin::margin) shift(items, context_.margin_left, context_.margin_top);
    turn(items, outer);
    return placed;
  }

  /// overflow="clip": lines that would reach below the frame are left out whole, as the template says. Half a
  /// line is never printed.
  void drop_below(Stack& content, Length room) const {
    std::erase_if(content.items, [&](const Item& item) {
      const auto* text = std::get_if<TextItem>(&item.content);
      return text != nullptr && ink_of(*text, context_.fonts).bottom > room;
    });
    content.height = std::min(content.height, room);
  }

  void turn(std::vector<Item>& items, const Rectangle& outer) const {
    const int degrees = ((frame_.rotate % 360) + 360) % 360;
    if (degrees == 0) return;
    const bool by_margin = frame_.origin == Frame::Origin::margin;
    const Rotation rotation{degrees, outer.x + (by_margin ? context_.margin_left : Length{}),
                            outer.y + (by_margin ? context_.margin_top : Length{}), outer.width,
                            outer.height};
    for (Item& item : items) {
      if (!item.rotation) item.rotation = rotation;
    }
  }

  Context& context_;
  const document::Block& block_;
  const Frame& frame_;
  const document::Box& box_;
  Area area_;
  int first_node_ = 0;
  bool laid_out_ = false;
  Length largest_{};
  std::optional<Attempt> reduced_;
  std::optional<Length> needed_width_;
  bool too_many_lines_ = false;
  bool overflows_ = false;
};

/// A frame of plain paragraphs, without the place of its nodes in the structure tree.
FrameCache::Kept apart_from(const Context& context, const PlacedFrame& placed, int first) {
  FrameCache::Kept kept{placed.items, {}};
  const std::vector<StructureNode>& nodes = context.structure.nodes();
  kept.nodes.assign(nodes.begin() + first, nodes.end());
  for (StructureNode& node : kept.nodes)
    node.parent = node.parent < first ? -1 : node.parent - first;
  for (Item& item : kept.items)
    item.structure = item.structure < 0 ? -1 : item.structure - first;
  return kept;
}

PlacedFrame placed_again(Context& context, const FrameCache::Kept& kept) {
  const int first = context.structure.next();
  for (StructureNode node : kept.nodes) {
    node.parent = node.parent < 0 ? context.structure.parent() : node.parent + first;
    context.structure.append(std::move(node));
  }
  PlacedFrame placed{kept.items, {}, {}, {}};
  for (Item& item : placed.items)
    item.structure = item.structure < 0 ? -1 : item.structure + first;
  return placed;
}

}  // namespace

PlacedFrame place_frame(Context& context, const document::Block& block, const Frame& frame) {
  const std::optional<std::string> key =
      context.frames == nullptr ? std::nullopt : frame_key(context, block, frame);
  if (!key) return FrameSetter(context, block, frame).run();
  if (const FrameCache::KeptPtr kept = context.frames->find(*key)) return placed_again(context, *kept);
  const int first = context.structure.next();
  const std::size_t findings = context.findings.calls();
  PlacedFrame placed = FrameSetter(context, block, frame).run();
  // a finding names its place in this document's data
  if (context.findings.calls() != findings || !context.frames->comes_again(*key)) return placed;
  context.frames->keep(*key, apart_from(context, placed, first));
  return placed;
}

}  // namespace sovang::layout
