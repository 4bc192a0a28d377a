#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "letters.h"

namespace sovang::text {

/// The longest syllable has seven letters: "nghiêng".
inline constexpr std::size_t longest_syllable = 7;

/// A syllable taken apart (VT-30, chapter 5).
struct Syllable {
  const tables::Rime* rime = nullptr;
  std::uint8_t onset = 0;  ///< letters of the onset: 2 in "giếng" (gi + êng), 1 in "gì" (g + i)
  Tone tone = Tone::ngang;
  std::int8_t mark = -1;  ///< which letter carries the tone; -1 = none does

  [[nodiscard]] std::size_t old_place() const { return std::size_t{onset} + rime->old_place; }
  [[nodiscard]] std::size_t new_place() const { return std::size_t{onset} + rime->new_place; }
  [[nodiscard]] bool well_placed() const {
    return mark < 0 || static_cast<std::size_t>(mark) == old_place() ||
           static_cast<std::size_t>(mark) == new_place();
  }
};

/// tables::letter_low with the look-alikes that key_letter() knows.
inline constexpr auto key_letters_low = [] {
  std::array<std::uint16_t, std::size(tables::letter_low)> letters{};
  for (char32_t c = 0; c < letters.size(); ++c)
    letters[c] = key_letter(c).code;
  return letters;
}();

struct LetterRun {
  std::size_t count = 0;
  std::size_t vowels = 0;
  unsigned codes = 0;  ///< of all letters, joined bit by bit

  [[nodiscard]] bool toned() const { return (codes & tone_bits) != 0; }
};

/// Reads letters into `letters` from `at` on, which moves behind them: until a character is none or the array
/// is full. The inner loop of keys.
constexpr LetterRun read_letter_run(std::string_view text, std::size_t& at,
                                    std::array<Letter, longest_syllable>& letters) {
  LetterRun run;
  const auto byte = [&text](std::size_t place) { return static_cast<unsigned char>(text[place]); };
  std::size_t place = at;
  while (place < text.size() && run.count < letters.size()) {
    Letter letter;
    std::size_t length = 1;
    const unsigned lead = byte(place);
    if (lead < 0x80) {
      letter.code = key_letters_low[lead];
    } else if (lead < 0xE0 && place + 1 < text.size()) {
      const unsigned c = (lead & 0x1FU) << 6U | (byte(place + 1) & 0x3FU);
      letter.code = c < key_letters_low.size() ? key_letters_low[c] : std::uint16_t{0};
      length = 2;
    } else if (lead == 0xE1 && place + 2 < text.size()) {
      letter = letter_of(char32_t{0x1000} | (byte(place + 1) & 0x3FU) << 6U | (byte(place + 2) & 0x3FU));
      length = 3;
    }
    if (!letter) break;
    letters[run.count++] = letter;
    run.codes |= letter.code;
    run.vowels += letter.vowel() ? 1U : 0U;
    place += length;
  }
  at = place;
  return run;
}

/// Takes the letters of one word apart; nothing if no onset and rime make it or the tone cannot be.
/// The mark may stand anywhere: ask well_placed().
[[nodiscard]] std::optional<Syllable> take_apart(std::span<const Letter> word);

/// Apostrophes as they are typed (VT-46): ' ’ ‘ ʼ and their like.
[[nodiscard]] constexpr bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x201B || c == 0x02BB || c == 0x2032;
}

/// Letters, digits excepted, and marks of any script; asks ICU for what is not Vietnamese.
[[nodiscard]] bool is_letter_or_mark(char32_t c);

/// Where the next letter stands, if only apostrophes stand before it; else npos. An apostrophe is part of a
/// word between letters (H'Hen), and a quotation mark elsewhere.
[[nodiscard]] std::size_t past_apostrophes(std::string_view text, std::size_t at);

/// Reads a text word by word. A word is a run of letters and marks, with apostrophes inside it.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}

  /// Moves to the next word; false at the end of the text.
  bool next();

  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] std::string_view word() const { return text_.substr(begin_, end_ - begin_); }
  /// The letters, if the word may be a syllable: at most seven, all of the Vietnamese alphabet. Else empty.
  [[nodiscard]] std::span<const Letter> letters() const {
    return plain_ ? std::span<const Letter>(letters_.data(), count_) : std::span<const Letter>();
  }

 private:
  void take_word(std::size_t at);

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::array<Letter, longest_syllable> letters_{};
  std::size_t count_ = 0;
  bool plain_ = true;
};

/// A syllable, its mark in one of its two places, in small letters, in Title case or in capitals (VT-22).
[[nodiscard]] bool is_good_word(std::string_view word);
[[nodiscard]] bool is_good_word(std::span<const Letter> letters);

/// The word without the characters at its ends that `is_edge` names.
[[nodiscard]] std::string_view without_edges(std::string_view word, bool (*is_edge)(char32_t));
/// The word without ASCII punctuation and figures at its ends.
[[nodiscard]] std::string_view without_ascii_edges(std::string_view word);

}  // namespace sovang::text
