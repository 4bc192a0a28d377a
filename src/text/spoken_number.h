#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/text/certainty.h"

/// Numbers in words back to digits (VT-59 … VT-66).
namespace sovang::text {

/// A whole number as it was heard.
struct SpokenNumber {
  std::string digits;                   ///< without leading zeros
  Certainty certainty = Certainty::ok;  ///< ok, warn (said in an unusual way) or ask
  std::optional<std::string> likelier;  ///< for ask: the everyday meaning, "một triệu hai" = 1.200.000
};
/// Reads small-letter words: "một nghìn không trăm linh năm". Spelling variants (lẻ, ngàn, tỉ, bẩy, nhăm, tư
/// after linh) are all right. Nothing where the words are no number.
[[nodiscard]] std::optional<SpokenNumber> hear_whole(std::vector<std::string_view> words);

/// The digits behind phẩy: "không năm" → "05", "một bốn một năm" → "1415". Nothing where the words are no
/// digits.
[[nodiscard]] std::optional<std::string> hear_fraction(std::vector<std::string_view> words);

}  // namespace sovang::text
