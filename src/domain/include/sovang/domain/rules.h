#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/domain/awards.h"
#include "sovang/domain/case.h"
#include "sovang/domain/legal_basis.h"
#include "sovang/domain/movement.h"
#include "sovang/domain/office_facts.h"
#include "sovang/domain/session.h"
#include "sovang/domain/unit.h"

namespace sovang::domain {

/// What a rule of the law or of the clerk says against something (domain.md §8).
struct Objection {
  std::string rule;  ///< "V-09"
  Severity severity = Severity::error;
  std::vector<std::string> subjects;  ///< ids of cases, proposals, units, papers; the first is the main one
  std::string part;     ///< which paper of the subject: "proposal", "minutes"; empty = the subject
  std::string message;  ///< Vietnamese
  std::string hint;
};

/// Severity, message and hint of each rule (validation_rules.tsv).
class RuleTexts {
 public:
  [[nodiscard]] static Result<RuleTexts> parse(std::string_view tsv);
  /// The objection of that rule with the slots of its message filled: {{"x", "Nguyễn An"}}.
  [[nodiscard]] Objection object(std::string_view rule, std::vector<std::string> subjects,
                                 const std::map<std::string, std::string>& slots) const;

 private:
  struct Text {
    Severity severity = Severity::error;
    std::string message;
    std::string hint;
  };
  std::map<std::string, Text, std::less<>> texts_;
};

/// Everything that the rules look at.
struct RuleInput {
  const RuleTexts& texts;
  const Movement& movement;
  const UnitCatalogue& units;
  const OfficeFacts& facts;
  const AwardCatalogue& catalogue;
  std::span<const LegalBasis> bases;
  std::span<const Case> cases;
  const CouncilSession* session = nullptr;         ///< null before the council has met
  std::span<const DecisionAwards> decisions = {};  ///< empty before they are made
  std::span<const Date> holidays = {};             ///< beside Saturdays and Sundays
};

/// Working days that are off, from templates/law/holidays.tsv.
[[nodiscard]] Result<std::vector<Date>> parse_holidays(std::string_view tsv);

/// Names, units, duplicates, achievements and quotas of the cases: V-01, V-06, V-07, V-09 … V-13, V-15, V-16,
/// V-41, V-49, V-51 … V-53, V-56, V-66.
[[nodiscard]] std::vector<Objection> check_cases(const RuleInput& input);
/// The vote: V-28, V-29, V-30.
[[nodiscard]] std::vector<Objection> check_session(const RuleInput& input);
/// Incoming and own papers: V-17 … V-19, V-31, V-33 … V-35, V-49, V-54, V-63, V-64.
[[nodiscard]] std::vector<Objection> check_papers(const RuleInput& input);
/// The decisions' awards: V-23, V-26, V-57, V-62.
[[nodiscard]] std::vector<Objection> check_awards(const RuleInput& input);
/// All of the above, in the order of checking.
[[nodiscard]] std::vector<Objection> check_all(const RuleInput& input);

}  // namespace sovang::domain
