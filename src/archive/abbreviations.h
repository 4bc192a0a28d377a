#pragma once

#include <span>
#include <string>
#include <vector>

namespace sovang::archive {

/// An abbreviation as a search knows it (VT-88).
struct Abbreviation {
  std::string fold;                       ///< folded, one word: "ubnd"
  std::vector<std::string> expansions;    ///< the first reading first: "Ủy ban nhân dân"
  std::vector<std::string> first_folded;  ///< the words of the first reading, folded
};

/// All that are expanded in searches, sorted by `fold`.
[[nodiscard]] std::span<const Abbreviation> abbreviations();

}  // namespace sovang::archive
