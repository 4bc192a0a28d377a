#include "sovang/document/numerals.h"

#include <gtest/gtest.h>

namespace sovang::document {
namespace {

TEST(Numerals, AreRomanFromOneTo3999) {
  EXPECT_EQ(roman_numeral(4), "IV");
  EXPECT_EQ(roman_numeral(1994), "MCMXCIV");
  EXPECT_EQ(roman_numeral(3999), "MMMCMXCIX");
  EXPECT_FALSE(roman_numeral(0) || roman_numeral(4000) || roman_numeral(-1));
}

TEST(Numerals, AreLettersOfTheVietnameseAlphabetWithoutForeignOnes) {
  EXPECT_EQ(letter_numeral(5), "đ");
  EXPECT_EQ(letter_numeral(23), "y");
  EXPECT_EQ(letter_numeral(24), "aa");
  EXPECT_EQ(letter_numeral(24 + 23), "ba");
  EXPECT_FALSE(letter_numeral(0));
}

}  // namespace
}  // namespace sovang::document
