#include "decimal.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sovang::document {
namespace {

std::string text(std::optional<Decimal> number) {
  return number ? plain(*number, ".") : "overflow";
}
Decimal number(std::string_view written) {
  return parse_decimal(written).value_or(Decimal{});
}

TEST(Decimals, AreExact) {
  EXPECT_EQ(text(add(number("0.1"), number("0.2"))), "0.3");
  EXPECT_EQ(text(subtract(number("1"), number("0.01"))), "0.99");
  EXPECT_EQ(text(multiply(number("1.5"), number("-0.25"))), "-0.375");
  EXPECT_EQ(text(divide(number("7"), number("2"))), "3.5");
  EXPECT_EQ(text(divide(number("1"), number("3"))), "0.33333333333333333");
  EXPECT_EQ(text(divide(number("-2"), number("3"))), "-0.66666666666666667");
  EXPECT_EQ(text(remainder(number("-7.5"), number("2"))), "-1.5") << "the sign of the left side";
}

TEST(Decimals, RoundHalfAwayFromZero) {
  EXPECT_EQ(text(rounded(number("0.005"), 2)), "0.01");
  EXPECT_EQ(text(rounded(number("-2.5"), 0)), "-3");
  EXPECT_EQ(text(rounded(number("2.4999"), 0)), "2");
  EXPECT_EQ(text(rounded(number("1"), 2)), "1.00");
}

TEST(Decimals, SayWhenTheyOverflow) {
  EXPECT_EQ(text(multiply(number("999999999999999999"), number("10"))), "overflow");
  EXPECT_EQ(text(add(number("999999999999999999"), number("1"))), "overflow");
  EXPECT_EQ(text(divide(number("999999999999999999"), number("0.1"))), "overflow");
  EXPECT_EQ(text(rounded(decimal_of(INT64_MAX), 0)), "9223372036854775807");
  EXPECT_EQ(text(rounded(decimal_of(INT64_MAX), 1)), "overflow");
}

TEST(Decimals, ReadOnlyPlainNumbers) {
  for (const char* const bad : {"", "-", ".5", "1.", "1,5", "+1", " 1", "1e3", "1234567890123456789", "--1"})
    EXPECT_FALSE(parse_decimal(bad)) << bad;
  EXPECT_EQ(text(parse_decimal("-0.50")), "-0.50");
}

TEST(Decimals, AreGroupedAsInVietnam) {
  EXPECT_EQ(grouped(number("1234567.5")), "1.234.567,5");
  EXPECT_EQ(grouped(number("-999")), "-999");
  EXPECT_EQ(grouped(number("-1000")), "-1.000");
}

RC_GTEST_PROP(Decimals, AddingAndTakingAwayGivesTheSame, ()) {
  const Decimal a{*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000), *rc::gen::inRange(0, 8)};
  const Decimal b{*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000), *rc::gen::inRange(0, 8)};
  const auto sum = add(a, b);
  RC_ASSERT(sum.has_value());
  RC_ASSERT(trimmed(*subtract(*sum, b)) == trimmed(a));
}

RC_GTEST_PROP(Decimals, DividingIsCloseFromBothSides, ()) {
  const Decimal a{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000), *rc::gen::inRange(0, 3)};
  const Decimal b{*rc::gen::inRange<std::int64_t>(1, 1'000'000), *rc::gen::inRange(0, 3)};
  const auto quotient = divide(a, b);
  RC_ASSERT(quotient.has_value());
  const double wanted =
      static_cast<double>(a.unscaled) * std::pow(10.0, b.scale - a.scale) / static_cast<double>(b.unscaled);
  const double got = static_cast<double>(quotient->unscaled) * std::pow(10.0, -quotient->scale);
  RC_ASSERT(std::abs(got - wanted) <= 1e-9 * std::max(1.0, std::abs(wanted)));
}

}  // namespace
}  // namespace sovang::document
