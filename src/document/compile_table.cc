#include <algorithm>
#include <array>

#include "compiler.h"
#include "schema.h"
#include "table_scope.h"
#include "validate.h"

namespace sovang::document {
namespace {

bool has_row_spans(const XmlElement& element) {
  return std::any_of(element.children.begin(), element.children.end(), [](const XmlNode& child) {
    if (!child.element || child.element->name == "table") return false;
    const bool spans = child.element->name == "cell" && child.element->attribute("rowspan") != nullptr;
    return spans || (child.element->name != "cell" && has_row_spans(*child.element));
  });
}

int column_span(const XmlElement& cell) {
  const XmlAttribute* span = cell.attribute("colspan");
  return span != nullptr ? count_of(span->value.text) : 1;
}

bool only_cells(const XmlElement& row) {
  return std::all_of(row.children.begin(), row.children.end(),
                     [](const XmlNode& child) { return !child.element || child.element->name == "cell"; });
}

Row::Kind row_kind(std::string_view word) {
  if (word == "group") return Row::Kind::group;
  if (word == "subtotal") return Row::Kind::subtotal;
  return word == "total" ? Row::Kind::total : Row::Kind::body;
}

Table::HeaderOn header_on(std::string_view word) {
  if (word == "first") return Table::HeaderOn::first;
  return word == "continued" ? Table::HeaderOn::continued : Table::HeaderOn::all;
}

Table::FooterOn footer_on(std::string_view word) {
  if (word == "break") return Table::FooterOn::on_break;
  return word == "all" ? Table::FooterOn::all : Table::FooterOn::last;
}

void table_settings(const XmlElement& element, Table& table) {
  const std::string_view rules = element.value("rules");
  if (rules == "all") table.rules = Table::Rules::all;
  if (rules == "rows") table.rules = Table::Rules::rows;
  if (rules == "frame") table.rules = Table::Rules::frame;
  table.rule = border_of(element.attribute("rule") != nullptr ? element.value("rule") : "0.5pt solid");
  const std::string_view split = element.value("split-rows");
  if (split == "no") table.split_rows = Table::SplitRows::no;
  if (split == "yes") table.split_rows = Table::SplitRows::yes;
  if (element.attribute("min-rows-at-break") != nullptr)
    table.min_rows_at_break = count_of(element.value("min-rows-at-break"));
  table.width = element.attribute("width") != nullptr ? size_of(element.value("width"))
                                                      : Size{Size::Kind::percent, {}, 100'000'000};
}

}  // namespace

void TableScope::measure() {
  if (!width || conditional) return;
  Length fixed{};
  std::int64_t shares = 0;
  for (TableColumn& column : columns) {
    const Size& size = column.width;
    if (size.kind == Size::Kind::absolute) column.measured = size.length;
    if (size.kind == Size::Kind::percent)
      column.measured = scaled(*width, size.share_millionths, 100'000'000);
    if (column.measured) fixed += *column.measured;
    if (size.kind == Size::Kind::fraction) shares += size.share_millionths;
  }
  for (TableColumn& column : columns)
    if (column.width.kind == Size::Kind::fraction && shares > 0)
      column.measured = scaled(*width - fixed, column.width.share_millionths, shares);
}

Node Compiler::table(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::table, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  TableData& data = give<TableData>(out);
  table_settings(element, data.settings);
  data.caption = text_of(element, "caption", here);
  data.summary = text_of(element, "summary", here);

  TableScope scope;
  scope.width = here.inherited.width;
  if (data.settings.width.kind == Size::Kind::absolute) scope.width = data.settings.width.length;
  if (scope.width && data.settings.width.kind == Size::Kind::percent)
    scope.width = scaled(*scope.width, data.settings.width.share_millionths, 100'000'000);
  scope.box = box_of(properties);
  scope.row_spans = has_row_spans(element);
  TableScope* const outer = std::exchange(table_, &scope);
  open_tables_.push_back(tally_names_.size());
  tally_names_.emplace_back();
  Here inner = inside_container(element, here, properties);
  inner.inherited.layer = out.layer;
  const std::size_t visible = here.names->size();
  bool measured = false;
  for (const XmlNode& each : element.children) {
    if (!each.element || each.element->broken) continue;
    const bool columns =
        each.element->name == "column" || (each.element->name == "if" && holds_columns(*each.element));
    if (columns && each.element->name == "if") scope.conditional = true;
    if (!columns && !measured) {
      scope.measure();
      measured = true;
    }
    if (each.element->name == "header" || each.element->name == "footer") {
      out.children.push_back(band(*each.element, inner));
    } else {
      child(*each.element, columns ? Where::columns : Where::rows, inner,
            columns ? data.columns : out.children);
    }
  }
  if (!measured) scope.measure();
  here.names->cut(visible);
  check_widths(element, here, scope);
  open_tables_.pop_back();
  table_ = outer;
  return out;
}

bool Compiler::holds_columns(const XmlElement& element) {
  for (const XmlNode& child : element.children) {
    if (!child.element) continue;
    return child.element->name == "if" ? holds_columns(*child.element) : child.element->name == "column";
  }
  return false;
}

Node Compiler::column(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::column, element, here);
  ColumnData& data = give<ColumnData>(out);
  const XmlAttribute* width = element.attribute("width");
  data.column.width =
      width != nullptr ? size_of(width->value.text) : Size{Size::Kind::fraction, {}, 1'000'000};
  data.column.vertical = vertical_of(element.value("valign"));
  data.column.id = element.value("id");
  TableColumn column;
  column.element = &element;
  column.width = data.column.width;
  column.look.properties = properties_of(element, here);
  column.look.align = column.look.properties.own_align ? column.look.properties.align : std::nullopt;
  column.look.vertical = data.column.vertical;
  column.look.key = std::string(element.value("style")) + "|" + std::string(element.value("align")) + "|" +
                    std::string(element.value("valign"));
  const auto same = std::find_if(table_->looks.begin(), table_->looks.end(),
                                 [&](const ColumnLook& each) { return each.key == column.look.key; });
  data.cell_class = static_cast<std::size_t>(same - table_->looks.begin());
  column.cell_class = data.cell_class;
  if (same == table_->looks.end()) table_->looks.push_back(column.look);
  table_->columns.push_back(std::move(column));
  return out;
}

