#include "sovang/text/numbers.h"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "vector_rows.h"

namespace sovang::text {
namespace {

TEST(InWords, ReadsMotTuLamAfterTens) {
  EXPECT_EQ(in_words(21), "hai mươi mốt");
  EXPECT_EQ(in_words(24), "hai mươi tư");
  EXPECT_EQ(in_words(25), "hai mươi lăm");
  EXPECT_EQ(in_words(15), "mười lăm");
  EXPECT_EQ(in_words(14), "mười bốn");
  EXPECT_EQ(in_words(104), "một trăm linh bốn");
}

TEST(InWords, ReadsTheHundredsInsideANumberAndSkipsZeroGroups) {
  EXPECT_EQ(in_words(1'000'005), "một triệu không trăm linh năm");
  EXPECT_EQ(in_words(1'000'000'000'000), "một nghìn tỷ");
  EXPECT_EQ(in_words(1'000'000'000'000'000'000), "một tỷ tỷ");
}

TEST(InWords, ReadsTheWholeRangeOfIntegers) {
  EXPECT_EQ(in_words(std::numeric_limits<std::int64_t>::min()),
            "âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ tám "
            "trăm năm "
            "mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh tám");
  EXPECT_EQ(in_words(0), "không");
}

TEST(InWords, KeepsTheOfficesChoice) {
  EXPECT_EQ(in_words(1'005, {.le = true, .ngan = true}), "một ngàn không trăm lẻ năm");
}

TEST(MoneyInWords, OpensWithACapitalAndEndsWithDong) {
  EXPECT_EQ(money_in_words(1'490'000), "Một triệu bốn trăm chín mươi nghìn đồng");
  EXPECT_EQ(money_in_words(0), "Không đồng");
  EXPECT_EQ(money_in_words(-500), "Âm năm trăm đồng");
}

TEST(MoneyInWords, ClosesWithChanOnlyAfterWholeThousands) {
  EXPECT_EQ(money_in_words(50'000, {.chan = true}), "Năm mươi nghìn đồng chẵn");
  EXPECT_EQ(money_in_words(1'500, {.chan = true}), "Một nghìn năm trăm đồng");
  EXPECT_EQ(money_in_words(0, {.chan = true}), "Không đồng");
}

TEST(Grouped, SetsADotBeforeEveryThreeDigits) {
  EXPECT_EQ(grouped(1'490'000), "1.490.000");
  EXPECT_EQ(grouped(-12), "-12");
  EXPECT_EQ(grouped(-123'456), "-123.456");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9.223.372.036.854.775.808");
}

TEST(TwoDigits, PadsCountsBelowTen) {
  EXPECT_EQ(two_digits(8), "08");
  EXPECT_EQ(two_digits(10), "10");
  EXPECT_EQ(two_digits(1'200), "1.200");
}

TEST(ParseInteger, ReadsFiguresAsUnitsWriteThem) {
  EXPECT_EQ(parse_integer("1.250.000"), 1'250'000);
  EXPECT_EQ(parse_integer("1,250,000"), 1'250'000);
  EXPECT_EQ(parse_integer("20.000.000 đ"), 20'000'000);
  EXPECT_EQ(parse_integer(" 08 ca "), 8);
  EXPECT_EQ(parse_integer("500000đồng"), 500'000);
  EXPECT_EQ(parse_integer("-5"), -5);
}

TEST(ParseInteger, RefusesWhatIsUnclear) {
  for (const char* text : {"", " ", "1,234", "1.5", "12.34.567", "1.2345", "2 - 3", "5-", "ca", "2 triệu",
                           "85%", "5/2021", "99999999999999999999"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(ParseInteger, ReadsBackWhatGroupedPrints, (std::int64_t number)) {
  RC_ASSERT(parse_integer(grouped(number)) == number);
}

}  // namespace
}  // namespace sovang::text
