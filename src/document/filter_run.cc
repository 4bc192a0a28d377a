#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

#include "sovang/text/order.h"

#include "checker.h"
#include "decimal.h"
#include "evaluator.h"
#include "text_filters.h"
#include "types.h"

namespace sovang::document {
namespace {

using Int = std::int64_t;
using ListPtr = std::shared_ptr<const ValueList>;

/// Bytes that are equal for equal values only.
void append_key(const Value& value, std::string& out) {
  out += static_cast<char>('0' + value.data().index());
  if (const auto text = printed(value)) {
    out.append(std::to_string(text->size())).append(":").append(*text);
  } else if (const auto* flag = std::get_if<bool>(&value.data())) {
    out += *flag ? '1' : '0';
  } else if (const auto* date = std::get_if<Date>(&value.data())) {
    out += date->iso();
  } else if (const auto* list = std::get_if<ListPtr>(&value.data())) {
    out += std::to_string((*list)->size());
    for (const Value& item : **list)
      append_key(item, out);
  } else if (const auto* record = std::get_if<std::shared_ptr<const RecordFields>>(&value.data())) {
    out += std::to_string((*record)->size());
    for (const auto& [name, field] : **record) {
      out.append(name).append("=");
      append_key(field, out);
    }
  }
}

/// What a value sorts by: nulls last, then by rank of kind, then by bytes, number or date.
struct SortKey {
  int kind = 0;
  std::string bytes;
  Decimal number;
  Int day = 0;
  bool descending = false;

  [[nodiscard]] static SortKey of(const Value& value, bool descending, bool as_name) {
    SortKey key;
    key.descending = descending;
    if (const auto* text = std::get_if<std::string>(&value.data())) {
      key.kind = 3;
      key.bytes = as_name ? text::name_sort_key(*text) : text::phrase_sort_key(*text);
    } else if (const auto* number = std::get_if<Int>(&value.data())) {
      key.kind = 2;
      key.number = decimal_of(*number);
    } else if (const auto* decimal = std::get_if<Decimal>(&value.data())) {
      key.kind = 2;
      key.number = *decimal;
    } else if (const auto* date = std::get_if<Date>(&value.data())) {
      key.kind = 1;
      key.day = date->days();
    } else if (const auto* flag = std::get_if<bool>(&value.data())) {
      key.kind = 0;
      key.day = *flag ? 1 : 0;
    } else {
      key.kind = value.is_null() ? 5 : 4;
    }
    return key;
  }

  [[nodiscard]] std::strong_ordering compare_to(const SortKey& other) const {
    if (kind != other.kind) {
      const bool null = kind == 5 || other.kind == 5;
      const auto by_kind = kind <=> other.kind;
      return null || !descending ? by_kind : 0 <=> by_kind;
    }
    auto out = std::strong_ordering::equal;
    if (kind == 3) out = bytes <=> other.bytes;
    if (kind == 2) out = compare(number, other.number);
    if (kind == 1 || kind == 0) out = day <=> other.day;
    return descending ? 0 <=> out : out;
  }
};

}  // namespace

/// One application of a filter.
class FilterRun {
 public:
  FilterRun(Evaluator& evaluator, const Expr& expr) : evaluator_(evaluator), expr_(expr) {}

  Value run() {
    Value scratch;
    const Value& input = evaluator_.evaluate(expr_.children[0], scratch);
    if (evaluator_.failed()) return {};
    if (expr_.filter == Filter::otherwise) {
      const auto* text = std::get_if<std::string>(&input.data());
      return input.is_null() || (text != nullptr && text->empty()) ? argument(1) : input;
    }
    if (input.is_null()) return expr_.filter == Filter::count ? Value(0) : Value();
    if (rule_of(expr_.filter).input != Takes::list) return scalar(input);
    if (!std::holds_alternative<ListPtr>(input.data())) return wrong_type(input);
    return over_list(input);
  }

