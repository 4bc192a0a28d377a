#include "repair.h"

#include <algorithm>

#include "characters.h"
#include "evidence.h"
#include "words.h"

namespace sovang::text {
namespace {

constexpr char32_t circumflex = 0x302, breve = 0x306;

// a + circumflex → â; 0 where Vietnamese has no such letter.
std::uint8_t with_quality(std::uint8_t letter_rank, char32_t mark) {
  if (mark == circumflex) {
    if (letter_rank == rank::a) return rank::a_circumflex;
    if (letter_rank == rank::e) return rank::e_circumflex;
    if (letter_rank == rank::o) return rank::o_circumflex;
  }
  return mark == breve && letter_rank == rank::a ? rank::a_breve : std::uint8_t{0};
}

char32_t latin_of_cyrillic(char32_t c) {
  constexpr std::u32string_view cyrillic = U"аеорсухАЕОРСХУ";
  constexpr std::u32string_view latin = U"aeopcyxAEOPCXY";
  const auto at = cyrillic.find(c);
  return at == std::u32string_view::npos ? 0 : latin[at];
}

char32_t nga_of_macron(char32_t c) {
  constexpr std::u32string_view macron = U"āōūēīĀŌŪĒĪ";
  constexpr std::u32string_view nga = U"ãõũẽĩÃÕŨẼĨ";
  const auto at = macron.find(c);
  return at == std::u32string_view::npos ? 0 : nga[at];
}

bool is_syllable(std::string_view word) {
  WordReader reader(word);
  if (!reader.next() || reader.word().size() != word.size()) return false;
  const auto syllable = take_apart(reader.letters());
  return syllable && syllable->well_placed();
}

template <class Replace>
std::string mapped(std::string_view word, Replace replace, bool& all_latin) {
  std::string out;
  all_latin = true;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    const char32_t other = replace(c);
    all_latin = all_latin && letter_of(other != 0 ? other : c);
    put(out, other != 0 ? other : c);
  }
  return out;
}

// What may stand beside an invisible character that nobody needs: nothing, a space, ASCII, a Vietnamese
// letter. Other scripts need theirs (Persian, Khmer, emoji).
bool is_neighbour(char32_t c) {
  return c == 0 || c < 0x80 || is_space(c) || letter_of(c) || (c >= 0x2010 && c <= 0x203A);
}

// VT-14: beside letters a soft hyphen may be the ư of TCVN3. It is none if the word is a syllable without it,
// and none as TCVN3. `begin` and `at` are where the word and what follows the soft hyphen begin.
bool may_be_u_horn(std::string_view nfc, std::size_t begin, std::size_t at) {
  constexpr std::size_t longest_word = 64;  // bytes: a syllable and a handful of invisible characters
  std::size_t end = at;
  while (end < nfc.size()) {
    std::size_t behind = end;
    const char32_t c = next_code_point(nfc, behind);
    if (!letter_of(c) && !is_invisible(c)) break;
    end = behind;
    if (end - begin > longest_word) return true;
  }
  const std::string_view word = nfc.substr(begin, end - begin);
  std::string letters;
  for (std::size_t i = 0; i < word.size();) {
    const char32_t c = next_code_point(word, i);
    if (!is_invisible(c)) put(letters, c);
  }
  return !is_good_word(letters) || becomes_good(word, LegacyScheme::tcvn3);
}

}  // namespace

Repair join_reordered_marks(std::string_view nfc) {
  Repair repair;
  repair.text.reserve(nfc.size());
  for (std::size_t at = 0; at < nfc.size();) {
    const std::size_t here = at;
    const Letter letter = letter_of(next_code_point(nfc, at));
    std::size_t behind = at;
    if (letter && letter.tone() != Tone::ngang && at < nfc.size()) {
      const std::uint8_t joined = with_quality(letter.rank(), next_code_point(nfc, behind));
      if (joined != 0) {
        put(repair.text, compose(joined, letter.tone(), letter.capital()));
        ++repair.count;
        at = behind;
        continue;
      }
    }
    repair.text.append(nfc.substr(here, at - here));
  }
  return repair;
}

Repair replace_eth(std::string_view nfc) {
  const auto eth = [](char32_t c) -> char32_t {
    return c == 0xF0 ? U'đ' : c == 0xD0 || c == 0x189 ? U'Đ' : U'\0';
  };
  Repair repair;
  std::size_t copied = 0;
  for (WordReader reader(nfc); reader.next();) {
    bool all_latin = false;
    const std::string word = mapped(reader.word(), eth, all_latin);
    if (word == reader.word() || !is_syllable(word)) continue;
    repair.text.append(nfc.substr(copied, reader.begin() - copied)).append(word);
    copied = reader.end();
    ++repair.count;
  }
  repair.text.append(nfc.substr(copied));
  return repair;
}

Repair replace_other_look_alikes(std::string_view nfc) {
  Repair repair;
  std::size_t copied = 0;
  for (WordReader reader(nfc); reader.next();) {
    bool all_latin = false;
    bool has_latin = false;
    for (std::size_t at = reader.begin(); at < reader.end();)
      has_latin = letter_of(next_code_point(nfc, at)) || has_latin;
    std::string word = mapped(reader.word(), latin_of_cyrillic, all_latin);
    if (word == reader.word()) {
      word = mapped(reader.word(), nga_of_macron, all_latin);
      all_latin = all_latin && is_syllable(word);
    }
    if (word == reader.word() || !all_latin || !has_latin) continue;
    repair.text.append(nfc.substr(copied, reader.begin() - copied)).append(word);
    copied = reader.end();
    ++repair.count;
  }
  repair.text.append(nfc.substr(copied));
  return repair;
}

Repair remove_invisible(std::string_view nfc) {
  Repair repair;
  repair.text.reserve(nfc.size());
  char32_t before = 0;
  std::size_t word = 0;  // where the word begins that is being read
  for (std::size_t at = 0; at < nfc.size();) {
    const std::size_t here = at;
    const char32_t c = next_code_point(nfc, at);
    if (!letter_of(c) && !is_invisible(c)) word = at;
    if (is_invisible(c)) {
      char32_t after = 0;
      for (std::size_t ahead = at; ahead < nfc.size() && (after == 0 || is_invisible(after));)
        after = next_code_point(nfc, ahead);
      if (is_invisible(after)) after = 0;
      const bool perhaps_u_horn =
          c == 0xAD && (letter_of(before) || letter_of(after)) && may_be_u_horn(nfc, word, at);
      if (is_neighbour(before) && is_neighbour(after) && !perhaps_u_horn) {
        ++repair.count;
        continue;
      }
    }
    before = c;
    repair.text.append(nfc.substr(here, at - here));
  }
  return repair;
}

}  // namespace sovang::text
