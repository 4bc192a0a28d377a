#include "types.h"

#include <array>
#include <utility>

#include "sovang/base/date.h"

#include "decimal.h"

namespace sovang::document {

const Field* Structure::field(std::string_view name) const {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

std::vector<std::string_view> Structure::field_names() const {
  std::vector<std::string_view> out;
  for (const Field& field : fields)
    out.emplace_back(field.name);
  return out;
}

Type Structures::list_of(Type item) {
  Structure& shape = make();
  shape.item = item;
  return {TypeKind::list, &shape};
}

std::string_view name_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::any:
      return "giá trị bất kỳ";
    case TypeKind::null:
      return "giá trị trống";
    case TypeKind::string:
      return "chuỗi";
    case TypeKind::boolean:
      return "đúng/sai";
    case TypeKind::integer:
      return "số nguyên";
    case TypeKind::decimal:
      return "số thập phân";
    case TypeKind::date:
      return "ngày";
    case TypeKind::list:
      return "danh sách";
    case TypeKind::record:
      return "bản ghi";
  }
  return {};
}

std::optional<TypeKind> type_from(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, TypeKind>, 8> words = {{{"string", TypeKind::string},
                                                                           {"int", TypeKind::integer},
                                                                           {"decimal", TypeKind::decimal},
                                                                           {"bool", TypeKind::boolean},
                                                                           {"date", TypeKind::date},
                                                                           {"record", TypeKind::record},
                                                                           {"list", TypeKind::list},
                                                                           {"any", TypeKind::any}}};
  for (const auto& [name, kind] : words)
    if (name == word) return kind;
  return std::nullopt;
}

TypeKind kind_of(const Value& value) {
  constexpr std::array<TypeKind, std::variant_size_v<Value::Data>> kinds = {
      TypeKind::null,    TypeKind::string, TypeKind::boolean, TypeKind::integer,
      TypeKind::decimal, TypeKind::date,   TypeKind::list,    TypeKind::record};
  return kinds[value.data().index()];
}

std::optional<Value> read_scalar(TypeKind kind, std::string_view text) {
  switch (kind) {
    case TypeKind::string:
      return Value(text);
    case TypeKind::integer:
      if (const auto number = parse_int(text)) return Value(*number);
      return std::nullopt;
    case TypeKind::decimal:
      if (const auto number = parse_decimal(text)) return Value(*number);
      return std::nullopt;
    case TypeKind::boolean:
      if (text == "true" || text == "false") return Value(text == "true");
      return std::nullopt;
    case TypeKind::date:
      if (const auto date = Date::from_iso(text)) return Value(*date);
      return std::nullopt;
    case TypeKind::any:
    case TypeKind::null:
    case TypeKind::list:
    case TypeKind::record:
      break;
  }
  return std::nullopt;
}

std::string_view scalar_form(TypeKind kind) {
  switch (kind) {
    case TypeKind::integer:
      return "viết số liền nhau, không dấu chấm: 1490000";
    case TypeKind::decimal:
      return "viết dấu chấm thập phân, nhiều nhất 18 chữ số: 94.4";
    case TypeKind::boolean:
      return "viết true hoặc false";
    case TypeKind::date:
      return "viết năm-tháng-ngày: 2021-10-01";
    case TypeKind::any:
    case TypeKind::null:
    case TypeKind::string:
    case TypeKind::list:
    case TypeKind::record:
      break;
  }
  return {};
}

}  // namespace sovang::document
