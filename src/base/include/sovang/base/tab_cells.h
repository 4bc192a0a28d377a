#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sovang {

/// The cells of a line of a table whose columns are separated by tabs: always one more than there are tabs. A
/// carriage return at the end is none of the last cell.
[[nodiscard]] inline std::vector<std::string> tab_cells(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string> cells;
  for (;;) {
    const std::size_t end = line.find('\t');
    cells.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

}  // namespace sovang