void Compiler::check_widths(const XmlElement& element, const Here& here, const TableScope& scope) {
  if (!scope.width || scope.conditional) return;
  constexpr double narrowest_justified_mm = 100;
  Length total{};
  for (const TableColumn& column : scope.columns) {
    if (column.measured && column.width.kind != Size::Kind::fraction) total += *column.measured;
    if (column.look.align == Align::justify && column.measured &&
        *column.measured < Length::mm(narrowest_justified_mm))
      findings_.warning("TPL-15", here.file->source.span(column.element->at),
                        "cột căn đều hai bên hẹp dưới 100 mm sẽ thưa chữ, khó đọc", "dùng align=\"left\"");
  }
  // Each width was rounded by itself.
  const Length slack{static_cast<std::int64_t>(scope.columns.size())};
  if (total > *scope.width + slack)
    error("TPL-11", here, element.at,
          "các cột rộng " + mm_text(total) + " mm, bảng chỉ có " + mm_text(*scope.width) + " mm",
          "giảm bề rộng các cột, hoặc dùng fr");
}

Node Compiler::band(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::band, element, here);
  BandData& data = give<BandData>(out);
  data.header = element.name == "header";
  data.header_on = header_on(element.value("on"));
  data.footer_on = footer_on(element.value("on"));
  data.on_written = element.attribute("on") != nullptr;
  const Here inner = inside_container(element, here, properties_of(element, here));
  children(element, Where::rows, inner, out.children);
  return out;
}

Node Compiler::row(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::row, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  RowData& data = give<RowData>(out);
  data.kind = row_kind(element.value("role"));
  data.repeat = element.value("repeat") == "yes";
  if (const XmlAttribute* height = element.attribute("height")) data.height = length_of(height->value.text);
  tallies(element, here, data);

  TableScope& scope = *table_;
  const bool simple = !scope.conditional && !scope.row_spans && only_cells(element);
  if (simple) check_cells(element, here, scope);
  scope.row = {properties, element.attribute("style") != nullptr,
               simple ? std::optional<std::size_t>(0) : std::nullopt};
  Here inner = here;
  inner.inherited.layer = out.layer;
  children(element, Where::cells, inner, out.children);
  return out;
}

/// TPL-14, where it can be seen without data.
void Compiler::check_cells(const XmlElement& element, const Here& here, const TableScope& scope) {
  std::size_t filled = 0;
  for (const XmlNode& child : element.children)
    if (child.element) filled += static_cast<std::size_t>(column_span(*child.element));
  if (filled == scope.columns.size()) return;
  error("TPL-14", here, element.at,
        "hàng có " + std::to_string(filled) + " ô, bảng có " + std::to_string(scope.columns.size()) + " cột",
        "thêm ô, hoặc dùng colspan");
}

