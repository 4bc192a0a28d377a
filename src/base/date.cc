#include "sovang/base/date.h"

#include <chrono>

#include "sovang/base/result.h"

namespace sovang {
namespace {

int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string padded(int value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

}  // namespace

std::optional<Date> Date::make(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date(year, month, day);
}

std::optional<Date> Date::from_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make(digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2)));
}

Date Date::from_days(std::int64_t days) {
  using days32 = std::chrono::duration<std::int32_t, std::chrono::days::period>;
  const std::chrono::year_month_day ymd{
      std::chrono::time_point<std::chrono::system_clock, days32>{days32{static_cast<std::int32_t>(days)}}};
  const int year = static_cast<int>(ymd.year());
  SOVANG_EXPECT(year >= 1 && year <= 9999);
  return {year, static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::string Date::iso() const {
  return padded(year_, 4) + "-" + padded(month_, 2) + "-" + padded(day_, 2);
}

std::int64_t Date::days() const {
  const std::chrono::sys_days point{
      std::chrono::year_month_day{std::chrono::year{year_}, std::chrono::month{static_cast<unsigned>(month_)},
                                  std::chrono::day{static_cast<unsigned>(day_)}}};
  return point.time_since_epoch().count();
}

Weekday Date::weekday() const {
  // 1970-01-01 was a Thursday.
  const std::int64_t shifted = (days() % 7 + 7 + 3) % 7;
  return static_cast<Weekday>(shifted);
}

}  // namespace sovang
