#include "sovang/domain/awards.h"

#include <algorithm>

namespace sovang::domain {
namespace {

/// Collectives first, then households, then individuals (data/README, office practice).
int rank(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::collective:
      return 0;
    case RecipientKind::household:
      return 1;
    case RecipientKind::individual:
      return 2;
  }
  return 3;
}

/// The passed cases of a decision, in the order of its list.
std::vector<const Case*> cases_of(const Paper& paper, std::span<const Case> cases) {
  std::vector<const Case*> chosen;
  for (const Case& c : cases) {
    if (c.outcome == Outcome::passed && c.nomination.form == paper.form && c.posthumous == paper.posthumous) {
      chosen.push_back(&c);
    }
  }
  std::ranges::sort(chosen, [](const Case* a, const Case* b) {
    return std::pair(rank(a->nomination.kind), a->id) < std::pair(rank(b->nomination.kind), b->id);
  });
  return chosen;
}

/// A passed case that the province decides on and that no paper takes would be lost in silence.
Status check_nothing_is_left(const Movement& movement, std::span<const Case> cases,
                             const std::vector<const Paper*>& papers) {
  for (const Case& c : cases) {
    if (c.outcome != Outcome::passed) continue;
    const AwardForm* form = movement.form(c.nomination.form);
    if (form == nullptr || form->level != AwardLevel::province) continue;
    const bool taken = std::ranges::any_of(papers, [&c](const Paper* paper) {
      return paper->form == c.nomination.form && paper->posthumous == c.posthumous;
    });
    if (taken) continue;
    return fail(ErrorCode::findings,
                "“" + c.nomination.name + "” (" + c.id.value +
                    ") được Hội đồng thông qua nhưng không có quyết định " +
                    (c.posthumous ? std::string("truy tặng") : std::string("tặng")) + " “" + form->name +
                    "” trong danh mục văn bản của cơ quan",
                {}, "V-17");
  }
  return {};
}

}  // namespace

int DecisionAwards::count(RecipientKind kind) const {
  return static_cast<int>(std::ranges::count(awards, kind, &AwardGrant::kind));
}

Money DecisionAwards::total() const {
  Money sum;
  for (const AwardGrant& grant : awards)
    sum = sum + grant.bonus;
  return sum;
}

Result<std::vector<DecisionAwards>> assign_awards(const Movement& movement, std::span<const Case> cases,
                                                  const OfficeFacts& facts, const AwardCatalogue& catalogue) {
  const std::vector<const Paper*> papers = facts.papers_of("T-QD");
  SOVANG_TRY(check_nothing_is_left(movement, cases, papers));
  std::vector<DecisionAwards> decisions;
  int next_number = facts.golden_book.first;
  for (const Paper* paper : papers) {
    DecisionAwards decision{paper->decision, paper->number, paper->date, paper->form, paper->posthumous, {}};
    if (facts.golden_book.scope == BookScope::decision) next_number = facts.golden_book.first;
    RecipientKind part = RecipientKind::collective;
    int seq = 0;
    for (const Case* c : cases_of(*paper, cases)) {
      if (c->nomination.kind != part) {
        part = c->nomination.kind;
        seq = 0;
      }
      const Money bonus = SOVANG_TRY(catalogue.bonus(c->award, paper->date));
      decision.awards.push_back({c->id, part, ++seq, next_number++, c->award, bonus});
    }
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

}  // namespace sovang::domain
