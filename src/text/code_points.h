#pragma once

#include <string>
#include <string_view>

#include "sovang/base/utf8.h"

/// Text as an array of code points, for rules that look to the left and right.
namespace sovang::text {

[[nodiscard]] inline std::u32string code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();)
    out += utf8::next(utf8, at);
  return out;
}

[[nodiscard]] inline std::string utf8_of(std::u32string_view code_points) {
  std::string out;
  out.reserve(code_points.size() * 2);
  for (const char32_t c : code_points)
    utf8::append(out, c);
  return out;
}

/// The character at `at`, or a space outside the text.
[[nodiscard]] constexpr char32_t char_at(std::u32string_view text, std::size_t at) {
  return at < text.size() ? text[at] : U' ';
}

}  // namespace sovang::text
