#include "sovang/text/dates.h"
#include "sovang/text/normal.h"

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
  const ParsedDate parsed = parse_date(text);
  switch (parsed.certainty) {
    case Certainty::ok:
    case Certainty::warn:
      if (parsed.date->year() < first_year || *parsed.date > today) return impossible();
      return {ReadDate::Doubt::none, parsed.date, std::nullopt};
    case Certainty::partial:
      return year_only(small_number(std::string_view(parsed.part).substr(0, 4)), today);
    case Certainty::ask:
      return {ReadDate::Doubt::ambiguous, std::nullopt, std::nullopt};
    case Certainty::blank:
      return impossible();
    case Certainty::error:
      break;
  }
  // Papers do not write two-digit years, lists do (VT-69).
  const std::string clean = collapse_spaces(text);
  const auto fields = split_numeric_date(clean);
  if (!fields || fields->year.size() != 2 || fields->day.empty() || fields->day.size() > 2 ||
      fields->month.size() > 2) {
    return impossible();
  }
  return two_digit_year(small_number(fields->year), small_number(fields->month), small_number(fields->day),
                        today);
}

}  // namespace sovang::text
