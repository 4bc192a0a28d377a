#include "sovang/base/utf8.h"

#include <gtest/gtest.h>

namespace sovang {
namespace {

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_FALSE(utf8::first_error("Quyết định"));
  EXPECT_EQ(utf8::first_error("a\xC3("), 1U);
  EXPECT_EQ(utf8::first_error("\xED\xA0\x80"), 0U) << "surrogates are no scalar values";
  EXPECT_EQ(utf8::first_error("\xC0\x80"), 0U) << "over-long forms are refused";
  EXPECT_EQ(utf8::first_error("\xF4\x90\x80\x80"), 0U) << "above U+10FFFF";
  EXPECT_EQ(utf8::first_error("\xE1\xBB"), 0U) << "cut short";
}

TEST(Utf8, DecodesWhatItEncodes) {
  for (const char32_t c : {U'a', U'\x7F', U'\x80', U'ễ', U'\xFFFF', U'\x1F600', U'\x10FFFF'}) {
    std::string text;
    utf8::append(text, c);
    std::size_t at = 0;
    EXPECT_EQ(utf8::next(text, at), c);
    EXPECT_EQ(at, text.size());
  }
  EXPECT_EQ(utf8::length("Ễ1"), 2U);
}

}  // namespace
}  // namespace sovang
