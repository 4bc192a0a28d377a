#pragma once

#include <cstdint>
#include <string_view>

/// The words of no_break_words.tsv.
namespace sovang::text {

/// What a word of the list does, one bit each; the names are those of the column `kind`.
enum WordKind : std::uint16_t {
  label = 1U << 0U,
  letter_label = 1U << 1U,
  second_of_label = 1U << 2U,
  calendar = 1U << 3U,
  abbreviation = 1U << 4U,
  honorific = 1U << 5U,
  second_of_honorific = 1U << 6U,
  degree = 1U << 7U,
  office = 1U << 8U,
  unit = 1U << 9U,
  time_unit = 1U << 10U,
  counted = 1U << 11U,
  medal_class = 1U << 12U
};

/// The kinds of a word or a pair of words as bits of WordKind; 0 where it is not listed.
[[nodiscard]] std::uint16_t kinds_of(std::string_view word);

}  // namespace sovang::text
