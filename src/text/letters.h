#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tables/letters.h"

/// Letters as numbers, for the inner loops of the room: table look-ups, no ICU.
namespace sovang::text {

enum class Tone : std::uint8_t { ngang, huyen, hoi, nga, sac, nang };

/// The place of a letter in the alphabet a ă â b … z (VT-52); a = 1.
namespace rank {
inline constexpr std::uint8_t a = 1, a_breve = 2, a_circumflex = 3, d = 6, d_stroke = 7, e = 8,
                              e_circumflex = 9, g = 11, h = 12, i = 13, k = 15, l = 16, m = 17, o = 19,
                              o_circumflex = 20, o_horn = 21, q = 23, s = 25, t = 26, u = 27, u_horn = 28,
                              y = 32;
inline constexpr std::size_t count = 34;
}  // namespace rank

/// A letter of the Vietnamese alphabet (or f j w z) as tables::letter_low packs it; 0 = not one.
struct Letter {
  std::uint16_t code = 0;

  [[nodiscard]] constexpr explicit operator bool() const { return code != 0; }
  [[nodiscard]] constexpr std::uint8_t rank() const { return static_cast<std::uint8_t>(code & 0x3FU); }
  [[nodiscard]] constexpr Tone tone() const { return static_cast<Tone>(code >> 6U & 7U); }
  [[nodiscard]] constexpr bool capital() const { return (code >> 9U & 1U) != 0; }
  [[nodiscard]] constexpr bool vowel() const { return (code >> 10U) != 0; }
};

[[nodiscard]] constexpr Letter letter_of(char32_t c) {
  if (c < std::size(tables::letter_low)) return {tables::letter_low[c]};
  const char32_t high = c - 0x1EA0;
  return {high < std::size(tables::letter_high) ? tables::letter_high[high] : std::uint16_t{0}};
}

/// The letter that a character is in keys: look-alikes of đ are đ (VT-80), İ is i.
[[nodiscard]] constexpr Letter key_letter(char32_t c) {
  if (c == 0xD0 || c == 0x189) return letter_of(U'Đ');
  if (c == 0xF0) return letter_of(U'đ');
  if (c == 0x130) return letter_of(U'i');
  return letter_of(c);
}

/// The bits of Letter::code that hold the tone, and the one of capitals.
inline constexpr unsigned tone_bits = 7U << 6U, capital_bit = 1U << 9U;

/// The precomposed letter; 0 for a consonant with a tone.
[[nodiscard]] constexpr char32_t compose(std::uint8_t letter_rank, Tone tone, bool capital) {
  return tables::composed[letter_rank][static_cast<std::size_t>(tone)][capital ? 1 : 0];
}

/// ASCII letters without quality mark: "aaabcddee…" by rank.
inline constexpr char ascii_of_rank[] = "?aaabcddeefghijklmnooopqrstuuvwxyz";

[[nodiscard]] inline bool is_tone_mark(char32_t c) {
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

/// Appends without the call that utf8::append costs.
inline void put(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    const char bytes[2] = {static_cast<char>(0xC0U | c >> 6U), static_cast<char>(0x80U | (c & 0x3FU))};
    out.append(bytes, 2);
  } else if (c < 0x10000) {
    const char bytes[3] = {static_cast<char>(0xE0U | c >> 12U), static_cast<char>(0x80U | (c >> 6U & 0x3FU)),
                           static_cast<char>(0x80U | (c & 0x3FU))};
    out.append(bytes, 3);
  } else {
    const char bytes[4] = {static_cast<char>(0xF0U | c >> 18U), static_cast<char>(0x80U | (c >> 12U & 0x3FU)),
                           static_cast<char>(0x80U | (c >> 6U & 0x3FU)),
                           static_cast<char>(0x80U | (c & 0x3FU))};
    out.append(bytes, 4);
  }
}

/// The code point at `at`, which moves behind it. Reads well-formed text as it is; a byte that belongs to
/// nothing comes out as U+FFFD, so that no input leads the reader out of the text.
[[nodiscard]] constexpr char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[at + k]); };
  const auto tail = [&](std::size_t k) { return at + k < text.size() && (byte(k) & 0xC0U) == 0x80; };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  if (lead >= 0xC2 && lead < 0xE0 && tail(1)) {
    const char32_t c = (lead & 0x1FU) << 6U | (byte(1) & 0x3FU);
    at += 2;
    return c;
  }
  if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
    const char32_t c = (lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    at += 3;
    return c;
  }
  if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
    const char32_t c =
        (lead & 7U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU);
    at += 4;
    return c;
  }
  ++at;
  return 0xFFFD;
}

}  // namespace sovang::text
