#include "sovang/text/legacy.h"

#include <algorithm>
#include <array>
#include <vector>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"

#include "characters.h"
#include "legacy_words.h"
#include "tables/legacy_fonts.h"
#include "words.h"

namespace sovang::text {
namespace {

// CP1252 in 80–9F; 0 where it is undefined and the byte stays a C1 control.
constexpr std::array<char16_t, 32> cp1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                             0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                             0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                             0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The byte that a character was before somebody read it as Latin-1 or CP1252 (VT-13); -1: it was none.
int byte_of(char32_t c) {
  if (c < 0x100) return static_cast<int>(c);
  for (std::size_t i = 0; i < cp1252.size(); ++i)
    if (cp1252[i] == c) return static_cast<int>(0x80 + i);
  return -1;
}

struct SchemeName {
  LegacyScheme scheme;
  std::string_view name;
};
constexpr SchemeName scheme_names[] = {
    {LegacyScheme::tcvn3, "tcvn3"},
    {LegacyScheme::tcvn3_capitals, "tcvn3H"},
    {LegacyScheme::vni, "vni"},
    {LegacyScheme::viscii, "viscii"},
    {LegacyScheme::vps, "vps"},
    {LegacyScheme::bkhcm2, "bkhcm2"},
    {LegacyScheme::windows_1258, "cp1258"},
    {LegacyScheme::utf8_as_cp1252, "utf8_as_cp1252"},
    {LegacyScheme::double_tcvn3, "double_tcvn3"},
};

const tables::ByteScheme* table_of(LegacyScheme scheme) {
  switch (scheme) {
    case LegacyScheme::tcvn3:
    case LegacyScheme::tcvn3_capitals:
      return &tables::tcvn3;
    case LegacyScheme::vni:
      return &tables::vni;
    case LegacyScheme::viscii:
      return &tables::viscii;
    case LegacyScheme::vps:
      return &tables::vps;
    case LegacyScheme::bkhcm2:
      return &tables::bkhcm2;
    case LegacyScheme::windows_1258:
      return &tables::windows_1258;
    case LegacyScheme::utf8_as_cp1252:
    case LegacyScheme::double_tcvn3:
      return nullptr;
  }
  return nullptr;
}

// Byte by byte, longest match first (VT-15).
std::string by_table(std::string_view text, const tables::ByteScheme& scheme) {
  std::string out;
  out.reserve(text.size() * 3 / 2);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const int byte = byte_of(next_code_point(text, at));
    if (byte < 0) {
      out.append(text.substr(here, at - here));
      continue;
    }
    const auto first = static_cast<std::size_t>(byte);
    if (scheme.slot[first] != 0 && at < text.size()) {
      std::size_t behind = at;
      const int mark = byte_of(next_code_point(text, behind));
      const char32_t letter = mark < 0x80 ? 0 : scheme.pairs[scheme.slot[first]][mark - 0x80];
      if (letter != 0) {
        put(out, letter);
        at = behind;
        continue;
      }
    }
    if (scheme.single[first] != 0) {
      put(out, scheme.single[first]);
    } else {
      out.append(text.substr(here, at - here));
    }
  }
  return out;
}

bool opens_with_capital_letter(std::string_view word) {
  if (word.empty()) return false;
  std::size_t at = 0;
  const Letter letter = letter_of(next_code_point(word, at));
  return letter && letter.capital();
}

// Reads VISCII and VPS word by word: what is punctuation in CP1252 is a letter where it makes a syllable, and
// a quotation mark or a dash at the ends of words else. As C1 controls the same bytes are always letters.
class WordDecoder {
 public:
  WordDecoder(std::string_view text, const tables::ByteScheme& scheme) : text_(text), scheme_(scheme) {}

  std::string decode() {
    out_.reserve(text_.size() * 3 / 2);
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text_.size(); ++at) {
      if (at < text_.size() && !is_gap(text_[at])) continue;
      write_word(begin, at);
      if (at < text_.size()) out_ += text_[at];
      begin = at + 1;
    }
    return std::move(out_);
  }

 private:
  static bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\n'; }

  void write_word(std::size_t begin, std::size_t end) {
    const std::string_view word = text_.substr(begin, end - begin);
    const std::string_view bare = without_edges(word, is_letter_or_punctuation);
    const std::string whole = by_table(word, scheme_);
    const std::size_t written = out_.size();
    if (bare.size() == word.size() ||
        (is_good_word(without_ascii_edges(whole)) && (!bare.empty() || stands_among_capitals(end)))) {
      out_.append(whole);
    } else if (bare.empty()) {
      out_.append(word);
    } else {
      const auto before = static_cast<std::size_t>(bare.data() - word.data());
      out_.append(word.substr(0, before)).append(by_table(bare, scheme_));
      out_.append(word.substr(before + bare.size()));
    }
    if (written < out_.size()) last_word_ = written;
  }

