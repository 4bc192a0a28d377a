#include <algorithm>
#include <array>
#include <utility>

#include "checker.h"

namespace sovang::document {
namespace {

using Function = LateText::Function;

struct LateFunction {
  std::string_view name;
  Function function;
  bool has_argument;
};
constexpr std::array<LateFunction, 6> late_functions = {{{"page", Function::page, false},
                                                         {"pages", Function::pages, false},
                                                         {"page_of", Function::page_of, true},
                                                         {"tally", Function::tally, true},
                                                         {"tally_page", Function::tally_page, true},
                                                         {"continued", Function::continued, false}}};

const LateFunction* late_function(const Expr& expr) {
  if (expr.op != Op::call) return nullptr;
  for (const LateFunction& each : late_functions)
    if (each.name == expr.name) return &each;
  return nullptr;
}

const std::string* constant_text(const Expr& expr) {
  return expr.op == Op::constant ? std::get_if<std::string>(&expr.value.data()) : nullptr;
}

/// A filter that layout can apply to a number, with constant arguments.
std::optional<LateText::Step> step_of(const Expr& expr) {
  constexpr std::array<std::pair<Filter, LateText::Filter>, 7> allowed = {
      {{Filter::number, LateText::Filter::number},
       {Filter::money, LateText::Filter::money},
       {Filter::pad, LateText::Filter::pad},
       {Filter::roman, LateText::Filter::roman},
       {Filter::alpha, LateText::Filter::alpha},
       {Filter::in_words, LateText::Filter::in_words},
       {Filter::sentence_case, LateText::Filter::sentence_case}}};
  const auto found = std::find_if(allowed.begin(), allowed.end(),
                                  [&](const auto& each) { return each.first == expr.filter; });
  if (found == allowed.end()) return std::nullopt;
  LateText::Step step;
  step.filter = found->second;
  if (step.filter == LateText::Filter::pad) step.number = 2;
  if (step.filter == LateText::Filter::money) step.word = "đồng";
  if (expr.children.size() < 2) return step;
  const Expr& argument = expr.children[1];
  if (const std::string* word = constant_text(argument)) {
    step.word = *word;
  } else if (const auto* number = std::get_if<std::int64_t>(&argument.value.data());
             number != nullptr && argument.op == Op::constant && *number >= 0 && *number <= 18) {
    step.number = static_cast<int>(*number);
  } else {
    return std::nullopt;
  }
  return step;
}

}  // namespace

bool is_late(const Expr& expr) {
  return late_function(expr) != nullptr || std::any_of(expr.children.begin(), expr.children.end(), is_late);
}

std::optional<LateText> late_text_of(const Expr& expr) {
  LateText out;
  if (expr.op == Op::conditional) {
    const LateFunction* function = late_function(expr.children[0]);
    const std::string* yes = constant_text(expr.children[1]);
    const std::string* no = constant_text(expr.children[2]);
    if (function == nullptr || function->function != Function::continued || yes == nullptr || no == nullptr)
      return std::nullopt;
    out.function = Function::continued;
    out.when_true = *yes;
    out.when_false = *no;
    return out;
  }
  if (expr.op == Op::filter) {
    auto inner = late_text_of(expr.children[0]);
    auto step = step_of(expr);
    if (!inner || !step) return std::nullopt;
    inner->steps.push_back(std::move(*step));
    return inner;
  }
  const LateFunction* function = late_function(expr);
  if (function == nullptr || function->function == Function::continued) return std::nullopt;
  if (expr.children.size() != (function->has_argument ? 1U : 0U)) return std::nullopt;
  out.function = function->function;
  if (function->has_argument) {
    const std::string* argument = constant_text(expr.children[0]);
    if (argument == nullptr) return std::nullopt;
    out.argument = *argument;
  }
  return out;
}

}  // namespace sovang::document
