#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/base/date.h"

namespace sovang::text {

/// "ngày 05 tháng 01 năm 2021": zero for days below 10 and for months 1 and 2 only (VT-67, ND30-38).
[[nodiscard]] std::string long_date(Date date);
/// "05/03/2021": both zeros, for tables (VT-68).
[[nodiscard]] std::string table_date(Date date);
/// "10/9/2021": zeros as in the long form, for running text.
[[nodiscard]] std::string running_date(Date date);

/// What a date cell of a list says (VT-69, messy rule 7).
struct ReadDate {
  enum class Doubt : std::uint8_t { none, two_digit_year, year_only, ambiguous, impossible };
  Doubt doubt = Doubt::none;
  std::optional<Date> date;  ///< empty for year_only and impossible
  std::optional<int> year;   ///< set for year_only
};

/// Reads "05/03/1980", "5-3-1980", "5.3.80", "1980-03-05", "1980". Day first always; 12/25/2021 is
/// impossible, never swapped. `today` decides the century of two-digit years and what lies in the future
/// (impossible).
[[nodiscard]] ReadDate read_birth_date(std::string_view text, Date today);

}  // namespace sovang::text
