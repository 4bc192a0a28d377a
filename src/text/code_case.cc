#include "sovang/text/casing.h"

#include "case_tokens.h"
#include "words.h"

namespace sovang::text {
namespace {

bool is_separator(char c) {
  return c == '/' || c == '-' || c == '&';
}

// "05/ttr-btđkt": figures, a stroke, then letters. "qđ-ubnd": only parts that are known.
bool is_code(const CaseToken& token) {
  const std::size_t stroke = token.core.find('/');
  const bool numbered = token.core[0] >= '0' && token.core[0] <= '9' && stroke != std::string_view::npos;
  if (numbered) return true;
  if (token.core.find_first_of("/-") == std::string_view::npos) return false;
  std::string_view rest = token.small;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("/-"), rest.size());
    if (!fixed_form(rest.substr(0, end))) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return true;
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
