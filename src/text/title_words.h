#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "letters.h"
#include "words.h"

/// Words of titles: a quick look at the first word of a text, and degrees that are written together. Private
/// to the room.
namespace sovang::text {

/// Small and capital letters of a word give the same number below word_hashes.
inline constexpr std::size_t word_hashes = 8192;

[[nodiscard]] constexpr std::size_t hash_of_word(std::span<const Letter> word) {
  std::size_t hash = 0;
  for (const Letter letter : word)
    hash = hash * 61 + letter.rank() * 6U + static_cast<unsigned>(letter.tone());
  return hash % word_hashes;
}

/// The hashes of words that open a listed honorific or title.
extern const std::array<bool, word_hashes> title_word_hashes;

/// False for most words; true for all that open a title, and a few others.
[[nodiscard]] inline bool may_open_title(std::span<const Letter> word) {
  return title_word_hashes[hash_of_word(word)];
}
[[nodiscard]] inline bool may_open_title(std::string_view text) {
  std::array<Letter, longest_syllable> word;
  std::size_t at = 0;
  const LetterRun run = read_letter_run(text, at, word);
  return may_open_title(std::span(word).first(run.count));
}

/// "ths.bs", "gs-ts", in small letters: several abbreviated degrees in one word. One degree is a title like
/// others.
[[nodiscard]] bool are_joined_degrees(std::string_view small);

}  // namespace sovang::text
