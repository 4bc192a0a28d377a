#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/exchange/table.h"
#include "sovang/text/legacy.h"

namespace sovang::exchange {

/// What had to be repaired in a cell (messy rules 2 to 4).
struct Repairs {
  bool legacy = false;
  bool decomposed = false;  ///< was not NFC
  bool spaces = false;      ///< runs of spaces, other spaces, invisible characters
  bool line_break = false;
  bool doubtful = false;                     ///< may be a legacy encoding; left as it is
  bool lookalike = false;                    ///< ƣ for ư, Ð for Đ
  std::optional<text::LegacyScheme> scheme;  ///< of `legacy`
};

/// A cell of a list with its text repaired.
struct ListCell {
  TableCell::Kind kind = TableCell::Kind::empty;
  std::string text;  ///< NFC, single spaces; lines of the cell stay apart by LF
  std::string original;
  bool formula = false;
  bool date_by_locale = false;
  int merged_from_row = 0;
  Repairs repairs;

  [[nodiscard]] bool empty() const { return text.empty(); }
  /// True for text that stands in this very cell, not filled in from a merged one.
  [[nodiscard]] bool own() const { return !text.empty() && merged_from_row == 0; }
  /// The text with its lines joined.
  [[nodiscard]] std::string line() const;
};

struct ListRow {
  int number = 0;
  bool hidden = false;
  std::vector<ListCell> cells;

  /// The cell of that column (from 0), or an empty one.
  [[nodiscard]] const ListCell& cell(std::size_t column) const;
};

/// The legacy scheme of a whole text file, by all its cells together.
struct FileScheme {
  std::optional<text::LegacyScheme> scheme;  ///< none: UTF-8, UTF-16, or nothing was recognised
  bool doubtful = false;                     ///< a person should look at the result
};
[[nodiscard]] FileScheme scheme_of_file(const Table& table);

/// Repairs a row. `file_scheme` is set for text files; cells of workbooks are looked at one by one, with
/// their font as evidence (messy rule 3).
[[nodiscard]] ListRow repaired(const TableRow& row, std::optional<text::LegacyScheme> file_scheme);

/// "TCVN3", "VNI-Windows", "Windows-1258": how people call the scheme.
[[nodiscard]] std::string_view people_call(text::LegacyScheme scheme);
/// True for TCVN3 in any guise: it has no capital vowels with a tone (messy rule 13).
[[nodiscard]] bool lost_capitals(const Repairs& repairs);

/// The words of a text for matching: small letters, single spaces, no punctuation.
struct Words {
  std::string exact;  ///< with marks: "năm sinh"
  std::string fold;   ///< without: "nam sinh"

  /// True if `phrase` stands in `fold` as whole words.
  [[nodiscard]] bool has(std::string_view phrase) const;
  [[nodiscard]] bool starts(std::string_view phrase) const;
  /// The same with marks.
  [[nodiscard]] bool starts_exactly(std::string_view phrase) const;
};
[[nodiscard]] Words words_of(std::string_view text);

}  // namespace sovang::exchange
