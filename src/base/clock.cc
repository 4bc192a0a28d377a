#include "sovang/base/clock.h"

#include <chrono>

namespace sovang {
namespace {

constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int64_t viet_nam_ms = 7 * 3'600'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

std::string two(std::int64_t value) {
  return value < 10 ? "0" + std::to_string(value) : std::to_string(value);
}

std::string date_and_time(std::int64_t ms) {
  const std::int64_t day = floor_div(ms, ms_per_day);
  const std::int64_t seconds = (ms - day * ms_per_day) / 1000;
  return Date::from_days(day).iso() + "T" + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" +
         two(seconds % 60);
}

}  // namespace

std::string utc_text(Instant instant) {
  return date_and_time(instant.unix_ms) + "Z";
}

std::string local_text(Instant instant) {
  return date_and_time(instant.unix_ms + viet_nam_ms) + "+07:00";
}

Date local_date(Instant instant) {
  return Date::from_days(floor_div(instant.unix_ms + viet_nam_ms, ms_per_day));
}

Instant SystemClock::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace sovang
