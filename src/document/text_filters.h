#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/base/date.h"
#include "sovang/document/value.h"
#include "sovang/text/numbers.h"

#include "filters.h"

/// The filters over one string, number or date.
namespace sovang::document {

struct TextArguments {
  std::string_view from;  ///< of replace
  std::string_view to;
};
[[nodiscard]] std::string filter_text(Filter filter, std::string_view text, const TextArguments& arguments);

struct NumberArguments {
  std::optional<std::int64_t> number;  ///< digits of number and pad
  std::string word = "đồng";           ///< unit of money
  text::NumberWords words;
};
/// Nothing = outside of what the filter can write.
[[nodiscard]] std::optional<std::string> filter_number(Filter filter, Decimal number,
                                                       const NumberArguments& arguments);

/// date and date_long.
[[nodiscard]] std::string filter_date(Filter filter, Date date, std::string_view pattern);

}  // namespace sovang::document
