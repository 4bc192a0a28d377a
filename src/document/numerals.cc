#include "sovang/document/numerals.h"

#include <array>
#include <string_view>
#include <utility>

namespace sovang::document {

std::optional<std::string> roman_numeral(std::int64_t number) {
  constexpr std::array<std::pair<int, std::string_view>, 13> steps = {{{1000, "M"},
                                                                       {900, "CM"},
                                                                       {500, "D"},
                                                                       {400, "CD"},
                                                                       {100, "C"},
                                                                       {90, "XC"},
                                                                       {50, "L"},
                                                                       {40, "XL"},
                                                                       {10, "X"},
                                                                       {9, "IX"},
                                                                       {5, "V"},
                                                                       {4, "IV"},
                                                                       {1, "I"}}};
  if (number < 1 || number > 3999) return std::nullopt;
  std::string out;
  for (const auto& [value, letters] : steps) {
    for (; number >= value; number -= value)
      out += letters;
  }
  return out;
}

std::optional<std::string> letter_numeral(std::int64_t number) {
  constexpr std::array<std::string_view, 23> alphabet = {"a", "b", "c", "d", "đ", "e", "g", "h",
                                                         "i", "k", "l", "m", "n", "o", "p", "q",
                                                         "r", "s", "t", "u", "v", "x", "y"};
  if (number < 1) return std::nullopt;
  std::string out;
  for (auto rest = static_cast<std::uint64_t>(number); rest > 0; rest = (rest - 1) / alphabet.size())
    out.insert(0, alphabet[(rest - 1) % alphabet.size()]);
  return out;
}

}  // namespace sovang::document
