#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sovang::document {

/// "MCMXCIV"; nothing outside of 1 … 3999.
[[nodiscard]] std::optional<std::string> roman_numeral(std::int64_t number);

/// The letters of points, without f j w z and with đ after d (ND30-56): a b c d đ e g … y, then aa; nothing
/// below 1.
[[nodiscard]] std::optional<std::string> letter_numeral(std::int64_t number);

}  // namespace sovang::document
