#pragma once

#include <cstdint>
#include <string>

#include "sovang/base/date.h"

namespace sovang {

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t unix_ms = 0;

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

/// "2022-05-20T01:00:00Z" (RFC 3339, UTC, whole seconds): the form of everything that is stored.
[[nodiscard]] std::string utc_text(Instant instant);
/// "2022-05-20T08:00:00+07:00" (Asia/Ho_Chi_Minh is UTC+7, without summer time): the form that people read.
[[nodiscard]] std::string local_text(Instant instant);
/// The day in Viet Nam (UTC+7).
[[nodiscard]] Date local_date(Instant instant);

/// Where the time comes from; a seam, so that tests and the demo can stop it.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The clock of the machine.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// A clock that stands still until it is set.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant instant) : instant_(instant) {}
  [[nodiscard]] Instant now() const override { return instant_; }
  void set(Instant instant) { instant_ = instant; }

 private:
  Instant instant_;
};

}  // namespace sovang
