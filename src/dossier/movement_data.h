#pragma once

#include <map>
#include <optional>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/domain/awards.h"
#include "sovang/domain/case.h"
#include "sovang/domain/rules.h"

#include "law.h"
#include "office_database.h"

namespace sovang::dossier {

/// Everything that was imported for a movement, as domain values.
struct MovementData {
  domain::Movement movement;
  domain::UnitCatalogue units;
  std::vector<domain::LegalBasis> bases;
  domain::OfficeFacts facts;
  std::optional<domain::CouncilSession> session;  ///< none before the council has met
  std::vector<domain::Achievement> achievements;
  std::map<domain::ProposalId, std::vector<domain::Nomination>> lists;
  std::vector<domain::Case> cases;                ///< in the order of the list for the council
  std::vector<domain::DecisionAwards> decisions;  ///< empty before the council has met
  std::vector<SourceFile> sources;                ///< the files themselves, the movement's own first

  /// The case of that id; there is one, since awards name cases only. Logarithmic.
  [[nodiscard]] const domain::Case& find(const domain::NomineeId& id) const;
  [[nodiscard]] bool has_case(std::string_view id) const { return index.contains(id); }

  std::map<std::string, std::size_t, std::less<>> index;  ///< of `cases` by id
};

/// Reads a movement back from the database. Findings go to `diagnostics`; fails (`not_found`) where the
/// movement or a file that it cannot do without is missing, and with the first error of the rest.
[[nodiscard]] Result<MovementData> load_movement(const OfficeDatabase& database, const Law& law,
                                                 const domain::MovementId& movement,
                                                 Diagnostics& diagnostics);

/// All rules over the movement.
[[nodiscard]] std::vector<domain::Objection> all_objections(const MovementData& data, const Law& law);

/// True if an objection stands in the way of the decisions: an error about something that is no case, about
/// a case that is to be awarded, or (duplicates) about two or more cases that are.
[[nodiscard]] bool blocks(const domain::Objection& objection, const MovementData& data);

}  // namespace sovang::dossier
