#include "sovang/text/casing.h"

#include <memory>

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringoptions.h>
#include <unicode/uchar.h>

#include "sovang/base/result.h"

#include "characters.h"
#include "words.h"

namespace sovang::text {
namespace {

enum class Case : std::uint8_t { small, capital };

// The whole text by ICU, root locale: for what is not ASCII or Vietnamese.
std::string by_icu(std::string_view text, Case to) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  if (to == Case::capital) {
    icu::CaseMap::utf8ToUpper("", 0, piece, sink, nullptr, status);
  } else {
    icu::CaseMap::utf8ToLower("", 0, piece, sink, nullptr, status);
  }
  SOVANG_EXPECT(U_SUCCESS(status));
  return out;
}

std::string change_case(std::string_view text, Case to) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const char32_t c = next_code_point(text, at);
    if (const Letter letter = letter_of(c)) {
      put(out, compose(letter.rank(), letter.tone(), to == Case::capital));
    } else if (c < 0xC0 && c != 0xB5 && c != 0xAA && c != 0xBA) {
      out.append(text.substr(here, at - here));
    } else {
      return by_icu(text, to);
    }
  }
  return out;
}

}  // namespace

std::string upper(std::string_view nfc) {
  return change_case(nfc, Case::capital);
}

std::string lower(std::string_view nfc) {
  return change_case(nfc, Case::small);
}

std::string capitalise_first(std::string_view nfc) {
  if (nfc.empty()) return {};
  std::size_t end = 0;
  static_cast<void>(next_code_point(nfc, end));
  return upper(nfc.substr(0, end)).append(nfc.substr(end));
}

std::string capitalise_words(std::string_view nfc) {
  std::string out;
  out.reserve(nfc.size());
  bool start = true;
  for (std::size_t at = 0; at < nfc.size();) {
    const std::size_t here = at;
    const char32_t c = next_code_point(nfc, at);
    const std::string_view character = nfc.substr(here, at - here);
    if (start && is_letter_or_mark(c)) {
      out.append(upper(character));
      start = false;
    } else {
      out.append(character);
      start = is_space(c) || (start && !u_isdigit(static_cast<UChar32>(c)));
    }
  }
  return out;
}

bool is_all_capitals(std::string_view nfc) {
  bool letters = false;
  for (std::size_t at = 0; at < nfc.size();) {
    const char32_t c = next_code_point(nfc, at);
    if (const Letter letter = letter_of(c)) {
      if (!letter.capital()) return false;
      letters = true;
    } else if (c >= 0x80) {
      if (u_islower(static_cast<UChar32>(c))) return false;
      letters = letters || u_isupper(static_cast<UChar32>(c));
    }
  }
  return letters;
}

}  // namespace sovang::text