  // A dash alone, or the word Ở? These capitals stand between words with capitals.
  [[nodiscard]] bool stands_among_capitals(std::size_t end) const {
    const std::string_view rest = text_.substr(std::min(end + 1, text_.size()));
    const std::string next = by_table(rest.substr(0, std::min(rest.find(' '), rest.size())), scheme_);
    const bool before = out_.empty() || opens_with_capital_letter(std::string_view(out_).substr(last_word_));
    return before && opens_with_capital_letter(next);
  }

  std::string_view text_;
  const tables::ByteScheme& scheme_;
  std::string out_;
  std::size_t last_word_ = 0;  // where the last word begins in out_
};

// VT-18: the characters as the bytes they were; what then is strict UTF-8 is taken, the rest stays.
std::string utf8_read_as_cp1252(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::string bytes;
    std::size_t behind = at;
    std::size_t first_end = 0;
    std::size_t wanted = 1;
    while (behind < text.size() && bytes.size() < wanted) {
      const int byte = byte_of(next_code_point(text, behind));
      if (first_end == 0) {
        first_end = behind;
        wanted = byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1;
      }
      if (byte < 0) break;
      bytes += static_cast<char>(static_cast<unsigned char>(byte));
    }
    if (wanted > 1 && bytes.size() == wanted && !utf8::first_error(bytes)) {
      out.append(bytes);
      at = behind;
    } else {
      out.append(text.substr(at, first_end - at));
      at = first_end;
    }
  }
  return out;
}

}  // namespace

std::string_view to_string(LegacyScheme scheme) {
  for (const SchemeName& known : scheme_names)
    if (known.scheme == scheme) return known.name;
  return {};
}

std::optional<LegacyScheme> legacy_scheme_from(std::string_view name) {
  for (const SchemeName& known : scheme_names)
    if (known.name == name) return known.scheme;
  return std::nullopt;
}

std::optional<LegacyScheme> scheme_of_font(std::string_view font_name) {
  for (const auto& [prefix, suffix, scheme] : tables::legacy_fonts)
    if (font_name.starts_with(prefix) && font_name.ends_with(suffix)) return legacy_scheme_from(scheme);
  return std::nullopt;
}

std::string decode_legacy(std::string_view utf8, LegacyScheme scheme) {
  std::string out;
  switch (scheme) {
    case LegacyScheme::viscii:
    case LegacyScheme::vps:
      out = with_shared_capitals(WordDecoder(utf8, *table_of(scheme)).decode(), scheme);
      break;
    case LegacyScheme::utf8_as_cp1252:
      out = utf8_read_as_cp1252(utf8);
      break;
    case LegacyScheme::double_tcvn3:
      return undo_double_tcvn3(is_plain(utf8) ? utf8 : icu_nfc(utf8));
    case LegacyScheme::tcvn3:
    case LegacyScheme::tcvn3_capitals:
    case LegacyScheme::vni:
    case LegacyScheme::bkhcm2:
    case LegacyScheme::windows_1258:
      out = by_table(utf8, *table_of(scheme));
  }
  if (!is_plain(out)) out = icu_nfc(out);
  return scheme == LegacyScheme::tcvn3_capitals ? upper(out) : out;
}

bool may_have_lost_u_horn(std::string_view utf8) {
  if (utf8.find("\u00AD") != std::string_view::npos) return false;
  const std::string decoded = decode_legacy(utf8, LegacyScheme::tcvn3);
  for (WordReader reader(decoded); reader.next();) {
    const std::span<const Letter> letters = reader.letters();
    if (letters.empty() || letters.size() == longest_syllable || take_apart(letters)) continue;
    for (std::size_t place = 0; place <= letters.size(); ++place) {
      std::vector<Letter> whole(letters.begin(), letters.end());
      whole.insert(whole.begin() + static_cast<std::ptrdiff_t>(place), letter_of(U'ư'));
      if (take_apart(whole)) return true;
    }
  }
  return false;
}

bool may_have_lost_capital(std::string_view utf8) {
  const std::string decoded = decode_legacy(utf8, LegacyScheme::tcvn3);
  bool starts_sentence = true;
  for (std::size_t at = 0; at < decoded.size();) {
    const char32_t c = next_code_point(decoded, at);
    if (c == U'.' || c == U'!' || c == U'?') starts_sentence = true;
    const Letter letter = letter_of(c);
    if (!letter) continue;
    // A small letter with a mark where a capital would stand: TCVN3 has no capital for it.
    if (starts_sentence && !letter.capital() && c >= 0x80) return true;
    starts_sentence = false;
  }
  for (WordReader reader(decoded); reader.next();) {
    const auto letters = reader.letters();
    const auto capitals = std::count_if(letters.begin(), letters.end(), [](Letter l) { return l.capital(); });
    if (capitals >= 2 && static_cast<std::size_t>(capitals) < letters.size()) return true;
  }
  return false;
}

std::string bytes_as_cp1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool defined = byte >= 0x80 && byte < 0xA0 && cp1252[byte - 0x80U] != 0;
    put(out, defined ? cp1252[byte - 0x80U] : char32_t{byte});
  }
  return out;
}

}  // namespace sovang::text
