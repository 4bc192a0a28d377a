#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query.h"

/// What of the index the words of a query are looked for under, in the forms that a rank accepts.
namespace sovang::archive {

/// The forms of a word that a rank accepts.
enum class Spelling { written, iy, fold };

/// Which readings of an abbreviation a rank accepts.
enum class Readings { first, all };

/// Figures alone.
[[nodiscard]] bool is_figures(std::string_view word);
/// "008" → "8".
[[nodiscard]] std::string without_zeros(const std::string& figures);

/// A slot for each word and each phrase; a document number stands together.
[[nodiscard]] std::vector<Slot> plain_slots(const std::vector<QueryPart>& parts, Spelling spelling);
/// Tokens of an expansion, in the same manner as the words of the query.
[[nodiscard]] Sequence sequence_of(std::string_view phrase, Spelling spelling);
/// The slots with abbreviations read both ways (VT-88); empty where there is nothing to read.
[[nodiscard]] std::vector<Slot> abbreviation_slots(const std::vector<QueryWord>& words, Spelling spelling,
                                                   Readings readings);
/// "A Lăng" is also written "Alăng" (name_variants): a one-letter word joined to the next, and taken apart
/// again; empty where there is none.
[[nodiscard]] std::vector<Slot> joined_slots(const std::vector<QueryWord>& words);

}  // namespace sovang::archive
