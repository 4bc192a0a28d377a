#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/value.h"

#include "filters.h"
#include "findings.h"
#include "source_text.h"
#include "xml_tree.h"

namespace sovang::document {

enum class Op : std::uint8_t {
  constant,
  name,         ///< a name before it is resolved
  item,         ///< `.` before it is resolved
  slot,         ///< a resolved name or item: Expr::slot
  field,        ///< Expr::name of child 0; Expr::value is the declared default
  index,        ///< child 0 [ child 1 ]
  conditional,  ///< if 0 then 1 else 2
  logical_or,
  logical_and,
  logical_not,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  contains,   ///< 0 in 1
  otherwise,  ///< 0 ?? 1
  concatenate,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  list,
  filter,  ///< child 0 | filter(children 1 …); per-item arguments read Expr::slot
  call     ///< Expr::name(children): late-bound functions, and desc in sort
};

/// A node of an expression. The checker turns names into slots, so that evaluation looks nothing up.
struct Expr {
  Op op = Op::constant;
  Filter filter{};
  std::uint32_t slot = 0;
  Place at;  ///< of the token that a finding about this node points at
  Value value;
  std::string name;
  std::vector<Expr> children;
};

/// The largest expression (LIM-06).
inline constexpr std::size_t longest_expression = 4096;
inline constexpr int deepest_expression = 32;

/// A piece of decoded text in a file: knows the place of each of its bytes.
struct TextPlace {
  const SourceText* source = nullptr;
  const MappedText* mapped = nullptr;
  std::size_t base = 0;  ///< where the piece begins in `mapped`

  [[nodiscard]] Place at(std::size_t offset) const { return source->place(mapped->source_of(base + offset)); }
};

/// An expression as read: not checked yet. `start` is the place of its first token.
struct ParsedExpression {
  Expr root;
  Place start;
  std::string text{};  ///< its tokens as written, spaced in one way: for comparing templates
};

/// Reads an expression; nothing if there was a finding (EXP-01, EXP-02, EXP-03 for a filter, LIM-06).
[[nodiscard]] std::optional<ParsedExpression> parse_expression(std::string_view text, const TextPlace& place,
                                                               Findings& findings);

/// Text with placeholders: literal pieces and expressions in turn.
struct ParsedPiece {
  std::string literal;  ///< braces undoubled
  std::optional<ParsedExpression> expression;
};
/// Splits text at its placeholders. Findings: EXP-07 for braces, and those of parse_expression().
[[nodiscard]] std::vector<ParsedPiece> parse_text(const MappedText& text, const SourceText& source,
                                                  Findings& findings);

}  // namespace sovang::document
