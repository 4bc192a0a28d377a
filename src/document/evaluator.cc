#include "evaluator.h"

#include <algorithm>
#include <compare>
#include <limits>
#include <utility>

#include "sovang/text/order.h"

#include "checker.h"
#include "decimal.h"
#include "types.h"

namespace sovang::document {
namespace {

using Int = std::int64_t;
using ListPtr = std::shared_ptr<const ValueList>;
using RecordPtr = std::shared_ptr<const RecordFields>;

std::optional<Decimal> number_of(const Value& value) {
  if (const auto* number = std::get_if<Int>(&value.data())) return decimal_of(*number);
  if (const auto* number = std::get_if<Decimal>(&value.data())) return *number;
  return std::nullopt;
}

std::string word(const Value& value) {
  return std::string(name_of(kind_of(value)));
}

/// Nothing = the two have no order.
std::optional<std::strong_ordering> order(const Value& a, const Value& b) {
  const auto* a_int = std::get_if<Int>(&a.data());
  const auto* b_int = std::get_if<Int>(&b.data());
  if (a_int != nullptr && b_int != nullptr) return *a_int <=> *b_int;
  const auto a_number = number_of(a);
  const auto b_number = number_of(b);
  if (a_number && b_number) return compare(*a_number, *b_number);
  const auto* a_date = std::get_if<Date>(&a.data());
  const auto* b_date = std::get_if<Date>(&b.data());
  if (a_date != nullptr && b_date != nullptr) return *a_date <=> *b_date;
  const auto* a_text = std::get_if<std::string>(&a.data());
  const auto* b_text = std::get_if<std::string>(&b.data());
  if (a_text != nullptr && b_text != nullptr) return text::compare_phrases(*a_text, *b_text);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> printed(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data())) return *text;
  if (const auto* number = std::get_if<Int>(&value.data())) return std::to_string(*number);
  if (const auto* number = std::get_if<Decimal>(&value.data())) return plain(trimmed(*number), ",");
  return std::nullopt;
}

bool equal_values(const Value& a, const Value& b) {
  if (const auto a_number = number_of(a)) {
    const auto b_number = number_of(b);
    return b_number && compare(*a_number, *b_number) == std::strong_ordering::equal;
  }
  if (a.data().index() != b.data().index()) return false;
  if (const auto* list = std::get_if<ListPtr>(&a.data())) {
    const ValueList& other = b.items();
    return std::equal((*list)->begin(), (*list)->end(), other.begin(), other.end(), equal_values);
  }
  if (const auto* record = std::get_if<RecordPtr>(&a.data())) {
    const RecordFields& other = *std::get<RecordPtr>(b.data());
    const auto same = [](const auto& x, const auto& y) {
      return x.first == y.first && equal_values(x.second, y.second);
    };
    return std::equal((*record)->begin(), (*record)->end(), other.begin(), other.end(), same);
  }
  if (const auto* text = std::get_if<std::string>(&a.data())) return *text == std::get<std::string>(b.data());
  if (const auto* flag = std::get_if<bool>(&a.data())) return *flag == std::get<bool>(b.data());
  if (const auto* date = std::get_if<Date>(&a.data())) return *date == std::get<Date>(b.data());
  return true;
}

Value Evaluator::fail(std::string_view rule, Place at, std::string message, std::string hint) {
  if (!fault_) fault_ = Fault{rule, at, std::move(message), std::move(hint)};
  return {};
}

bool Evaluator::step(Place at) {
  if (--steps_ > 0) return true;
  fail("LIM-06", at, "mẫu tính quá " + std::to_string(most_steps) + " bước",
       "chia dữ liệu thành nhiều văn bản, hoặc bớt vòng lặp lồng nhau");
  return false;
}

Value Evaluator::bounded(std::string text, Place at) {
  if (text.size() <= longest_string) return Value(std::move(text));
  return fail("LIM-05", at, "chuỗi kết quả dài quá 1 MiB");
}

const Value& Evaluator::evaluate(const Expr& expr, Value& scratch) {
  if (expr.op == Op::slot) return slots[expr.slot];
  if (expr.op == Op::constant) return expr.value;
  if (expr.op == Op::field) return field(expr, scratch);
  scratch = compute(expr);
  return scratch;
}

std::optional<bool> Evaluator::condition(const Expr& expr) {
  Value scratch;
  const Value& value = evaluate(expr, scratch);
  if (fault_) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&value.data())) return *flag;
  fail("EXP-04", start_of(expr), "điều kiện phải là đúng hoặc sai, đây là " + word(value),
       value.is_null() ? "so sánh với null trước: … ne null and …" : "");
  return std::nullopt;
}

