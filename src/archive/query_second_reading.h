#pragma once

#include <optional>
#include <span>
#include <string>

#include "query_language.h"

namespace sovang::archive {

/// What a query that found nothing may have meant: among the words of its box a date ("năm 2022", "ngày
/// 20/5/2022", "2022"), a kind of award ("bằng khen"), a form of address ("ông", "đồng chí"), and, behind the
/// number of a decision, who made it. Its hints say what was understood; nothing if there is none of these,
/// or if words stand in quotes. `award_names`: folded.
[[nodiscard]] std::optional<ReadQuery> read_again(const ReadQuery& read,
                                                  std::span<const std::string> award_names);

}  // namespace sovang::archive
