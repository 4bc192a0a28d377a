#include "sovang/text/syllable.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <unicode/uchar.h>

#include "sovang/text/casing.h"
#include "sovang/text/search_keys.h"

#include "evidence.h"
#include "split_words.h"
#include "tables/family_names.h"
#include "tables/proper_names.h"
#include "words.h"

namespace sovang::text {
namespace {

// Onset (none, one or two letters) → its number in tables::onsets, 0xFF = not one. "ngh" is asked for apart.
constexpr std::size_t onset_slot(std::size_t first, std::size_t second) {
  return first * rank::count + second;
}

constexpr auto onset_numbers = [] {
  std::array<std::uint8_t, rank::count * rank::count> numbers{};
  numbers.fill(0xFF);
  for (std::size_t i = 0; i < std::size(tables::onsets); ++i) {
    const tables::Onset& onset = tables::onsets[i];
    if (onset.length == 1) numbers[onset_slot(onset.letters, 0)] = static_cast<std::uint8_t>(i);
    if (onset.length == 2)
      numbers[onset_slot(onset.letters >> 6U, onset.letters & 0x3FU)] = static_cast<std::uint8_t>(i);
  }
  return numbers;
}();

constexpr std::uint8_t numbered_onset(std::uint8_t length) {
  for (std::size_t i = 0; i < std::size(tables::onsets); ++i)
    if (tables::onsets[i].length == length) return static_cast<std::uint8_t>(i);
  return 0xFF;
}
constexpr std::uint8_t no_onset = numbered_onset(0);
constexpr std::uint8_t onset_ngh = numbered_onset(3);
constexpr std::uint32_t letters_ngh = tables::onsets[onset_ngh].letters;

// Rimes by their packed letters: open addressing, a third full.
constexpr std::size_t rime_slots = 512;
constexpr std::size_t rime_slot(std::uint32_t letters) {
  return (letters * 0x9E3779B1U) >> 23U;
}

constexpr auto rime_numbers = [] {
  std::array<std::uint8_t, rime_slots> numbers{};
  numbers.fill(0xFF);
  static_assert(tables::rime_count < 0xFF);
  for (std::size_t i = 0; i < tables::rime_count; ++i) {
    std::size_t slot = rime_slot(tables::rimes[i].letters);
    while (numbers[slot] != 0xFF)
      slot = (slot + 1) % rime_slots;
    numbers[slot] = static_cast<std::uint8_t>(i);
  }
  return numbers;
}();

std::uint32_t pack(std::span<const Letter> letters) {
  std::uint32_t packed = 0;
  for (const Letter letter : letters)
    packed = packed << 6U | letter.rank();
  return packed;
}

const tables::Rime* find_rime(std::span<const Letter> letters) {
  if (letters.size() > 4) return nullptr;
  const std::uint32_t packed = pack(letters);
  for (std::size_t slot = rime_slot(packed); rime_numbers[slot] != 0xFF; slot = (slot + 1) % rime_slots) {
    const tables::Rime& rime = tables::rimes[rime_numbers[slot]];
    if (rime.letters == packed) return &rime;
  }
  return nullptr;
}

std::uint8_t find_onset(std::span<const Letter> letters) {
  switch (letters.size()) {
    case 0:
      return no_onset;
    case 1:
      return onset_numbers[onset_slot(letters[0].rank(), 0)];
    case 2:
      return onset_numbers[onset_slot(letters[0].rank(), letters[1].rank())];
    case 3:
      return pack(letters) == letters_ngh ? onset_ngh : std::uint8_t{0xFF};
    default:
      return 0xFF;
  }
}

// Splits after `length` letters, if onset and rime go together.
const tables::Rime* split(std::span<const Letter> word, std::size_t length) {
  const std::uint8_t onset = find_onset(word.first(length));
  if (onset == 0xFF) return nullptr;
  const tables::Rime* rime = find_rime(word.subspan(length));
  return rime != nullptr && (rime->onsets >> onset & 1U) != 0 ? rime : nullptr;
}

// Writes the letters of a word with the tone on the letter `place`.
void write_marked(std::string& out, std::span<const Letter> word, Tone tone, std::size_t place) {
  for (std::size_t i = 0; i < word.size(); ++i)
    put(out, compose(word[i].rank(), i == place ? tone : Tone::ngang, word[i].capital()));
}

enum class Misplaced { leave, repair };

std::string restyle(std::string_view nfc, ToneStyle style, Misplaced misplaced) {
  std::string out;
  out.reserve(nfc.size());
  std::size_t copied = 0;
  for (WordReader reader(nfc); reader.next();) {
    const auto syllable = take_apart(reader.letters());
    if (!syllable || syllable->mark < 0) continue;
    if (!syllable->well_placed() && misplaced == Misplaced::leave) continue;
    const std::size_t place = style == ToneStyle::old_style ? syllable->old_place() : syllable->new_place();
    if (place == static_cast<std::size_t>(syllable->mark)) continue;
    out.append(nfc.substr(copied, reader.begin() - copied));
    write_marked(out, reader.letters(), syllable->tone, place);
    copied = reader.end();
  }
  out.append(nfc.substr(copied));
  return out;
}

}  // namespace

std::optional<Syllable> take_apart(std::span<const Letter> word) {
  if (word.empty() || word.size() > longest_syllable) return std::nullopt;
  Syllable syllable;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i].tone() == Tone::ngang) continue;
    if (syllable.mark >= 0) return std::nullopt;
    syllable.mark = static_cast<std::int8_t>(i);
    syllable.tone = word[i].tone();
  }
  std::size_t consonants = 0;
  while (consonants < word.size() && !word[consonants].vowel())
    ++consonants;
  if (consonants == word.size() || consonants > 3) return std::nullopt;

  // gi and qu take their vowel letter with them, unless nothing is left then (gì = g + i).
  const bool glides = consonants == 1 && word.size() > 2 &&
                      ((word[0].rank() == rank::g && word[1].rank() == rank::i) ||
                       (word[0].rank() == rank::q && word[1].rank() == rank::u));
  if (glides) {
    syllable.rime = split(word, 2);
    syllable.onset = 2;
  }
  if (syllable.rime == nullptr) {
    syllable.rime = split(word, consonants);
    syllable.onset = static_cast<std::uint8_t>(consonants);
  }
  if (syllable.rime == nullptr) return std::nullopt;
  // Finals c ch p t carry only sắc or nặng.
  if (syllable.rime->stopped && syllable.tone != Tone::sac && syllable.tone != Tone::nang)
    return std::nullopt;
  return syllable;
}

