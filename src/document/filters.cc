#include "filters.h"

#include <array>
#include <cstddef>

#include "sovang/base/result.h"

namespace sovang::document {
namespace {

using enum Takes;
constexpr Takes none = Takes::anything;

// In the order of the enum.
constexpr std::array<FilterRule, 34> rules = {{
    {"upper", Filter::upper, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"lower", Filter::lower, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"title_case", Filter::title_case, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"sentence_case", Filter::sentence_case, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"trim", Filter::trim, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"nbsp", Filter::nbsp, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"replace", Filter::replace, string, Gives::string, Arguments::values, 2, 2, string, string},
    {"strip_marks", Filter::strip_marks, string, Gives::string, Arguments::values, 0, 0, none, none},
    {"default", Filter::otherwise, anything, Gives::either, Arguments::values, 1, 1, anything, none},
    {"number", Filter::number, number, Gives::string, Arguments::values, 0, 1, integer, none},
    {"money", Filter::money, number, Gives::string, Arguments::values, 0, 1, string, none},
    {"in_words", Filter::in_words, integer, Gives::string, Arguments::values, 0, 0, none, none},
    {"pad", Filter::pad, integer, Gives::string, Arguments::values, 0, 1, integer, none},
    {"roman", Filter::roman, integer, Gives::string, Arguments::values, 0, 0, none, none},
    {"alpha", Filter::alpha, integer, Gives::string, Arguments::values, 0, 0, none, none},
    {"date", Filter::date, date, Gives::string, Arguments::values, 0, 1, string, none},
    {"date_long", Filter::date_long, date, Gives::string, Arguments::values, 0, 0, none, none},
    {"count", Filter::count, list, Gives::integer, Arguments::values, 0, 0, none, none},
    {"sum", Filter::sum, list, Gives::argument, Arguments::per_item, 0, 1, number, none},
    {"min", Filter::min, list, Gives::argument, Arguments::per_item, 0, 1, anything, none},
    {"max", Filter::max, list, Gives::argument, Arguments::per_item, 0, 1, anything, none},
    {"avg", Filter::avg, list, Gives::decimal, Arguments::per_item, 0, 1, number, none},
    {"first", Filter::first, list, Gives::item, Arguments::values, 0, 0, none, none},
    {"last", Filter::last, list, Gives::item, Arguments::values, 0, 0, none, none},
    {"take", Filter::take, list, Gives::same, Arguments::values, 1, 1, integer, none},
    {"reverse", Filter::reverse, list, Gives::same, Arguments::values, 0, 0, none, none},
    {"where", Filter::where, list, Gives::same, Arguments::condition, 1, 1, anything, none},
    {"map", Filter::map, list, Gives::argument_list, Arguments::per_item, 1, 1, anything, none},
    {"unique", Filter::unique, list, Gives::argument_list, Arguments::per_item, 0, 1, anything, none},
    {"flatten", Filter::flatten, list, Gives::inner_list, Arguments::values, 0, 0, none, none},
    {"sort", Filter::sort, list, Gives::same, Arguments::per_item, 0, 8, anything, anything},
    {"sort_names", Filter::sort_names, list, Gives::same, Arguments::per_item, 0, 1, string, none},
    {"group_by", Filter::group_by, list, Gives::groups, Arguments::per_item, 1, 1, anything, none},
    {"join", Filter::join, list, Gives::string, Arguments::values, 0, 2, string, string},
}};

}  // namespace

std::span<const FilterRule> filter_rules() {
  return rules;
}

const FilterRule* find_filter(std::string_view name) {
  for (const FilterRule& rule : rules)
    if (rule.name == name) return &rule;
  return nullptr;
}

const FilterRule& rule_of(Filter filter) {
  const FilterRule& rule = rules[static_cast<std::size_t>(filter)];
  SOVANG_EXPECT(rule.filter == filter);
  return rule;
}

}  // namespace sovang::document
