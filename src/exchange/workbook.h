#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/exchange/table.h"

#include "zip_reader.h"

namespace sovang::exchange {

/// What a sheet's cells refer to.
struct WorkbookStyle {
  std::string font;
  bool date = false;
  bool date_by_locale = false;  ///< built-in format 14: shown as the machine likes it
};

struct WorkbookSheet {
  std::string name;
  bool hidden = false;
  std::string part;  ///< name of the entry: "xl/worksheets/sheet1.xml"
};

/// The parts of a workbook besides its sheets.
struct Workbook {
  std::vector<WorkbookSheet> sheets;
  std::vector<WorkbookStyle> styles;        ///< by the number of a cell's "s"
  std::vector<std::string> shared_strings;  ///< by the number of a cell of type "s"
  bool dates_from_1904 = false;
};

[[nodiscard]] Result<Workbook> read_workbook(ZipReader& archive, const std::string& file,
                                             const Limits& limits);

/// The name of an element without its prefix.
[[nodiscard]] std::string_view local_name_of(const char* name);

/// "_x000D_" → U+000D: how OOXML writes what XML cannot hold.
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace sovang::exchange