void Compiler::tallies(const XmlElement& element, const Here& here, RowData& data) {
  const XmlAttribute* attribute = element.attribute("tally");
  if (attribute == nullptr) return;
  const std::string_view text = attribute->value.text;
  for (std::size_t at = 0; at < text.size();) {
    bool quoted = false;
    std::size_t end = at;
    for (; end < text.size() && (quoted || text[end] != ';'); ++end)
      if (text[end] == '\'') quoted = !quoted;
    const std::string_view entry = text.substr(at, end - at);
    const std::size_t colon = entry.find(':');
    const std::size_t first = entry.find_first_not_of(' ');
    std::string_view name = entry.substr(0, colon);
    name = first == std::string_view::npos ? "" : name.substr(std::min(first, name.size()));
    while (name.ends_with(' '))
      name.remove_suffix(1);
    if (colon == std::string_view::npos || !fits({"", Form::name}, name)) {
      error("TPL-03", here, attribute->value_at, "tally viết sai", "dạng «n: 1; amount: r.amount»");
      return;
    }
    const TextPlace place{&here.file->source, &attribute->value, at + colon + 1};
    if (auto expression = parse_expression(entry.substr(colon + 1), place, findings_)) {
      const Type type = checker(here).check(expression->root);
      if (!type.may_be(TypeKind::integer))
        findings_.error("EXP-05", here.file->source.span(expression->start),
                        "cộng dồn cần số nguyên, đây là " + std::string(name_of(type.kind)));
      tally_names_[open_tables_.back()].emplace(name);
      data.tallies.emplace_back(name, std::move(*expression));
    }
    at = end + 1;
  }
}

Node Compiler::cell(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::cell, element, here);
  out.id = element.value("id");
  ids_.insert(out.id);
  const std::string_view layer = element.value("layer");
  if (!layer.empty()) out.layer = layer == "form" ? Layer::form : layer == "data" ? Layer::data : Layer::all;
  CellData& data = give<CellData>(out);
  data.column_span = column_span(element);
  if (element.attribute("rowspan") != nullptr) data.row_span = count_of(element.value("rowspan"));
  if (element.value("scope") == "col") data.scope = Cell::Scope::column;
  if (element.value("scope") == "row") data.scope = Cell::Scope::row;
  data.text_only = is_text_content(element);
  Here inner = here;
  inner.inherited.layer = out.layer;
  if (table_ == nullptr) {
    data.variants.push_back(cell_variant(element, inner, nullptr, here.inherited.width));
    return out;
  }
  TableScope& scope = *table_;
  data.variants.resize(scope.looks.size());
  if (!scope.row.next_column) {
    for (std::size_t i = 0; i < scope.looks.size(); ++i)
      data.variants[i] = cell_variant(element, inner, &scope.looks[i], std::nullopt);
    return out;
  }
  std::size_t& at = *scope.row.next_column;
  if (at < scope.columns.size()) {
    std::optional<Length> width = Length{};
    for (std::size_t i = at;
         i < std::min(at + static_cast<std::size_t>(data.column_span), scope.columns.size()); ++i)
      width = width && scope.columns[i].measured ? std::optional(*width + *scope.columns[i].measured)
                                                 : std::nullopt;
    const std::size_t cell_class = scope.columns[at].cell_class;
    data.variants[cell_class] = cell_variant(element, inner, &scope.looks[cell_class], width);
  }
  at += static_cast<std::size_t>(data.column_span);
  return out;
}

/// The cell as it looks in a column. Nearest wins: cell, row, column, table; only that a column's own align
/// is stronger than one that the row or cell has from what its style is based on.
CellVariant Compiler::cell_variant(const XmlElement& element, const Here& here, const ColumnLook* look,
                                   std::optional<Length> width) {
  CellVariant out;
  const Properties properties = properties_of(element, here);
  Here inner = here;
  inner.inherited.width = width;
  Box box;
  std::optional<Align> column_align;
  if (look != nullptr) {
    const TableScope::OfRow row = table_->row;
    inner.inherited.apply_text(look->properties);
    inner.inherited.apply_paragraph(look->properties);
    inner.inherited.apply_text(row.properties);
    inner.inherited.apply_paragraph(row.properties);
    if (row.styled)
      inner.inherited.space = {row.properties.space_before.value_or(Length{}),
                               row.properties.space_after.value_or(Length{})};
    box = box_of(row.properties, table_->box);
    out.vertical = look->vertical;
    if (!row.properties.own_align && !properties.own_align) column_align = look->align;
    inner.justify_told = column_align == Align::justify;
  }
  inner = inside_container(element, inner, properties);
  if (column_align) inner.inherited.paragraph.align = *column_align;
  box = box_of(properties, box);
  if (inner.inherited.width) *inner.inherited.width -= box.padding.left + box.padding.right;
  out.box = intern(box);
  if (element.attribute("valign") != nullptr) out.vertical = vertical_of(element.value("valign"));
  out.paragraph = paragraph_style(inner.inherited, Role::paragraph);
  out.space = inner.inherited.space;
  if (is_text_content(element)) {
    if (!element.children.empty()) check_justified(element, inner, inner.inherited);
    inlines(element, inner, false, out.children);
  } else {
    TableScope* const outer = std::exchange(table_, nullptr);
    children(element, Where::blocks, inner, out.children);
    table_ = outer;
  }
  return out;
}

}  // namespace sovang::document
