#include "sovang/text/order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "sovang/base/result.h"
#include "sovang/text/names.h"

#include "case_tokens.h"
#include "characters.h"
#include "tables/honorifics.h"
#include "tables/titles.h"
#include "words.h"

// A key is made of bytes whose order is the order of the texts:
//   token:  primary weights, 02, tone weights up to the last that is not ngang, 01
//   text:   its tokens, 00, the case of its letters, 00, the NFC text itself
// Primary weights: figures first (10 length digits), then the alphabet (20 + rank), then other scripts
// (60 and three bytes of the code point). Tone weights: 03 no mark, 04–08 the tones, 09 and more other marks.
namespace sovang::text {
namespace {

constexpr char end_of_text = '\0', end_of_token = '\1', end_of_primary = '\2';
constexpr unsigned number_weight = 0x10, letter_weight = 0x20, other_weight = 0x60, no_mark = 3,
                   other_mark = 9;

char as_byte(unsigned value) {
  return static_cast<char>(static_cast<unsigned char>(value));
}

// Writes the weights of token after token.
class TokenKeys {
 public:
  explicit TokenKeys(std::size_t text_size) { keys_.reserve(2 * text_size + 8); }

  void add_letter(std::uint8_t letter_rank, Tone tone) {
    keys_ += as_byte(letter_weight + letter_rank);
    tones_ += as_byte(no_mark + static_cast<unsigned>(tone));
  }

  // Figures by value (VT-56): "02" as "2"; longer numbers are greater.
  void add_number(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    keys_ += as_byte(number_weight);
    for (std::size_t length = digits.size();; length -= 0xFE) {
      keys_ += as_byte(static_cast<unsigned>(std::min<std::size_t>(length, 0xFF)));
      if (length < 0xFF) break;
    }
    keys_.append(digits);
    tones_ += as_byte(no_mark);
  }

  void add_other(char32_t c) {
    keys_ += as_byte(other_weight);
    keys_ += as_byte(c >> 16U & 0xFFU);
    keys_ += as_byte(c >> 8U & 0xFFU);
    keys_ += as_byte(c & 0xFFU);
    tones_ += as_byte(no_mark);
  }

  // A mark by itself, after the letter that carries it: a tone, or one that no Vietnamese letter has.
  void add_mark(Tone tone, char32_t mark) {
    tones_ += tone != Tone::ngang ? as_byte(no_mark + static_cast<unsigned>(tone))
                                  : as_byte(other_mark + (mark & 0x7FU));
  }

  // Tokens of punctuation alone leave nothing.
  void end_token() {
    if (keys_.size() == begin_ && tones_.empty()) return;
    last_ = begin_;
    const std::size_t toned = tones_.find_last_not_of(as_byte(no_mark));
    keys_.append(1, end_of_primary).append(tones_, 0, toned + 1).append(1, end_of_token);
    tones_.clear();
    begin_ = keys_.size();
  }

  [[nodiscard]] std::string_view all() const { return keys_; }
  [[nodiscard]] std::string_view last() const { return all().substr(last_); }
  [[nodiscard]] std::string_view before_last() const { return all().substr(0, last_); }

 private:
  std::string keys_;
  std::string tones_;
  std::size_t begin_ = 0;  // of the token that is being written
  std::size_t last_ = 0;   // of the last token that is finished
};

// The case of each letter, seven to a byte, small = 0; small letters at the end are left out.
class CaseKey {
 public:
  void add(bool capital) {
    if (count_ % 7 == 0) bytes_ += as_byte(0x80);
    if (capital) bytes_.back() = as_byte(static_cast<unsigned char>(bytes_.back()) | 0x40U >> count_ % 7);
    ++count_;
  }
  [[nodiscard]] std::string take() {
    while (!bytes_.empty() && bytes_.back() == as_byte(0x80))
      bytes_.pop_back();
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  unsigned count_ = 0;
};

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

// Reads a text once: the keys of its tokens, and the case of its letters.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : text_(text), keys_(text.size()) {
    for (std::size_t at = 0; at < text_.size();) {
      const LetterRun run = read_letter_run(text_, at, word_);
      if (run.count > 0) add_word(run, at);
      if (at < text_.size()) add_between_words(at);
    }
    keys_.end_token();
  }

