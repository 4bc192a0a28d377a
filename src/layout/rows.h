#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "box_paint.h"
#include "flow.h"

namespace sovang::layout {

/// A column: where it stands and how its cells stand in their rows.
struct Track {
  Length x{};
  Length width{};
  document::VerticalAlign vertical = document::VerticalAlign::top;
};

/// Widths of columns: mm, pt and % as they are, fr share what is left (template-language §9).
[[nodiscard]] std::vector<Track> make_tracks(std::span<const document::Size> widths, const Area& area,
                                             Length gap);

/// A row of a table or a grid.
struct RowView {
  std::span<const document::Cell> cells;
  Length least_height{};
  std::optional<document::Color> background;
  std::string_view id;
  Layer layer = Layer::all;
  document::SourceId source{};
};

/// What rows of one table have in common.
struct RowStyle {
  document::Table::Rules rules = document::Table::Rules::none;
  document::Border rule{};
  bool is_table = false;     ///< for the structure tree: a grid is no table
  bool is_header = false;    ///< its cells are header cells
  Layer layer = Layer::all;  ///< of its rules
};

/// How many rows from `rows` on are joined by cells that span rows: at least one.
[[nodiscard]] std::size_t joined_rows(std::span<const RowView> rows);

/// A cell laid out, before it has a place.
struct SetCell {
  const document::Cell* cell = nullptr;
  std::size_t row = 0;
  std::size_t rows = 1;
  bool last_column = false;
  Length x{};
  Length width{};
  std::vector<Strip> strips;
  std::size_t placed = 0;  ///< so many of them stand on the pages before, where the row is cut
  Stack stacked;
  Length height{};  ///< with padding
  Length drop{};    ///< how far a baseline common with other cells of the row pushes the content down
  document::VerticalAlign vertical = document::VerticalAlign::top;
};

/// Lays out rows as strips: cells side by side, as high as the tallest, with backgrounds and rules.
class RowSetter {
 public:
  RowSetter(Context& context, std::vector<Track> tracks, RowStyle style)
      : context_(context), tracks_(std::move(tracks)), style_(style) {}

  /// Rows that stay together, as one strip. With `may_split` a single row keeps its cells apart, to be cut at
  /// lines.
  [[nodiscard]] Strip set(std::span<const RowView> rows, bool may_split);
  /// One of joined rows that cannot stay together. `taken` says for how many more rows cells from above fill
  /// each column, and is brought up to the next row.
  [[nodiscard]] Strip set_alone(const RowView& row, bool may_split, std::vector<std::size_t>& taken);

  [[nodiscard]] const std::vector<Track>& tracks() const { return tracks_; }

 private:
  friend struct SplitCells;

  [[nodiscard]] std::vector<SetCell> place(std::span<const RowView> rows);
  void paint_sides_of_joined(const std::vector<std::size_t>& taken, Strip& strip) const;
  void set_cell(SetCell& set, std::size_t column, std::size_t columns);
  void align_baselines(std::vector<SetCell>& cells, std::size_t rows) const;
  [[nodiscard]] std::vector<Length> heights(std::span<const RowView> rows,
                                            const std::vector<SetCell>& cells) const;
  void paint(std::span<const RowView> rows, std::vector<SetCell>& cells, const std::vector<Length>& heights,
             Strip& strip);
  void paint_cell(SetCell& cell, const RowView& row, const Rectangle& at, Strip& strip);
  void paint_rules(const std::vector<SetCell>& cells, const std::vector<Length>& tops, Strip& strip) const;

  Context& context_;
  std::vector<Track> tracks_;
  RowStyle style_;
  std::vector<std::size_t>* taken_ = nullptr;  ///< of a row that stands alone
};

/// Where a row may be cut: where no paragraph of its cells leaves a line alone, or at any line.
enum class Cut : std::uint8_t { at_good_lines, at_any_line };

/// A row that is taller than a page, until it is known where it is cut.
struct SplitCells {
  RowSetter* setter = nullptr;
  RowView view;
  std::vector<SetCell> cells;

  /// The part that fits into `room`, at least a line of some cell; nothing if not even that fits. What is
  /// left stays here; `strip` becomes the rest.
  [[nodiscard]] std::optional<Strip> cut(Strip& strip, Length room, Cut how);
  /// All that is left as one strip, painted.
  void finish(Strip& strip);
  /// The baseline of the first text in its cells, from the top of the row.
  [[nodiscard]] std::optional<Length> first_baseline() const;

 private:
  [[nodiscard]] Length padding_of(const SetCell& cell) const;
  [[nodiscard]] bool can_cut(Length room, Cut how);
  [[nodiscard]] Length height_of_rest();
};

}  // namespace sovang::layout
