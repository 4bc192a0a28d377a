#include "text_filters.h"

#include <array>
#include <utility>

#include "sovang/base/utf8.h"
#include "sovang/document/numerals.h"
#include "sovang/text/casing.h"
#include "sovang/text/dates.h"
#include "sovang/text/search_keys.h"

#include "decimal.h"

namespace sovang::document {
namespace {

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) return std::string(text);
  std::string out;
  std::size_t at = 0;
  while (out.size() <= (std::size_t{1} << 20)) {
    const std::size_t found = text.find(from, at);
    out += text.substr(at, found - at);
    if (found == std::string_view::npos) return out;
    out += to;
    at = found + from.size();
  }
  return out;
}

std::string trimmed_text(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// "Nguyễn Thị Ánh" → "Nguyen Thi Anh": fold_key() letter by letter, capitals kept.
std::string without_marks(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    static_cast<void>(utf8::next(text, at));
    const std::string_view letter = text.substr(start, at - start);
    if (letter.size() == 1) {
      out += letter;
      continue;
    }
    const std::string folded = text::fold_key(letter);
    const bool capital = text::lower(letter) != letter;
    out += folded.empty() ? std::string(letter) : capital ? text::upper(folded) : folded;
  }
  return out;
}

std::string two(int number) {
  return number < 10 ? "0" + std::to_string(number) : std::to_string(number);
}

std::string patterned(Date date, std::string_view pattern) {
  std::string year = std::to_string(date.year());
  year.insert(0, year.size() < 4 ? 4 - year.size() : 0, '0');
  const std::string running_month = date.month() <= 2 ? two(date.month()) : std::to_string(date.month());
  const std::array<std::pair<std::string_view, std::string>, 4> fields = {
      {{"dd", two(date.day())}, {"MM", two(date.month())}, {"M", running_month}, {"yyyy", year}}};
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    bool found = false;
    for (const auto& [letters_of_field, value] : fields) {
      if (pattern.substr(at, letters_of_field.size()) != letters_of_field) continue;
      out += value;
      at += letters_of_field.size();
      found = true;
      break;
    }
    if (!found) out += pattern[at++];
  }
  return out;
}

}  // namespace

std::string filter_text(Filter filter, std::string_view text, const TextArguments& arguments) {
  if (filter == Filter::upper) return text::upper(text);
  if (filter == Filter::lower) return text::lower(text);
  if (filter == Filter::title_case) return text::title_name(text);
  if (filter == Filter::sentence_case) return text::capitalise_first(text);
  if (filter == Filter::trim) return trimmed_text(text);
  if (filter == Filter::nbsp) return replaced(text, " ", "\u00A0");
  if (filter == Filter::replace) return replaced(text, arguments.from, arguments.to);
  if (filter == Filter::strip_marks) return without_marks(text);
  SOVANG_EXPECT(false);  // the table of filters gives strings to no other
  return {};
}

std::optional<std::string> filter_number(Filter filter, Decimal number, const NumberArguments& arguments) {
  constexpr std::int64_t most_digits = 18;
  const std::int64_t digits = arguments.number.value_or(filter == Filter::pad ? 2 : 0);
  if (digits < 0 || digits > most_digits) return std::nullopt;
  if (filter == Filter::number || filter == Filter::money) {
    const auto value = rounded(number, filter == Filter::money ? 0 : static_cast<int>(digits));
    if (!value) return std::nullopt;
    return filter == Filter::money ? grouped(*value) + " " + arguments.word : grouped(*value);
  }
  if (filter == Filter::in_words) return text::in_words(number.unscaled, arguments.words);
  if (filter == Filter::roman) return roman_numeral(number.unscaled);
  if (filter == Filter::alpha) return letter_numeral(number.unscaled);
  SOVANG_EXPECT(filter == Filter::pad);
  std::string out = plain(number, ",");
  const std::size_t sign = out.starts_with('-') ? 1 : 0;
  const auto wanted = static_cast<std::size_t>(digits);
  if (out.size() - sign < wanted) out.insert(sign, wanted - (out.size() - sign), '0');
  return out;
}

std::string filter_date(Filter filter, Date date, std::string_view pattern) {
  return filter == Filter::date_long ? text::long_date(date) : patterned(date, pattern);
}

}  // namespace sovang::document
