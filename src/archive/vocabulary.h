#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sovang::archive {

/// The words of a catalogue's names, units and titles, kept in memory for mending a slip: a word is reached
/// through each of the texts that lack one of its letters.
class Vocabulary {
 public:
  /// A folded word and how many entries have it; given once or more, the numbers add up.
  void add(std::string_view fold, std::int64_t entries);
  /// Call when all are added.
  void finish();

  [[nodiscard]] bool has(std::string_view fold) const { return by_word_.contains(std::string(fold)); }
  [[nodiscard]] std::size_t size() const { return words_.size(); }
  /// Words that a slip may have turned into this one, the commonest first: one letter more, less, other, or
  /// two neighbours swapped; or leftovers of a typing method, "nguyeenx", "Nguye64n". `typed` itself is none.
  [[nodiscard]] std::vector<std::string> meant(std::string_view typed, std::size_t most) const;

 private:
  struct Word {
    std::string fold;
    std::int64_t entries = 0;
  };
  std::vector<Word> words_;
  std::unordered_map<std::string, std::size_t> by_word_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_part_;  ///< a word less one letter
};

/// One letter more, less, other, or two neighbours swapped (Damerau-Levenshtein distance 1).
[[nodiscard]] bool one_slip_apart(std::string_view a, std::string_view b);

}  // namespace sovang::archive
