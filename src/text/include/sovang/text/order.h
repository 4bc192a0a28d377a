#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::text {

/// Order of letters, words and phrases: syllable by syllable, letters first, then tone (VT-52 … VT-54,
/// VT-56): ba, ba ba, bà, bả. Total: only texts with the same NFC are equal.
[[nodiscard]] std::strong_ordering compare_phrases(std::string_view a, std::string_view b);
/// Bytes that sort as compare_phrases does.
[[nodiscard]] std::string phrase_sort_key(std::string_view text);

/// Which part of a name decides after the given name (VT-55).
enum class NameOrder : std::uint8_t {
  given_family_middle,  ///< the two columns “Họ và tên đệm | Tên” of office sheets
  given_middle_family
};

/// Order of people: given name, then the rest (VT-55). Honorific, degree and rank do not count.
/// "Lê Thị An" before "Hà Văn Ân".
[[nodiscard]] std::strong_ordering compare_names(std::string_view a, std::string_view b,
                                                 NameOrder order = NameOrder::given_family_middle);
/// Bytes that sort as compare_names does.
[[nodiscard]] std::string name_sort_key(std::string_view text,
                                        NameOrder order = NameOrder::given_family_middle);

/// The places of the phrases, or names, in their order, equal ones as they stand. Makes each key once: the
/// way to sort a list. {"Bình", "An"} → {1, 0}.
[[nodiscard]] std::vector<std::size_t> order_of_phrases(std::span<const std::string> phrases);
[[nodiscard]] std::vector<std::size_t> order_of_names(std::span<const std::string> names,
                                                      NameOrder order = NameOrder::given_family_middle);

}  // namespace sovang::text
