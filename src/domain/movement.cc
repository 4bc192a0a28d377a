#include "sovang/domain/movement.h"

#include <algorithm>

namespace sovang::domain {
namespace {

template <class Range, class Wanted, class Member>
auto find_by(const Range& range, const Wanted& wanted, Member member) -> const typename Range::value_type* {
  const auto found = std::ranges::find(range, wanted, member);
  return found == range.end() ? nullptr : &*found;
}

}  // namespace

const CouncilMember* Council::find(const MemberId& id) const {
  return find_by(members, id, &CouncilMember::id);
}

const AwardForm* Movement::form(const AwardFormId& wanted) const {
  return find_by(forms, wanted, &AwardForm::id);
}

const Content* Movement::content(int no) const {
  return find_by(contents, no, &Content::no);
}

const Quota* Movement::quota(std::string_view kind) const {
  return find_by(quotas, kind, &Quota::kind);
}

}  // namespace sovang::domain