  [[nodiscard]] const TokenKeys& keys() const { return keys_; }
  [[nodiscard]] std::string cases() { return cases_.take(); }
  /// Nothing but letters, spaces and apostrophes.
  [[nodiscard]] bool words_only() const { return words_only_; }

 private:
  // The tone belongs to the syllable: it counts in its new place, wherever it is typed (VT-54).
  void add_word(const LetterRun& run, std::size_t& at) {
    const std::span<const Letter> word(word_.data(), run.count);
    std::optional<Syllable> syllable;
    // With one vowel letter the mark has one place only, and a longer word is no syllable.
    if (run.tones != 0 && run.vowels > 1 && !continues(at)) syllable = take_apart(word);
    for (std::size_t i = 0; i < run.count; ++i) {
      const Tone tone = !syllable                    ? word[i].tone()
                        : i == syllable->new_place() ? syllable->tone
                                                     : Tone::ngang;
      keys_.add_letter(word[i].rank(), tone);
      cases_.add(word[i].capital());
    }
    while (continues(at)) {
      const Letter letter = key_letter(next_code_point(text_, at));
      keys_.add_letter(letter.rank(), letter.tone());
      cases_.add(letter.capital());
    }
  }

  [[nodiscard]] bool continues(std::size_t at) const {
    return at < text_.size() && key_letter(next_code_point(text_, at));
  }

  void add_between_words(std::size_t& at) {
    const std::size_t here = at;
    const char32_t c = next_code_point(text_, at);
    if (is_space(c)) {
      keys_.end_token();
    } else if (c >= U'0' && c <= U'9') {
      while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9')
        ++at;
      keys_.add_number(text_.substr(here, at - here));
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
        keys_.add_mark(tone_of_mark(part), part);
      } else if (const Letter letter = letter_of(part)) {
        cases_.add(letter.capital());
        keys_.add_letter(letter.rank(), letter.tone());
      } else if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0 && !is_apostrophe(part)) {
        const auto small = static_cast<char32_t>(u_foldCase(static_cast<UChar32>(part), U_FOLD_CASE_DEFAULT));
        cases_.add(small != part);
        keys_.add_other(small);
      }
    }
  }

  std::string_view text_;
  TokenKeys keys_;
  CaseKey cases_;
  std::array<Letter, longest_syllable> word_{};
  bool words_only_ = true;
};

// The first word of an honorific, a rank or a title, as a number; small and capital letters give the same.
constexpr std::size_t hash_of_first_word(std::string_view text) {
  std::size_t hash = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_of(next_code_point(text, at));
    if (!letter) break;
    hash = hash * 61 + letter.rank() * 6U + static_cast<unsigned>(letter.tone());
  }
  return hash % 8191;
}

constexpr auto may_be_titles = [] {
  std::array<bool, 8191> known{};
  for (const auto& row : tables::honorifics)
    known[hash_of_first_word(row[0])] = true;
  for (const auto& row : tables::titles)
    known[hash_of_first_word(row[0])] = true;
  return known;
}();

// Nothing but a name: no word that opens a title or a remark.
bool is_bare(std::string_view name) {
  if (name.find(" tức ") != std::string_view::npos || name.find(" bí danh ") != std::string_view::npos)
    return false;
  if (!may_be_titles[hash_of_first_word(name)]) return true;
  return name.starts_with("Ông ") && case_tokens(name).size() < 3;
}

void finish(std::string& key, std::string_view cases, std::string_view text) {
  key.append(1, end_of_text).append(cases).append(1, end_of_text).append(text);
}

std::string phrase_key(std::string_view nfc) {
  TextReader reader(nfc);
  std::string key(reader.keys().all());
  finish(key, reader.cases(), nfc);
  return key;
}

// VT-55: the last token before all others, and these from left to right.
void append_given_first(std::string& key, const TokenKeys& keys) {
  key.append(keys.last()).append(keys.before_last());
}

