#pragma once

#include "sovang/domain/award_catalogue.h"
#include "sovang/domain/hundredths.h"
#include "sovang/domain/session.h"

namespace sovang::domain {

/// The share that agreed, of ALL members of the council, written opinions counted (NĐ 98/2023 Điều 30 k7),
/// half up to two places: 13 + 1 written of 15 is 93,33. `members` > 0.
[[nodiscard]] Hundredths vote_percent(const Vote& vote, int members);

/// True if the exact share (not the rounded one) reaches the threshold.
[[nodiscard]] bool reaches(const Vote& vote, int members, Hundredths threshold);

/// The share that a case needs: the movement's own threshold, or the law's where that is higher (awards.tsv).
[[nodiscard]] Hundredths threshold_of(Hundredths own, const Award* award);

/// What follows from the figures: withdrawn stays withdrawn, else passed or failed.
[[nodiscard]] Outcome outcome_of(const Vote& vote, int members, Hundredths threshold);

/// At least two thirds of the members are present (V-30).
[[nodiscard]] bool has_quorum(int present, int members);

}  // namespace sovang::domain
