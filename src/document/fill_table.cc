#include <algorithm>
#include <utility>

#include "filler.h"

namespace sovang::document {

void Filler::table(const Node& node, Block& out) {
  const TableData& data = node.as<TableData>();
  Table made = data.settings;
  made.caption = text(data.caption, node.source);
  made.summary = text(data.summary, node.source);
  Columns columns;
  each(data.columns, [&](const Node& child) {
    const ColumnData& column = child.as<ColumnData>();
    made.columns.push_back(column.column);
    columns.classes.push_back(column.cell_class);
  });
  columns.spanned.assign(columns.classes.size(), 0);
  each(node.children, [&](const Node& child) {
    if (child.kind == NodeKind::row) {
      made.rows.push_back(row(child, columns));
    } else if (child.kind == NodeKind::check) {
      check(child);
    } else if (child.kind == NodeKind::band) {
      const BandData& band = child.as<BandData>();
      Columns of_band = columns;
      of_band.spanned.assign(columns.classes.size(), 0);
      std::vector<Row> band_rows;
      rows(child.children, of_band, band_rows);
      if (band.header) {
        made.headers.push_back({band.header_on, std::move(band_rows), band.on_written});
      } else {
        made.footers.push_back({band.footer_on, std::move(band_rows), band.on_written});
      }
    }
  });
  out.content = std::move(made);
}

void Filler::rows(const Nodes& nodes, Columns& columns, std::vector<Row>& out) {
  each(nodes, [&](const Node& node) {
    if (node.kind == NodeKind::check) {
      check(node);
    } else if (node.kind == NodeKind::row) {
      out.push_back(row(node, columns));
    }
  });
}

Row Filler::row(const Node& node, Columns& columns) {
  const RowData& data = node.as<RowData>();
  Row out;
  if (!count_node(node)) return out;
  out.kind = data.kind;
  out.repeat = data.repeat;
  out.height = data.height;
  out.keep = node.keep;
  out.background = data.background;
  out.id = node.id;
  out.layer = node.layer;
  out.source = source_of(node);
  for (const auto& [name, expression] : data.tallies) {
    Value scratch;
    const Value& value = evaluator_.evaluate(expression.root, scratch);
    const auto* number = std::get_if<std::int64_t>(&value.data());
    if (evaluator_.failed()) {
      report_fault(node.source, &expression.root);
    } else if (number != nullptr) {
      out.tallies.emplace_back(name, *number);
    } else if (!value.is_null()) {
      report({"EXP-05", Severity::error, "cộng dồn «" + name + "» cần số nguyên"}, node.source);
    }
  }
  std::size_t at = 0;
  each(node.children, [&](const Node& child) { cell(child, columns, at, out); });
  while (at < columns.spanned.size() && columns.spanned[at] > 0)
    ++at;
  if (at != columns.classes.size() && !stopped())
    report({"TPL-14", Severity::error,
            "hàng lấp " + std::to_string(at) + " cột, bảng có " + std::to_string(columns.classes.size()) +
                " cột"},
           node.source);
  for (int& rows_left : columns.spanned)
    rows_left = std::max(0, rows_left - 1);
  return out;
}

/// Puts a cell into the next column that no cell from above covers.
void Filler::cell(const Node& node, Columns& columns, std::size_t& at, Row& out) {
  if (node.kind != NodeKind::cell || !count_node(node)) return;
  const CellData& data = node.as<CellData>();
  const std::size_t count = columns.classes.size();
  while (at < count && columns.spanned[at] > 0)
    ++at;
  const auto span = static_cast<std::size_t>(data.column_span);
  if (at < count) {
    Cell made = cell_of(node, data.variants[columns.classes[at]]);
    for (std::size_t i = at; i < std::min(at + span, count); ++i)
      columns.spanned[i] = std::max(columns.spanned[i], data.row_span);
    out.cells.push_back(std::move(made));
  }
  at += span;
}

Cell Filler::cell_of(const Node& node, const CellVariant& variant) {
  const CellData& data = node.as<CellData>();
  Cell out;
  out.column_span = data.column_span;
  out.row_span = data.row_span;
  out.vertical = variant.vertical;
  out.scope = data.scope;
  out.box = variant.box;
  out.text_only = data.text_only;
  out.id = node.id;
  out.layer = node.layer;
  out.source = source_of(node);
  if (!data.text_only) {
    blocks(variant.children, out.children);
    return out;
  }
  Block& paragraph = out.children.emplace_back();
  paragraph.layer = node.layer;
  paragraph.space = variant.space;
  paragraph.source = out.source;
  paragraph.content = Paragraph{variant.paragraph.style, variant.paragraph.text_style,
                                inlines(variant.children, out.source, node.source)};
  return out;
}

}  // namespace sovang::document
