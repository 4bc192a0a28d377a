#pragma once

#include <string>
#include <string_view>

/// Repairs inside Unicode text: mark order, look-alikes, invisible characters. Private to the room.
namespace sovang::text {

/// ă đ ơ ư and U+1EA0–1EF9 in either case: letters that no other language's text and no legacy bytes have
/// (VT-23).
[[nodiscard]] constexpr bool is_unicode_only(char32_t c) {
  return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x102 || c == 0x103 || c == 0x110 || c == 0x111 || c == 0x1A0 ||
         c == 0x1A1 || c == 0x1AF || c == 0x1B0;
}

struct Repair {
  std::string text;
  std::size_t count = 0;
};

/// VT-03 on NFC text: a tone mark that stands before its circumflex or breve changes places with it.
[[nodiscard]] Repair join_reordered_marks(std::string_view nfc);

/// VT-04: Ð Ɖ ð for Đ đ in words that are Vietnamese syllables with it.
[[nodiscard]] Repair replace_eth(std::string_view nfc);

/// VT-04: Cyrillic letters in Latin words, and macrons for ngã in words that are syllables with it.
[[nodiscard]] Repair replace_other_look_alikes(std::string_view nfc);

/// VT-05: removes invisible characters between Latin letters, spaces and punctuation. A soft hyphen that
/// could be a TCVN3 ư stays.
[[nodiscard]] Repair remove_invisible(std::string_view nfc);

}  // namespace sovang::text
