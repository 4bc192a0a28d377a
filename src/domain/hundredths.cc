#include "sovang/domain/hundredths.h"

#include "sovang/base/result.h"

namespace sovang::domain {
namespace {

constexpr std::size_t most_digits = 12;

std::optional<std::int64_t> digits(std::string_view text) {
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Hundredths> Hundredths::parse(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto whole = digits(text.substr(0, point));
  if (!whole) return std::nullopt;
  if (point == std::string_view::npos) return Hundredths{*whole * 100};
  const std::string_view places = text.substr(point + 1);
  const auto fraction = digits(places);
  if (!fraction || places.size() > 2) return std::nullopt;
  return Hundredths{*whole * 100 + (places.size() == 1 ? *fraction * 10 : *fraction)};
}

std::string Hundredths::text_with_two_places() const {
  const std::int64_t magnitude = value < 0 ? -value : value;
  std::string out = value < 0 ? "-" : "";
  out += std::to_string(magnitude / 100);
  out += ',';
  out += static_cast<char>('0' + magnitude % 100 / 10);
  out += static_cast<char>('0' + magnitude % 10);
  return out;
}

std::string Hundredths::text() const {
  std::string out = text_with_two_places();
  while (out.ends_with('0'))
    out.pop_back();
  if (out.ends_with(',')) out.pop_back();
  return out;
}

Hundredths percent_of(std::int64_t part, std::int64_t whole) {
  SOVANG_EXPECT(whole > 0 && part >= 0 && part <= 100'000'000'000'000);
  // Half up without a fraction: floor(10000·part/whole + 1/2).
  const std::int64_t scaled = part * 10'000;
  const std::int64_t quotient = scaled / whole;
  const std::int64_t rest = scaled % whole;
  return {quotient + (rest >= whole - rest ? 1 : 0)};
}

}  // namespace sovang::domain
