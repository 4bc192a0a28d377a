#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "letters.h"
#include "words.h"

/// The bytes of sort keys, from which order.cc makes the order of texts. Private to the room.
///
/// A key is made of bytes whose order is the order of the texts:
///   token:  primary weights, 02, tone weights up to the last that is not ngang, 01
///   text:   its tokens, 00, the case of its letters, 00, the NFC text itself
/// Primary weights: figures first (10 length digits), then the alphabet (20 + rank), then other scripts
/// (60 and three bytes of the code point). Tone weights: 03 no mark, 04–08 the tones, 09 and more other
/// marks.
namespace sovang::text {

namespace key_bytes {
inline constexpr char end_of_text = '\0', end_of_token = '\1', end_of_primary = '\2', no_mark = '\3';
inline constexpr unsigned other_mark = 9, number = 0x10, letter = 0x20, other = 0x60;

[[nodiscard]] constexpr char of_tone(Tone tone) {
  return static_cast<char>(no_mark + static_cast<char>(tone));
}
}  // namespace key_bytes

/// Writes the weights of token after token.
class TokenKeys {
 public:
  void clear() {
    keys_.clear();
    count_ = begin_ = last_ = 0;
    start_token();
  }

  /// Letters without their tones; gives the place of the first one in its token, for add_tone().
  std::size_t add_letters(std::span<const Letter> letters) {
    std::array<char, longest_syllable> weights;
    for (std::size_t i = 0; i < letters.size(); ++i)
      weights[i] = static_cast<char>(key_bytes::letter + letters[i].rank());
    keys_.append(weights.data(), letters.size());
    places_ += letters.size();
    return places_ - letters.size();
  }

  /// The tone at a place that has none yet, behind those that have one.
  void add_tone(std::size_t place, Tone tone) { set_mark(place, key_bytes::of_tone(tone)); }

  /// A mark by itself, after the letter that carries it: a tone, or one that no Vietnamese letter has.
  void add_mark(Tone tone, char32_t mark) {
    set_mark(places_, tone != Tone::ngang ? key_bytes::of_tone(tone)
                                          : static_cast<char>(key_bytes::other_mark + (mark & 0x7FU)));
    ++places_;
  }

  /// Figures by value (VT-56): "02" as "2"; longer numbers are greater.
  void add_number(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    keys_ += static_cast<char>(key_bytes::number);
    for (std::size_t length = digits.size();; length -= 0xFE) {
      keys_ += static_cast<char>(std::min<std::size_t>(length, 0xFF));
      if (length < 0xFF) break;
    }
    keys_.append(digits);
    ++places_;
  }

  void add_other(char32_t c) {
    keys_ += static_cast<char>(key_bytes::other);
    for (const unsigned shift : {16U, 8U, 0U})
      keys_ += static_cast<char>(c >> shift & 0xFFU);
    ++places_;
  }

  /// Tokens of punctuation alone leave nothing.
  void end_token() {
    if (keys_.size() == begin_ && places_ == 0) return;
    marks_ += key_bytes::end_of_token;
    keys_.append(marks_);
    last_ = begin_;
    begin_ = keys_.size();
    ++count_;
    start_token();
  }

  [[nodiscard]] bool empty() const { return keys_.empty(); }
  /// Tokens that are finished.
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::string_view all() const { return keys_; }
  [[nodiscard]] std::string_view last() const { return all().substr(last_); }
  [[nodiscard]] std::string_view before_last() const { return all().substr(0, last_); }

 private:
  void start_token() {
    marks_.assign(1, key_bytes::end_of_primary);
    places_ = 0;
  }

  void set_mark(std::size_t place, char weight) {
    marks_.resize(place + 2, key_bytes::no_mark);
    marks_.back() = weight;
  }

  std::string keys_;
  std::string marks_;       // what follows the primary weights of the token: tone weights up to its last mark
  std::size_t places_ = 0;  // where a mark may stand in it: its letters, figures and single marks
  std::size_t begin_ = 0;   // of that token in keys_
  std::size_t last_ = 0;    // of the last token that is finished
  std::size_t count_ = 0;
};

/// The case of each letter, seven to a byte, small = 0; small letters at the end are left out.
class CaseKey {
 public:
  void clear() {
    bytes_.clear();
    count_ = 0;
  }

  void add(std::span<const Letter> letters) {
    for (const Letter letter : letters) {
      if (letter.capital()) set_capital(count_);
      ++count_;
    }
  }
  void add(bool capital) {
    if (capital) set_capital(count_);
    ++count_;
  }

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  void set_capital(std::size_t place) {
    bytes_.resize(place / 7 + 1, '\x80');
    bytes_.back() = static_cast<char>(static_cast<unsigned char>(bytes_.back()) | 0x40U >> place % 7);
  }

  std::string bytes_;
  std::size_t count_ = 0;
};

}  // namespace sovang::text
