#pragma once

#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"

namespace sovang::exchange {

/// A list that leaves the house: heads and rows of text.
struct PlainTable {
  std::string name;  ///< of the sheet: "Kết quả tra cứu"
  struct Column {
    std::string head;
    int width = 20;  ///< in characters
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// An xlsx workbook of one sheet. Every cell is a typed string, so that no spreadsheet program takes one for
/// a formula (SEC-26). Bears `date`: the same table gives the same bytes.
[[nodiscard]] Result<Bytes> write_xlsx(const PlainTable& table, Date date);

/// What stands between the cells: the comma of RFC 4180, or the semicolon that a Vietnamese Excel opens by a
/// double click, since its decimal sign is the comma.
enum class CsvSeparator : char { comma = ',', semicolon = ';' };

/// RFC 4180 in UTF-8 with a byte order mark, which Excel needs; every cell in quotes. A cell that a
/// spreadsheet program could take for a formula gets a ' in front (SEC-26).
[[nodiscard]] Bytes write_csv(const PlainTable& table, CsvSeparator separator = CsvSeparator::comma);

}  // namespace sovang::exchange
