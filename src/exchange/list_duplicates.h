#pragma once

#include <vector>

#include "sovang/domain/nomination.h"
#include "sovang/exchange/nomination_list.h"

namespace sovang::exchange {

/// Warnings of persons and collectives that stand in the list more than once (messy rule 10):
/// duplicate_person for the same name and birth date, duplicate_possible where a person must decide. Nothing
/// is merged.
[[nodiscard]] std::vector<ImportWarning> find_duplicates(const std::vector<domain::Nomination>& rows);

}  // namespace sovang::exchange
