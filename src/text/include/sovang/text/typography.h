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

}  // namespace sovang::text
