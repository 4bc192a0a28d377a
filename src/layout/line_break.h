#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sovang/document/length.h"

namespace sovang::layout {

using document::Length;

/// A piece of a paragraph that stays on one line, and the white space behind it.
struct Token {
  Length width{};        ///< of all in it that does not stretch
  Length inner_space{};  ///< U+00A0 and the like inside it: they stretch with the line and never break
  Length space_after{};  ///< natural; 0 = a line may end here without a space
  bool bound = false;    ///< a break before it is to be avoided (template-language §5)
  bool fills = false;    ///< a leader: takes what is left of its line
};

enum class BreakMode : std::uint8_t {
  best,       ///< total fit, template-language §6
  first_fit,  ///< each line as full as it can be
  balance     ///< as many lines as first_fit, then the least greatest width
};

struct BreakRequest {
  std::span<const Token> tokens;
  Length width{};
  Length first_indent{};
  BreakMode mode = BreakMode::best;
  bool justify = false;         ///< the spaces will stretch and may shrink by a third
  bool stretch_last = false;    ///< the last line is stretched as well (`br justify`)
  std::size_t least_lines = 0;  ///< balance: at least so many lines
};

/// A line: tokens [begin, end).
struct LineSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  Length natural{};  ///< width with spaces as the font has them
  Length spaces{};   ///< of that, the spaces that stretch
  bool fills = false;
};

struct BrokenLines {
  std::vector<LineSpan> lines;
  double cost = 0;  ///< of total fit; 0 for the other modes
};

/// Breaks a paragraph into lines. Linear in the number of tokens, for lines of bounded length.
[[nodiscard]] BrokenLines break_lines(const BreakRequest& request);

}  // namespace sovang::layout
