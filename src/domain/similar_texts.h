#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sovang/domain/hundredths.h"

namespace sovang::domain {

/// Two texts that are nearly the same.
struct SimilarPair {
  std::size_t first = 0;  ///< first < second
  std::size_t second = 0;
  Hundredths percent;  ///< Jaccard similarity of their shingles of five syllables
};

/// All pairs of texts of at least 40 syllables whose similarity is 90 % or more (V-52), in order. Near
/// linear: two sets that are that similar share a shingle among the rarest tenth of either.
[[nodiscard]] std::vector<SimilarPair> similar_texts(const std::vector<std::string>& texts);

}  // namespace sovang::domain
