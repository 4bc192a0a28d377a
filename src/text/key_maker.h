#pragma once

#include <optional>
#include <string_view>

#include "sovang/text/search_keys.h"

#include "letters.h"

/// How keys are made of text that is tidy already. Private to the room.
namespace sovang::text {

/// The letter that a character is in keys: look-alikes of đ are đ (VT-80), İ is i.
[[nodiscard]] constexpr Letter key_letter(char32_t c) {
  if (c == 0xD0 || c == 0xF0 || c == 0x189) return letter_of(U'đ');
  if (c == 0x130) return letter_of(U'i');
  return letter_of(c);
}

/// Figures of any script, also ² and ½.
[[nodiscard]] bool is_figure(char32_t c);

/// The keys of NFC text in one pass; nothing if an invisible character stands in it.
[[nodiscard]] std::optional<SearchKeys> make_keys(std::string_view tidy);

}  // namespace sovang::text
