#include "sovang/exchange/import_json.h"

#include <map>
#include <string_view>
#include <vector>

#include "sovang/domain/nomination.h"

namespace sovang::exchange {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// An object in the order in which its members are added.
class Object {
 public:
  void text(std::string_view name, std::string_view value) { raw(name, quoted(value)); }
  void text_unless_empty(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, std::int64_t value) { raw(name, std::to_string(value)); }
  void raw(std::string_view name, std::string_view json) {
    if (!members_.empty()) members_ += ", ";
    members_ += quoted(name);
    members_ += ": ";
    members_ += json;
  }
  [[nodiscard]] std::string json() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

template <class Range, class Print>
std::string array_of(const Range& range, Print print) {
  std::string out;
  for (const auto& element : range) {
    if (!out.empty()) out += ", ";
    out += print(element);
  }
  return "[" + out + "]";
}

std::string row_json(const domain::Nomination& row, bool with_sheet) {
  Object out;
  out.text("kind", domain::to_string(row.kind));
  out.text("name", row.name);
  if (row.gender != domain::Gender::unknown) out.text("gender", domain::to_string(row.gender));
  if (row.birth_date) out.text("birth", row.birth_date->iso());
  if (!row.birth_date && row.birth_year) out.number("birth_year", *row.birth_year);
  out.text_unless_empty("rank", row.rank);
  out.text_unless_empty("degree", row.degree);
  out.text_unless_empty("title", row.title);
  out.text_unless_empty("unit", row.workplace);
  out.text_unless_empty("ethnicity", row.ethnicity);
  // null: the list speaks of an award, but of which is not clear.
  if (!row.form.empty()) {
    out.text("form", row.form.value);
  } else if (!row.form_text.empty()) {
    out.raw("form", "null");
  }
  if (row.amount) out.number("amount_vnd", row.amount->dong);
  if (row.shifts) out.number("shifts", *row.shifts);
  if (with_sheet) out.text("sheet", row.sheet);
  out.number("row", row.row);
  return out.json();
}

std::string warning_json(const ImportWarning& warning) {
  Object out;
  out.text("category", warning.category);
  if (warning.row > 0) out.number("row", warning.row);
  out.text_unless_empty("sheet", warning.sheet);
  out.text_unless_empty("detail", warning.detail);
  return out.json();
}

std::string rows_json(const std::vector<int>& rows) {
  return array_of(rows, [](int row) { return std::to_string(row); });
}

/// The rows of the only sheet, or an object by sheet.
std::string header_json(const NominationList& list) {
  if (list.header_rows.size() == 1) return rows_json(list.header_rows.begin()->second);
  Object out;
  for (const auto& [sheet, rows] : list.header_rows)
    out.raw(sheet, rows_json(rows));
  return out.json();
}

}  // namespace

std::string import_json(const NominationList& list) {
  const bool text_file = list.format == Table::Format::csv;
  Object out;
  out.text("file", list.file);
  out.text("format", text_file ? "csv" : "xlsx");
  out.raw("sheets", array_of(list.sheets, quoted));
  if (text_file) {
    out.text("encoding", list.encoding);
    out.raw("bom", list.byte_order_mark ? "true" : "false");
    out.text("separator", std::string_view(&list.separator, 1));
  }
  out.raw("header_rows", header_json(list));
  out.number("collectives", static_cast<std::int64_t>(list.count(domain::RecipientKind::collective)));
  out.number("individuals", static_cast<std::int64_t>(list.count(domain::RecipientKind::individual)));
  if (const auto households = list.count(domain::RecipientKind::household); households > 0) {
    out.number("households", static_cast<std::int64_t>(households));
  }
  const bool with_sheet = list.sheets.size() > 1;
  out.raw("rows",
          array_of(list.rows, [&](const domain::Nomination& row) { return row_json(row, with_sheet); }));
  out.raw("warnings", array_of(list.warnings, warning_json));
  return out.json();
}

std::string refusal_json(const Error& error) {
  Object refused;
  refused.text("rule", error.rule);
  refused.text("message", error.message);
  Object out;
  out.raw("refused", refused.json());
  return out.json();
}

}  // namespace sovang::exchange
