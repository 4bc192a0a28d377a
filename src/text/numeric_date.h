#pragma once

#include <array>
#include <optional>
#include <string_view>

/// Dates in figures, the part that the readers of dates share.
namespace sovang::text {

/// Two or three fields of digits between equal separators: "5/1/2021", "2021-10-01", "10/2021". The last
/// field of two is in `year`.
struct NumericDate {
  std::string_view day;
  std::string_view month;
  std::string_view year;
};

/// Splits "5/1/2021", "5-1-2021", "5.1.2021", "05 / 01 / 2021"; the ISO order is put right. Nothing for any
/// other shape: letters, mixed separators, more than four digits in a field.
[[nodiscard]] std::optional<NumericDate> split_numeric_date(std::string_view text);

/// The value of up to four digits.
[[nodiscard]] int small_number(std::string_view digits);

}  // namespace sovang::text
