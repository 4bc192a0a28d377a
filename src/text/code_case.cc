#include "sovang/text/casing.h"

#include "case_tokens.h"
#include "words.h"

namespace sovang::text {
namespace {

bool is_separator(char c) {
  return c == '/' || c == '-' || c == '&';
}

// Every part between strokes and dashes is a known form, or a figure.
bool all_known(std::string_view small) {
  while (!small.empty()) {
    const std::size_t end = std::min(small.find_first_of("/-"), small.size());
    if (!fixed_form(small.substr(0, end))) return false;
    small.remove_prefix(std::min(end + 1, small.size()));
  }
  return true;
}

// Symbols of units that no table knows: no vowel with a mark.
bool is_symbol(std::string_view small) {
  for (std::size_t at = 0; at < small.size();) {
    const char32_t c = next_code_point(small, at);
    if (c >= 0x80 && c != U'đ') return false;
  }
  return true;
}

// "05/ttr-btđkt", "91/2017/nđ-cp", "19-nq/tw": figures, then letters of which the first part is known, or all
// are symbols that a dash joins ("45/xn-bv"); "60km/h" and "5/người" are none. Without a figure ("qđ-ubnd")
// only parts that are known.
bool is_code(const CaseToken& token) {
  const std::string_view small = token.small;
  if (small.find_first_of("/-") == std::string_view::npos) return false;
  const std::size_t letters = small.find_first_not_of("0123456789/-");
  if (letters == std::string_view::npos) return false;
  if (letters == 0) return all_known(small);
  const std::string_view symbol = small.substr(letters);
  const std::size_t first_end = std::min(symbol.find_first_of("/-"), symbol.size());
  const char joint = small[letters - 1];
  if (joint != '/' && joint != '-') return false;
  // "06/2022/qh15": the National Assembly with its term.
  const std::string_view first = symbol.substr(0, first_end);
  if (fixed_form(first.substr(0, first.find_last_not_of("0123456789") + 1))) return true;
  return joint == '/' && symbol.find('-') != std::string_view::npos && is_symbol(symbol);
}

std::string cased_code(std::string_view core) {
  std::string out;
  for (std::size_t at = 0; at < core.size();) {
    if (is_separator(core[at])) {
      out += core[at++];
      continue;
    }
    std::size_t end = at;
    while (end < core.size() && !is_separator(core[end]))
      ++end;
    const std::string_view part = core.substr(at, end - at);
    const auto form = fixed_form(lower(part));
    // What is no known abbreviation is the symbol of a unit, in capitals; one that mixes cases is kept.
    out.append(form ? std::string(*form) : is_all_small(part) ? upper(part) : std::string(part));
    at = end;
  }
  return out;
}

}  // namespace

std::string code_case(std::string_view nfc) {
  std::string out;
  std::size_t copied = 0;
  for (const CaseToken& token : case_tokens(nfc)) {
    if (token.core.empty() || !is_code(token)) continue;
    const auto begin = static_cast<std::size_t>(token.core.data() - nfc.data());
    out.append(nfc.substr(copied, begin - copied)).append(cased_code(token.core));
    copied = begin + token.core.size();
  }
  return out.append(nfc.substr(copied));
}

}  // namespace sovang::text
