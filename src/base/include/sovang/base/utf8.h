#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// UTF-8 as bytes. Everything Vietnamese about it lives in the room text.
namespace sovang::utf8 {

/// The offset of the first byte that does not belong to well-formed UTF-8 (Unicode table 3-7), or nothing.
[[nodiscard]] std::optional<std::size_t> first_error(std::string_view text);

/// Decodes the code point at `offset` of well-formed text and moves `offset` behind it.
[[nodiscard]] char32_t next(std::string_view text, std::size_t& offset);

/// Appends a code point (a scalar value).
void append(std::string& out, char32_t code_point);

/// How many code points well-formed text has.
[[nodiscard]] std::size_t length(std::string_view text);

}  // namespace sovang::utf8
