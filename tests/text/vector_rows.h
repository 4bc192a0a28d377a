#pragma once

#include <map>
#include <string>
#include <vector>

#include "sovang/base/utf8.h"

#include "support/shared.h"

namespace sovang::text::testing {

/// One row of a vector file by its column names, with the escapes of ../shared/vietnamese/README.md §0 undone
/// in `input`.
using VectorRow = std::map<std::string, std::string>;

inline std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
    } else if (text.compare(i, 2, "\\u") == 0) {
      utf8::append(out, static_cast<char32_t>(std::stoul(text.substr(i + 2, 4), nullptr, 16)));
      i += 5;
    } else {
      out += text[++i];
    }
  }
  return out;
}

/// All rows of ../shared/vietnamese/<file>; none where the reference is not there.
inline std::vector<VectorRow> vector_rows(const std::string& file) {
  const auto path = sovang::testing::shared_file("vietnamese/" + file);
  std::vector<VectorRow> rows;
  if (!std::filesystem::exists(path)) return rows;
  const auto cells = sovang::testing::read_tsv(path);
  for (std::size_t r = 1; r < cells.size(); ++r) {
    VectorRow row;
    for (std::size_t c = 0; c < cells[0].size(); ++c)
      row[cells[0][c]] = c < cells[r].size() ? cells[r][c] : "";
    row["input"] = unescaped(row["input"]);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The rows whose column `kind` says so; fails where there are none, so that no kind is forgotten silently.
inline std::vector<VectorRow> vector_rows(const std::string& file, const std::string& kind) {
  std::vector<VectorRow> rows;
  for (VectorRow& row : vector_rows(file)) {
    if (row["kind"] == kind) rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << "no row of kind " << kind << " in " << file;
  return rows;
}

}  // namespace sovang::text::testing
