#pragma once

#include <vector>

#include "sovang/archive/search.h"
#include "sovang/store/database.h"

#include "walk.h"

namespace sovang::archive {

/// Counts entries, given from the newest to the oldest, by each field that hits can be narrowed down by.
[[nodiscard]] Result<std::vector<Facet>> count_facets(WalkContext& context, const store::Database& database,
                                                      const std::vector<EntryId>& entries);

}  // namespace sovang::archive
