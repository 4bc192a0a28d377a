#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sovang::domain {

/// A decimal number with two places, exactly: a percentage (93,33 %) or a multiple of the base salary (0,15).
struct Hundredths {
  std::int64_t value = 0;  ///< 9333 = 93,33

  /// Reads "70", "4.5" or "93.33" (point, at most two places), as the data files write it; never a sign.
  [[nodiscard]] static std::optional<Hundredths> parse(std::string_view text);
  /// "93,33", "70", "4,5": as documents write it, without needless zeros.
  [[nodiscard]] std::string text() const;
  /// "93,33", "70,00": always two places, for columns of figures.
  [[nodiscard]] std::string text_with_two_places() const;

  friend auto operator<=>(const Hundredths&, const Hundredths&) = default;
};

/// 100 × part ÷ whole, half up to two places (V-28): 14 of 15 is 93,33. `whole` > 0, 0 ≤ part ≤ 10^14.
[[nodiscard]] Hundredths percent_of(std::int64_t part, std::int64_t whole);

}  // namespace sovang::domain
