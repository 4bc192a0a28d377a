#include "figure.h"

#include <algorithm>
#include <array>

#include "digits.h"

namespace sovang::text {
namespace {

/// Takes a minus off the front; U+2212 is one too (VT-78).
bool take_minus(std::string_view& text) {
  for (const std::string_view minus : {"-", "\u2212"}) {
    if (!text.starts_with(minus)) continue;
    text.remove_prefix(minus.size());
    if (text.starts_with(' ')) text.remove_prefix(1);
    return true;
  }
  return false;
}

Decimal make(bool negative, std::string_view whole, std::string_view fraction) {
  Decimal value{negative, std::string(digits::without_leading_zeros(whole)), std::string(fraction)};
  const bool zero = value.whole == "0" && fraction.find_first_not_of('0') == std::string_view::npos;
  value.negative = negative && !zero;
  return value;
}

/// The digits of a whole part in any of the accepted ways, or nothing.
std::string whole_digits(std::string_view text) {
  std::string digits = digits::ungrouped(text, '.');
  return digits.empty() ? digits::ungrouped(text, ' ') : digits;
}

/// Commas as groups, perhaps with a dot as the decimal mark: "1,234", "1,234,567", "1,234.5".
std::optional<Decimal> american(bool negative, std::string_view text) {
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string digits = digits::ungrouped(whole, ',');
  if (digits.empty()) return std::nullopt;
  if (dot == std::string_view::npos) return make(negative, digits, {});
  const std::string_view fraction = text.substr(dot + 1);
  if (!digits::all_digits(fraction)) return std::nullopt;
  return make(negative, digits, fraction);
}

/// "1.5", "0.123": a single dot that groups nothing may be the American decimal mark.
std::optional<Decimal> american_decimal(bool negative, std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction = text.substr(dot + 1);
  if (!digits::all_digits(whole) || !digits::all_digits(fraction)) return std::nullopt;
  return make(negative, whole, fraction);
}

bool takes_comma_for_group(std::string_view whole, std::string_view fraction) {
  return fraction.size() == 3 && whole.size() <= 3 && digits::all_digits(whole) && whole.front() != '0';
}

}  // namespace

std::optional<Decimal> plain_figure(std::string_view text) {
  const bool negative = take_minus(text);
  const std::size_t comma = text.find(',');
  const std::string whole = whole_digits(text.substr(0, comma));
  const std::string_view fraction =
      comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  if (whole.empty() || whole.size() + fraction.size() > digits::longest) return std::nullopt;
  if (comma != std::string_view::npos && !digits::all_digits(fraction)) return std::nullopt;
  return make(negative, whole, fraction);
}

Figure read_figure(std::string_view text) {
  std::string_view figure = text;
  const bool negative = take_minus(figure);
  if (figure.empty() || figure.size() > 2 * digits::longest) return {};
  const std::size_t comma = figure.find(',');
  if (auto value = plain_figure(text)) {
    if (comma == std::string_view::npos ||
        !takes_comma_for_group(figure.substr(0, comma), figure.substr(comma + 1))) {
      return {Certainty::ok, *value, {}};
    }
    // "1,234": a comma before three digits may be the American group.
    return {Certainty::ask, {}, {*american(negative, figure), *value}};
  }
  if (auto value = american(negative, figure)) return {Certainty::ask, {}, {*value}};
  if (auto value = american_decimal(negative, figure)) return {Certainty::ask, {}, {*value}};
  return {};
}

bool is_dong(std::string_view unit) {
  constexpr std::array<std::string_view, 8> names = {"đồng", "đ",         "vnđ", "vnd",
                                                     "₫",    "đồng chẵn", "VNĐ", "VND"};
  return std::find(names.begin(), names.end(), unit) != names.end();
}

}  // namespace sovang::text
