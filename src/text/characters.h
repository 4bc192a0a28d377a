#pragma once

#include <string>
#include <string_view>

/// Kinds of characters that are not letters, and ICU's answers for what is not Vietnamese.
namespace sovang::text {

/// Soft hyphen, zero-width characters, direction marks and BOM (VT-05).
[[nodiscard]] constexpr bool is_invisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

/// Any space or line end of Unicode.
[[nodiscard]] constexpr bool is_space(char32_t c) {
  return c == U' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

[[nodiscard]] constexpr bool is_dash(char32_t c) {
  return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2043 || c == 0x2212 || c == 0xFE58 ||
         c == 0xFE63 || c == 0xFF0D;
}

[[nodiscard]] constexpr bool is_double_quote(char32_t c) {
  return c == U'"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F;
}

/// True if the bytes are well-formed UTF-8 and hold only ASCII, U+0080–02FF, U+1E00–1EFF and U+2010–203F:
/// letters with marks inside them and common punctuation, all of it NFC. Several GB/s.
[[nodiscard]] bool is_plain(std::string_view utf8);

/// NFC of well-formed UTF-8 by ICU.
[[nodiscard]] std::string icu_nfc(std::string_view utf8);

}  // namespace sovang::text
