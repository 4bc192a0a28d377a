#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/result.h"

namespace sovang::domain {

/// A row of a table of the law; its cells are views into the table's text.
class TsvRow {
 public:
  TsvRow(const std::map<std::string_view, std::size_t>& columns, std::vector<std::string_view> cells,
         int line)
      : columns_(&columns), cells_(std::move(cells)), line_(line) {}

  /// The cell of that column; empty where the row is short or the column is not there.
  [[nodiscard]] std::string_view operator[](std::string_view column) const;
  [[nodiscard]] int line() const { return line_; }

 private:
  const std::map<std::string_view, std::size_t>* columns_;
  std::vector<std::string_view> cells_;
  int line_;
};

/// A tab-separated table without quoting, header first: the form of templates/law/*.tsv.
class Tsv {
 public:
  /// Fails if a required column is missing. The text must outlive the table.
  [[nodiscard]] static Result<Tsv> parse(std::string_view text, std::string_view file,
                                         const std::vector<std::string_view>& required);

  [[nodiscard]] const std::vector<std::string_view>& header() const { return header_; }
  [[nodiscard]] std::vector<TsvRow> rows() const;
  [[nodiscard]] const std::string& file() const { return file_; }
  /// An error at that row: "bảng awards.tsv, dòng 7: …".
  [[nodiscard]] Error error(const TsvRow& row, std::string message) const;

 private:
  std::string file_;
  std::vector<std::string_view> header_;
  std::map<std::string_view, std::size_t> columns_;
  std::vector<std::pair<int, std::string_view>> lines_;
};

}  // namespace sovang::domain
