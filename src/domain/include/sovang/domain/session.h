#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/domain/hundredths.h"
#include "sovang/domain/ids.h"

namespace sovang::domain {

/// What became of a case. `unit_decides`: a form that the unit's own head grants, never voted on here.
enum class Outcome : std::uint8_t { passed, failed, withdrawn, unit_decides, not_voted };
/// "passed", "failed", "withdrawn", "unit", "not_voted".
[[nodiscard]] std::string_view to_string(Outcome outcome);

/// The vote on one case, as the tellers recorded it.
struct Vote {
  NomineeId nominee;
  AwardFormId form;
  int in_favour = 0;
  int against = 0;
  int invalid = 0;
  int written_in_favour = 0;                   ///< absent members who agreed in writing
  std::optional<Hundredths> stated_percent;    ///< what the minutes say; checked against the figures (V-28)
  Outcome stated_result = Outcome::not_voted;  ///< passed, failed, withdrawn
  std::string reason;                          ///< why it was withdrawn
};

struct AbsentMember {
  MemberId member;
  std::string reason;
  bool written_opinion = false;
};

struct Ballots {
  int issued = 0;
  int returned = 0;
  int valid = 0;
};

/// The vote of a meeting of the council (votes.xml).
struct CouncilSession {
  std::string id;
  UnitId council;
  MovementId movement;
  std::string number;  ///< of the minutes
  Date date;
  std::string place;
  Hundredths threshold;
  int members = 0;
  int present = 0;
  std::vector<AbsentMember> absent;
  Ballots ballots;
  std::vector<Vote> votes;

  [[nodiscard]] const Vote* find(const NomineeId& nominee) const;
};

/// A time of the day at the place of the office.
struct LocalTime {
  Date date;
  int hour = 0;
  int minute = 0;
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

enum class VotingMethod : std::uint8_t { secret_ballot, show_of_hands };

/// How the meeting went, for its minutes (office_facts.xml).
struct SessionFacts {
  std::string number;
  LocalTime start;
  LocalTime end;
  VotingMethod method = VotingMethod::secret_ballot;
  MemberId chair;
  MemberId secretary;
  std::vector<MemberId> tellers;  ///< the first is their head
  std::vector<std::string> discussion;
};

}  // namespace sovang::domain
