#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/result.h"

#include "movement_data.h"
#include "office_database.h"

namespace sovang::dossier {

/// What the issuing step gives out before it makes anything: an id of the archive for each paper, its number,
/// and the lines of the golden book.
struct RunPlan {
  std::vector<RunRow> rows;
  std::vector<BookRow> book;
};

/// The keys of the papers in a plan.
[[nodiscard]] std::string decision_key(const domain::DecisionId& decision);  ///< "QD-1"
[[nodiscard]] std::string proposal_key(const domain::DecisionId& decision);  ///< "TTR QD-1"
inline constexpr std::string_view minutes_key = "BB";
inline constexpr std::string_view dossier_key = "HS";

/// Plans a movement: numbers are those of the order to issue (office_facts), else the next of the register.
/// Ids follow from `secret` and the number, so that they can be made again but not guessed (SEC-04).
[[nodiscard]] Result<RunPlan> plan_run(const MovementData& data, const OfficeDatabase& database,
                                       std::string_view tenant, ByteView secret);

/// The row of that key; there is one after plan_run().
[[nodiscard]] const RunRow& row_of(const std::vector<RunRow>& rows, std::string_view key);

/// Writes the numbers of the plan into the papers and decisions of the movement.
void apply_numbers(MovementData& data, const std::vector<RunRow>& rows);

}  // namespace sovang::dossier
