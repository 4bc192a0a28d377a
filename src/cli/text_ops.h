#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

/// `sovang text OP`: what an operation is. text_command.cc reads and writes the lines; the operations stand
/// in text_letter_ops.cc (letters, spelling, order, search) and text_number_ops.cc (numbers, dates,
/// typography, names). Adding one = one function and one row in one of these two tables.
namespace sovang::cli {

/// The options of all operations; each reads its own.
struct TextOptions {
  std::string kind;    ///< --kind
  std::string style;   ///< --style
  std::string scheme;  ///< --scheme
  std::string font;    ///< --font: the font name as evidence for detect
  bool chan = false;   ///< --chan
};

/// What happened to a line (reference §0): ask leaves the text as it is and makes a proposal; partial and
/// blank are dates that are not whole.
enum class LineStatus : std::uint8_t { ok, warn, ask, error, partial, blank };

struct LineResult {
  std::string out;
  LineStatus status = LineStatus::ok;
  std::vector<std::string> rules{};      ///< "VT-03"
  std::vector<std::string> proposals{};  ///< for status ask
  std::optional<std::string> plain{};    ///< printed without --json in place of `out`
  /// What the operation adds to the JSON object, in this order.
  nlohmann::ordered_json extra = nlohmann::ordered_json::object();
};

struct TextOp {
  const char* name;
  const char* help;  ///< Vietnamese, for --help
  /// The values that --kind, --style or --scheme take here, separated by blanks; empty = the option is not
  /// offered. The first is the default.
  const char* kinds;
  const char* styles;
  const char* schemes;
  /// One line in, one line out. The line is valid UTF-8 without its line end.
  LineResult (*run)(std::string_view line, const TextOptions& options);
};

/// Operations on letters, spelling, capitals and search keys.
[[nodiscard]] std::span<const TextOp> text_letter_ops();
/// Operations on numbers, dates, typography, names and abbreviations.
[[nodiscard]] std::span<const TextOp> text_number_ops();

/// `sort` needs all lines: their order, stable.
[[nodiscard]] std::vector<std::string> sort_lines(std::vector<std::string> lines, std::string_view kind);

/// The escapes of the reference §0: \uXXXX and \\ to characters; nothing if one is malformed.
[[nodiscard]] std::optional<std::string> unescape(std::string_view text);
/// Controls, C1, NBSP, soft hyphen, zero-width characters and combining marks as \uXXXX, the backslash as \\.
[[nodiscard]] std::string escape(std::string_view utf8);

}  // namespace sovang::cli
