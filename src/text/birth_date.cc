#include "sovang/text/dates.h"

#include "digits.h"
#include "numeric_date.h"

namespace sovang::text {
namespace {

/// Nobody on a list was born before; an older year is a slip of the keyboard.
constexpr int first_year = 1850;

ReadDate impossible() {
  return {ReadDate::Doubt::impossible, std::nullopt, std::nullopt};
}

ReadDate year_only(int year, Date today) {
  if (year < first_year || year > today.year()) return impossible();
  return {ReadDate::Doubt::year_only, std::nullopt, year};
}

/// Messy rule 7: the century of a two-digit year is the last one in which the day does not lie in the future.
ReadDate two_digit_year(int year, int month, int day, Date today) {
  for (const int century : {today.year() / 100 * 100, today.year() / 100 * 100 - 100}) {
    const auto date = Date::make(century + year, month, day);
    if (date && *date <= today) return {ReadDate::Doubt::two_digit_year, date, std::nullopt};
  }
  return impossible();
}

}  // namespace

ReadDate read_birth_date(std::string_view text, Date today) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return impossible();
  text = text.substr(first, text.find_last_not_of(' ') - first + 1);
  if (text.size() == 4 && digits::all_digits(text)) return year_only(small_number(text), today);

  const auto fields = split_numeric_date(text);
  if (!fields) return impossible();
  const int year = small_number(fields->year);
  const int month = small_number(fields->month);
  if (fields->day.empty()) {
    return fields->year.size() == 4 && month >= 1 && month <= 12 ? year_only(year, today) : impossible();
  }
  const int day = small_number(fields->day);
  if (fields->day.size() > 2 || fields->month.size() > 2) return impossible();
  if (fields->year.size() == 2) return two_digit_year(year, month, day, today);
  if (fields->year.size() != 4 || year < first_year) return impossible();
  const auto date = Date::make(year, month, day);
  if (!date || *date > today) return impossible();
  return {ReadDate::Doubt::none, date, std::nullopt};
}

}  // namespace sovang::text
