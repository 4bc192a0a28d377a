#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"
#include "sovang/text/legacy.h"

#include "characters.h"
#include "repair.h"
#include "words.h"

// Detection, rules VT-20 … VT-26. Names as there: M are the distinct words that hold a character beyond
// ASCII, OK those of them that are syllables now, BAD the others, RES the words of BAD that a scheme makes
// syllables.
namespace sovang::text {
namespace {

constexpr std::array automatic_schemes = {LegacyScheme::tcvn3, LegacyScheme::vni, LegacyScheme::viscii,
                                          LegacyScheme::vps, LegacyScheme::windows_1258};

bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// Quotation marks, dashes and dots that stand at the ends of words; in some schemes they are letters too.
bool is_edge_punctuation(char32_t c) {
  return (c >= 0x2010 && c <= 0x203A) || c == 0x2122;
}

// A syllable in small letters, in Title case or in capitals.
bool is_good_word(std::string_view word) {
  WordReader reader(word);
  if (!reader.next() || reader.word().size() != word.size()) return false;
  const std::span<const Letter> letters = reader.letters();
  const auto syllable = take_apart(letters);
  if (!syllable || !syllable->well_placed()) return false;
  const auto capitals =
      std::count_if(letters.begin(), letters.end(), [](Letter letter) { return letter.capital(); });
  return capitals == 0 || (capitals == 1 && letters[0].capital()) ||
         static_cast<std::size_t>(capitals) == letters.size();
}

std::string_view without_edges(std::string_view word) {
  while (!word.empty()) {
    std::size_t at = 0;
    if (!is_edge_punctuation(next_code_point(word, at))) break;
    word.remove_prefix(at);
  }
  while (word.size() >= 3) {
    std::size_t at = word.size() - 3;
    if (!is_edge_punctuation(next_code_point(word, at)) || at != word.size()) break;
    word.remove_suffix(3);
  }
  return word;
}

bool becomes_good(std::string_view word, LegacyScheme scheme) {
  const std::string decoded = decode_legacy(word, scheme);
  if (decoded != word && is_good_word(decoded)) return true;
  const std::string_view bare = without_edges(word);
  if (bare.size() == word.size()) return false;
  const std::string inner = decode_legacy(bare, scheme);
  return inner != bare && is_good_word(inner);
}

// µm, m², °C and their like are units, not letters of TCVN3.
bool is_unit(std::string_view word) {
  constexpr std::array units = {"µm", "µg", "µl",  "µL",  "µs",  "µA",  "µV", "µF", "µW", "µmol",
                                "m²", "m³", "km²", "cm²", "cm³", "dm³", "°C", "°F", "°K"};
  return std::find(units.begin(), units.end(), word) != units.end();
}

struct Word {
  std::string_view text;
  std::size_t begin = 0;  // byte of the text
  bool good = false;
  bool unicode_only = false;
};

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

  std::vector<Word> words;

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
    Word word{text_.substr(begin, end - begin), begin};
    const std::string_view bare = without_edges(word.text);
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

// M, OK and BAD of a text.
struct Evidence {
  explicit Evidence(const std::vector<Word>& all) {
    std::vector<Word> distinct = all;
    std::sort(distinct.begin(), distinct.end(), [](const Word& a, const Word& b) { return a.text < b.text; });
    const auto last = std::unique(distinct.begin(), distinct.end(),
                                  [](const Word& a, const Word& b) { return a.text == b.text; });
    for (auto word = distinct.begin(); word != last; ++word) {
      (word->good ? good : bad).push_back(word->text);
      unicode = unicode || (word->good && word->unicode_only);
    }
  }

  std::vector<std::string_view> good;
  std::vector<std::string_view> bad;
  bool unicode = false;  // OK holds letters that only Unicode text has

  [[nodiscard]] std::size_t resolved(LegacyScheme scheme) const {
    return static_cast<std::size_t>(std::count_if(
        bad.begin(), bad.end(), [&](std::string_view word) { return becomes_good(word, scheme); }));
  }
  [[nodiscard]] std::size_t spoiled(LegacyScheme scheme) const {
    return static_cast<std::size_t>(std::count_if(good.begin(), good.end(), [&](std::string_view word) {
      return !is_good_word(decode_legacy(without_edges(word), scheme));
    }));
  }
};

// VT-23: a symbol A1–B9, BB–BE or AD right after an ASCII letter or right before a small one.
bool has_tcvn3_pattern(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool symbol = (c >= 0xA1 && c <= 0xB9) || (c >= 0xBB && c <= 0xBE);
    if (symbol && is_ascii_letter(before)) return true;
    if (symbol && at < text.size()) {
      std::size_t ahead = at;
      const Letter after = letter_of(next_code_point(text, ahead));
      if (after && !after.capital()) return true;
    }
    before = c;
  }
  return false;
}

// VT-23: a e o u y ô ö followed by a mark letter, or öô, or ñ + vowel.
bool has_vni_pattern(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool bytes = before != 0 && before < 0x100 && c >= 0x80 && c < 0x100;
    if (bytes && tables::vni.pairs[tables::vni.slot[before]][c - 0x80] != 0) return true;
    if ((before == U'ö' || before == U'Ö') && (c == U'ô' || c == U'Ô')) return true;
    if (before == U'ñ' || before == U'Ñ') {
      const Letter letter = letter_of(c);
      if (letter && is_vowel(letter.rank())) return true;
    }
    before = c;
  }
  return false;
}

