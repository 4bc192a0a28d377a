#pragma once

#include <memory>
#include <vector>

#include "rows.h"

namespace sovang::layout {

/// A table at the level of the page: its rows in the flow, and what is set again where it breaks.
class TableRun {
 public:
  /// `node` is the table's place in the structure tree; -1 for one that is made here.
  TableRun(Context& context, const document::Table& table, const Area& area, Layer layer, int node);

  /// The strips of the whole table: headers, rows, footers.
  [[nodiscard]] std::vector<Strip> strips();

  /// What stands at a break: `footer on="all|break"` before it, `header on="all|continued"` after it. They
  /// print what `context.late` says, and are artifacts.
  [[nodiscard]] std::vector<Strip> headers_after_break();
  [[nodiscard]] std::vector<Strip> footers_before_break();
  [[nodiscard]] Length height_of_footers_before_break();
  /// The group row that is set again when the page begins with body row `row`; nothing if there is none.
  [[nodiscard]] std::optional<Strip> repeated_group_row(std::size_t row);

  /// A strip of this table, laid out again with what its late-bound marks print now.
  void set_again(Strip& strip);

  [[nodiscard]] const document::Table& table() const { return table_; }
  /// Appends the rule that ends the table on a page at the top or the bottom.
  void paint_end(Length y, bool top, std::vector<Item>& items) const;

  Tallies tallies;  ///< of the rows that were placed
  Tallies page_tallies;

 private:
  [[nodiscard]] RowView view(const document::Row& row) const;
  std::vector<Strip> set_band(const std::vector<document::Row>& rows, bool is_header);
  void add_body(std::vector<Strip>& strips);
  [[nodiscard]] std::size_t count_joined(std::size_t begin) const;
  void add_bands(bool headers, std::vector<Strip>& strips);
  void mark_rows(std::vector<Strip>& strips, std::size_t first) const;
  void apply_keeps(std::vector<Strip>& strips, std::size_t first) const;
  Strip set_row(std::span<const RowView> rows, bool is_header, bool may_split);
  void add_each_alone(std::size_t begin, std::size_t end, Tallies& running, std::vector<Strip>& strips);

  Context& context_;
  const document::Table& table_;
  Layer layer_;
  std::unique_ptr<RowSetter> setter_;
  std::unique_ptr<RowSetter> header_setter_;
  int node_ = -1;
  int head_ = -1;
  int body_ = -1;
  int foot_ = -1;
  Tallies totals_;
  std::vector<std::int32_t> group_of_;  ///< the group row of each row, -1 = none
  std::optional<Length> footer_height_;
  bool footers_vary_ = false;  ///< with the page number in them: their height holds for one page
  int footers_page_ = -1;
};

}  // namespace sovang::layout