bool is_letter_or_mark(char32_t c) {
  if (letter_of(c)) return true;
  if (c < 0x80) return false;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK)) != 0 && !is_apostrophe(c);
}

std::size_t past_apostrophes(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::size_t here = at;
    const char32_t c = next_code_point(text, at);
    if (!is_apostrophe(c)) return is_letter_or_mark(c) ? here : std::string_view::npos;
  }
  return std::string_view::npos;
}

bool WordReader::next() {
  std::size_t at = end_;
  while (at < text_.size()) {
    const std::size_t here = at;
    if (is_letter_or_mark(next_code_point(text_, at))) {
      take_word(here);
      return true;
    }
  }
  begin_ = end_ = text_.size();
  return false;
}

void WordReader::take_word(std::size_t at) {
  begin_ = at;
  count_ = 0;
  plain_ = true;
  while (at < text_.size()) {
    const char32_t c = next_code_point(text_, at);
    if (const Letter letter = letter_of(c)) {
      if (count_ < longest_syllable) {
        letters_[count_++] = letter;
      } else {
        plain_ = false;
      }
    } else if (is_apostrophe(c)) {
      at = past_apostrophes(text_, at);
      if (at == std::string_view::npos) return;
      plain_ = false;
    } else if (is_letter_or_mark(c)) {
      plain_ = false;
    } else {
      return;
    }
    end_ = at;
  }
}

bool is_good_word(std::string_view word) {
  WordReader reader(word);
  return reader.next() && reader.word().size() == word.size() && is_good_word(reader.letters());
}