bool has_pattern(std::string_view text, LegacyScheme scheme) {
  if (scheme == LegacyScheme::tcvn3) return has_tcvn3_pattern(text);
  if (scheme == LegacyScheme::vni) return has_vni_pattern(text);
  return true;
}

// UTF-8 read as CP1252: some of its characters are spaces, so words are counted after decoding (VT-18).
struct Misread {
  std::size_t words = 0;  // distinct words that decoding changed
  std::size_t good = 0;   // those that are syllables then
  std::string decoded;
};

Misread try_utf8(std::string_view text) {
  Misread misread;
  misread.decoded = decode_legacy(text, LegacyScheme::utf8_as_cp1252);
  if (misread.decoded == text) return misread;
  const Evidence evidence(WordCollector(misread.decoded).words);
  const auto is_new = [&](std::string_view word) { return text.find(word) == std::string_view::npos; };
  misread.good = static_cast<std::size_t>(std::count_if(evidence.good.begin(), evidence.good.end(), is_new));
  misread.words = misread.good + evidence.bad.size();
  return misread;
}

struct Choice {
  Detection::Verdict verdict = Detection::Verdict::unchanged;
  LegacyScheme scheme = LegacyScheme::tcvn3;
};

// How much of BAD the text must have lost before we speak of it: VT-23 and VT-25.
bool most(std::size_t part, std::size_t whole, std::size_t percent) {
  return part * 100 >= whole * percent;
}

Choice choose_utf8(const Misread& misread, const Evidence& evidence) {
  Choice choice{Detection::Verdict::unchanged, LegacyScheme::utf8_as_cp1252};
  if (misread.good == 0 || !most(misread.good, misread.words, 75)) return choice;
  if (evidence.unicode) {
    if (misread.good >= 2) choice.verdict = Detection::Verdict::mixed;
  } else {
    const bool sure = misread.good >= 3 && most(misread.good, misread.words, 90);
    choice.verdict = sure ? Detection::Verdict::convert : Detection::Verdict::ask;
  }
  return choice;
}

// The scheme that makes most words good, and whether another does as well with another result.
struct Best {
  LegacyScheme scheme = LegacyScheme::tcvn3;
  std::size_t resolved = 0;
  bool tie = false;
};

Best best_scheme(std::string_view text, const Evidence& evidence) {
  Best best;
  for (const LegacyScheme scheme : automatic_schemes) {
    const std::size_t resolved = evidence.resolved(scheme);
    if (resolved == 0 || resolved < best.resolved) continue;
    const bool same = resolved == best.resolved;
    if (same && decode_legacy(text, scheme) == decode_legacy(text, best.scheme)) continue;
    best = same ? Best{best.scheme, resolved, true} : Best{scheme, resolved, false};
  }
  return best;
}

Choice choose(std::string_view text, const Evidence& evidence, std::optional<LegacyScheme> font) {
  if (evidence.bad.empty()) return {};
  const Misread misread = try_utf8(text);
  if (const Choice choice = choose_utf8(misread, evidence); choice.verdict != Detection::Verdict::unchanged)
    return choice;

  Best best = font ? Best{*font, evidence.resolved(*font), false} : best_scheme(text, evidence);
  Choice choice{Detection::Verdict::unchanged, best.scheme};
  const bool pattern = font || has_pattern(text, best.scheme);
  if (evidence.unicode) {
    if (best.resolved >= 2 && pattern) choice.verdict = Detection::Verdict::mixed;
    return choice;
  }
  if (best.resolved == 0 || !most(best.resolved, evidence.bad.size(), 75)) return choice;
  const std::size_t all = evidence.good.size() + evidence.bad.size();
  const bool sure = (font || best.resolved >= 3) && most(best.resolved, evidence.bad.size(), 90) &&
                    most(evidence.bad.size(), all, 40) && !best.tie && pattern &&
                    evidence.spoiled(best.scheme) * 4 <= evidence.good.size();
  choice.verdict = sure ? Detection::Verdict::convert : Detection::Verdict::ask;
  return choice;
}

}  // namespace

std::string_view to_string(Detection::Verdict verdict) {
  switch (verdict) {
    case Detection::Verdict::unchanged:
      return "unchanged";
    case Detection::Verdict::convert:
      return "convert";
    case Detection::Verdict::normalise:
      return "normalise";
    case Detection::Verdict::repair:
      return "repair";
    case Detection::Verdict::mixed:
      return "mixed";
    case Detection::Verdict::ask:
      return "ask";
  }
  return {};
}

Detection detect_legacy(std::string_view utf8, std::string_view font_name) {
  Detection detection;
  detection.proposal = std::string(utf8);
  if (utf8::first_error(utf8)) return detection;
  const std::string nfc = is_plain(utf8) ? std::string(utf8) : icu_nfc(utf8);
  const Evidence evidence(WordCollector(nfc).words);
  const Choice choice = choose(nfc, evidence, scheme_of_font(font_name));
  if (choice.verdict != Detection::Verdict::unchanged) {
    detection.verdict = choice.verdict;
    detection.scheme = choice.scheme;
    detection.finding = to_string(choice.scheme);
    detection.proposal = decode_legacy(nfc, choice.scheme);
  } else if (nfc != utf8) {
    detection.verdict = Detection::Verdict::normalise;
    detection.finding = "nfd";
    detection.proposal = nfc;
  }
  return detection;
}

}  // namespace sovang::text
