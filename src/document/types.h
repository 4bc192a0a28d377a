#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/value.h"

/// The static types of expressions, and the data schema that params declare (template-language §7, §8).
namespace sovang::document {

enum class TypeKind : std::uint8_t { any, null, string, boolean, integer, decimal, date, list, record };

struct Structure;

/// A type; lists and records have a shape that says what is inside (null = not known, everything goes).
struct Type {
  TypeKind kind = TypeKind::any;
  Structure* shape = nullptr;

  [[nodiscard]] bool is(TypeKind wanted) const { return kind == wanted; }
  /// Could a value of this type be a `wanted`? Null may stand for everything.
  [[nodiscard]] bool may_be(TypeKind wanted) const {
    return kind == wanted || kind == TypeKind::any || kind == TypeKind::null;
  }
  [[nodiscard]] bool may_be_number() const { return may_be(TypeKind::integer) || is(TypeKind::decimal); }
};

struct Field {
  std::string name;
  Type type;
  bool required = false;
  Value default_value;  ///< null = none
  std::string doc{};    ///< of the param
};

struct Structure {
  std::string path;           ///< as params write it, "decision.rows"; empty for what expressions make
  Type item;                  ///< of a list
  std::vector<Field> fields;  ///< of a record

  [[nodiscard]] const Field* field(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> field_names() const;
};

/// Owns shapes; their addresses last as long as it does.
class Structures {
 public:
  Structure& make() { return shapes_.emplace_back(); }
  [[nodiscard]] Type list_of(Type item);

 private:
  std::deque<Structure> shapes_;
};

/// "số nguyên", "danh sách" …: for messages.
[[nodiscard]] std::string_view name_of(TypeKind kind);
/// The type that a param names: "string", "int" …; nothing for an unknown word.
[[nodiscard]] std::optional<TypeKind> type_from(std::string_view word);
/// The kind of a value.
[[nodiscard]] TypeKind kind_of(const Value& value);

/// Reads a scalar as data and defaults write it: 1490000, 94.4, 2021-10-01, true. The text is normalised
/// already.
[[nodiscard]] std::optional<Value> read_scalar(TypeKind kind, std::string_view text);
/// What read_scalar() takes for a kind, for hints: "viết dạng 2021-10-01".
[[nodiscard]] std::string_view scalar_form(TypeKind kind);

}  // namespace sovang::document
