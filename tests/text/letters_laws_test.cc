#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"
#include "sovang/text/legacy.h"
#include "sovang/text/normal.h"
#include "sovang/text/order.h"
#include "sovang/text/search_keys.h"
#include "sovang/text/syllable.h"

// Laws that hold for every text, whatever is in it.
namespace sovang::text {
namespace {

std::string utf8_of(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text)
    utf8::append(out, c);
  return out;
}

const std::u32string& vietnamese_characters() {
  static const std::u32string characters =
      U"aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
      U"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ";
  return characters;
}

/// Letters of syllables, so that the rules of spelling are met often.
rc::Gen<std::string> syllable() {
  return rc::gen::map(
      rc::gen::tuple(
          rc::gen::element<std::string>("", "b", "c", "ch", "d", "đ", "g", "gi", "h", "k", "kh", "l", "m",
                                        "ngh", "qu", "s", "t", "th", "tr", "v", "x", "Q", "H", "K'", "Bh'"),
          rc::gen::element<std::string>("à", "oà", "òa", "uý", "úy", "y", "ý", "ỳ", "iế", "ươ", "ượ", "ôồ",
                                        "ua", "ừơ", "e", "oẹ", "ọe", "i", "ỹ", "Ỷ"),
          rc::gen::element<std::string>("", "", "n", "ng", "nh", "c", "ch", "t")),
      [](const std::tuple<std::string, std::string, std::string>& parts) {
        return std::get<0>(parts) + std::get<1>(parts) + std::get<2>(parts);
      });
}

/// Any code points, with many of those that the rules speak of.
rc::Gen<std::string> any_text() {
  const auto code_point = rc::gen::weightedOneOf<char32_t>(
      {{6, rc::gen::elementOf(vietnamese_characters())},
       {3, rc::gen::map(rc::gen::inRange(0x20, 0x7F), [](int c) { return static_cast<char32_t>(c); })},
       {2, rc::gen::elementOf(
               std::u32string(U"\u0300\u0301\u0302\u0303\u0306\u0309\u031B\u0323\u00AD\u200B\u200D"
                              U"\uFEFF\u00A0\u2009’‘ʼ“”–—ÐðƉñčĭøßİı½²¸®©µãõýŒŠ†‰аеу"))},
       {1, rc::gen::map(rc::gen::inRange(0xA0, 0x3000), [](int c) { return static_cast<char32_t>(c); })},
       {1, rc::gen::map(rc::gen::inRange(0xE000, 0x1F700), [](int c) { return static_cast<char32_t>(c); })}});
  const auto characters = rc::gen::map(rc::gen::container<std::u32string>(code_point), utf8_of);
  const auto syllables = rc::gen::map(rc::gen::container<std::vector<std::string>>(syllable()),
                                      [](const std::vector<std::string>& words) {
                                        std::string out;
                                        for (const std::string& word : words)
                                          (out += out.empty() ? "" : " ") += word;
                                        return out;
                                      });
  return rc::gen::oneOf(
      characters, syllables,
      rc::gen::map(rc::gen::pair(characters, syllables),
                   [](const std::pair<std::string, std::string>& p) { return p.first + p.second; }));
}

rc::Gen<std::string> vietnamese_text() {
  return rc::gen::map(
      rc::gen::container<std::u32string>(rc::gen::elementOf(vietnamese_characters() + U" -,.'")), utf8_of);
}

RC_GTEST_PROP(LetterLaws, KeysOfKeysAreTheKeys, ()) {
  const SearchKeys keys = search_keys(*any_text());
  RC_ASSERT(search_keys(keys.exact).exact == keys.exact);
  RC_ASSERT(search_keys(keys.exact).iy == keys.iy);
  RC_ASSERT(search_keys(keys.exact).fold == keys.fold);
  RC_ASSERT(search_keys(keys.iy).iy == keys.iy);
  RC_ASSERT(search_keys(keys.fold).fold == keys.fold);
}

RC_GTEST_PROP(LetterLaws, KeysDoNotDependOnTheFormOfUnicode, ()) {
  const std::string text = *any_text();
  const auto nfc = normalise(text);
  RC_ASSERT(nfc.has_value());
  RC_ASSERT(search_keys(text).exact == search_keys(*nfc).exact);
  RC_ASSERT(search_keys(text).fold == search_keys(*nfc).fold);
}

RC_GTEST_PROP(LetterLaws, NormalTextIsNfcAndStaysAsItIs, ()) {
  const auto nfc = normalise(*any_text());
  RC_ASSERT(nfc.has_value());
  RC_ASSERT(is_nfc(*nfc));
  RC_ASSERT(*normalise(*nfc) == *nfc);
}

RC_GTEST_PROP(LetterLaws, DetectionFindsNothingInItsOwnOutput, ()) {
  const Detection first = detect_legacy(*any_text());
  if (first.may_replace()) {
    const Detection second = detect_legacy(first.proposal);
    RC_ASSERT(!second.may_replace());
  }
}

RC_GTEST_PROP(LetterLaws, LegacyTextComesBack, ()) {
  const std::string text = *vietnamese_text();
  RC_ASSERT(decode_legacy(bytes_as_cp1252(text), LegacyScheme::utf8_as_cp1252) == text);
}

RC_GTEST_PROP(LetterLaws, TokensStandOnGraphemesInOrderAndFoldAsTheTextDoes, ()) {
  const std::string text = *any_text();
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> graphemes(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  RC_ASSERT(U_SUCCESS(status));
  const icu::UnicodeString utf16 = icu::UnicodeString::fromUTF8(text);
  graphemes->setText(utf16);
  const auto on_boundary = [&](std::size_t byte) {
    return graphemes->isBoundary(icu::UnicodeString::fromUTF8(text.substr(0, byte)).length()) != 0;
  };
  std::size_t last = 0;
  std::string fold;
  for (const SearchToken& token : search_tokens(text)) {
    RC_ASSERT(token.begin >= last);
    RC_ASSERT(token.end > token.begin);
    RC_ASSERT(on_boundary(token.begin));
    RC_ASSERT(on_boundary(token.end));
    RC_ASSERT(fold_key(text.substr(token.begin, token.end - token.begin)) == token.keys.fold);
    (fold += fold.empty() ? "" : " ") += token.keys.fold;
    last = token.end;
  }
  RC_ASSERT(fold == fold_key(text));
}

RC_GTEST_PROP(LetterLaws, UpperOfLowerOfUpperIsUpper, ()) {
  const std::string capitals = upper(*vietnamese_text());
  RC_ASSERT(upper(lower(capitals)) == capitals);
}

RC_GTEST_PROP(LetterLaws, NamesAreTotallyOrderedAsTheirKeys, ()) {
  const std::string a = *any_text();
  const std::string b = *rc::gen::oneOf(any_text(), rc::gen::just(a), rc::gen::just(upper(a)));
  const std::string c = *any_text();
  for (const NameOrder order : {NameOrder::given_family_middle, NameOrder::given_middle_family}) {
    const auto ab = compare_names(a, b, order);
    RC_ASSERT((ab == (name_sort_key(a, order).compare(name_sort_key(b, order)) <=> 0)));
    RC_ASSERT((ab == 0) == (*normalise(a) == *normalise(b)));
    RC_ASSERT((compare_names(b, a, order) > 0) == (ab < 0));
    if (ab <= 0 && compare_names(b, c, order) <= 0) RC_ASSERT((compare_names(a, c, order) <= 0));
  }
}

RC_GTEST_PROP(LetterLaws, MovingMarksForthAndBackKeepsTheOldStyle, ()) {
  const std::string old_style = with_tone_style(*vietnamese_text(), ToneStyle::old_style);
  const std::string new_style = with_tone_style(old_style, ToneStyle::new_style);
  RC_ASSERT(with_tone_style(new_style, ToneStyle::old_style) == old_style);
  RC_ASSERT(search_keys(new_style).exact == search_keys(old_style).exact);
}

}  // namespace
}  // namespace sovang::text
