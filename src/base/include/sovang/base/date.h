#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sovang {

enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// A day of the Gregorian calendar, years 1 to 9999. Always a real day: the factories refuse 31 February.
class Date {
 public:
  /// 0001-01-01; only so that structs of dates can be made before they are filled.
  constexpr Date() = default;

  [[nodiscard]] static std::optional<Date> make(int year, int month, int day);
  /// Reads exactly "2022-05-20" (ISO 8601).
  [[nodiscard]] static std::optional<Date> from_iso(std::string_view text);
  /// The day that lies `days` after 1970-01-01; negative = before.
  [[nodiscard]] static Date from_days(std::int64_t days);

  [[nodiscard]] constexpr int year() const { return year_; }
  [[nodiscard]] constexpr int month() const { return month_; }
  [[nodiscard]] constexpr int day() const { return day_; }

  /// "2022-05-20".
  [[nodiscard]] std::string iso() const;
  /// Days since 1970-01-01.
  [[nodiscard]] std::int64_t days() const;
  [[nodiscard]] Weekday weekday() const;
  [[nodiscard]] Date plus_days(std::int64_t days) const { return from_days(this->days() + days); }

  friend constexpr auto operator<=>(const Date&, const Date&) = default;

 private:
  constexpr Date(int year, int month, int day)
      : year_(static_cast<std::int16_t>(year)),
        month_(static_cast<std::int8_t>(month)),
        day_(static_cast<std::int8_t>(day)) {}

  std::int16_t year_ = 1;
  std::int8_t month_ = 1;
  std::int8_t day_ = 1;
};

}  // namespace sovang
