#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::text {

/// For the tokens of a paragraph (split at spaces), in order: is there to be no line break before token i?
/// Index 0 is false. The bound pairs of VT-75 and VT-76 (template-language §5): "ngày|01", "Điều|5",
/// "10|đồng", "TM.|ỦY", "- " …
[[nodiscard]] std::vector<bool> bound_to_previous(std::span<const std::string_view> tokens);

/// The text with its no-break points made visible: ⍽ (U+237D) for a space and ⁀ (U+2040) for a place inside a
/// token at which no line may break (VT-74 … VT-76): "Số: 12/QĐ-UBND" → "Số:⍽12/⁀QĐ-⁀UBND".
[[nodiscard]] std::string mark_no_break(std::string_view nfc);

}  // namespace sovang::text
