#include "decimal.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace sovang::document {
namespace {

__extension__ using Wide = __int128;

constexpr int most_digits = 18;
constexpr std::int64_t limit = 1'000'000'000'000'000'000;  // 10^18

constexpr Wide power_of_ten(int exponent) {
  Wide out = 1;
  for (int i = 0; i < exponent; ++i)
    out *= 10;
  return out;
}

constexpr Wide magnitude(Wide number) {
  return number < 0 ? -number : number;
}

/// number ÷ divisor, half away from zero.
constexpr Wide divide_rounded(Wide number, Wide divisor) {
  Wide quotient = number / divisor;
  const Wide rest = magnitude(number % divisor);
  const Wide size = magnitude(divisor);
  if (rest >= size - rest) quotient += (number < 0) == (divisor < 0) ? 1 : -1;
  return quotient;
}

/// The nearest number with at most 18 digits and a scale of at most 18.
std::optional<Decimal> fitted(Wide unscaled, int scale) {
  int drop = std::max(0, scale - most_digits);
  while (drop < scale && magnitude(unscaled) / power_of_ten(drop) >= limit)
    ++drop;
  if (drop > 0) unscaled = divide_rounded(unscaled, power_of_ten(drop));
  scale -= drop;
  if (magnitude(unscaled) >= limit) {
    if (scale == 0) return std::nullopt;
    return fitted(unscaled, scale);  // rounding has carried into one digit more
  }
  return Decimal{static_cast<std::int64_t>(unscaled), scale};
}

struct Pair {
  Wide a;
  Wide b;
  int scale;
};
/// Both at the larger scale: at most 36 digits, which fits.
Pair aligned(Decimal a, Decimal b) {
  const int scale = std::max(a.scale, b.scale);
  return {Wide{a.unscaled} * power_of_ten(scale - a.scale), Wide{b.unscaled} * power_of_ten(scale - b.scale),
          scale};
}

}  // namespace

std::optional<Decimal> add(Decimal a, Decimal b) {
  const Pair pair = aligned(a, b);
  return fitted(pair.a + pair.b, pair.scale);
}

std::optional<Decimal> subtract(Decimal a, Decimal b) {
  const Pair pair = aligned(a, b);
  return fitted(pair.a - pair.b, pair.scale);
}

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  return fitted(Wide{a.unscaled} * Wide{b.unscaled}, a.scale + b.scale);
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
  const Pair pair = aligned(a, b);
  const Wide whole = magnitude(pair.a / pair.b);
  if (whole >= limit) return std::nullopt;
  int digits_before = 0;
  for (Wide rest = whole; rest > 0; rest /= 10)
    ++digits_before;
  // Long division, a digit at a time: the numerator times 10^18 would not fit.
  Wide quotient = whole;
  Wide rest = magnitude(pair.a % pair.b);
  const Wide divisor = magnitude(pair.b);
  int scale = 0;
  for (; scale < most_digits - std::max(digits_before, 1) && rest != 0; ++scale) {
    rest *= 10;
    quotient = quotient * 10 + rest / divisor;
    rest %= divisor;
  }
  if (rest >= divisor - rest) ++quotient;
  const bool negative = (pair.a < 0) != (pair.b < 0);
  const auto result = fitted(negative ? -quotient : quotient, scale);
  if (!result) return std::nullopt;
  return trimmed(*result);
}

std::optional<Decimal> remainder(Decimal a, Decimal b) {
  const Pair pair = aligned(a, b);
  return fitted(pair.a % pair.b, pair.scale);
}

std::strong_ordering compare(Decimal a, Decimal b) {
  const Pair pair = aligned(a, b);
  return pair.a < pair.b   ? std::strong_ordering::less
         : pair.a > pair.b ? std::strong_ordering::greater
                           : std::strong_ordering::equal;
}

std::optional<Decimal> rounded(Decimal number, int digits) {
  if (digits >= number.scale) {
    const Wide wide = Wide{number.unscaled} * power_of_ten(digits - number.scale);
    if (magnitude(wide) > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return Decimal{static_cast<std::int64_t>(wide), digits};
  }
  const Wide wide = divide_rounded(Wide{number.unscaled}, power_of_ten(number.scale - digits));
  return Decimal{static_cast<std::int64_t>(wide), digits};
}

Decimal trimmed(Decimal number) {
  while (number.scale > 0 && number.unscaled % 10 == 0) {
    number.unscaled /= 10;
    --number.scale;
  }
  return number;
}

std::optional<std::int64_t> parse_int(std::string_view text) {
  std::int64_t out = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  if (error != std::errc() || stop != end) return std::nullopt;
  return out;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && fraction.empty())) return std::nullopt;
  if (fraction.size() > most_digits) return std::nullopt;
  Wide unscaled = 0;
  for (const std::string_view part : {whole, fraction}) {
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      unscaled = unscaled * 10 + (c - '0');
      if (unscaled >= limit) return std::nullopt;
    }
  }
  const auto value = static_cast<std::int64_t>(unscaled);
  return Decimal{negative ? -value : value, static_cast<int>(fraction.size())};
}

std::string plain(Decimal number, std::string_view point) {
  std::string digits = std::to_string(std::llabs(number.unscaled));
  const auto scale = static_cast<std::size_t>(number.scale);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  std::string out(number.unscaled < 0 ? 1 : 0, '-');
  out += digits.substr(0, digits.size() - scale);
  if (scale > 0) out.append(point).append(digits.substr(digits.size() - scale));
  return out;
}

std::string grouped(Decimal number) {
  std::string out = plain(number, ",");
  const std::size_t first = out.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(out.find(','), out.size());
  while (at > first + 3) {
    at -= 3;
    out.insert(at, 1, '.');
  }
  return out;
}

}  // namespace sovang::document
