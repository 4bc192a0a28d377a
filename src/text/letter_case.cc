#include "letter_case.h"

#include <array>

#include <unicode/uchar.h>

#include "sovang/base/utf8.h"

namespace sovang::text {

bool opens_with_capital(std::string_view nfc) {
  std::size_t at = 0;
  return !nfc.empty() && u_isupper(static_cast<UChar32>(utf8::next(nfc, at))) != 0;
}

bool is_one_letter(std::string_view nfc) {
  std::size_t at = 0;
  return !nfc.empty() && u_isalpha(static_cast<UChar32>(utf8::next(nfc, at))) != 0 && at == nfc.size();
}

bool is_roman(std::string_view text) {
  // Each decimal place in order: at most one of the forms 9, 4, 5–8 and 1–3.
  struct Place {
    char one;
    char five;
    char ten;
  };
  constexpr std::array<Place, 3> places = {{{'C', 'D', 'M'}, {'X', 'L', 'C'}, {'I', 'V', 'X'}}};
  if (text.empty()) return false;
  const auto take = [&text](std::string_view form) {
    if (!text.starts_with(form)) return false;
    text.remove_prefix(form.size());
    return true;
  };
  for (int thousands = 0; thousands < 3 && take("M"); ++thousands) {
  }
  for (const auto& [one, five, ten] : places) {
    const std::array<char, 2> nine = {one, ten};
    const std::array<char, 2> four = {one, five};
    if (take({nine.data(), 2}) || take({four.data(), 2})) continue;
    take({&five, 1});
    for (int ones = 0; ones < 3 && take({&one, 1}); ++ones) {
    }
  }
  return text.empty();
}

}  // namespace sovang::text
