#include "numeric_date.h"

#include "digits.h"

namespace sovang::text {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

int small_number(std::string_view digits) {
  int value = 0;
  for (const char c : digits)
    value = value * 10 + (c - '0');
  return value;
}

std::optional<NumericDate> split_numeric_date(std::string_view text) {
  const std::size_t first = text.find_first_of("/-.");
  if (first == std::string_view::npos) return std::nullopt;
  const char separator = text[first];
  std::array<std::string_view, 3> fields;
  std::size_t count = 0;
  while (count < fields.size()) {
    const std::size_t end = text.find(separator);
    const std::string_view field = trimmed(text.substr(0, end));
    if (!digits::all_digits(field) || field.size() > 4) return std::nullopt;
    fields.at(count++) = field;
    if (end == std::string_view::npos) {
      if (count == 2) return NumericDate{{}, fields[0], fields[1]};
      if (count != 3) return std::nullopt;
      if (fields[0].size() == 4) return NumericDate{fields[2], fields[1], fields[0]};
      return NumericDate{fields[0], fields[1], fields[2]};
    }
    text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace sovang::text
