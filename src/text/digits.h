#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Strings of decimal digits: exact numbers of any length.
namespace sovang::text::digits {

/// Longest number that is read; longer ones are no numbers of an office.
inline constexpr std::size_t longest = 60;

[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
/// True for one digit and more, and nothing else.
[[nodiscard]] bool all_digits(std::string_view text);
/// Without leading zeros; "0" for zero.
[[nodiscard]] std::string_view without_leading_zeros(std::string_view digits);
/// "1490000" → "1.490.000".
[[nodiscard]] std::string grouped(std::string_view digits);
/// The digits of "1.490.000", or nothing if the groups are not right; plain digits pass too. `separator` is
/// one character.
[[nodiscard]] std::string ungrouped(std::string_view text, char separator);
/// Appends the words of a whole number without leading zeros, VT-60 … VT-62. `linh` and `nghin` are the
/// chosen words.
void append_words(std::string& out, std::string_view digits, std::string_view linh, std::string_view nghin);
/// "không", "một" … "chín".
[[nodiscard]] std::string_view word_of(char digit);

}  // namespace sovang::text::digits
