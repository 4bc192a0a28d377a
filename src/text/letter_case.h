#pragma once

#include <string_view>

/// Letters one by one, for rules that look at the form of a word.
namespace sovang::text {

/// True if the text opens with a capital letter.
[[nodiscard]] bool opens_with_capital(std::string_view nfc);
/// True if the text is one letter.
[[nodiscard]] bool is_one_letter(std::string_view nfc);
/// True for "I", "XIV", "MMXXI": capitals that make a well-formed Roman figure.
[[nodiscard]] bool is_roman(std::string_view text);
}  // namespace sovang::text
