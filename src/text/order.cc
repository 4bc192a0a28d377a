#include "sovang/text/order.h"

#include <algorithm>
#include <array>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "sovang/text/names.h"

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

// The weights of one token.
class TokenKey {
 public:
  void add_letter(std::uint8_t letter_rank, Tone tone) {
    primary_ += as_byte(letter_weight + letter_rank);
    secondary_ += as_byte(no_mark + static_cast<unsigned>(tone));
  }

  // Figures by value (VT-56): "02" as "2"; longer numbers are greater.
  void add_number(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    primary_ += as_byte(number_weight);
    for (std::size_t length = digits.size();; length -= 0xFE) {
      primary_ += as_byte(static_cast<unsigned>(std::min<std::size_t>(length, 0xFF)));
      if (length < 0xFF) break;
    }
    primary_.append(digits);
    secondary_ += as_byte(no_mark);
  }

  void add_other(char32_t c) {
    primary_ += as_byte(other_weight);
    primary_ += as_byte(c >> 16U & 0xFFU);
    primary_ += as_byte(c >> 8U & 0xFFU);
    primary_ += as_byte(c & 0xFFU);
    secondary_ += as_byte(no_mark);
  }

  // A mark by itself, after the letter that carries it: a tone, or one that no Vietnamese letter has.
  void add_mark(Tone tone, char32_t mark) {
    secondary_ += tone != Tone::ngang ? as_byte(no_mark + static_cast<unsigned>(tone))
                                      : as_byte(other_mark + (mark & 0x7FU));
  }

  [[nodiscard]] bool empty() const { return primary_.empty(); }

  [[nodiscard]] std::string take() {
    while (!secondary_.empty() && secondary_.back() == as_byte(no_mark))
      secondary_.pop_back();
    std::string key = std::move(primary_);
    key.append(1, end_of_primary).append(secondary_).append(1, end_of_token);
    primary_.clear();
    secondary_.clear();
    return key;
  }

 private:
  std::string primary_;
  std::string secondary_;
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
  explicit TextReader(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t here = at;
      const char32_t c = next_code_point(text_, at);
      // Look-alikes of đ stand with đ (VT-04).
      const bool eth = c == 0xD0 || c == 0xF0 || c == 0x189;
      if (const Letter letter = eth ? letter_of(c == 0xF0 ? U'đ' : U'Đ') : letter_of(c)) {
        add_letter(letter);
      } else if (c >= U'0' && c <= U'9') {
        end_word();
        while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9')
          ++at;
        token_.add_number(text_.substr(here, at - here));
      } else if (is_space(c)) {
        end_token();
      } else {
        end_word();
        if (c >= 0x80) add_foreign(c);
      }
    }
    end_token();
  }

  [[nodiscard]] const std::vector<std::string>& tokens() const { return tokens_; }
  [[nodiscard]] std::string cases() { return cases_.take(); }

 private:
  void add_letter(Letter letter) {
    cases_.add(letter.capital());
    if (count_ < word_.size()) {
      word_[count_++] = letter;
      return;
    }
    spill();
    token_.add_letter(letter.rank(), letter.tone());
  }

  // Too long for a syllable: what follows of this word is never taken apart.
  void spill() {
    for (std::size_t i = 0; i < count_ && !spilled_; ++i)
      token_.add_letter(word_[i].rank(), word_[i].tone());
    spilled_ = true;
  }

  // The tone belongs to the syllable: it counts in its new place, wherever it is typed (VT-54).
  void end_word() {
    const std::span<const Letter> word(word_.data(), count_);
    const auto syllable = spilled_ ? std::nullopt : take_apart(word);
    for (std::size_t i = 0; i < count_ && !spilled_; ++i) {
      Tone tone = word[i].tone();
      if (syllable && syllable->mark >= 0) tone = i == syllable->new_place() ? syllable->tone : Tone::ngang;
      token_.add_letter(word[i].rank(), tone);
    }
    count_ = 0;
    spilled_ = false;
  }

  void end_token() {
    end_word();
    if (!token_.empty()) tokens_.push_back(token_.take());
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
        const Tone tone = tone_of_mark(part);
        token_.add_mark(tone, part);
      } else if (const Letter letter = letter_of(part)) {
        cases_.add(letter.capital());
        token_.add_letter(letter.rank(), letter.tone());
      } else if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0) {
        const auto small = static_cast<char32_t>(u_foldCase(static_cast<UChar32>(part), U_FOLD_CASE_DEFAULT));
        cases_.add(small != part);
        token_.add_other(small);
      }
    }
  }

  std::string_view text_;
  std::vector<std::string> tokens_;
  TokenKey token_;
  CaseKey cases_;
  std::array<Letter, longest_syllable> word_{};
  std::size_t count_ = 0;
  bool spilled_ = false;
};