 private:
  [[nodiscard]] bool has_argument(std::size_t number) const { return expr_.children.size() > number; }
  Value argument(std::size_t number) {
    Value scratch;
    return evaluator_.evaluate(expr_.children[number], scratch);
  }
  /// The first argument for an item, or the item itself.
  Value per_item(const Value& item, std::size_t number = 1) {
    if (!has_argument(number)) return item;
    return with_item(item, expr_.children[number]);
  }
  Value with_item(const Value& item, const Expr& expr) {
    evaluator_.slots[expr_.slot] = item;
    Value scratch;
    return evaluator_.evaluate(expr, scratch);
  }
  Value wrong_type(const Value& value) {
    return evaluator_.fail(
        "EXP-05", expr_.at,
        "bộ lọc «" + expr_.name + "» không dùng được với " + std::string(name_of(kind_of(value))));
  }
  Value out_of_range(const Value& value) {
    return evaluator_.fail(
        "EXP-08", expr_.at,
        "số " + printed(value).value_or("") + " ngoài phạm vi của bộ lọc «" + expr_.name + "»");
  }
  [[nodiscard]] bool stopped() { return evaluator_.failed() || !evaluator_.step(expr_.at); }

  Value scalar(const Value& input);
  Value over_text(const std::string& input);
  Value over_number(const Value& input);
  Value over_date(Date input);
  Value over_list(const Value& input);
  Value sum(const ValueList& items);
  Value average(const ValueList& items);
  Value extreme(const ValueList& items);
  Value chosen(const ValueList& items);
  Value mapped(const ValueList& items);
  Value unique(const ValueList& items);
  Value flattened(const ValueList& items);
  Value sorted(const ValueList& items);
  Value grouped_by(const ValueList& items);
  Value joined(const ValueList& items);

