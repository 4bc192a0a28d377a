#include "sovang/text/dates.h"

#include <array>

#include "date_print.h"
#include "digits.h"
#include "number_words.h"
#include "numeric_date.h"

namespace sovang::text {
namespace {

std::string padded(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string four_digits(int year) {
  const std::string text = std::to_string(year);
  return std::string(4 - text.size(), '0') + text;
}

std::string in_number_words(int value, const NumberWords& words) {
  return spoken(false, std::to_string(value), words);
}

Result<std::string> refuse(std::string_view stored, std::string_view wanted) {
  return fail(ErrorCode::invalid_input,
              "“" + std::string(stored) + "” không đọc được: cần " + std::string(wanted), {}, "VT-69");
}

/// The two sides of "2016|2020"; the second is empty where there is no bar.
std::array<std::string_view, 2> sides(std::string_view stored) {
  const std::size_t bar = stored.find('|');
  if (bar == std::string_view::npos) return {stored, {}};
  return {stored.substr(0, bar), stored.substr(bar + 1)};
}

std::optional<int> year_of(std::string_view text) {
  if (text.size() != 4 || !digits::all_digits(text) || text == "0000") return std::nullopt;
  return small_number(text);
}

Result<std::string> print_years(std::string_view stored, DateForm form) {
  const auto [first, last] = sides(stored);
  const auto begin = year_of(first);
  const auto end = year_of(last);
  if (!begin || !end || *end <= *begin) return refuse(stored, "hai năm tăng dần như 2016|2020");
  if (form == DateForm::school_year && *end != *begin + 1)
    return refuse(stored, "hai năm liền nhau như 2020|2021");
  const std::string_view name = form == DateForm::school_year ? "năm học " : "giai đoạn ";
  return std::string(name).append(first).append(" - ").append(last);
}

/// "2021-Q1" and "2021-H2".
Result<std::string> print_part_of_year(std::string_view stored, DateForm form) {
  constexpr std::array<std::string_view, 4> quarters = {"quý I năm ", "quý II năm ", "quý III năm ",
                                                        "quý IV năm "};
  constexpr std::array<std::string_view, 2> halves = {"6 tháng đầu năm ", "6 tháng cuối năm "};
  const bool quarter = form == DateForm::quarter;
  const char letter = quarter ? 'Q' : 'H';
  const char last = quarter ? '4' : '2';
  if (stored.size() != 7 || !year_of(stored.substr(0, 4)) || stored[4] != '-' || stored[5] != letter ||
      stored[6] < '1' || stored[6] > last) {
    return refuse(stored, quarter ? "quý như 2021-Q1" : "nửa năm như 2021-H1");
  }
  const auto index = static_cast<std::size_t>(stored[6] - '1');
  return std::string(quarter ? quarters.at(index) : halves.at(index)).append(stored.substr(0, 4));
}

Result<std::string> print_opening(std::string_view stored, DateForm form, const NumberWords& words) {
  const std::size_t t = stored.find('T');
  const auto date = Date::from_iso(stored.substr(0, t));
  const auto time = t == std::string_view::npos ? std::nullopt : parse_clock_time(stored.substr(t + 1));
  if (!date || !time) return refuse(stored, "ngày giờ như 2021-01-05T08:30");
  if (form == DateForm::minutes_opening) return "Hồi " + long_time(*time) + ", " + long_date(*date);
  return "Hồi " + time_in_words(*time, words) + ", " + date_in_words(*date, words);
}

}  // namespace

std::string padded_day(int day) {
  return padded(day);
}
std::string padded_month(int month) {
  return month <= 2 ? padded(month) : std::to_string(month);
}

std::string long_date(Date date) {
  return "ngày " + padded_day(date.day()) + " tháng " + padded_month(date.month()) + " năm " +
         std::to_string(date.year());
}

std::string table_date(Date date) {
  return padded(date.day()) + "/" + padded(date.month()) + "/" + four_digits(date.year());
}

std::string running_date(Date date) {
  return padded_day(date.day()) + "/" + padded_month(date.month()) + "/" + std::to_string(date.year());
}

std::string date_in_words(Date date, const NumberWords& words, Mung mung) {
  std::string out = "ngày ";
  if (mung == Mung::with && date.day() <= 10) out += "mùng ";
  out += in_number_words(date.day(), words) + " tháng ";
  out += date.month() == 4 ? "tư" : in_number_words(date.month(), words);
  return out + " năm " + in_number_words(date.year(), words);
}

std::optional<ClockTime> parse_clock_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view hour = text.substr(0, colon);
  const std::string_view minute = text.substr(colon + 1);
  if (!digits::all_digits(hour) || hour.size() > 2 || !digits::all_digits(minute) || minute.size() != 2) {
    return std::nullopt;
  }
  const ClockTime time{small_number(hour), small_number(minute)};
  if (time.hour > 23 || time.minute > 59) return std::nullopt;
  return time;
}

std::string long_time(ClockTime time) {
  return padded(time.hour) + " giờ " + padded(time.minute) + " phút";
}

std::string time_in_words(ClockTime time, const NumberWords& words) {
  std::string out = in_number_words(time.hour, words) + " giờ";
  if (time.minute != 0) out += " " + in_number_words(time.minute, words) + " phút";
  return out;
}

Result<std::string> print_date(std::string_view stored, DateForm form, const NumberWords& words) {
  const auto day = [&](std::string_view iso, auto print) -> Result<std::string> {
    const auto date = Date::from_iso(iso);
    if (!date) return refuse(stored, "một ngày có thật như 2021-01-05");
    return print(*date);
  };
  switch (form) {
    case DateForm::iso_to_long:
      return day(stored, long_date);
    case DateForm::iso_to_short:
      return day(stored, table_date);
    case DateForm::iso_to_words:
      return day(stored, [&](Date date) { return date_in_words(date, words); });
    case DateForm::option_mung:
      return day(stored, [&](Date date) { return date_in_words(date, words, Mung::with); });
    case DateForm::iso_to_place_line: {
      const auto [place, iso] = sides(stored);
      return day(iso, [place = place](Date date) { return std::string(place) + ", " + long_date(date); });
    }
    case DateForm::time_to_long:
    case DateForm::time_to_words: {
      const auto time = parse_clock_time(stored);
      if (!time) return refuse(stored, "giờ như 08:30");
      return form == DateForm::time_to_long ? long_time(*time) : time_in_words(*time, words);
    }
    case DateForm::minutes_opening:
    case DateForm::minutes_opening_words:
      return print_opening(stored, form, words);
    case DateForm::range: {
      const auto [first, last] = sides(stored);
      const auto begin = Date::from_iso(first);
      const auto end = Date::from_iso(last);
      if (!begin || !end || *end < *begin)
        return refuse(stored, "hai ngày theo thứ tự như 2021-09-01|2021-12-31");
      return "từ " + long_date(*begin) + " đến " + long_date(*end);
    }
    case DateForm::range_years:
    case DateForm::school_year:
      return print_years(stored, form);
    case DateForm::quarter:
    case DateForm::half:
      return print_part_of_year(stored, form);
  }
  return refuse(stored, "một ngày");
}

}  // namespace sovang::text