bool Evaluator::print(const ParsedExpression& expression, std::string& out) {
  Value scratch;
  const Value& value = evaluate(expression.root, scratch);
  if (fault_) return false;
  if (const auto* text = std::get_if<std::string>(&value.data())) {
    out += *text;
    return true;
  }
  if (value.is_null()) {
    const std::string path = path_text(expression.root);
    fail("DAT-04", expression.start,
         path.empty() ? "giá trị để in bị trống" : "«" + path + "» trống, không in được",
         "viết thêm ?? '…' hoặc | default('…') để in khi trống");
    return false;
  }
  const auto text = printed(value);
  if (!text) {
    fail("EXP-05", expression.start, "không in được " + word(value));
    return false;
  }
  out += *text;
  return true;
}

Value Evaluator::compute(const Expr& expr) {
  if (fault_ || !step(expr.at)) return {};
  switch (expr.op) {
    case Op::constant:
      return expr.value;
    case Op::slot:
      return slots[expr.slot];
    case Op::name:
    case Op::item:
    case Op::call:
      SOVANG_EXPECT(false);  // the checker leaves none of them
      return {};
    case Op::field: {
      Value scratch;
      return field(expr, scratch);
    }
    case Op::index:
      return index(expr);
    case Op::conditional: {
      const auto yes = condition(expr.children[0]);
      if (!yes) return {};
      Value scratch;
      return evaluate(expr.children[*yes ? 1 : 2], scratch);
    }
    case Op::logical_or:
    case Op::logical_and:
    case Op::logical_not:
      return logical(expr);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return compare_values(expr);
    case Op::contains:
      return contains(expr);
    case Op::otherwise: {
      Value first;
      Value second;
      const Value& value = evaluate(expr.children[0], first);
      return value.is_null() ? evaluate(expr.children[1], second) : value;
    }
    case Op::concatenate:
      return concatenate(expr);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
    case Op::negate:
      return arithmetic(expr);
    case Op::list:
      return list(expr);
    case Op::filter:
      return apply_filter(expr);
  }
  return {};
}

const Value& Evaluator::field(const Expr& expr, Value& scratch) {
  static const Value nothing;
  const Value& base = evaluate(expr.children[0], scratch);
  if (fault_ || !step(expr.at)) return nothing;
  if (!base.is_null() && !std::holds_alternative<RecordPtr>(base.data())) {
    fail("EXP-05", expr.at, word(base) + " không có trường «" + expr.name + "»");
    return nothing;
  }
  const Value& found = base.field(expr.name);
  if (found.is_null()) return expr.value;
  if (&base != &scratch) return found;
  Value kept = found;  // its record goes when scratch is set
  scratch = std::move(kept);
  return scratch;
}

Value Evaluator::index(const Expr& expr) {
  Value list_scratch;
  Value index_scratch;
  const Value& base = evaluate(expr.children[0], list_scratch);
  const Value& position = evaluate(expr.children[1], index_scratch);
  if (base.is_null() || position.is_null()) return {};
  const auto* number = std::get_if<Int>(&position.data());
  if (!std::holds_alternative<ListPtr>(base.data()) || number == nullptr)
    return fail("EXP-05", expr.at,
                "cần danh sách và số thứ tự, đây là " + word(base) + " và " + word(position));
  const ValueList& items = base.items();
  if (*number < 1 || static_cast<std::uint64_t>(*number) > items.size()) return {};
  return items[static_cast<std::size_t>(*number - 1)];
}

Value Evaluator::logical(const Expr& expr) {
  const auto first = condition(expr.children[0]);
  if (!first) return {};
  if (expr.op == Op::logical_not) return Value(!*first);
  if (*first == (expr.op == Op::logical_or)) return Value(*first);
  const auto second = condition(expr.children[1]);
  return second ? Value(*second) : Value();
}

