#include "sovang/domain/awards.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

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

/// Each decision gives a form that the office may give, and no two of them the same to the same people.
Status check_decisions(const Movement& movement, const std::vector<const Paper*>& papers) {
  std::map<std::pair<AwardFormId, bool>, const Paper*> given;
  std::set<DecisionId> ids;
  for (const Paper* paper : papers) {
    const auto refuse = [&paper](std::string rule, std::string what) {
      return fail(ErrorCode::findings,
                  "Quyết định " + paper->number + " (" + paper->decision.value + ") " + std::move(what), {},
                  std::move(rule));
    };
    const AwardForm* form = movement.form(paper->form);
    if (form == nullptr) {
      return refuse("CASE-08", "tặng hình thức “" + paper->form.value +
                                   "” mà phong trào không có; hãy sửa thuộc tính “form”");
    }
    if (form->level == AwardLevel::state) {
      return refuse("CASE-08", "tặng “" + form->name + "”, nhưng hình thức này do " + form->authority +
                                   " quyết định; cơ quan chỉ lập tờ trình cấp trên");
    }
    if (!ids.insert(paper->decision).second) {
      return refuse(
          "CASE-09",
          "trùng mã với một quyết định khác; mỗi quyết định cần một mã riêng ở thuộc tính “decision”");
    }
    const auto [other, fresh] = given.try_emplace({paper->form, paper->posthumous}, paper);
    if (!fresh) {
      return refuse("CASE-09", "và Quyết định " + other->second->number + " cùng tặng “" + form->name +
                                   "”, như vậy mỗi người được khen hai lần; hãy gộp vào một quyết định");
    }
  }
  return {};
}

/// Each proposal of the office asks for one of its decisions, no two of them for the same; the session has
/// one record.
Status check_other_papers(const OfficeFacts& facts, const std::vector<const Paper*>& decisions) {
  std::map<DecisionId, const Paper*> asked;
  for (const Paper* proposal : facts.papers_of("T-TTR-TD")) {
    if (std::ranges::find(decisions, proposal->decision, &Paper::decision) == decisions.end()) {
      return fail(ErrorCode::findings,
                  "Tờ trình " + proposal->number + " đề nghị quyết định “" + proposal->decision.value +
                      "” mà danh mục văn bản không có; hãy ghi mã của quyết định ở thuộc tính “decision”",
                  {}, "CASE-08");
    }
    const auto [other, fresh] = asked.try_emplace(proposal->decision, proposal);
    if (!fresh) {
      return fail(ErrorCode::findings,
                  "Tờ trình " + other->second->number + " và Tờ trình " + proposal->number +
                      " cùng đề nghị quyết định " + proposal->decision.value +
                      "; mỗi quyết định chỉ cần một tờ trình của cơ quan",
                  {}, "CASE-09");
    }
  }
  if (const auto minutes = facts.papers_of("T-BB"); minutes.size() > 1) {
    return fail(ErrorCode::findings,
                "danh mục văn bản có " + std::to_string(minutes.size()) +
                    " biên bản họp Hội đồng; một phiên họp chỉ có một biên bản",
                {}, "CASE-09");
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
  SOVANG_TRY(check_decisions(movement, papers));
  SOVANG_TRY(check_other_papers(facts, papers));
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
    if (decision.awards.empty()) {
      return fail(ErrorCode::findings,
                  "không có trường hợp nào được Hội đồng thông qua cho Quyết định " + paper->number + " (" +
                      paper->decision.value + "); hãy bỏ quyết định này hoặc xem lại hình thức khen của nó",
                  {}, "CASE-10");
    }
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

}  // namespace sovang::domain
