#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sovang/document/tree.h"
#include "sovang/layout/pages.h"

namespace sovang::layout {

/// What a page break before a strip would break, in the order in which rules are given up (template-language
/// §11). The value is the number in the finding's id.
enum class BreakRule : std::uint8_t {
  lines = 1,           ///< PAG-01: widow or orphan
  min_rows = 2,        ///< PAG-02
  keep_together = 3,   ///< PAG-03
  keep_with_next = 4,  ///< PAG-04
  group_row = 5,       ///< PAG-05: the repeated group row is left out
  signature = 7,       ///< PAG-07
  anywhere = 8         ///< PAG-08
};

/// A set of BreakRules as bits.
class RuleSet {
 public:
  void add(BreakRule rule) { bits_ = static_cast<std::uint16_t>(bits_ | 1U << static_cast<unsigned>(rule)); }
  void add(RuleSet other) { bits_ = static_cast<std::uint16_t>(bits_ | other.bits_); }
  [[nodiscard]] bool has(BreakRule rule) const { return (bits_ >> static_cast<unsigned>(rule) & 1U) != 0; }
  /// The highest rule that a break would give up; 0 = the break is legal.
  [[nodiscard]] int level() const {
    int level = 0;
    for (unsigned bits = bits_; bits > 1; bits >>= 1U)
      ++level;
    return level;
  }

 private:
  std::uint16_t bits_ = 0;
};

/// A block's padding, border and background, drawn around its strips on each page.
struct OpenBox {
  document::BoxId box{};
  Length x{};
  Length width{};
  Layer layer = Layer::all;
};

struct Strip;

/// A footnote as lines; its height counts on the page of its mark.
struct FootnoteText {
  std::vector<Strip> lines;
};

/// The cells of a row that may be split at its lines when it is taller than a page.
struct SplitCells;
class TableRun;

/// Rows [begin, end) of a header or footer of a table.
struct BandRows {
  const std::vector<document::Row>* rows = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_header = false;
};

/// A horizontal slice of a page that is never cut: a line of text, a row of a table, a picture. Positions in
/// it are from the left edge of the page's body and from the strip's own top.
struct Strip {
  Length gap{};  ///< above it; dropped at the top of a page
  Length height{};
  std::vector<Item> items;
  std::vector<Item> page_items;  ///< of frames: from the corner of the page, painted before `items`
  RuleSet rules;                 ///< broken by a page break before this strip
  document::PageBreak forced = document::PageBreak::automatic;
  bool keeps_gap = false;  ///< the first of a sequence keeps its gap at the top of the page
  std::uint8_t closes = 0;
  Length inset_top{};  ///< of the height: padding and border of boxes that open or close here
  Length inset_bottom{};
  std::vector<OpenBox> opens;
  std::vector<std::string> anchors;
  std::vector<const document::LateText*> late;
  std::vector<std::shared_ptr<const FootnoteText>> footnotes;
  document::SourceId source{};

  TableRun* table = nullptr;  ///< of a row at page level
  std::size_t row_begin = 0;  ///< body rows [row_begin, row_end) of the table; empty for headers and footers
  std::size_t row_end = 0;
  BandRows band;
  int structure_begin = -1;  ///< where its structure nodes begin, if it must be laid out again when placed
  std::shared_ptr<SplitCells> split;
};

void shift(Item& item, Length dx, Length dy);
void shift(std::vector<Item>& items, Length dx, Length dy);

/// Strips one below the other as one: gaps included, the first and the last as well. Takes the items.
struct Stack {
  Length height{};
  std::vector<Item> items;
  std::vector<Item> page_items;
  std::vector<std::shared_ptr<const FootnoteText>> footnotes;
  std::vector<const document::LateText*> late;
  std::vector<std::string> anchors;
};
/// Stacks the strips and takes their items, with the boxes that open and close in them.
void stack(const document::Document& document, std::span<Strip> strips, Stack& out);

/// Where the ink of a line begins and ends. Stacked capitals (Ễ) rise above the ascent of their face.
struct Ink {
  Length top{};
  Length bottom{};
};
[[nodiscard]] Ink ink_of(const TextItem& text, const FontBook& fonts);
/// How far down items at `y` must come so that no ink of their text is above the edge of the page.
[[nodiscard]] Length over_the_edge(const std::vector<Item>& items, Length y, const FontBook& fonts);

/// The baseline of the first text in `items`, or nothing.
[[nodiscard]] std::optional<Length> first_baseline(const std::vector<Item>& items);
/// The same in strips that will be stacked, from the top of the stack.
[[nodiscard]] std::optional<Length> first_baseline(std::span<const Strip> strips);

}  // namespace sovang::layout
