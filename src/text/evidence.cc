#include "evidence.h"

#include <algorithm>
#include <array>
#include <string>

#include "characters.h"
#include "repair.h"
#include "words.h"

namespace sovang::text {
namespace {

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

// Reads a text once and keeps the words of M.
class WordCollector {
 public:
  explicit WordCollector(std::string_view text) : text_(text) {}

  MarkedText collect() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t here = at;
      const char32_t c = next_code_point(text_, at);
      if (const Letter letter = letter_of(c)) {
        add_letter(letter, c);
      } else if (c >= 0x80 && !is_space(c)) {
        plain_ = false;
        beyond_ascii_ = true;
        marked_.only_vietnamese = marked_.only_vietnamese && is_edge_punctuation(c);
      } else {
        end_word(here, at);
        if (c == U' ' || is_space(c)) {
          end_token(here, at);
        } else {
          perhaps_address_ = perhaps_address_ || c == U'@' || c == U':' || c == U'.';
        }
      }
    }
    end_word(text_.size(), text_.size());
    end_token(text_.size(), text_.size());
    return std::move(marked_);
  }

 private:
  void add_letter(Letter letter, char32_t c) {
    if (count_ < letters_.size()) {
      letters_[count_++] = letter;
    } else {
      plain_ = false;
    }
    beyond_ascii_ = beyond_ascii_ || c >= 0x80;
    unicode_only_ = unicode_only_ || is_unicode_only(c);
  }

  void end_word(std::size_t end, std::size_t next) {
    if (beyond_ascii_) {
      const MarkedWord word{text_.substr(begin_, end - begin_), begin_, false, unicode_only_};
      if (plain_) {
        marked_.words.push_back(word);
        marked_.words.back().good = is_good_word(std::span<const Letter>(letters_.data(), count_));
      } else {
        add_strange(word);
      }
    }
    begin_ = next;
    count_ = 0;
    plain_ = true;
    beyond_ascii_ = false;
    unicode_only_ = false;
  }

  // A word with other characters than Vietnamese letters.
  void add_strange(MarkedWord word) {
    const std::string_view bare = without_edges(word.text, is_edge_punctuation);
    bool letters = false;
    bool beyond_ascii = false;
    for (std::size_t at = 0; at < bare.size();) {
      const char32_t c = next_code_point(bare, at);
      beyond_ascii = beyond_ascii || c >= 0x80;
      letters = letters || is_letter_or_mark(c);
    }
    if (!letters || !beyond_ascii || is_unit(word.text)) return;
    word.good = is_good_word(bare);
    marked_.words.push_back(word);
  }

  // An address or a link is no text: its words are taken back (VT-21).
  void end_token(std::size_t end, std::size_t next) {
    if (perhaps_address_ && is_address(text_.substr(token_begin_, end - token_begin_)))
      marked_.words.resize(token_words_);
    perhaps_address_ = false;
    token_begin_ = next;
    token_words_ = marked_.words.size();
  }

  std::string_view text_;
  MarkedText marked_;
  std::size_t begin_ = 0;        // of the word
  std::size_t token_begin_ = 0;  // of what stands between two spaces
  std::size_t token_words_ = 0;  // how many words stood before it
  std::array<Letter, longest_syllable> letters_{};
  std::size_t count_ = 0;
  bool plain_ = true;
  bool beyond_ascii_ = false;
  bool unicode_only_ = false;
  bool perhaps_address_ = false;
};

}  // namespace

MarkedText read_marked(std::string_view nfc) {
  return WordCollector(nfc).collect();
}

std::vector<MarkedWord> marked_words(std::string_view nfc) {
  return read_marked(nfc).words;
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
