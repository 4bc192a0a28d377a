#include "sovang/text/order.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "sovang/text/names.h"

#include "characters.h"
#include "sort_keys.h"
#include "title_words.h"
#include "token_keys.h"
#include "words.h"

namespace sovang::text {
namespace {

Tone tone_of_mark(char32_t mark) {
  switch (mark) {
    case 0x300:
      return Tone::huyen;
    case 0x309:
      return Tone::hoi;
    case 0x303:
      return Tone::nga;
    case 0x301:
      return Tone::sac;
    case 0x323:
      return Tone::nang;
    default:
      return Tone::ngang;
  }
}

// The word in small letters or capitals.
constexpr bool spells(std::span<const Letter> word, std::u32string_view small) {
  const auto same = [](Letter letter, char32_t c) {
    return (letter.code & ~capital_bit) == letter_of(c).code;
  };
  return std::equal(word.begin(), word.end(), small.begin(), small.end(), same);
}

// Reads a text once: the keys of its tokens, the case of its letters, and what may not be part of a name.
class TextReader {
 public:
  void read(std::string_view text) {
    text_ = text;
    tokens_.clear();
    cases_.clear();
    words_only_ = letters_only_ = true;
    has_alias_ = opens_with_title_ = false;
    for (std::size_t at = 0; at < text_.size();) {
      const LetterRun run = read_letter_run(text_, at, word_);
      if (run.count > 0) add_word(run, at);
      if (at < text_.size()) add_between_words(at);
    }
    tokens_.end_token();
  }

  [[nodiscard]] const TokenKeys& tokens() const { return tokens_; }
  [[nodiscard]] std::string_view cases() const { return cases_.bytes(); }
  /// Nothing but ASCII and whole Vietnamese letters: surely NFC.
  [[nodiscard]] bool letters_only() const { return letters_only_; }
  /// A remark may stand behind the name: more than letters, spaces and apostrophes, "tức", "bí danh".
  [[nodiscard]] bool has_remarks() const { return !words_only_ || has_alias_; }
  /// The first word is one of those that open an honorific, a rank or a title.
  [[nodiscard]] bool may_open_with_title() const { return opens_with_title_; }

 private:
  // The tone belongs to the syllable: it counts in its new place, wherever it is typed (VT-54).
  void add_word(LetterRun run, std::size_t& at) {
    const std::span<const Letter> word(word_.data(), run.count);
    if (tokens_.empty()) opens_with_title_ = may_open_title(word);
    has_alias_ = has_alias_ || spells(word, U"tức") || spells(word, U"bí");
    // With one vowel letter the mark has one place only, and a longer word is no syllable.
    const bool may_be_misplaced = run.toned() && run.vowels > 1 && !continues(at);
    if (const auto syllable = may_be_misplaced ? take_apart(word) : std::nullopt) {
      tokens_.add_tone(add_letters(run) + syllable->new_place(), syllable->tone);
      return;
    }
    for (; run.count > 0; run = read_letter_run(text_, at, word_)) {
      const std::size_t place = add_letters(run);
      for (std::size_t i = 0; run.toned() && i < run.count; ++i)
        if (word_[i].tone() != Tone::ngang) tokens_.add_tone(place + i, word_[i].tone());
    }
  }

  // The letters of word_; gives the place of the first one, for its tone.
  std::size_t add_letters(const LetterRun& run) {
    const std::span<const Letter> word(word_.data(), run.count);
    cases_.add(word);
    return tokens_.add_letters(word);
  }

  [[nodiscard]] bool continues(std::size_t at) const {
    return at < text_.size() && key_letter(next_code_point(text_, at));
  }

  void add_between_words(std::size_t& at) {
    const std::size_t here = at;
    const char32_t c = next_code_point(text_, at);
    letters_only_ = letters_only_ && c < 0x80;
    if (is_space(c)) {
      tokens_.end_token();
    } else if (c >= U'0' && c <= U'9') {
      while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9')
        ++at;
      tokens_.add_number(text_.substr(here, at - here));
      words_only_ = false;
    } else {
      words_only_ = words_only_ && (c >= 0x80 || c == U'\'');
      if (c >= 0x80) add_foreign(c);
    }
  }

