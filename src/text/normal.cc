#include "sovang/text/normal.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include "sovang/base/utf8.h"

#include "characters.h"
#include "repair.h"
#include "words.h"

namespace sovang::text {
namespace {

const icu::Normalizer2& nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
  SOVANG_EXPECT(U_SUCCESS(status));
  return *instance;
}

icu::StringPiece piece(std::string_view text) {
  SOVANG_EXPECT(text.size() <= INT32_MAX);
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

constexpr std::size_t block = 16;
using Bytes = std::uint8_t __attribute__((vector_size(block)));

Bytes load(const char* at) {
  Bytes bytes;
  std::memcpy(&bytes, at, block);
  return bytes;
}

// Bytes that do not continue the bytes before them as plain text does (see is_plain), as all ones. `before`
// and `before_that` are the same text one and two bytes earlier. Comparisons yield signed vectors, hence the
// casts.
auto misfits(Bytes bytes, Bytes before, Bytes before_that) {
  const auto tail = (bytes & 0xC0) == 0x80;
  const auto two = [](Bytes b) { return (b >= 0xC2) & (b <= 0xCB); };
  const auto three_latin = [](Bytes b) { return b == 0xE1; };    // E1 B8–BB: U+1E00–1EFF
  const auto three_general = [](Bytes b) { return b == 0xE2; };  // E2 80 90–BF: U+2010–203F
  const auto three = [&](Bytes b) { return three_latin(b) | three_general(b); };
  const auto known = (bytes < 0x80) | tail | two(bytes) | three(bytes);
  const auto tail_due = two(before) | three(before) | three(before_that);
  const auto bad_second =
      (three_latin(before) & ((bytes < 0xB8) | (bytes > 0xBB))) | (three_general(before) & (bytes != 0x80));
  const auto bad_third = three_general(before_that) & (bytes < 0x90);
  return ~known | (tail ^ tail_due) | bad_second | bad_third;
}

template <class Vector>
bool any(const Vector& v) {
  std::uint64_t halves[2];
  std::memcpy(halves, &v, block);
  return (halves[0] | halves[1]) != 0;
}

// Fewer bytes than a block, with the two bytes before them, as a copy with zeros behind.
bool is_plain_tail(char before_that, char before, std::string_view text) {
  char padded[3 * block] = {before_that, before};
  if (!text.empty()) std::memcpy(padded + 2, text.data(), text.size());
  return !any(misfits(load(padded + 2), load(padded + 1), load(padded)) |
              misfits(load(padded + 2 + block), load(padded + 1 + block), load(padded + block)));
}

}  // namespace

bool is_plain(std::string_view utf8) {
  if (utf8.size() < block) return is_plain_tail('a', 'a', utf8);
  char head[2 + block] = {'a', 'a'};
  const char* text = utf8.data();
  std::memcpy(head + 2, text, block);
  if (any(misfits(load(head + 2), load(head + 1), load(head)))) return false;
  std::size_t at = block;
  for (; at + block <= utf8.size(); at += block)
    if (any(misfits(load(text + at), load(text + at - 1), load(text + at - 2)))) return false;
  return is_plain_tail(text[at - 2], text[at - 1], utf8.substr(at));
}

namespace {

// VT-07: a tone mark that NFC could not join, on a letter that has one, or with nothing before it to stand
// on. Marks that minority letters need (ê̆, ơ̆) are no tone marks and stay unmentioned.
std::size_t count_stray_marks(std::string_view nfc) {
  std::size_t count = 0;
  bool on_letter = false;
  bool has_tone = false;
  for (std::size_t at = 0; at < nfc.size();) {
    const char32_t c = next_code_point(nfc, at);
    if (is_tone_mark(c)) {
      if (!on_letter || has_tone) ++count;
      has_tone = true;
    } else if (!u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_GRAPHEME_EXTEND)) {
      const Letter letter = letter_of(c);
      on_letter = is_letter_or_mark(c);
      has_tone = letter && letter.tone() != Tone::ngang;
    }
  }
  // Two letters of one word with a tone each: "hòà".
  for (WordReader reader(nfc); reader.next();) {
    const auto letters = reader.letters();
    const auto toned =
        std::count_if(letters.begin(), letters.end(), [](Letter l) { return l.tone() != Tone::ngang; });
    if (toned > 1) ++count;
  }
  return count;
}

std::size_t count_ligatures(std::string_view nfc) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < nfc.size();) {
    const char32_t c = next_code_point(nfc, at);
    if (c >= 0xFB00 && c <= 0xFB06) ++count;
  }
  return count;
}

}  // namespace

std::string icu_nfc(std::string_view utf8) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  nfc().normalizeUTF8(0, piece(utf8), sink, nullptr, status);
  SOVANG_EXPECT(U_SUCCESS(status));
  return out;
}

bool is_nfc(std::string_view utf8) {
  if (is_plain(utf8)) return true;
  if (utf8::first_error(utf8)) return false;
  UErrorCode status = U_ZERO_ERROR;
  return nfc().isNormalizedUTF8(piece(utf8), status) != 0 && U_SUCCESS(status);
}

Result<std::string> normalise(std::string_view utf8) {
  if (is_plain(utf8)) return std::string(utf8);
  if (const auto bad = utf8::first_error(utf8)) {
    return fail(ErrorCode::invalid_input,
                "văn bản không phải UTF-8 hợp lệ (byte thứ " + std::to_string(*bad + 1) + ")", {}, "VT-01");
  }
  return icu_nfc(utf8);
}

Result<TextFindings> examine(std::string_view utf8) {
  TextFindings findings;
  Repair joined = join_reordered_marks(SOVANG_TRY(normalise(utf8)));
  findings.text = std::move(joined.text);
  findings.reordered_marks = joined.count;
  const Repair eth = replace_eth(findings.text);
  const Repair others = replace_other_look_alikes(eth.text);
  const Repair visible = remove_invisible(others.text);
  findings.look_alikes = eth.count + others.count;
  findings.invisible = visible.count;
  findings.proposal = visible.text;
  findings.stray_marks = count_stray_marks(findings.text);
  findings.ligatures = count_ligatures(findings.text);
  return findings;
}

std::string collapse_spaces(std::string_view nfc) {
  std::string out;
  out.reserve(nfc.size());
  bool space = false;
  for (std::size_t at = 0; at < nfc.size();) {
    const std::size_t here = at;
    const char32_t c = next_code_point(nfc, at);
    if (is_invisible(c)) continue;
    if (is_space(c)) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out.append(nfc.substr(here, at - here));
  }
  return out;
}

}  // namespace sovang::text
