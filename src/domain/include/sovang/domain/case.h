#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/domain/achievement.h"
#include "sovang/domain/award_catalogue.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/movement.h"
#include "sovang/domain/nomination.h"
#include "sovang/domain/office_facts.h"
#include "sovang/domain/session.h"
#include "sovang/domain/unit.h"

namespace sovang::domain {

/// A nomination before the council, joined with all that is known of it.
struct Case {
  NomineeId id;
  Nomination nomination;  ///< the unit's row with the office's supplements (gender, birth date) filled in
  ProposalId proposal;
  int item = 0;
  UnitId proposer;  ///< the unit that sent the tờ trình
  UnitId unit;  ///< own unit (collective) or workplace. A collective that is no unit of the catalogue counts
                ///< as the proposer's; a person whose workplace is not in it has none (V-13)
  bool direct_worker = false;
  bool posthumous = false;  ///< truy tặng
  AwardCode award;          ///< what the form means for this kind of recipient; empty = no such award
  std::vector<Achievement> achievements;  ///< of the confirmed report, in order
  std::optional<Vote> vote;
  std::optional<Hundredths> percent;  ///< of the vote; none where there was none
  Outcome outcome = Outcome::not_voted;
};

/// "Ông", "Bà", or empty: never guessed from a name (V-06).
[[nodiscard]] std::string_view salutation(Gender gender);

/// What a movement's cases are joined from.
struct CaseSources {
  const Movement& movement;
  const UnitCatalogue& units;
  const OfficeFacts& facts;
  const AwardCatalogue& catalogue;
  const std::map<ProposalId, std::vector<Nomination>>& lists;  ///< accepted rows of each proposal's file
  std::span<const Achievement> achievements;
  const CouncilSession* session = nullptr;  ///< null before the council has met
};

/// The cases in the order of the list for the council. A case whose row is missing or bears another name is
/// an error (CASE-01, CASE-02), a row that no case takes a warning (CASE-03), a vote or report for an unknown
/// case an error (CASE-04).
[[nodiscard]] std::vector<Case> join_cases(const CaseSources& sources, Diagnostics& diagnostics);

}  // namespace sovang::domain
