#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/document/template.h"
#include "sovang/document/value.h"

#include "expression.h"

namespace sovang::document {

/// How much work and text one filling may make (LIM-05, LIM-06).
inline constexpr std::int64_t most_steps = 10'000'000;
inline constexpr std::size_t longest_string = std::size_t{1} << 20;

/// What went wrong in an evaluation.
struct Fault {
  std::string_view rule;
  Place at;
  std::string message;
  std::string hint;
};

/// Evaluates checked expressions over slots. After a fault every further result is null until take_fault().
class Evaluator {
 public:
  explicit Evaluator(const Wording& wording) : wording_(wording) {}

  /// The value of every slot; indexed by Expr::slot.
  std::vector<Value> slots;

  /// The value itself where it stands in a slot, else computed into `scratch`.
  const Value& evaluate(const Expr& expr, Value& scratch);
  /// True, false, or nothing with a fault (EXP-04).
  std::optional<bool> condition(const Expr& expr);
  /// Appends the value as text; false with a fault where it is null (DAT-04) or has no text (EXP-05).
  bool print(const ParsedExpression& expression, std::string& out);

  [[nodiscard]] bool failed() const { return fault_.has_value(); }
  [[nodiscard]] std::optional<Fault> take_fault() { return std::exchange(fault_, std::nullopt); }
  /// Counts one turn of a loop as a step; false with a fault (LIM-06) when there are none left.
  bool spend_turn(Place at) { return step(at); }
  /// The steps are used up: nothing further can be evaluated.
  [[nodiscard]] bool exhausted() const { return steps_ <= 0; }

 private:
  friend class FilterRun;

  Value compute(const Expr& expr);
  const Value& field(const Expr& expr, Value& scratch);
  Value index(const Expr& expr);
  Value logical(const Expr& expr);
  Value compare_values(const Expr& expr);
  Value contains(const Expr& expr);
  Value concatenate(const Expr& expr);
  Value arithmetic(const Expr& expr);
  Value list(const Expr& expr);
  Value apply_filter(const Expr& expr);

  /// Records the first fault and gives null.
  Value fail(std::string_view rule, Place at, std::string message, std::string hint = {});
  Value bounded(std::string text, Place at);
  bool step(Place at);

  Wording wording_;
  std::int64_t steps_ = most_steps;
  std::optional<Fault> fault_;
};

/// The text of a string, int or decimal ("2,5"); nothing for other kinds.
[[nodiscard]] std::optional<std::string> printed(const Value& value);
/// Equal in kind and content; int and decimal by number; lists and records deeply.
[[nodiscard]] bool equal_values(const Value& a, const Value& b);

}  // namespace sovang::document
