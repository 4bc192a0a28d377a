#include <algorithm>
#include <map>
#include <set>

#include "sovang/domain/rules.h"
#include "sovang/domain/vote.h"
#include "sovang/text/numbers.h"

namespace sovang::domain {
namespace {

using Objections = std::vector<Objection>;

Objection worded(const RuleInput& input, std::string_view rule, std::vector<std::string> subjects,
                 std::string message) {
  Objection objection = input.texts.object(rule, std::move(subjects), {});
  objection.message = std::move(message);
  return objection;
}

void check_figures(const RuleInput& input, const Vote& vote, Objections& out) {
  const CouncilSession& session = *input.session;
  if (vote.in_favour + vote.against + vote.invalid != session.ballots.returned) {
    out.push_back(input.texts.object("V-28", {vote.nominee.value},
                                     {{"a", std::to_string(vote.in_favour)},
                                      {"b", std::to_string(vote.against)},
                                      {"c", std::to_string(vote.invalid)},
                                      {"t", std::to_string(session.ballots.returned)}}));
  }
  const auto written = std::ranges::count(session.absent, true, &AbsentMember::written_opinion);
  if (vote.written_in_favour > written) {
    out.push_back(worded(input, "V-28", {vote.nominee.value},
                         "Biên bản: " + vote.nominee.value + " có " + std::to_string(vote.written_in_favour) +
                             " ý kiến đồng ý bằng văn bản, nhưng chỉ " + std::to_string(written) +
                             " thành viên vắng mặt gửi ý kiến."));
  }
  const Hundredths percent = vote_percent(vote, session.members);
  if (vote.stated_percent && *vote.stated_percent != percent) {
    out.push_back(worded(input, "V-28", {vote.nominee.value},
                         "Biên bản: " + vote.nominee.value + " ghi tỷ lệ " + vote.stated_percent->text() +
                             " %, tính trên tổng số thành viên là " + percent.text() + " %."));
  }
}

/// The result in the minutes must be the one that the figures give.
void check_result(const RuleInput& input, const Case& c, Hundredths threshold, Objections& out) {
  const CouncilSession& session = *input.session;
  const Outcome outcome = outcome_of(*c.vote, session.members, threshold);
  if (outcome == Outcome::failed) {
    out.push_back(input.texts.object("V-29", {c.id.value},
                                     {{"x", c.nomination.name},
                                      {"p", vote_percent(*c.vote, session.members).text()},
                                      {"q", threshold.text()}}));
  }
  if (c.vote->stated_result == outcome) return;
  out.push_back(worded(input, "V-28", {c.id.value},
                       "Biên bản: “" + c.nomination.name + "” được ghi là " +
                           (c.vote->stated_result == Outcome::passed ? "đạt" : "không đạt") +
                           ", nhưng số phiếu cho kết quả ngược lại."));
}

}  // namespace

std::vector<Objection> check_session(const RuleInput& input) {
  Objections out;
  if (input.session == nullptr) return out;
  const CouncilSession& session = *input.session;
  if (!has_quorum(session.present, session.members)) {
    out.push_back(
        input.texts.object("V-30", {session.id},
                           {{"x", std::to_string(session.present)}, {"y", std::to_string(session.members)}}));
  }
  const auto council_size = static_cast<int>(input.movement.council.members.size());
  if (session.members != council_size) {
    out.push_back(worded(input, "V-28", {session.id},
                         "Biên bản ghi Hội đồng có " + std::to_string(session.members) +
                             " thành viên, quyết định thành lập có " + std::to_string(council_size) + "."));
  }
  for (const Vote& vote : session.votes) {
    if (vote.stated_result != Outcome::withdrawn) check_figures(input, vote, out);
  }
  for (const Case& c : input.cases) {
    if (!c.vote || c.vote->stated_result == Outcome::withdrawn) continue;
    check_result(input, c, threshold_of(session.threshold, input.catalogue.find(c.award)), out);
  }
  return out;
}

namespace {

void check_bonuses(const RuleInput& input, const DecisionAwards& decision, Objections& out) {
  for (const AwardGrant& grant : decision.awards) {
    const auto right = input.catalogue.bonus(grant.award, decision.date);
    if (right && *right == grant.bonus) continue;
    const Award* award = input.catalogue.find(grant.award);
    const auto rate = award == nullptr ? std::nullopt : input.catalogue.multiplier(*award, decision.date);
    const auto salary = input.catalogue.base_salary(decision.date);
    out.push_back(input.texts.object("V-26", {grant.nominee.value},
                                     {{"n", std::to_string(grant.seq)},
                                      {"x", text::grouped(grant.bonus.dong)},
                                      {"y", right ? text::grouped(right->dong) : "chưa xác định"},
                                      {"h", rate ? rate->text() : "chưa có hệ số"},
                                      {"l", salary ? text::grouped(salary->dong) : "chưa có lương cơ sở"}}));
  }
}

/// The plan's own figures only inform, but a reader who takes them for the law must be told (domain.md §1.3).
void check_plan_figures(const RuleInput& input, const DecisionAwards& decision, Objections& out) {
  const AwardForm* form = input.movement.form(decision.form);
  const auto salary = input.catalogue.base_salary(decision.date);
  if (input.movement.bonus_base && salary && input.movement.bonus_base->amount != *salary) {
    out.push_back(worded(input, "V-26", {decision.id.value},
                         "Kế hoạch ghi mức lương cơ sở " +
                             text::grouped(input.movement.bonus_base->amount.dong) +
                             " đồng; tại ngày quyết định là " + text::grouped(salary->dong) + " đồng."));
  }
  if (form == nullptr) return;
  const auto compare = [&](RecipientKind kind, const std::optional<Hundredths>& planned) {
    const Award* award = input.catalogue.award_of(*form, kind);
    if (award == nullptr || !planned) return;
    const auto rate = input.catalogue.multiplier(*award, decision.date);
    if (!rate || *rate == *planned) return;
    out.push_back(worded(input, "V-26", {decision.id.value, award->code.value},
                         "Kế hoạch ghi hệ số " + planned->text() + " cho “" + form->name +
                             "”; theo quy định tại ngày quyết định là " + rate->text() + "."));
  };
  compare(RecipientKind::individual, form->bonus_individual);
  compare(RecipientKind::collective, form->bonus_collective);
}

void check_numbering(const RuleInput& input, const DecisionAwards& decision, Objections& out) {
  std::map<RecipientKind, int> last;
  for (const AwardGrant& grant : decision.awards) {
    if (grant.seq != ++last[grant.kind]) {
      out.push_back(input.texts.object("V-23", {grant.nominee.value}, {{"n", std::to_string(grant.seq)}}));
      last[grant.kind] = grant.seq;
    }
  }
}

void check_posthumous(const RuleInput& input, const DecisionAwards& decision,
                      const std::map<NomineeId, const Case*>& cases, Objections& out) {
  for (const AwardGrant& grant : decision.awards) {
    const auto found = cases.find(grant.nominee);
    if (found == cases.end() || found->second->posthumous == decision.posthumous) continue;
    Objection objection =
        input.texts.object("V-62", {grant.nominee.value}, {{"x", found->second->nomination.name}});
    if (decision.posthumous) {
      objection.message = "“" + found->second->nomination.name +
                          "” không được ghi là đã mất nhưng nằm trong quyết định truy tặng.";
    }
    out.push_back(std::move(objection));
  }
}

}  // namespace

std::vector<Objection> check_awards(const RuleInput& input) {
  Objections out;
  std::map<NomineeId, const Case*> cases;
  for (const Case& c : input.cases)
    cases.emplace(c.id, &c);
  std::set<int> numbers;
  for (const DecisionAwards& decision : input.decisions) {
    check_numbering(input, decision, out);
    check_bonuses(input, decision, out);
    check_plan_figures(input, decision, out);
    check_posthumous(input, decision, cases, out);
    if (input.facts.golden_book.scope == BookScope::decision) numbers.clear();
    for (const AwardGrant& grant : decision.awards) {
      if (grant.register_number > 0 && numbers.insert(grant.register_number).second) continue;
      const auto found = cases.find(grant.nominee);
      out.push_back(input.texts.object(
          "V-57", {grant.nominee.value},
          {{"x", found == cases.end() ? grant.nominee.value : found->second->nomination.name},
           {"s", std::to_string(grant.register_number)}}));
    }
  }
  return out;
}

}  // namespace sovang::domain
