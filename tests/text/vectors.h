#pragma once

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "sovang/base/utf8.h"

#include "support/shared.h"

namespace sovang::testing {

/// The escapes of the reference (vietnamese/README.md §0): \uXXXX for one code point, \\ for a backslash.
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

/// One row of a vector file, its cells by column name, escapes resolved.
using Vector = std::map<std::string, std::string>;

/// All rows of ../shared/vietnamese/NAME. Call under SOVANG_NEEDS_SHARED.
inline std::vector<Vector> vectors(const std::string& name) {
  const auto rows = read_tsv(shared_file("vietnamese/" + name));
  std::vector<Vector> all;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    Vector vector;
    for (std::size_t column = 0; column < rows[0].size(); ++column)
      vector[rows[0][column]] = column < rows[i].size() ? unescaped(rows[i][column]) : "";
    all.push_back(std::move(vector));
  }
  return all;
}

}  // namespace sovang::testing
