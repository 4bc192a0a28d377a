#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/document/value.h"

/// Exact decimal arithmetic: 18 digits, half away from zero where digits must go. Nothing = overflow
/// (EXP-08).
namespace sovang::document {

[[nodiscard]] constexpr Decimal decimal_of(std::int64_t number) {
  return {number, 0};
}

[[nodiscard]] std::optional<Decimal> add(Decimal a, Decimal b);
[[nodiscard]] std::optional<Decimal> subtract(Decimal a, Decimal b);
[[nodiscard]] std::optional<Decimal> multiply(Decimal a, Decimal b);
/// As many digits as fit; `b` is not zero.
[[nodiscard]] std::optional<Decimal> divide(Decimal a, Decimal b);
/// With the sign of `a`; `b` is not zero.
[[nodiscard]] std::optional<Decimal> remainder(Decimal a, Decimal b);
[[nodiscard]] std::strong_ordering compare(Decimal a, Decimal b);

/// Exactly `digits` (0 … 18) digits behind the point.
[[nodiscard]] std::optional<Decimal> rounded(Decimal number, int digits);
/// Without zeros at the end of its fraction.
[[nodiscard]] Decimal trimmed(Decimal number);

/// Reads "-12" and "94.40"; nothing for anything else or for more than 18 digits.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);
/// Reads "-12" that fits 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_int(std::string_view text);

/// "-1234.50" with the given mark for the point; every digit of the scale.
[[nodiscard]] std::string plain(Decimal number, std::string_view point);
/// "-1.234,50": groups of three and a comma (VT-78).
[[nodiscard]] std::string grouped(Decimal number);

}  // namespace sovang::document
