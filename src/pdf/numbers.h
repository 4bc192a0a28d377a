#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/document/length.h"

/// Numbers as PDF writes them: made from integers, so that every machine and locale gives the same digits.
namespace sovang::pdf {

inline void append_int(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

/// `value` ÷ 10^`decimals`, without zeros at the end: (1250, 3) is "1.25".
inline void append_fixed(std::string& out, std::int64_t value, int decimals) {
  if (value < 0) {
    out += '-';
    value = -value;
  }
  std::int64_t scale = 1;
  for (int i = 0; i < decimals; ++i)
    scale *= 10;
  append_int(out, value / scale);
  std::int64_t rest = value % scale;
  if (rest == 0) return;
  out += '.';
  while (rest != 0) {
    scale /= 10;
    out += static_cast<char>('0' + rest / scale);
    rest %= scale;
  }
}

/// numerator ÷ denominator (> 0), rounded half away from zero.
[[nodiscard]] constexpr std::int64_t rounded_quotient(std::int64_t numerator, std::int64_t denominator) {
  return (numerator < 0 ? numerator - denominator / 2 : numerator + denominator / 2) / denominator;
}

/// A length in 1/1000 pt: the grain of all coordinates that we write (0.35 µm).
[[nodiscard]] constexpr std::int64_t thousandths(document::Length length) {
  return rounded_quotient(length.units * 1000, document::Length::units_per_pt);
}

inline void append_pt(std::string& out, document::Length length) {
  append_fixed(out, thousandths(length), 3);
}

inline constexpr std::string_view hex_digits = "0123456789ABCDEF";

/// Four hexadecimal digits: a CID, or a UTF-16 unit.
inline void append_hex4(std::string& out, std::uint32_t value) {
  const std::array<char, 4> digits = {hex_digits[value >> 12U & 15U], hex_digits[value >> 8U & 15U],
                                      hex_digits[value >> 4U & 15U], hex_digits[value & 15U]};
  out.append(digits.data(), digits.size());
}

/// A code point as UTF-16BE in hexadecimal.
inline void append_utf16_hex(std::string& out, char32_t code_point) {
  if (code_point < 0x10000) {
    append_hex4(out, code_point);
    return;
  }
  append_hex4(out, 0xD800U + ((code_point - 0x10000U) >> 10U));
  append_hex4(out, 0xDC00U + ((code_point - 0x10000U) & 0x3FFU));
}

}  // namespace sovang::pdf
