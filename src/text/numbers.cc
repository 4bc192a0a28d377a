#include "sovang/text/numbers.h"

#include <array>
#include <charconv>

#include "digits.h"
#include "number_words.h"

namespace sovang::text {
namespace {

/// The digits of a 64-bit integer and its sign apart, since the least one has no positive twin.
struct Digits {
  std::array<char, 24> buffer{};
  bool negative = false;
  std::string_view digits;

  explicit Digits(std::int64_t number) {
    const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    digits = {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
    negative = digits.front() == '-';
    if (negative) digits.remove_prefix(1);
  }
  Digits(const Digits&) = delete;
  Digits& operator=(const Digits&) = delete;
};

}  // namespace

std::string in_words(std::int64_t number, const NumberWords& words) {
  const Digits parts(number);
  return spoken(parts.negative, parts.digits, words);
}

std::string money_in_words(std::int64_t dong, const NumberWords& words) {
  const Digits parts(dong);
  return spoken_money(parts.negative, parts.digits, words);
}

std::string grouped(std::int64_t number) {
  const Digits parts(number);
  return (parts.negative ? "-" : "") + digits::grouped(parts.digits);
}

std::string two_digits(std::int64_t number) {
  return number >= 0 && number < 10 ? "0" + std::to_string(number) : grouped(number);
}

std::string Decimal::plain() const {
  return (negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

std::string Decimal::grouped() const {
  return (negative ? "-" : "") + digits::grouped(whole) + (fraction.empty() ? "" : "," + fraction);
}

}  // namespace sovang::text
