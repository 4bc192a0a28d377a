#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

namespace sovang::exchange {

/// How large an outside file may be (SEC-16, LIM-02).
struct Limits {
  std::uint64_t file_bytes = 50ULL << 20;
  std::uint64_t unpacked_bytes = 200ULL << 20;
  int compression_ratio = 100;  ///< of one entry
  int entries = 2000;
  int sheets = 64;
  int rows = 100'000;  ///< of all sheets
  int columns = 256;
  std::uint64_t cells = 2'000'000;          ///< of all sheets, empty ones between filled ones included
  std::uint64_t text_bytes = 200ULL << 20;  ///< of all cells together: one string may stand in many
  std::size_t cell_bytes = 32'768;
};

/// A cell as the file gives it, before any meaning.
struct TableCell {
  enum class Kind : std::uint8_t { empty, text, number, date, boolean, error };
  Kind kind = Kind::empty;
  std::string text;             ///< UTF-8; numbers and dates in their stored form ("44701.5", "2022-05-20")
  std::string font;             ///< name of the cell's font: evidence for legacy text
  bool date_by_locale = false;  ///< a date whose display depends on the machine: "4/3/1979" or "3/4/1979"
  bool formula = false;         ///< the value is the cached result of a formula
  int merged_from_row = 0;      ///< 1-based row whose value a vertically merged cell takes; 0 = its own
};

struct TableRow {
  int number = 0;  ///< 1-based, as the spreadsheet shows it; of text files the line
  bool hidden = false;
  std::vector<TableCell> cells;
};

struct Sheet {
  std::string name;
  bool hidden = false;
  std::vector<TableRow> rows;  ///< rows that hold anything, in order
};

struct Table {
  enum class Format : std::uint8_t { xlsx, csv };
  Format format = Format::xlsx;
  std::string encoding;  ///< of text files: "utf-8", "utf-16le", "cp1252" …
  bool byte_order_mark = false;
  char separator = 0;  ///< of text files
  std::vector<Sheet> sheets;
};

/// Reads an xlsx workbook or delimited text, told apart by content. Hostile until parsed: every limit is
/// checked while unpacking. Errors name the file (V-69, LIM-xx); nothing is executed, no reference leaves the
/// file.
[[nodiscard]] Result<Table> read_sheet(ByteView bytes, std::string_view file, const Limits& limits,
                                       Diagnostics& diagnostics);

}  // namespace sovang::exchange
