#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sovang::testing {

/// A file of the project, by its path from the top.
inline std::filesystem::path project_file(const std::string& path) {
  return std::filesystem::path(SOVANG_SOURCE_DIR) / path;
}

/// A file of the reference material, which users do not have. Skip the test with SOVANG_NEEDS_SHARED.
inline std::filesystem::path shared_file(const std::string& path) {
  return std::filesystem::path(SOVANG_SHARED_DIR) / path;
}

inline std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << "cannot read " << path;
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The rows of a tab-separated file without quoting; row 0 is the header. A row has as many cells as it has
/// tabs + 1.
inline std::vector<std::vector<std::string>> read_tsv(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(read_all(path));
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace sovang::testing

/// Skips the running test, saying so, where the reference file is not there.
#define SOVANG_NEEDS_SHARED(path)                                       \
  if (!std::filesystem::exists(::sovang::testing::shared_file(path))) { \
    GTEST_SKIP() << "reference material is not here: " << (path);       \
  }                                                                     \
  static_assert(true)