// The first word of an honorific, a rank or a title, as a number; small and capital letters give the same.
constexpr std::size_t hash_of_first_word(std::string_view text) {
  std::size_t hash = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_of(next_code_point(text, at));
    if (!letter) break;
    hash = hash * 61 + letter.rank() * 6U + static_cast<unsigned>(letter.tone());
  }
  return hash % 1021;
}

constexpr auto may_be_titles = [] {
  std::array<bool, 1021> known{};
  for (const auto& row : tables::honorifics)
    known[hash_of_first_word(row[0])] = true;
  for (const auto& row : tables::titles)
    known[hash_of_first_word(row[0])] = true;
  return known;
}();

constexpr std::string_view families_after_ong[] = {"Nguyễn ", "Trần ", "Lê ",   "Phạm ", "Huỳnh ", "Phan ",
                                                   "Võ ",     "Đặng ", "Bùi ",  "Đỗ ",   "Ngô ",   "Trương ",
                                                   "Hồ ",     "Đinh ", "Đoàn ", "Vũ ",   "Dương ", "Lý "};

// Nothing but a name: no figure or punctuation that opens a remark, no word that opens a title. "Ông" opens
// one only before one of the commonest family names that "Thị" does not follow: Ông is a family name too, and
// it is men who are called ông.
bool is_bare(std::string_view name) {
  if (name.find_first_of(",;(-/.0123456789") != std::string_view::npos) return false;
  if (name.find(" tức ") != std::string_view::npos || name.find(" bí danh ") != std::string_view::npos)
    return false;
  if (!may_be_titles[hash_of_first_word(name)]) return true;
  if (!name.starts_with("Ông ")) return false;
  const std::string_view rest = name.substr(std::string_view("Ông ").size());
  return std::none_of(std::begin(families_after_ong), std::end(families_after_ong),
                      [&](std::string_view family) {
                        return rest.starts_with(family) && !rest.substr(family.size()).starts_with("Thị ");
                      });
}

std::string nfc_of(std::string_view text) {
  return is_plain(text) ? std::string(text) : icu_nfc(text);
}

std::string join(std::span<const std::string> tokens) {
  std::string key;
  for (const std::string& token : tokens)
    key.append(token);
  return key;
}

std::string finish(std::string key, std::string cases, std::string_view text) {
  return key.append(1, end_of_text).append(cases).append(1, end_of_text).append(text);
}

}  // namespace

std::string phrase_sort_key(std::string_view nfc) {
  const std::string text = nfc_of(nfc);
  TextReader reader(text);
  return finish(join(reader.tokens()), reader.cases(), text);
}

std::string name_sort_key(std::string_view nfc, NameOrder order) {
  const std::string text = nfc_of(nfc);
  std::string cases = TextReader(text).cases();
  std::string key;
  if (order == NameOrder::given_family_middle) {
    // VT-55: the last token before all others, and these from left to right.
    const std::string bare = is_bare(text) ? text : bare_name(text);
    const std::vector<std::string> tokens = TextReader(bare).tokens();
    if (!tokens.empty()) key = tokens.back();
    key.append(join(std::span(tokens).first(tokens.empty() ? 0 : tokens.size() - 1)));
  } else {
    const PersonName name = split_name(text);
    key = join(TextReader(name.given).tokens());
    // No middle name goes before any: its end is below all weights.
    key.append(join(TextReader(name.middle).tokens())).append(1, end_of_text);
    key.append(join(TextReader(name.family).tokens()));
  }
  return finish(std::move(key), std::move(cases), text);
}

std::strong_ordering compare_phrases(std::string_view a, std::string_view b) {
  return phrase_sort_key(a).compare(phrase_sort_key(b)) <=> 0;
}

std::strong_ordering compare_names(std::string_view a, std::string_view b, NameOrder order) {
  return name_sort_key(a, order).compare(name_sort_key(b, order)) <=> 0;
}

}  // namespace sovang::text
