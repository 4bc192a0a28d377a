#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace sovang::domain {

/// A name of one kind of thing; two kinds cannot be mixed up.
template <class Tag>
struct Id {
  std::string value;

  Id() = default;
  explicit Id(std::string text) : value(std::move(text)) {}
  [[nodiscard]] bool empty() const { return value.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using MovementId = Id<struct MovementTag>;    ///< "QNA-COVID19-2021"
using UnitId = Id<struct UnitTag>;            ///< "SYT"
using NomineeId = Id<struct NomineeTag>;      ///< "CN121", "TT054": a case before the council
using ProposalId = Id<struct ProposalTag>;    ///< "TR042": a unit's tờ trình
using AwardFormId = Id<struct AwardFormTag>;  ///< "BKTINH": a form as a movement names it
using AwardCode = Id<struct AwardCodeTag>;    ///< "BKT-C": a row of templates/law/awards.tsv
using MemberId = Id<struct MemberTag>;        ///< "M01": a member of the council
using DecisionId = Id<struct DecisionTag>;    ///< "QD-1": a decision inside one movement

/// An amount of money in đồng.
struct Money {
  std::int64_t dong = 0;
  friend auto operator<=>(const Money&, const Money&) = default;
  friend Money operator+(Money a, Money b) { return {a.dong + b.dong}; }
};

}  // namespace sovang::domain
