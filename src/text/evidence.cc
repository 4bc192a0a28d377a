#include "evidence.h"

#include <algorithm>
#include <array>
#include <string>

#include "characters.h"
#include "repair.h"
#include "words.h"

namespace sovang::text {
namespace {

bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// Quotation marks, dashes and dots that stand at the ends of words; in some schemes they are letters too.
bool is_edge_punctuation(char32_t c) {
  return (c >= 0x2010 && c <= 0x203A) || c == 0x2122;
}

// µm, m², °C and their like are units, not letters of TCVN3.
bool is_unit(std::string_view word) {
  constexpr std::array units = {"µm", "µg", "µl",  "µL",  "µs",  "µA",  "µV", "µF", "µW", "µmol",
                                "m²", "m³", "km²", "cm²", "cm³", "dm³", "°C", "°F", "°K"};
  return std::find(units.begin(), units.end(), word) != units.end();
}

// Is this stretch between spaces an address or a link (VT-21)?
bool is_address(std::string_view token) {
  return token.find('@') != std::string_view::npos || token.find("://") != std::string_view::npos ||
         token.starts_with("www.");
}

// The words of M, in order. A word is a run of ASCII letters and of anything beyond ASCII but spaces.
class WordCollector {
 public:
  explicit WordCollector(std::string_view text) : text_(text) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t here = at;
      if (!is_space(next_code_point(text_, at))) continue;
      collect(begin, here);
      begin = at;
    }
    collect(begin, text_.size());
  }

  std::vector<MarkedWord> words;

 private:
  void collect(std::size_t begin, std::size_t end) {
    if (begin == end || is_address(text_.substr(begin, end - begin))) return;
    std::size_t word = begin;
    bool beyond_ascii = false;
    for (std::size_t at = begin; at < end;) {
      const std::size_t here = at;
      const char32_t c = next_code_point(text_, at);
      if (c >= 0x80 || is_ascii_letter(c)) {
        beyond_ascii = beyond_ascii || c >= 0x80;
        continue;
      }
      add(word, here, beyond_ascii);
      word = at;
      beyond_ascii = false;
    }
    add(word, end, beyond_ascii);
  }

  void add(std::size_t begin, std::size_t end, bool beyond_ascii) {
    if (!beyond_ascii) return;
    MarkedWord word{text_.substr(begin, end - begin), begin};
    const std::string_view bare = without_edges(word.text, is_edge_punctuation);
    bool letters = false;
    bool still_beyond_ascii = false;
    for (std::size_t at = 0; at < bare.size();) {
      const char32_t c = next_code_point(bare, at);
      still_beyond_ascii = still_beyond_ascii || c >= 0x80;
      word.unicode_only = word.unicode_only || is_unicode_only(c);
      letters = letters || is_letter_or_mark(c);
    }
    if (!letters || !still_beyond_ascii || is_unit(word.text)) return;
    word.good = is_good_word(bare);
    words.push_back(word);
  }

  std::string_view text_;
};

}  // namespace

std::vector<MarkedWord> marked_words(std::string_view nfc) {
  return WordCollector(nfc).words;
}

bool becomes_good(std::string_view word, LegacyScheme scheme) {
  const std::string decoded = decode_legacy(word, scheme);
  if (decoded != word && is_good_word(decoded)) return true;
  const std::string_view bare = without_edges(word, is_edge_punctuation);
  if (bare.size() == word.size()) return false;
  const std::string inner = decode_legacy(bare, scheme);
  return inner != bare && is_good_word(inner);
}

Evidence::Evidence(const std::vector<MarkedWord>& words) {
  std::vector<MarkedWord> distinct = words;
  std::sort(distinct.begin(), distinct.end(),
            [](const MarkedWord& a, const MarkedWord& b) { return a.text < b.text; });
  const auto last = std::unique(distinct.begin(), distinct.end(),
                                [](const MarkedWord& a, const MarkedWord& b) { return a.text == b.text; });
  for (auto word = distinct.begin(); word != last; ++word) {
    (word->good ? good : bad).push_back(word->text);
    unicode = unicode || (word->good && word->unicode_only);
  }
}

std::size_t Evidence::resolved(LegacyScheme scheme) const {
  return static_cast<std::size_t>(std::count_if(
      bad.begin(), bad.end(), [&](std::string_view word) { return becomes_good(word, scheme); }));
}

std::size_t Evidence::spoiled(LegacyScheme scheme) const {
  return static_cast<std::size_t>(std::count_if(good.begin(), good.end(), [&](std::string_view word) {
    return !is_good_word(decode_legacy(without_edges(word, is_edge_punctuation), scheme));
  }));
}

}  // namespace sovang::text
