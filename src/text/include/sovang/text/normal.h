#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sovang/base/result.h"

namespace sovang::text {

/// NFC of UTF-8 text (VT-01): "e" + U+0302 + U+0301 → "ế". Silent, because NFC of valid text is always safe.
/// Never NFKC: "m²" stays. Fails only on bytes that are not UTF-8.
[[nodiscard]] Result<std::string> normalise(std::string_view utf8);

/// True for well-formed UTF-8 in NFC. Fast on text that is: most of what comes in.
[[nodiscard]] bool is_nfc(std::string_view utf8);

/// Runs of any Unicode space become one plain space, ends are trimmed, zero-width characters are dropped
/// (VT-05). Soft hyphens are dropped too, so decode legacy text first (VT-14).
[[nodiscard]] std::string collapse_spaces(std::string_view nfc);

/// What stands out in a text besides its normal form (VT-03 … VT-07).
struct TextFindings {
  std::string text;  ///< NFC; a tone mark typed before its circumflex or breve is joined to it (VT-03)
  std::string
      proposal;  ///< `text` with look-alikes replaced and invisible characters removed; a person decides
  std::size_t reordered_marks = 0;  ///< "quyé" + U+0302 + "t" → "quyết": done, to be told (VT-03)
  std::size_t look_alikes = 0;  ///< Ð Ɖ ð for Đ đ, Cyrillic а е о р с у х in Latin words, macrons (VT-04)
  std::size_t invisible = 0;    ///< soft hyphen, zero-width characters, BOM (VT-05)
  std::size_t stray_marks = 0;  ///< two tone marks on a syllable, a mark without a letter (VT-07)
  std::size_t ligatures = 0;    ///< "ﬁ": kept, since NFKC is never applied (VT-01)
};
/// NFC with the one repair that is always right, and the findings that a person must see. Fails only on bytes
/// that are not UTF-8.
[[nodiscard]] Result<TextFindings> examine(std::string_view utf8);

}  // namespace sovang::text
