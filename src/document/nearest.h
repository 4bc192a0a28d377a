#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::document {

/// The candidate that differs from `name` by at most two edits (a letter more, less, another, or two
/// swapped), the nearest first by distance, then by order; empty if there is none.
[[nodiscard]] std::string nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// "có phải «decision.number»?", or what names there are, if few; empty if there is nothing to say.
[[nodiscard]] std::string name_hint(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace sovang::document
