#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/search.h"
#include "sovang/text/search_keys.h"

#include "entry_ids.h"
#include "query_language.h"
#include "word_index.h"

namespace sovang::archive {

inline constexpr std::size_t tier_count = 5;  ///< the ranks of VT-86 that a query can have

/// A word as typed.
struct QueryWord {
  text::SearchKeys keys;
  bool prefix = false;    ///< `ngu*`
  bool capitals = false;  ///< typed in capitals: may be an abbreviation even where it looks like a syllable
  bool joined = false;    ///< a sign of document numbers ties it to the word before: "1288/QĐ-UBND"
};

/// Words that stand together in the query: one word, or a phrase in quotes.
struct QueryPart {
  std::vector<QueryWord> words;
  bool phrase = false;
};

/// Words of one field of the query and the parts of an entry they are looked for in.
struct QueryGroup {
  std::vector<Field> fields;
  std::vector<QueryPart> parts;
  bool only_folded = false;  ///< marks do not count: of document numbers
};

/// A token sequence that must stand together in one field; the last one may be a prefix.
struct Sequence {
  std::vector<std::string> tokens;
  bool prefix = false;
  std::optional<Field> only{};  ///< in this field, whatever the others may be
};
/// One of these must be there.
using Slot = std::vector<Sequence>;
/// All of these slots, each in one of the fields.
struct Need {
  std::vector<Field> fields;
  std::vector<Slot> slots;
};
/// All of these needs.
using Needs = std::vector<Need>;

/// A query made ready for the index.
struct SearchPlan {
  std::vector<QueryGroup> groups;
  std::array<std::vector<Needs>, tier_count> tiers;  ///< [0] is rank 1; one of the needs must be met
  std::vector<Needs> anywhere;  ///< the folded words in any field, for when nothing else is found
  std::vector<Needs> without;   ///< what meets one of these is no hit
  Needs in_name;                ///< the folded words of the box in the name
  std::vector<std::vector<std::string>> filters;  ///< keys of the index: one of each group
  std::string award_family;                       ///< beginning of award codes, "BKT-"
  EntryId low = 0;
  EntryId high = last_entry;
  bool has_words = false;
  bool impossible = false;  ///< nothing can be found
  std::vector<std::string> hints;
};

/// Reads the words of a text: at most 12 of them (SEC-29); a `*` behind a single letter is no prefix.
[[nodiscard]] std::vector<QueryPart> parse_words(std::string_view text, bool& too_many);

/// The words of all parts.
[[nodiscard]] std::vector<QueryWord> words_of(const std::vector<QueryPart>& parts);

/// The plan of a query for this asker. `older_names` are the folded names of units that went into those asked
/// for.
[[nodiscard]] SearchPlan plan_search(const ReadQuery& read, const Asker& asker,
                                     const std::vector<std::string>& other_unit_names);

/// What the words of a plan are looked for in with this spelling for each word: those of `words` in the order
/// of the plan's groups.
[[nodiscard]] Needs needs_with(const SearchPlan& plan, const std::vector<std::vector<std::string>>& words);

/// Where the words of a query stand in a text, in bytes, in order and without overlaps (VT-87).
[[nodiscard]] std::vector<Highlight> highlights_in(std::string_view text,
                                                   const std::vector<QueryGroup>& groups);

}  // namespace sovang::archive
