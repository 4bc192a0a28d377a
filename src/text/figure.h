#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sovang/text/numbers.h"

/// Numbers written in figures (VT-78).
namespace sovang::text {

/// What a figure alone says: "1.234,5" is sure, "1,234" has two readings, "12.34.567" none.
struct Figure {
  Certainty certainty = Certainty::error;  ///< ok, ask or error
  Decimal value;                           ///< for ok
  std::vector<Decimal> readings;           ///< for ask
};
/// Reads digits with dots, commas or single spaces, a minus in front. Nothing else may stand in the text.
[[nodiscard]] Figure read_figure(std::string_view text);

/// A figure whose kind is known, so that a comma is the decimal mark whatever follows: "3,141". Nothing for
/// anything that is not written as papers write it.
[[nodiscard]] std::optional<Decimal> plain_figure(std::string_view text);

/// "đồng", "đ", "VNĐ" … in small letters or as typed.
[[nodiscard]] bool is_dong(std::string_view unit);

}  // namespace sovang::text