  // ñ stands with n, č with c; other scripts behind z; punctuation is skipped (VT-56).
  void add_foreign(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString parts;
    if (!icu::Normalizer2::getNFDInstance(status)->getDecomposition(static_cast<UChar32>(c), parts))
      parts = static_cast<UChar32>(c);
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
      const auto part = static_cast<char32_t>(parts.char32At(i));
      const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(part));
      if ((category & U_GC_M_MASK) != 0) {
        tokens_.add_mark(tone_of_mark(part), part);
      } else if (const Letter letter = letter_of(part)) {
        cases_.add(letter.capital());
        tokens_.add_letters({&letter, 1});
      } else if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0 && !is_apostrophe(part)) {
        const auto small = static_cast<char32_t>(u_foldCase(static_cast<UChar32>(part), U_FOLD_CASE_DEFAULT));
        cases_.add(small != part);
        tokens_.add_other(small);
      }
    }
  }

  std::string_view text_;
  TokenKeys tokens_;
  CaseKey cases_;
  std::array<Letter, longest_syllable> word_{};
  bool words_only_ = true;    // letters, spaces and apostrophes
  bool letters_only_ = true;  // beside ASCII
  bool has_alias_ = false;
  bool opens_with_title_ = false;
};

// Appends keys, one after the other, without memory of its own for each.
class KeyWriter {
 public:
  void append_phrase(std::string& out, std::string_view text) {
    const std::string_view nfc = read(text);
    out.append(reader_.tokens().all());
    finish(out, reader_.cases(), nfc);
  }

  void append_name(std::string& out, std::string_view text, NameOrder order) {
    const std::string_view nfc = read(text);
    if (order == NameOrder::given_family_middle && is_bare(nfc)) {
      append_given_first(out);
      finish(out, reader_.cases(), nfc);
      return;
    }
    const std::string cases(reader_.cases());
    if (order == NameOrder::given_family_middle) {
      reader_.read(bare_name(nfc));
      append_given_first(out);
    } else {
      append_given_and_middle_first(out, split_name(nfc));
    }
    finish(out, cases, nfc);
  }

 private:
  // Reads the text in NFC, and gives it.
  std::string_view read(std::string_view text) {
    reader_.read(text);
    if (reader_.letters_only() || is_plain(text)) return text;
    nfc_ = icu_nfc(text);
    reader_.read(nfc_);
    return nfc_;
  }

  // Nothing but a name. One word behind "Ông" leaves open which of them is the family.
  [[nodiscard]] bool is_bare(std::string_view name) const {
    if (reader_.has_remarks()) return false;
    return !reader_.may_open_with_title() || (name.starts_with("Ông ") && reader_.tokens().count() < 3);
  }

  // VT-55: the last token before all others, and these from left to right.
  void append_given_first(std::string& out) const {
    out.append(reader_.tokens().last()).append(reader_.tokens().before_last());
  }

  // No middle name goes before any: its end is below all weights.
  void append_given_and_middle_first(std::string& out, const PersonName& name) {
    reader_.read(name.given);
    out.append(reader_.tokens().all());
    reader_.read(name.middle);
    out.append(reader_.tokens().all()) += key_bytes::end_of_text;
    reader_.read(name.family);
    out.append(reader_.tokens().all());
  }

  static void finish(std::string& out, std::string_view cases, std::string_view text) {
    out += key_bytes::end_of_text;
    out.append(cases) += key_bytes::end_of_text;
    out.append(text);
  }

  TextReader reader_;
  std::string nfc_;
};

// The order of texts whose keys `append` writes.
template <class Append>
std::vector<std::size_t> order_of(std::span<const std::string> texts, Append append) {
  std::size_t bytes = 0;
  for (const std::string& text : texts)
    bytes += text.size();
  SortKeys keys;
  keys.reserve(texts.size(), 3 * bytes);
  for (const std::string& text : texts) {
    append(keys.bytes(), text);
    keys.end_key();
  }
  return keys.order();
}

}  // namespace

std::string phrase_sort_key(std::string_view text) {
  std::string key;
  KeyWriter().append_phrase(key, text);
  return key;
}

std::string name_sort_key(std::string_view text, NameOrder order) {
  std::string key;
  KeyWriter().append_name(key, text, order);
  return key;
}

std::strong_ordering compare_phrases(std::string_view a, std::string_view b) {
  return phrase_sort_key(a).compare(phrase_sort_key(b)) <=> 0;
}

std::strong_ordering compare_names(std::string_view a, std::string_view b, NameOrder order) {
  return name_sort_key(a, order).compare(name_sort_key(b, order)) <=> 0;
}

std::vector<std::size_t> order_of_phrases(std::span<const std::string> phrases) {
  KeyWriter writer;
  return order_of(phrases,
                  [&](std::string& out, const std::string& text) { writer.append_phrase(out, text); });
}

std::vector<std::size_t> order_of_names(std::span<const std::string> names, NameOrder order) {
  KeyWriter writer;
  return order_of(names,
                  [&](std::string& out, const std::string& text) { writer.append_name(out, text, order); });
}

}  // namespace sovang::text