std::string name_key(std::string_view nfc, NameOrder order) {
  TextReader reader(nfc);
  const std::string cases = reader.cases();
  std::string key;
  key.reserve(reader.keys().all().size() + cases.size() + nfc.size() + 4);
  if (order == NameOrder::given_middle_family) {
    const PersonName name = split_name(nfc);
    // No middle name goes before any: its end is below all weights.
    key.append(TextReader(name.given).keys().all());
    key.append(TextReader(name.middle).keys().all()).append(1, end_of_text);
    key.append(TextReader(name.family).keys().all());
  } else if (reader.words_only() && is_bare(nfc)) {
    append_given_first(key, reader.keys());
  } else {
    append_given_first(key, TextReader(bare_name(nfc)).keys());
  }
  finish(key, cases, nfc);
  return key;
}

// Eight bytes of a key as a number, and whose they are.
struct KeyPart {
  std::uint64_t bytes = 0;
  std::uint32_t index = 0;
};

std::uint64_t eight_bytes(std::string_view key, std::size_t at) {
  std::uint64_t number = 0;
  if (at + sizeof number <= key.size()) {
    std::memcpy(&number, key.data() + at, sizeof number);
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    return number;
  }
  for (std::size_t i = at; i < at + sizeof number; ++i)
    number = number << 8U | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return number;
}

void sort_parts(std::span<KeyPart> parts, std::span<const std::string> keys, std::size_t at);

// Keys that are equal up to `at`. So far as names differ at all they do so early; what goes on and on alike
// (a hostile list) is compared as a whole.
void sort_equal(std::span<KeyPart> parts, std::span<const std::string> keys, std::size_t at) {
  constexpr std::size_t far = 128;
  if (at < far) {
    sort_parts(parts, keys, at);
    return;
  }
  std::sort(parts.begin(), parts.end(), [&](const KeyPart& a, const KeyPart& b) {
    const int order = keys[a.index].compare(keys[b.index]);
    return order != 0 ? order < 0 : a.index < b.index;
  });
}

// Sorts keys that are equal up to `at`: by eight bytes as numbers, then those that are still equal by the
// next eight. So each part of a key is read once, and not in every comparison.
void sort_parts(std::span<KeyPart> parts, std::span<const std::string> keys, std::size_t at) {
  for (KeyPart& part : parts)
    part.bytes = eight_bytes(keys[part.index], at);
  std::sort(parts.begin(), parts.end(), [](const KeyPart& a, const KeyPart& b) {
    return a.bytes != b.bytes ? a.bytes < b.bytes : a.index < b.index;
  });
  for (std::size_t begin = 0; begin < parts.size();) {
    std::size_t end = begin + 1;
    bool longer = keys[parts[begin].index].size() > at + sizeof parts[begin].bytes;
    for (; end < parts.size() && parts[end].bytes == parts[begin].bytes; ++end)
      longer = longer || keys[parts[end].index].size() > at + sizeof parts[end].bytes;
    if (end - begin > 1 && longer) sort_equal(parts.subspan(begin, end - begin), keys, at + 8);
    begin = end;
  }
}

}  // namespace

std::string phrase_sort_key(std::string_view nfc) {
  return is_plain(nfc) ? phrase_key(nfc) : phrase_key(icu_nfc(nfc));
}

std::string name_sort_key(std::string_view nfc, NameOrder order) {
  return is_plain(nfc) ? name_key(nfc, order) : name_key(icu_nfc(nfc), order);
}

std::vector<std::size_t> order_of_keys(std::span<const std::string> keys) {
  SOVANG_EXPECT(keys.size() <= UINT32_MAX);
  std::vector<KeyPart> parts(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i)
    parts[i].index = static_cast<std::uint32_t>(i);
  sort_parts(parts, keys, 0);
  std::vector<std::size_t> order(keys.size());
  std::transform(parts.begin(), parts.end(), order.begin(), [](const KeyPart& part) { return part.index; });
  return order;
}

std::strong_ordering compare_phrases(std::string_view a, std::string_view b) {
  return phrase_sort_key(a).compare(phrase_sort_key(b)) <=> 0;
}

std::strong_ordering compare_names(std::string_view a, std::string_view b, NameOrder order) {
  return name_sort_key(a, order).compare(name_sort_key(b, order)) <=> 0;
}

}  // namespace sovang::text
