#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/tree.h"

#include "expression.h"
#include "findings.h"
#include "types.h"

namespace sovang::document {

/// The names that an expression sees, and where their values stand when it is evaluated.
class Names {
 public:
  struct Name {
    std::string name;
    std::uint32_t slot = 0;
    Type type;
  };

  void add(std::string name, std::uint32_t slot, Type type) {
    names_.push_back({std::move(name), slot, type});
  }
  [[nodiscard]] const Name* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> all() const;

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  void cut(std::size_t size) { names_.resize(size); }

  /// The slots of loop.index, loop.first and loop.last of the innermost loop, one behind the other.
  std::optional<std::uint32_t> loop;

 private:
  std::vector<Name> names_;
};

/// What the expressions of one template share while they are checked.
struct CheckContext {
  Structures* shapes = nullptr;
  Findings* findings = nullptr;
  std::uint32_t slots = 0;  ///< how many are given out
};

/// Resolves names to slots and finds the static type. After a finding the type is `any`, so that one mistake
/// makes one finding.
class Checker {
 public:
  Checker(CheckContext& context, const Names& names, const SourceText& source)
      : context_(context), names_(names), source_(source) {}

  Type check(Expr& expr);
  /// Lets `.` outside of filters name the value of a slot.
  void set_item(std::uint32_t slot, Type type) { items_.push_back({slot, type}); }
  /// As check(); EXP-04 if it cannot be true or false.
  void check_condition(Expr& expr);
  /// As check(); EXP-05 if it cannot be printed.
  void check_printable(ParsedExpression& expression);
  /// As check(); EXP-05 if it is no list. Gives the type of the items.
  Type check_list(ParsedExpression& expression);

 private:
  struct Item {
    std::uint32_t slot;
    Type type;
  };

  Type check_name(Expr& expr);
  Type check_field(Expr& expr);
  Type check_index(Expr& expr);
  Type check_conditional(Expr& expr);
  Type check_equality(Expr& expr);
  Type check_order(Expr& expr);
  Type check_contains(Expr& expr);
  Type check_concatenation(Expr& expr);
  Type check_arithmetic(Expr& expr);
  Type check_list_literal(Expr& expr);
  Type check_filter(Expr& expr);
  Type check_arguments(Expr& expr, const FilterRule& rule, Type input);
  Type check_call(Expr& expr);
  Type output_of(const Expr& expr, const FilterRule& rule, Type input, Type argument);
  void require(Type type, Takes wanted, Place at, std::string_view whose);
  Type common(Type a, Type b, Place at, std::string_view what);

  void error(std::string_view rule, Place at, std::string message, std::string hint = {}) {
    context_.findings->error(rule, source_.span(at), std::move(message), std::move(hint));
  }

  CheckContext& context_;
  const Names& names_;
  const SourceText& source_;
  std::vector<Item> items_;  ///< what `.` names, innermost last
};

/// Where the expression begins: the token furthest to the left.
[[nodiscard]] Place start_of(const Expr& expr);
/// "a.b.c" for a name and its fields; empty for anything else.
[[nodiscard]] std::string path_text(const Expr& expr);
/// True if a late-bound function of template-language §7 is called anywhere inside.
[[nodiscard]] bool is_late(const Expr& expr);
/// The late-bound mark that an expression stands for; nothing if it has another form (EXP-09 then).
[[nodiscard]] std::optional<LateText> late_text_of(const Expr& expr);

}  // namespace sovang::document
