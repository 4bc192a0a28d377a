#include "legacy_words.h"

#include <algorithm>
#include <vector>

#include "sovang/text/casing.h"

#include "words.h"

namespace sovang::text {
namespace {

std::u32string_view shared_letters(LegacyScheme scheme) {
  if (scheme == LegacyScheme::vps) return U"ọệỵặợộữựẫậẹịạụ";
  if (scheme == LegacyScheme::viscii) return U"ẳẵẫỷỹỵõ";
  return {};
}

// A word of decoded text: how many letters are surely capital, surely small, or either.
struct DecodedWord {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t capitals = 0;
  std::size_t smalls = 0;
  std::size_t shared = 0;

  [[nodiscard]] bool surely_capitals() const { return capitals >= 2 && smalls == 0; }
};

std::vector<DecodedWord> decoded_words(std::string_view text, std::u32string_view shared) {
  std::vector<DecodedWord> words;
  for (WordReader reader(text); reader.next();) {
    DecodedWord word{reader.begin(), reader.end()};
    for (std::size_t at = reader.begin(); at < reader.end();) {
      const char32_t c = next_code_point(text, at);
      const Letter letter = letter_of(c);
      if (shared.find(c) != std::u32string_view::npos) {
        ++word.shared;
      } else if (letter && letter.capital()) {
        ++word.capitals;
      } else if (letter) {
        ++word.smalls;
      }
    }
    words.push_back(word);
  }
  return words;
}

// "Hộ" or "HỘ"? With one sure letter the words around decide, the nearest that is sure first.
bool stands_among_capitals(const std::vector<DecodedWord>& words, std::size_t index) {
  for (std::size_t distance = 1; distance < words.size(); ++distance) {
    if (index >= distance) {
      const DecodedWord& before = words[index - distance];
      if (before.surely_capitals()) return true;
      if (before.smalls > 0) return false;
    }
    if (index + distance < words.size()) {
      const DecodedWord& after = words[index + distance];
      if (after.surely_capitals()) return true;
      if (after.smalls > 0) return false;
    }
  }
  return false;
}

bool is_syllable(std::span<const Letter> letters) {
  const auto syllable = take_apart(letters);
  return syllable && syllable->well_placed();
}

// What a TCVN3 decoder had made of good letters (VT-19). The second seven are also common in good text.
char32_t before_tcvn3(char32_t c, bool only_likely) {
  constexpr std::u32string_view after = U"ỏúớõờụộốóỡũừựỳ";
  constexpr std::u32string_view before = U"áóíâêôéèãìòõùú";
  constexpr std::size_t likely = 7;
  const std::size_t at = after.find(c);
  if (at == std::u32string_view::npos || (only_likely && at >= likely)) return 0;
  return before[at];
}

}  // namespace

bool is_letter_or_punctuation(char32_t c) {
  constexpr std::u32string_view punctuation = U"–—‘’“”•…™\u00A0";
  return punctuation.find(c) != std::u32string_view::npos;
}

std::string with_shared_capitals(std::string decoded, LegacyScheme scheme) {
  const std::u32string_view shared = shared_letters(scheme);
  if (shared.empty()) return decoded;
  const std::vector<DecodedWord> words = decoded_words(decoded, shared);
  std::string out;
  out.reserve(decoded.size());
  std::size_t copied = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const DecodedWord& word = words[i];
    if (word.shared == 0 || word.smalls > 0) continue;
    if (!word.surely_capitals() && !stands_among_capitals(words, i)) continue;
    out.append(decoded, copied, word.begin - copied);
    out.append(upper(std::string_view(decoded).substr(word.begin, word.end - word.begin)));
    copied = word.end;
  }
  return out.append(decoded, copied);
}

std::string undo_double_tcvn3(std::string_view nfc) {
  std::string out;
  out.reserve(nfc.size());
  std::size_t copied = 0;
  for (WordReader reader(nfc); reader.next();) {
    const bool good = is_syllable(reader.letters());
    std::string word;
    for (std::size_t at = reader.begin(); at < reader.end();) {
      const char32_t c = next_code_point(nfc, at);
      const char32_t before = before_tcvn3(c, good);
      put(word, before != 0 ? before : c);
    }
    WordReader undone(word);
    if (word == reader.word() || !undone.next() || !is_syllable(undone.letters())) continue;
    out.append(nfc.substr(copied, reader.begin() - copied)).append(word);
    copied = reader.end();
  }
  return out.append(nfc.substr(copied));
}

}  // namespace sovang::text