  Evaluator& evaluator_;
  const Expr& expr_;
};

Value Evaluator::apply_filter(const Expr& expr) {
  return FilterRun(*this, expr).run();
}

Value FilterRun::scalar(const Value& input) {
  if (const auto* text = std::get_if<std::string>(&input.data()))
    return rule_of(expr_.filter).input == Takes::string ? over_text(*text) : wrong_type(input);
  if (const auto* date = std::get_if<Date>(&input.data()))
    return rule_of(expr_.filter).input == Takes::date ? over_date(*date) : wrong_type(input);
  if (std::holds_alternative<Int>(input.data()) || std::holds_alternative<Decimal>(input.data()))
    return over_number(input);
  return wrong_type(input);
}

Value FilterRun::over_text(const std::string& input) {
  TextArguments arguments;  // views into from and to, which therefore outlive the call of filter_text
  Value from;
  Value to;
  if (expr_.filter == Filter::replace) {
    from = argument(1);
    to = argument(2);
    const auto* from_text = std::get_if<std::string>(&from.data());
    const auto* to_text = std::get_if<std::string>(&to.data());
    if (evaluator_.failed() || from.is_null() || to.is_null()) return {};
    if (from_text == nullptr || to_text == nullptr) return wrong_type(from_text == nullptr ? from : to);
    arguments = {*from_text, *to_text};
  }
  evaluator_.steps_ -= static_cast<Int>(input.size() / 64);
  return evaluator_.bounded(filter_text(expr_.filter, input, arguments), expr_.at);
}

Value FilterRun::over_number(const Value& input) {
  NumberArguments arguments;
  arguments.words = {evaluator_.wording_.le_instead_of_linh, evaluator_.wording_.ngan_instead_of_nghin};
  if (has_argument(1)) {
    const Value value = argument(1);
    if (evaluator_.failed() || value.is_null()) return {};
    if (const auto* number = std::get_if<Int>(&value.data())) {
      arguments.number = *number;
    } else if (const auto* text = std::get_if<std::string>(&value.data())) {
      arguments.word = *text;
    } else {
      return wrong_type(value);
    }
  }
  const auto* integer = std::get_if<Int>(&input.data());
  if (integer == nullptr && rule_of(expr_.filter).input == Takes::integer) return wrong_type(input);
  if (rule_of(expr_.filter).input != Takes::integer && rule_of(expr_.filter).input != Takes::number)
    return wrong_type(input);
  const Decimal number = integer != nullptr ? decimal_of(*integer) : std::get<Decimal>(input.data());
  const auto out = filter_number(expr_.filter, number, arguments);
  return out ? evaluator_.bounded(*out, expr_.at) : out_of_range(input);
}

Value FilterRun::over_date(Date input) {
  std::string pattern = "dd/MM/yyyy";
  if (has_argument(1)) {
    const Value value = argument(1);
    const auto* text = std::get_if<std::string>(&value.data());
    if (evaluator_.failed() || value.is_null()) return {};
    if (text == nullptr) return wrong_type(value);
    pattern = *text;
  }
  return evaluator_.bounded(filter_date(expr_.filter, input, pattern), expr_.at);
}

Value FilterRun::over_list(const Value& input) {
  const ValueList& items = input.items();
  switch (expr_.filter) {
    case Filter::count:
      return Value(static_cast<Int>(items.size()));
    case Filter::sum:
      return sum(items);
    case Filter::avg:
      return average(items);
    case Filter::min:
    case Filter::max:
      return extreme(items);
    case Filter::first:
      return items.empty() ? Value() : items.front();
    case Filter::last:
      return items.empty() ? Value() : items.back();
    case Filter::take: {
      const Value value = argument(1);
      const auto* number = std::get_if<Int>(&value.data());
      if (evaluator_.failed() || value.is_null()) return {};
      if (number == nullptr) return wrong_type(value);
      const Int most = std::clamp<Int>(*number, 0, static_cast<Int>(items.size()));
      return Value::list({items.begin(), items.begin() + most});
    }
    case Filter::reverse:
      return Value::list({items.rbegin(), items.rend()});
    case Filter::where:
      return chosen(items);
    case Filter::map:
      return mapped(items);
    case Filter::unique:
      return unique(items);
    case Filter::flatten:
      return flattened(items);
    case Filter::sort:
    case Filter::sort_names:
      return sorted(items);
    case Filter::group_by:
      return grouped_by(items);
    case Filter::join:
      return joined(items);
    case Filter::upper:
    case Filter::lower:
    case Filter::title_case:
    case Filter::sentence_case:
    case Filter::trim:
    case Filter::nbsp:
    case Filter::replace:
    case Filter::strip_marks:
    case Filter::otherwise:
    case Filter::number:
    case Filter::money:
    case Filter::in_words:
    case Filter::pad:
    case Filter::roman:
    case Filter::alpha:
    case Filter::date:
    case Filter::date_long:
      break;
  }
  return wrong_type(input);
}

Value FilterRun::sum(const ValueList& items) {
  Int whole = 0;
  Decimal exact;
  bool any_decimal = false;
  for (const Value& item : items) {
    const Value value = per_item(item);
    if (stopped()) return {};
    if (value.is_null()) continue;
    if (const auto* number = std::get_if<Int>(&value.data())) {
      if (__builtin_add_overflow(whole, *number, &whole))
        return evaluator_.fail("EXP-08", expr_.at, "tổng quá lớn");
    } else if (const auto* decimal = std::get_if<Decimal>(&value.data())) {
      const auto total = add(exact, *decimal);
      if (!total) return evaluator_.fail("EXP-08", expr_.at, "tổng quá lớn");
      exact = *total;
      any_decimal = true;
    } else {
      return wrong_type(value);
    }
  }
  if (!any_decimal) return Value(whole);
  const auto total = add(exact, decimal_of(whole));
  return total ? Value(*total) : evaluator_.fail("EXP-08", expr_.at, "tổng quá lớn");
}

Value FilterRun::average(const ValueList& items) {
  Decimal total;
  Int count = 0;
  for (const Value& item : items) {
    const Value value = per_item(item);
    if (stopped()) return {};
    if (value.is_null()) continue;
    const auto* number = std::get_if<Int>(&value.data());
    const auto* decimal = std::get_if<Decimal>(&value.data());
    if (number == nullptr && decimal == nullptr) return wrong_type(value);
    const auto sum = add(total, number != nullptr ? decimal_of(*number) : *decimal);
    if (!sum) return evaluator_.fail("EXP-08", expr_.at, "tổng quá lớn");
    total = *sum;
    ++count;
  }
  if (count == 0) return {};
  const auto out = divide(total, decimal_of(count));
  return out ? Value(*out) : evaluator_.fail("EXP-08", expr_.at, "trung bình quá lớn");
}

Value FilterRun::extreme(const ValueList& items) {
  Value best;
  SortKey best_key;
  for (const Value& item : items) {
    Value value = per_item(item);
    if (stopped()) return {};
    if (value.is_null()) continue;
    SortKey key = SortKey::of(value, expr_.filter == Filter::max, false);
    if (best.is_null() || key.compare_to(best_key) < 0) {
      best = std::move(value);
      best_key = std::move(key);
    }
  }
  return best;
}

Value FilterRun::chosen(const ValueList& items) {
  ValueList out;
  for (const Value& item : items) {
    const Value value = per_item(item);
    if (stopped()) return {};
    const auto* flag = std::get_if<bool>(&value.data());
    if (flag == nullptr && !value.is_null())
      return evaluator_.fail("EXP-04", start_of(expr_.children[1]), "điều kiện phải là đúng hoặc sai");
    if (flag != nullptr && *flag) out.push_back(item);
  }
  return Value::list(std::move(out));
}

Value FilterRun::mapped(const ValueList& items) {
  ValueList out;
  out.reserve(items.size());
  for (const Value& item : items) {
    out.push_back(per_item(item));
    if (stopped()) return {};
  }
  return Value::list(std::move(out));
}

Value FilterRun::unique(const ValueList& items) {
  ValueList out;
  std::unordered_map<std::string, bool> seen;
  for (const Value& item : items) {
    Value value = per_item(item);
    if (stopped()) return {};
    std::string key;
    append_key(value, key);
    if (seen.emplace(std::move(key), true).second) out.push_back(std::move(value));
  }
  return Value::list(std::move(out));
}

Value FilterRun::flattened(const ValueList& items) {
  ValueList out;
  for (const Value& item : items) {
    if (item.is_null()) continue;
    if (!std::holds_alternative<ListPtr>(item.data())) return wrong_type(item);
    for (const Value& inner : item.items()) {
      if (stopped()) return {};
      out.push_back(inner);
    }
  }
  return Value::list(std::move(out));
}

Value FilterRun::sorted(const ValueList& items) {
  struct Entry {
    std::vector<SortKey> keys;
    const Value* value;
  };
  std::vector<Entry> entries;
  entries.reserve(items.size());
  const bool names = expr_.filter == Filter::sort_names;
  for (const Value& item : items) {
    Entry& entry = entries.emplace_back();
    entry.value = &item;
    if (!has_argument(1)) entry.keys.push_back(SortKey::of(item, false, names));
    for (std::size_t i = 1; i < expr_.children.size(); ++i) {
      const Expr& key = expr_.children[i];
      const bool descending = key.op == Op::call;
      entry.keys.push_back(
          SortKey::of(with_item(item, descending ? key.children[0] : key), descending, names));
    }
    if (stopped()) return {};
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
      const auto order = a.keys[i].compare_to(b.keys[i]);
      if (order != 0) return order < 0;
    }
    return false;
  });
  ValueList out;
  out.reserve(entries.size());
  for (const Entry& entry : entries)
    out.push_back(*entry.value);
  return Value::list(std::move(out));
}