bool is_good_word(std::span<const Letter> letters) {
  const auto syllable = take_apart(letters);
  if (!syllable || !syllable->well_placed()) return false;
  const auto capitals =
      std::count_if(letters.begin(), letters.end(), [](Letter letter) { return letter.capital(); });
  return capitals == 0 || (capitals == 1 && letters[0].capital()) ||
         static_cast<std::size_t>(capitals) == letters.size();
}

std::string_view without_edges(std::string_view word, bool (*is_edge)(char32_t)) {
  std::size_t begin = word.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t here = at;
    if (is_edge(next_code_point(word, at))) continue;
    begin = std::min(begin, here);
    end = at;
  }
  return end == 0 ? word.substr(0, 0) : word.substr(begin, end - begin);
}

std::string_view without_ascii_edges(std::string_view word) {
  return without_edges(word, [](char32_t c) { return c < 0x80 && !letter_of(c); });
}

std::string_view to_string(SyllableVerdict verdict) {
  switch (verdict) {
    case SyllableVerdict::valid:
      return "valid";
    case SyllableVerdict::misplaced:
      return "misplaced";
    case SyllableVerdict::invalid:
      return "invalid";
  }
  return "invalid";
}

SyllableVerdict check_syllable(std::string_view nfc) {
  WordReader reader(nfc);
  if (!reader.next() || reader.word().size() != nfc.size()) return SyllableVerdict::invalid;
  const auto syllable = take_apart(reader.letters());
  if (!syllable) return SyllableVerdict::invalid;
  return syllable->well_placed() ? SyllableVerdict::valid : SyllableVerdict::misplaced;
}

std::string with_tone_style(std::string_view nfc, ToneStyle style) {
  return restyle(nfc, style, Misplaced::leave);
}

std::string with_marks_put_right(std::string_view nfc, ToneStyle style) {
  return restyle(nfc, style, Misplaced::repair);
}

std::size_t count_misplaced(std::string_view nfc) {
  std::size_t count = 0;
  for (WordReader reader(nfc); reader.next();) {
    const auto syllable = take_apart(reader.letters());
    if (syllable && !syllable->well_placed()) ++count;
  }
  return count;
}

namespace {

// A word of the lists of names: Đắk, Dêê, Zơrâm (VT-27).
bool stands_in_names(std::string_view word) {
  const std::string small = lower(without_ascii_edges(word));
  const auto holds = [&small](const auto& row) {
    const std::vector<std::string_view> words = split_words(row[0]);
    return std::find(words.begin(), words.end(), small) != words.end();
  };
  return std::any_of(tables::proper_names.begin(), tables::proper_names.end(), holds) ||
         std::any_of(tables::family_names.begin(), tables::family_names.end(), holds) ||
         !name_variants(small).empty();
}

}  // namespace

std::vector<DoubtfulWord> doubtful_words(std::string_view nfc) {
  std::vector<DoubtfulWord> words;
  for (const MarkedWord& word : marked_words(nfc))
    if (!word.good && !stands_in_names(word.text)) words.push_back({std::string(word.text), word.begin});
  return words;
}

std::vector<std::string> words_in_both_styles(std::string_view nfc) {
  std::set<std::string> old_style, new_style;  // both as the old style writes them
  for (WordReader reader(nfc); reader.next();) {
    const auto syllable = take_apart(reader.letters());
    if (!syllable || syllable->mark < 0 || syllable->old_place() == syllable->new_place()) continue;
    const auto place = static_cast<std::size_t>(syllable->mark);
    std::string word = with_tone_style(lower(reader.word()), ToneStyle::old_style);
    if (place == syllable->old_place()) {
      old_style.insert(std::move(word));
    } else if (place == syllable->new_place()) {
      new_style.insert(std::move(word));
    }
  }
  std::vector<std::string> both;
  std::set_intersection(old_style.begin(), old_style.end(), new_style.begin(), new_style.end(),
                        std::back_inserter(both));
  return both;
}

}  // namespace sovang::text
