#pragma once

#include <optional>
#include <string>
#include <vector>

#include "properties.h"
#include "xml_tree.h"

namespace sovang::document {

/// What a column gives to its cells. Columns that give the same share one look.
struct ColumnLook {
  std::string key;
  Properties properties;
  std::optional<Align> align;  ///< its own, not one from what its style is based on
  VerticalAlign vertical = VerticalAlign::top;
};

struct TableColumn {
  const XmlElement* element = nullptr;
  Size width{};
  std::optional<Length> measured;  ///< where the table's width is known
  ColumnLook look;
  std::size_t cell_class = 0;
};

/// The table that is being compiled.
struct TableScope {
  std::vector<TableColumn> columns;
  std::vector<ColumnLook> looks;  ///< by class
  std::optional<Length> width;
  Box box;                   ///< what the table's style gives to every cell
  bool conditional = false;  ///< some column stands in an `if`
  bool row_spans = false;

  struct OfRow {
    Properties properties;
    bool styled = false;
    /// The column of the next cell, where it can be known without data.
    std::optional<std::size_t> next_column;
  };
  OfRow row;

  /// Finds the widths of the columns.
  void measure();
};

}  // namespace sovang::document
