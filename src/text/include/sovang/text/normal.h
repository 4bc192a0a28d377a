#pragma once

#include <string>
#include <string_view>

#include "sovang/base/result.h"

namespace sovang::text {

/// NFC of UTF-8 text (VT-01). Silent, because NFC of valid text is always safe. Fails only on bytes that are
/// not UTF-8.
[[nodiscard]] Result<std::string> normalise(std::string_view utf8);

/// True for well-formed UTF-8 in NFC. Fast on text that is: most of what comes in.
[[nodiscard]] bool is_nfc(std::string_view utf8);

/// Runs of any Unicode space become one plain space, ends are trimmed, zero-width characters are dropped
/// (VT-05). Soft hyphens are dropped too, so decode legacy text first (VT-14).
[[nodiscard]] std::string collapse_spaces(std::string_view nfc);

}  // namespace sovang::text
