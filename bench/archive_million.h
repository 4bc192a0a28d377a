#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/archive/record.h"

namespace sovang::bench {

/// Numbers that come again: xorshift64*.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(next() % end); }
  /// An index of `weights`, the heavier the likelier.
  std::size_t weighted(const std::vector<int>& weights);

 private:
  std::uint64_t state_;
};

/// Makes decisions of 25 years of a province: Vietnamese names as common as in life, some 600 units, a few
/// hundred reasons. The same seed gives the same decisions.
class DecisionMaker {
 public:
  explicit DecisionMaker(std::uint64_t seed);
  /// The next decision, a little later than the one before; `of` is how many there will be in all.
  [[nodiscard]] archive::Record next(std::size_t of);
  [[nodiscard]] std::string person();

 private:
  Numbers numbers_;
  std::vector<std::string> units_;
  std::vector<std::string> reasons_;
  std::vector<std::string> movements_;
  std::size_t made_ = 0;
};

}  // namespace sovang::bench
