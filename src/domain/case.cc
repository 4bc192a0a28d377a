#include "sovang/domain/case.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sovang/domain/vote.h"

namespace sovang::domain {
namespace {

void object(Diagnostics& diagnostics, std::string rule, Severity severity, std::string message,
            std::string data_path) {
  Problem problem;
  problem.rule = std::move(rule);
  problem.severity = severity;
  problem.message = std::move(message);
  problem.data_path = std::move(data_path);
  diagnostics.add(std::move(problem));
}

/// The row that a case of the list for the council stands for, or null with a finding.
const Nomination* row_of(const SessionCase& entry, const CaseSources& sources, Diagnostics& diagnostics) {
  const auto list = sources.lists.find(entry.proposal);
  const std::size_t count = list == sources.lists.end() ? 0 : list->second.size();
  if (entry.item < 1 || static_cast<std::size_t>(entry.item) > count) {
    object(diagnostics, "CASE-01", Severity::error,
           "hồ sơ " + entry.nominee.value + " (“" + entry.name + "”) trỏ đến dòng thứ " +
               std::to_string(entry.item) + " của " + entry.proposal.value + ", nhưng danh sách đó có " +
               std::to_string(count) + " dòng được nhận",
           entry.nominee.value);
    return nullptr;
  }
  const Nomination& row = list->second[static_cast<std::size_t>(entry.item) - 1];
  if (comparable_name(row.name) != comparable_name(entry.name)) {
    object(diagnostics, "CASE-02", Severity::error,
           "hồ sơ " + entry.nominee.value + " ghi “" + entry.name + "” nhưng dòng thứ " +
               std::to_string(entry.item) + " của " + entry.proposal.value + " là “" + row.name + "”",
           entry.nominee.value);
  }
  return &row;
}

/// A person has a workplace; a collective is a unit itself, or ("Nhân dân và cán bộ huyện …") stands under
/// the unit that proposes it.
UnitId unit_of(const Case& c, const UnitCatalogue& units) {
  const bool person = c.nomination.kind == RecipientKind::individual;
  const auto found = units.resolve(person ? c.nomination.workplace : c.nomination.name);
  if (found.size() == 1) return found.front()->id;
  return person ? UnitId() : c.proposer;
}

void add_supplements(Nomination& nomination, const SessionCase& entry) {
  if (entry.gender) nomination.gender = *entry.gender;
  if (entry.birth_date) {
    nomination.birth_date = entry.birth_date;
    nomination.birth_year = entry.birth_date->year();
  }
}

/// True if one of the office's own decisions gives that form.
bool gives(const OfficeFacts& facts, const AwardFormId& form) {
  const std::vector<const Paper*> decisions = facts.papers_of("T-QD");
  return std::ranges::any_of(decisions, [&form](const Paper* paper) { return paper->form == form; });
}

Outcome outcome_of_case(const Case& c, const AwardForm* form, const CaseSources& sources) {
  // The head of a unit decides on its own form, unless the office is that unit's and gives the form itself.
  if (form != nullptr && form->level == AwardLevel::unit && !gives(sources.facts, form->id)) {
    return Outcome::unit_decides;
  }
  if (sources.session == nullptr || !c.vote) return Outcome::not_voted;
  const Hundredths threshold = threshold_of(sources.session->threshold, sources.catalogue.find(c.award));
  return outcome_of(*c.vote, sources.session->members, threshold);
}

Case join(const SessionCase& entry, const Nomination& row, const CaseSources& sources) {
  Case c;
  c.id = entry.nominee;
  c.nomination = row;
  add_supplements(c.nomination, entry);
  c.proposal = entry.proposal;
  c.item = entry.item;
  if (const IncomingProposal* proposal = sources.facts.proposal(entry.proposal)) c.proposer = proposal->from;
  c.unit = unit_of(c, sources.units);
  c.direct_worker = entry.direct_worker;
  c.posthumous = entry.posthumous;
  const AwardForm* form = sources.movement.form(c.nomination.form);
  if (form != nullptr) {
    if (const Award* award = sources.catalogue.award_of(*form, c.nomination.kind)) c.award = award->code;
  }
  if (sources.session != nullptr) {
    if (const Vote* vote = sources.session->find(c.id)) {
      c.vote = *vote;
      if (vote->stated_result != Outcome::withdrawn && sources.session->members > 0) {
        c.percent = vote_percent(*vote, sources.session->members);
      }
    }
  }
  c.outcome = outcome_of_case(c, form, sources);
  return c;
}

void add_achievements(std::vector<Case>& cases, std::span<const Achievement> achievements,
                      Diagnostics& diagnostics) {
  std::map<NomineeId, Case*> by_id;
  for (Case& c : cases)
    by_id.emplace(c.id, &c);
  for (const Achievement& achievement : achievements) {
    const auto found = by_id.find(achievement.nominee);
    if (found == by_id.end()) {
      object(diagnostics, "CASE-04", Severity::error,
             "báo cáo thành tích của " + achievement.nominee.value +
                 " không thuộc hồ sơ nào trong danh sách trình",
             achievement.nominee.value);
    } else {
      found->second->achievements.push_back(achievement);
    }
  }
  for (Case& c : cases)
    std::ranges::stable_sort(c.achievements, {}, &Achievement::seq);
}

void report_what_no_case_takes(const CaseSources& sources, const std::vector<Case>& cases,
                               Diagnostics& diagnostics) {
  std::set<std::pair<ProposalId, int>> taken;
  std::set<NomineeId> known;
  for (const Case& c : cases) {
    taken.emplace(c.proposal, c.item);
    known.insert(c.id);
  }
  for (const auto& [proposal, rows] : sources.lists) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (taken.contains({proposal, static_cast<int>(i) + 1})) continue;
      object(diagnostics, "CASE-03", Severity::warning,
             "“" + rows[i].name + "” (dòng thứ " + std::to_string(i + 1) + " của " + proposal.value +
                 ") không có trong danh sách trình Hội đồng",
             proposal.value);
    }
  }
  if (sources.session == nullptr) return;
  for (const Vote& vote : sources.session->votes) {
    if (known.contains(vote.nominee)) continue;
    object(diagnostics, "CASE-04", Severity::error,
           "phiếu của " + vote.nominee.value + " không thuộc hồ sơ nào trong danh sách trình",
           vote.nominee.value);
  }
}

}  // namespace

std::string_view salutation(Gender gender) {
  switch (gender) {
    case Gender::male:
      return "Ông";
    case Gender::female:
      return "Bà";
    case Gender::unknown:
      return {};
  }
  return {};
}

std::vector<Case> join_cases(const CaseSources& sources, Diagnostics& diagnostics) {
  std::vector<Case> cases;
  for (const SessionCase& entry : sources.facts.session_list) {
    const Nomination* row = row_of(entry, sources, diagnostics);
    if (row != nullptr) cases.push_back(join(entry, *row, sources));
  }
  add_achievements(cases, sources.achievements, diagnostics);
  report_what_no_case_takes(sources, cases, diagnostics);
  return cases;
}

}  // namespace sovang::domain
