#pragma once

#include <string>
#include <string_view>

namespace sovang::document {

/// Text as it stands between two tags: `&lt;`, `&gt;`, `&amp;`.
[[nodiscard]] std::string escape_markup(std::string_view text);

}  // namespace sovang::document
