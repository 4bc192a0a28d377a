#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sovang/document/tree.h"

namespace sovang::layout {

/// A page's number as page() prints it.
struct PageNumber {
  int number = 1;
  document::Sequence::PageFormat format = document::Sequence::PageFormat::arabic;

  friend bool operator==(const PageNumber&, const PageNumber&) = default;
};

[[nodiscard]] std::string page_label(const PageNumber& page);

/// What a round of layout found out; the next round prints it.
struct RoundFacts {
  std::vector<int> pages;  ///< of each sequence
  std::map<std::string, PageNumber, std::less<>> anchors;
  std::unordered_map<const document::LateText*, PageNumber> marks;  ///< page() in the flow

  friend bool operator==(const RoundFacts&, const RoundFacts&) = default;
};

using Tallies = std::map<std::string, std::int64_t, std::less<>>;

/// What late-bound marks print at a given moment (template-language §7).
struct LateValues {
  const RoundFacts* before = nullptr;  ///< of the round before; null in the first
  std::size_t sequence = 0;
  std::optional<PageNumber> page;  ///< of the page that is being made; empty in the flow
  const Tallies* tallies = nullptr;
  const Tallies* page_tallies = nullptr;
  bool continued = false;
  bool guessed = false;        ///< set when a value was asked for that only the next round knows
  document::SourceId guess{};  ///< where the last such value is printed

  [[nodiscard]] std::string text(const document::LateText& late);

 private:
  struct Value {
    std::int64_t number = 0;
    std::string label;  ///< the number as its page prints it
  };
  [[nodiscard]] Value value_of(const document::LateText& late);
  void note_guess(const document::LateText& late);
};

/// True if a late-bound mark stands anywhere in the blocks.
[[nodiscard]] bool has_late(const document::Blocks& blocks);

}  // namespace sovang::layout