Value FilterRun::grouped_by(const ValueList& items) {
  std::vector<std::pair<Value, ValueList>> groups;
  std::unordered_map<std::string, std::size_t> place;
  for (const Value& item : items) {
    Value value = per_item(item);
    if (stopped()) return {};
    std::string key;
    append_key(value, key);
    const auto [found, added] = place.emplace(std::move(key), groups.size());
    if (added) groups.emplace_back(std::move(value), ValueList());
    groups[found->second].second.push_back(item);
  }
  ValueList out;
  out.reserve(groups.size());
  for (auto& [key, members] : groups)
    out.push_back(Value::record({{"key", std::move(key)}, {"items", Value::list(std::move(members))}}));
  return Value::list(std::move(out));
}

Value FilterRun::joined(const ValueList& items) {
  std::array<std::string, 2> marks = {", ", ", "};
  for (std::size_t i = 0; i < 2 && has_argument(i + 1); ++i) {
    const Value value = argument(i + 1);
    const auto* text = std::get_if<std::string>(&value.data());
    if (evaluator_.failed() || value.is_null()) return {};
    if (text == nullptr) return wrong_type(value);
    marks[i] = *text;
    if (i == 0) marks[1] = *text;
  }
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stopped()) return {};
    if (i > 0) out += marks[i + 1 == items.size() ? 1 : 0];
    const auto text = printed(items[i]);
    if (items[i].is_null())
      return evaluator_.fail("DAT-04", start_of(expr_), "danh sách để nối có phần tử trống",
                             "bỏ phần tử trống trước: | where(. ne null)");
    if (!text) return wrong_type(items[i]);
    out += *text;
    if (out.size() > longest_string) break;
  }
  return evaluator_.bounded(std::move(out), expr_.at);
}

}  // namespace sovang::document