Value Evaluator::compare_values(const Expr& expr) {
  Value a_scratch;
  Value b_scratch;
  const Value& a = evaluate(expr.children[0], a_scratch);
  const Value& b = evaluate(expr.children[1], b_scratch);
  if (fault_) return {};
  if (expr.op == Op::equal) return Value(equal_values(a, b));
  if (expr.op == Op::not_equal) return Value(!equal_values(a, b));
  if (a.is_null() || b.is_null()) return Value(false);
  const auto ordering = order(a, b);
  if (!ordering) return fail("EXP-05", expr.at, "không so sánh được " + word(a) + " với " + word(b));
  if (expr.op == Op::less) return Value(*ordering < 0);
  if (expr.op == Op::less_equal) return Value(*ordering <= 0);
  return Value(expr.op == Op::greater ? *ordering > 0 : *ordering >= 0);
}

Value Evaluator::contains(const Expr& expr) {
  Value a_scratch;
  Value b_scratch;
  const Value& a = evaluate(expr.children[0], a_scratch);
  const Value& b = evaluate(expr.children[1], b_scratch);
  if (b.is_null()) return Value(false);
  if (!std::holds_alternative<ListPtr>(b.data()))
    return fail("EXP-05", expr.at, "sau in phải là danh sách, đây là " + word(b));
  steps_ -= static_cast<Int>(b.items().size());
  return Value(std::any_of(b.items().begin(), b.items().end(),
                           [&](const Value& item) { return equal_values(a, item); }));
}

Value Evaluator::concatenate(const Expr& expr) {
  std::string out;
  for (const Expr& child : expr.children) {
    Value scratch;
    const Value& value = evaluate(child, scratch);
    if (fault_) return {};
    const auto text = printed(value);
    if (value.is_null())
      return fail("DAT-04", start_of(child), "giá trị để nối vào chuỗi bị trống", "viết thêm ?? '…'");
    if (!text) return fail("EXP-05", expr.at, "không nối được " + word(value) + " vào chuỗi");
    out += *text;
  }
  return bounded(std::move(out), expr.at);
}

namespace {

/// Nothing = does not fit 64 bits. `b` is not zero for modulo.
std::optional<Int> integer_result(Op op, Int a, Int b) {
  Int out = 0;
  bool overflow = false;
  if (op == Op::add) overflow = __builtin_add_overflow(a, b, &out);
  if (op == Op::subtract) overflow = __builtin_sub_overflow(a, b, &out);
  if (op == Op::multiply) overflow = __builtin_mul_overflow(a, b, &out);
  if (op == Op::modulo) out = b == -1 ? 0 : a % b;
  return overflow ? std::nullopt : std::optional(out);
}

std::optional<Decimal> decimal_result(Op op, Decimal a, Decimal b) {
  if (op == Op::add) return add(a, b);
  if (op == Op::subtract) return subtract(a, b);
  if (op == Op::multiply) return multiply(a, b);
  if (op == Op::modulo) return remainder(a, b);
  return divide(a, b);
}

}  // namespace

Value Evaluator::arithmetic(const Expr& expr) {
  Value a_scratch;
  Value b_scratch(0);
  const bool negate = expr.op == Op::negate;
  const Value& b = evaluate(expr.children[negate ? 0 : 1], b_scratch);
  const Value zero(0);
  const Value& a = negate ? zero : evaluate(expr.children[0], a_scratch);
  const Op op = negate ? Op::subtract : expr.op;
  if (fault_ || a.is_null() || b.is_null()) return {};
  const auto a_number = number_of(a);
  const auto b_number = number_of(b);
  if (!a_number || !b_number)
    return fail("EXP-05", expr.at, "phép tính cần số, đây là " + word(a_number ? b : a));
  if ((op == Op::divide || op == Op::modulo) && b_number->unscaled == 0)
    return fail("EXP-06", expr.at, "chia cho 0", "kiểm tra trước: if … ne 0 then … else …");
  const auto* a_int = std::get_if<Int>(&a.data());
  const auto* b_int = std::get_if<Int>(&b.data());
  Value out;
  if (a_int != nullptr && b_int != nullptr && op != Op::divide) {
    if (const auto result = integer_result(op, *a_int, *b_int)) out = Value(*result);
  } else if (const auto result = decimal_result(op, *a_number, *b_number)) {
    out = Value(*result);
  }
  if (out.is_null()) return fail("EXP-08", expr.at, "kết quả phép tính quá lớn");
  return out;
}

Value Evaluator::list(const Expr& expr) {
  ValueList items;
  items.reserve(expr.children.size());
  for (const Expr& child : expr.children) {
    Value scratch;
    items.push_back(evaluate(child, scratch));
  }
  return Value::list(std::move(items));
}

}  // namespace sovang::document
