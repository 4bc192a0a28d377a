#include "tsv.h"

#include <utility>

namespace sovang::domain {
namespace {

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = line.find(separator);
    parts.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return parts;
    line.remove_prefix(end + 1);
  }
}

}  // namespace

std::string_view TsvRow::operator[](std::string_view column) const {
  const auto found = columns_->find(column);
  if (found == columns_->end() || found->second >= cells_.size()) return {};
  return cells_[found->second];
}

Result<Tsv> Tsv::parse(std::string_view text, std::string_view file,
                       const std::vector<std::string_view>& required) {
  Tsv table;
  table.file_ = file;
  int number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (table.header_.empty()) {
      table.header_ = split(line, '\t');
    } else {
      table.lines_.emplace_back(number, line);
    }
  }
  for (std::size_t i = 0; i < table.header_.size(); ++i)
    table.columns_.emplace(table.header_[i], i);
  for (const std::string_view column : required) {
    if (!table.columns_.contains(column)) {
      return fail(ErrorCode::invalid_input,
                  "bảng " + table.file_ + " thiếu cột “" + std::string(column) + "”", {table.file_, 1},
                  "LAW-01");
    }
  }
  return table;
}

std::vector<TsvRow> Tsv::rows() const {
  std::vector<TsvRow> rows;
  rows.reserve(lines_.size());
  for (const auto& [number, line] : lines_)
    rows.emplace_back(columns_, split(line, '\t'), number);
  return rows;
}

Error Tsv::error(const TsvRow& row, std::string message) const {
  return Error{ErrorCode::invalid_input, std::move(message), {file_, row.line()}, "LAW-01"};
}

}  // namespace sovang::domain
