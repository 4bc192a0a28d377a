#pragma once

#include <span>
#include <string>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/domain/award_catalogue.h"
#include "sovang/domain/case.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/office_facts.h"

namespace sovang::domain {

/// One line of a decision's list.
struct AwardGrant {
  NomineeId nominee;
  RecipientKind kind = RecipientKind::individual;
  int seq = 0;              ///< from 1 in its part: collectives, individuals
  int register_number = 0;  ///< số sổ vàng
  AwardCode award;
  Money bonus;
};

/// The list of one decision: collectives, then households, then individuals, each in order of nominee id.
struct DecisionAwards {
  DecisionId id;
  std::string number;  ///< of its paper: "1288/QĐ-UBND"
  Date date;
  AwardFormId form;
  bool posthumous = false;
  std::vector<AwardGrant> awards;

  [[nodiscard]] int count(RecipientKind kind) const;
  [[nodiscard]] Money total() const;
};

/// The decisions that follow from the vote: each T-QD paper, in order, takes the passed cases of its form,
/// posthumous ones apart; the golden-book numbers run on as its scope says. Fails (V-26) where an award has
/// no bonus rate on that day, (V-17) where a passed case of a provincial form finds no decision, and (CASE-08
/// to CASE-10) where the office's papers contradict each other (docs/formats/movement-xml.md).
[[nodiscard]] Result<std::vector<DecisionAwards>> assign_awards(const Movement& movement,
                                                                std::span<const Case> cases,
                                                                const OfficeFacts& facts,
                                                                const AwardCatalogue& catalogue);

}  // namespace sovang::domain
