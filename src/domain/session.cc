#include "sovang/domain/session.h"

#include <algorithm>

namespace sovang::domain {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::withdrawn:
      return "withdrawn";
    case Outcome::unit_decides:
      return "unit";
    case Outcome::not_voted:
      return "not_voted";
  }
  return {};
}

const Vote* CouncilSession::find(const NomineeId& nominee) const {
  const auto found = std::ranges::find(votes, nominee, &Vote::nominee);
  return found == votes.end() ? nullptr : &*found;
}

}  // namespace sovang::domain
