#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"
#include "sovang/text/search_keys.h"

namespace sovang::archive {

inline constexpr std::size_t tier_count = 5;  ///< the ranks of VT-86 that a query can have
/// A MATCH expression that nothing matches.
extern const std::string no_match;

/// A word as typed.
struct QueryWord {
  text::SearchKeys keys;
  bool prefix = false;    ///< `ngu*`
  bool capitals = false;  ///< typed in capitals: may be an abbreviation even where it looks like a syllable
};

/// Words that stand together in the query: one word, or a phrase in quotes.
struct QueryPart {
  std::vector<QueryWord> words;
  bool phrase = false;
};

/// A query made ready for the index: one MATCH expression a rank, none of them holding anything but quoted
/// tokens (SEC-24).
struct SearchPlan {
  std::vector<QueryPart> parts;
  std::array<std::string, tier_count> tiers;  ///< [0] is rank 1
  std::string anywhere;  ///< the folded words in any column, for when nothing else is found
  std::string in_name;   ///< the folded words in the name
  bool has_words = false;
  std::string columns;  ///< begins the expression of a tier: which columns this asker searches
  std::string unit;     ///< ends it: " AND" the words for the unit
};

/// Reads what a person typed: its first 200 characters and 12 words (SEC-29); a `*` behind a single letter
/// is no prefix. Code `invalid_input` for bytes that are no text and for far more than 200 characters.
[[nodiscard]] Result<std::vector<QueryPart>> parse_query(std::string_view typed);
/// The plan of a query's words and of its words for the unit, for this asker.
[[nodiscard]] Result<SearchPlan> plan_search(const Query& query, const Asker& asker);

/// A MATCH expression: one of each group of folded words.
[[nodiscard]] std::string any_of_each(const std::vector<std::vector<std::string>>& words);

/// Where the words of a query stand in a text, in bytes, in order and without overlaps (VT-87).
[[nodiscard]] std::vector<Highlight> highlights_in(std::string_view text,
                                                   const std::vector<QueryPart>& parts);

}  // namespace sovang::archive
