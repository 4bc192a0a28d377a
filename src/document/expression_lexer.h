#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "expression.h"

namespace sovang::document {

struct Token {
  enum class Kind : std::uint8_t { number, string, name, word, sign, end };
  Kind kind = Kind::end;
  std::string_view text;  ///< as written, quotes included
  std::size_t at = 0;
};

/// The tokens of an expression with the end token last; nothing if a character does not belong (EXP-01).
[[nodiscard]] std::optional<std::vector<Token>> tokens_of(std::string_view text, const TextPlace& place,
                                                          Findings& findings);

}  // namespace sovang::document
