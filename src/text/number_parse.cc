#include <charconv>

#include "sovang/text/numbers.h"

#include "digits.h"

namespace sovang::text {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = trimmed(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_not_of("0123456789.,"), text.size());
  const std::string_view figure = text.substr(0, end);
  const std::string_view unit = trimmed(text.substr(end));
  if (unit.find_first_of("0123456789.,%/-+") != std::string_view::npos) return std::nullopt;
  for (const std::string_view magnitude :
       {"nghìn", "ngàn", "triệu", "tỷ", "tỉ", "trăm", "tr", "k", "rưỡi", "phẩy"}) {
    if (unit == magnitude || unit.starts_with(std::string(magnitude) + ' ')) return std::nullopt;
  }
  std::string digits = digits::ungrouped(figure, '.');
  // One comma may be the decimal mark; two and more can only be groups (messy rule 8).
  if (digits.empty() && figure.find(',') != figure.rfind(',')) digits = digits::ungrouped(figure, ',');
  if (digits.empty()) return std::nullopt;
  if (negative) digits.insert(0, 1, '-');
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace sovang::text
