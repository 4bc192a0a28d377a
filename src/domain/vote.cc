#include "sovang/domain/vote.h"

#include <algorithm>

#include "sovang/base/result.h"

namespace sovang::domain {

Hundredths vote_percent(const Vote& vote, int members) {
  return percent_of(std::int64_t{vote.in_favour} + vote.written_in_favour, members);
}

bool reaches(const Vote& vote, int members, Hundredths threshold) {
  SOVANG_EXPECT(members > 0);
  const std::int64_t agreed = std::int64_t{vote.in_favour} + vote.written_in_favour;
  return agreed * 10'000 >= threshold.value * members;
}

Hundredths threshold_of(Hundredths own, const Award* award) {
  if (award == nullptr || !award->vote_minimum_percent) return own;
  return std::max(own, Hundredths{std::int64_t{*award->vote_minimum_percent} * 100});
}

Outcome outcome_of(const Vote& vote, int members, Hundredths threshold) {
  if (vote.stated_result == Outcome::withdrawn) return Outcome::withdrawn;
  return reaches(vote, members, threshold) ? Outcome::passed : Outcome::failed;
}

bool has_quorum(int present, int members) {
  return std::int64_t{present} * 3 >= std::int64_t{members} * 2;
}

}  // namespace sovang::domain
