#pragma once

#include <string>
#include <string_view>

#include "sovang/text/numbers.h"

/// Readings of digit strings, shared by numbers and dates.
namespace sovang::text {

[[nodiscard]] constexpr std::string_view linh(const NumberWords& words) {
  return words.le ? "lẻ" : "linh";
}
[[nodiscard]] constexpr std::string_view nghin(const NumberWords& words) {
  return words.ngan ? "ngàn" : "nghìn";
}

/// "âm mười hai"; `digits` without leading zeros. Zero is never negative.
[[nodiscard]] std::string spoken(bool negative, std::string_view digits, const NumberWords& words);
/// "Một triệu đồng", with "chẵn" where it is wanted and the last three digits are 000 (VT-63).
[[nodiscard]] std::string spoken_money(bool negative, std::string_view digits, const NumberWords& words);

}  // namespace sovang::text
