#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sovang::document {

/// The filters of template-language §7.
enum class Filter : std::uint8_t {
  upper,
  lower,
  title_case,
  sentence_case,
  trim,
  nbsp,
  replace,
  strip_marks,
  otherwise,
  number,
  money,
  in_words,
  pad,
  roman,
  alpha,
  date,
  date_long,
  count,
  sum,
  min,
  max,
  avg,
  first,
  last,
  take,
  reverse,
  where,
  map,
  unique,
  flatten,
  sort,
  sort_names,
  group_by,
  join
};

/// What a filter takes in front of the pipe, or as an argument.
enum class Takes : std::uint8_t { anything, string, number, integer, date, list };

/// What comes out of a filter.
enum class Gives : std::uint8_t {
  string,
  integer,
  decimal,
  same,           ///< the type that went in
  item,           ///< the type of the list's items
  argument,       ///< the type of the argument (per item)
  argument_list,  ///< a list of these
  either,         ///< what went in, or the argument instead
  inner_list,     ///< a list of the items of the inner lists
  groups          ///< a list of records {key, items}
};

/// How the arguments are evaluated.
enum class Arguments : std::uint8_t {
  values,    ///< once, before the filter
  per_item,  ///< for each item, which `.` names
  condition  ///< per item, must be true or false
};

struct FilterRule {
  std::string_view name;
  Filter filter;
  Takes input;
  Gives output;
  Arguments arguments;
  int least;  ///< arguments
  int most;
  Takes first_argument;
  Takes second_argument;
};

[[nodiscard]] std::span<const FilterRule> filter_rules();
[[nodiscard]] const FilterRule* find_filter(std::string_view name);
[[nodiscard]] const FilterRule& rule_of(Filter filter);

}  // namespace sovang::document
