#pragma once

#include <string>
#include <vector>

#include "text/vectors.h"

namespace sovang::testing {

/// The rows of a vector file whose column `kind` says so. Fails where there are none, so that no kind is
/// forgotten silently.
inline std::vector<Vector> vectors_of_kind(const std::string& file, const std::string& kind) {
  std::vector<Vector> rows;
  for (Vector& row : vectors(file)) {
    if (row["kind"] == kind) rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << "no row of kind " << kind << " in " << file;
  return rows;
}

}  // namespace sovang::testing
