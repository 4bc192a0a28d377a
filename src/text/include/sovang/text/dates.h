#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/text/certainty.h"
#include "sovang/text/numbers.h"

namespace sovang::text {

/// "ngày 05 tháng 01 năm 2021": zero for days below 10 and for months 1 and 2 only (VT-67, ND30-38).
[[nodiscard]] std::string long_date(Date date);
/// "05/03/2021": both zeros, for tables (VT-68).
[[nodiscard]] std::string table_date(Date date);
/// "10/9/2021": zeros as in the long form, for running text.
[[nodiscard]] std::string running_date(Date date);

/// Whether days 1 to 10 are called "mùng" (VT-70).
enum class Mung : std::uint8_t { without, with };
/// "ngày năm tháng tư năm hai nghìn không trăm hai mươi mốt" (VT-70).
[[nodiscard]] std::string date_in_words(Date date, const NumberWords& words = {}, Mung mung = Mung::without);

/// A time of the clock, 00:00 to 23:59.
struct ClockTime {
  int hour = 0;
  int minute = 0;
};
/// Reads "08:30", "8:30".
[[nodiscard]] std::optional<ClockTime> parse_clock_time(std::string_view text);
/// "08 giờ 30 phút" (VT-71).
[[nodiscard]] std::string long_time(ClockTime time);
/// "tám giờ ba mươi phút"; 00 minutes are silent (VT-71).
[[nodiscard]] std::string time_in_words(ClockTime time, const NumberWords& words = {});

/// What a date of a paper says (VT-69, VT-73).
struct ParsedDate {
  Certainty certainty = Certainty::error;
  std::optional<Date> date;  ///< for ok and warn
  std::string part;          ///< for partial: "2021-10", "2021-Q3", "2021-H1", "2021"
  std::string proposal;      ///< for warn: as it should be written, "ngày 05 tháng 01 năm 2021"
  std::string remark;        ///< Vietnamese, why it is not simply ok; empty for ok and partial
};
/// Reads "ngày 05 tháng 01 năm 2021", "5/1/2021", "2021-01-05", "mùng 2 tháng 9 năm 2021", the words of
/// date_in_words, "tháng 10/2021", "quý III/2021". Day first always, never swapped; a missing year and lunar
/// wording are asked.
[[nodiscard]] ParsedDate parse_date(std::string_view nfc);

/// Forms in which papers print dates, times and periods, by the names of dates_vectors.tsv.
enum class DateForm : std::uint8_t {
  iso_to_long,            ///< "2021-01-05" → "ngày 05 tháng 01 năm 2021"
  iso_to_place_line,      ///< "Quảng Nam|2021-01-05" → "Quảng Nam, ngày 05 tháng 01 năm 2021"
  iso_to_short,           ///< → "05/01/2021"
  iso_to_words,           ///< → "ngày năm tháng một năm …"
  option_mung,            ///< → "ngày mùng năm tháng một năm …"
  time_to_long,           ///< "08:30" → "08 giờ 30 phút"
  time_to_words,          ///< → "tám giờ ba mươi phút"
  minutes_opening,        ///< "2021-01-05T08:30" → "Hồi 08 giờ 30 phút, ngày 05 tháng 01 năm 2021"
  minutes_opening_words,  ///< → "Hồi tám giờ ba mươi phút, ngày năm tháng một năm …"
  range,  ///< "2021-09-01|2021-12-31" → "từ ngày 01 tháng 9 năm 2021 đến ngày 31 tháng 12 năm 2021"
  range_years,  ///< "2016|2020" → "giai đoạn 2016 - 2020"
  school_year,  ///< "2020|2021" → "năm học 2020 - 2021"
  quarter,      ///< "2021-Q1" → "quý I năm 2021"
  half          ///< "2021-H1" → "6 tháng đầu năm 2021"
};
/// Prints a stored date, time or period (VT-67 … VT-72). Fails with `invalid_input` where the input has
/// another shape or names a day that does not exist.
[[nodiscard]] Result<std::string> print_date(std::string_view stored, DateForm form,
                                             const NumberWords& words = {});

/// What a date cell of a list says (VT-69, messy rule 7).
struct ReadDate {
  enum class Doubt : std::uint8_t { none, two_digit_year, year_only, ambiguous, impossible };
  Doubt doubt = Doubt::none;
  std::optional<Date> date;  ///< empty for year_only, ambiguous and impossible
  std::optional<int> year;   ///< set for year_only
};

/// Reads "05/03/1980", "5-3-1980", "5.3.80", "1980-03-05", "1980", "ngày 05 tháng 3 năm 1980". Day first
/// always; 12/25/2021 is impossible, never swapped. `today` decides the century of two-digit years and what
/// lies in the future (impossible). A day without a year and lunar wording are ambiguous.
[[nodiscard]] ReadDate read_birth_date(std::string_view text, Date today);

}  // namespace sovang::text
