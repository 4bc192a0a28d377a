#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace sovang::text {

/// Order of letters, words and phrases: syllable by syllable, letters first, then tone (VT-52 … VT-54,
/// VT-56).
[[nodiscard]] std::strong_ordering compare_phrases(std::string_view a, std::string_view b);
/// Bytes that sort as compare_phrases does; for sorting many, make each key once.
[[nodiscard]] std::string phrase_sort_key(std::string_view nfc);

/// Order of people: given name, then the rest from left to right (VT-55).
[[nodiscard]] std::strong_ordering compare_names(std::string_view a, std::string_view b);
[[nodiscard]] std::string name_sort_key(std::string_view nfc);

}  // namespace sovang::text
