#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "sovang/domain/rules.h"
#include "sovang/domain/unit.h"
#include "sovang/text/dates.h"

#include "similar_texts.h"

namespace sovang::domain {
namespace {

using Objections = std::vector<Objection>;

std::string row_text(const Case& c) {
  return std::to_string(c.nomination.row);
}

std::string unit_name(const UnitCatalogue& units, const UnitId& id) {
  const Unit* unit = units.find(id);
  return unit == nullptr ? id.value : unit->name;
}

/// Cases of one key, in the order of the list.
template <class Key>
using Groups = std::map<Key, std::vector<const Case*>>;

void check_names(const RuleInput& input, Objections& out) {
  for (const Case& c : input.cases) {
    if (c.nomination.name.empty())
      out.push_back(input.texts.object("V-01", {c.id.value}, {{"n", row_text(c)}}));
    if (c.nomination.kind == RecipientKind::individual && c.nomination.gender == Gender::unknown) {
      out.push_back(input.texts.object("V-06", {c.id.value}, {{"n", row_text(c)}, {"x", c.nomination.name}}));
    }
  }
}

/// The day that ages are counted at: the first decision, else the meeting, else the end of the movement.
Date reference_day(const RuleInput& input) {
  if (!input.decisions.empty()) return input.decisions.front().date;
  if (input.session != nullptr) return input.session->date;
  return input.movement.to;
}

void check_birth_dates(const RuleInput& input, Objections& out) {
  constexpr int youngest = 15;
  constexpr int oldest = 100;
  const Date day = reference_day(input);
  for (const Case& c : input.cases) {
    const auto& birth = c.nomination.birth_date;
    const int year = birth ? birth->year() : c.nomination.birth_year.value_or(0);
    if (year == 0) continue;
    const int age = day.year() - year;
    if (age >= youngest && (age <= oldest || c.posthumous)) continue;
    const std::string written = birth ? text::table_date(*birth) : std::to_string(year);
    out.push_back(input.texts.object("V-07", {c.id.value}, {{"n", row_text(c)}, {"x", written}}));
  }
}

/// The same person or collective: same name and birth date; a collective by its name alone.
std::string person_key(const Case& c) {
  if (c.nomination.kind == RecipientKind::individual && !c.nomination.birth_date) return {};
  return comparable_name(c.nomination.name) + '\n' +
         (c.nomination.birth_date ? c.nomination.birth_date->iso() : std::string("-"));
}

void check_duplicates(const RuleInput& input, Objections& out) {
  Groups<std::string> people;
  for (const Case& c : input.cases) {
    if (std::string key = person_key(c); !key.empty()) people[std::move(key)].push_back(&c);
  }
  for (const auto& [key, group] : people) {
    for (std::size_t i = 1; i < group.size(); ++i) {
      const Case& first = *group.front();
      const Case& again = *group[i];
      if (first.proposer == again.proposer) {
        out.push_back(input.texts.object(
            "V-09", {first.id.value, again.id.value},
            {{"n", row_text(again)}, {"m", row_text(first)}, {"x", again.nomination.name}}));
      } else {
        out.push_back(input.texts.object("V-10", {first.id.value, again.id.value},
                                         {{"x", again.nomination.name},
                                          {"u1", unit_name(input.units, first.proposer)},
                                          {"u2", unit_name(input.units, again.proposer)}}));
      }
    }
  }
}

/// Different people of one name who would stand in one decision: a form of the province, or one unit's own.
void check_homonyms(const RuleInput& input, Objections& out) {
  Groups<std::tuple<std::string, AwardFormId, UnitId>> groups;
  for (const Case& c : input.cases) {
    if (c.nomination.kind != RecipientKind::individual) continue;
    const UnitId decider = c.outcome == Outcome::unit_decides ? c.proposer : UnitId();
    groups[{comparable_name(c.nomination.name), c.nomination.form, decider}].push_back(&c);
  }
  for (const auto& [key, group] : groups) {
    std::set<std::string> people;
    std::vector<std::string> ids;
    for (const Case* c : group) {
      std::string person = person_key(*c);
      if (people.insert(person.empty() ? c->id.value : std::move(person)).second) ids.push_back(c->id.value);
    }
    if (ids.size() < 2) continue;
    const std::string count = std::to_string(ids.size());
    out.push_back(
        input.texts.object("V-12", std::move(ids), {{"k", count}, {"x", group.front()->nomination.name}}));
  }
}

void check_units(const RuleInput& input, Objections& out) {
  for (const Case& c : input.cases) {
    if (c.unit.empty()) {
      out.push_back(input.texts.object(
          "V-13", {c.id.value},
          {{"n", row_text(c)}, {"x", c.nomination.workplace}, {"d", text::table_date(input.units.as_of())}}));
    } else if (!input.units.is_within(c.unit, c.proposer)) {
      out.push_back(input.texts.object("V-15", {c.id.value},
                                       {{"n", row_text(c)},
                                        {"x", c.nomination.name},
                                        {"u1", unit_name(input.units, c.unit)},
                                        {"u2", unit_name(input.units, c.proposer)}}));
    }
  }
}

std::string_view vietnamese(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::individual:
      return "cá nhân";
    case RecipientKind::collective:
      return "tập thể";
    case RecipientKind::household:
      return "hộ gia đình";
  }
  return {};
}

void check_recipient_kinds(const RuleInput& input, Objections& out) {
  for (const Case& c : input.cases) {
    const AwardForm* form = input.movement.form(c.nomination.form);
    if (form == nullptr) continue;
    if (std::ranges::find(form->subjects, c.nomination.kind) != form->subjects.end()) continue;
    std::string allowed;
    for (const RecipientKind kind : form->subjects) {
      if (!allowed.empty()) allowed += ", ";
      allowed += vietnamese(kind);
    }
    out.push_back(input.texts.object("V-16", {c.id.value},
                                     {{"n", row_text(c)},
                                      {"x", c.nomination.name},
                                      {"k1", std::string(vietnamese(c.nomination.kind))},
                                      {"a", form->name},
                                      {"k2", allowed}}));
  }
}

void check_history(const RuleInput& input, Objections& out) {
  std::map<NomineeId, const Case*> by_id;
  for (const Case& c : input.cases)
    by_id.emplace(c.id, &c);
  for (const PriorAward& prior : input.facts.prior_awards) {
    const auto found = by_id.find(prior.nominee);
    // An award of before the movement was for something else.
    if (found == by_id.end() || prior.date < input.movement.from) continue;
    out.push_back(input.texts.object(
        "V-11", {prior.nominee.value},
        {{"x", found->second->nomination.name}, {"s", prior.number}, {"d", text::running_date(prior.date)}}));
  }
  for (const Review& review : input.facts.reviews) {
    const auto found = by_id.find(review.nominee);
    if (found == by_id.end()) continue;
    out.push_back(
        input.texts.object("V-53", {review.nominee.value}, {{"x", found->second->nomination.name}}));
  }
}

std::string whole_report(const Case& c) {
  std::string text;
  for (const Achievement& achievement : c.achievements) {
    text += achievement.text;
    text += '\n';
  }
  return text;
}

void check_achievements(const RuleInput& input, Objections& out) {
  std::vector<std::string> reports;
  reports.reserve(input.cases.size());
  for (const Case& c : input.cases) {
    reports.push_back(whole_report(c));
    if (c.achievements.empty()) {
      out.push_back(input.texts.object("V-49", {c.id.value},
                                       {{"x", "báo cáo thành tích của “" + c.nomination.name + "”"}}));
      continue;
    }
    const bool measured = std::ranges::any_of(
        c.achievements, [](const Achievement& achievement) { return !achievement.indicators.empty(); });
    if (!measured && reports.back().find_first_of("0123456789") == std::string::npos) {
      out.push_back(input.texts.object("V-51", {c.id.value}, {{"x", c.nomination.name}}));
    }
  }
  for (const SimilarPair& pair : similar_texts(reports)) {
    const Case& first = input.cases[pair.first];
    const Case& second = input.cases[pair.second];
    out.push_back(input.texts.object(
        "V-52", {second.id.value, first.id.value},
        {{"x", second.nomination.name}, {"y", first.nomination.name}, {"p", pair.percent.text()}}));
  }
}

struct Abbreviation {
  std::string_view shortened;
  std::string_view full;
};
/// What a certificate must spell out (V-41).
constexpr std::array abbreviations{Abbreviation{"UBND", "Ủy ban nhân dân"},
                                   Abbreviation{"HĐND", "Hội đồng nhân dân"},
                                   Abbreviation{"TP.", "thành phố"},
                                   Abbreviation{"Q.", "quận"},
                                   Abbreviation{"P.", "phường"},
                                   Abbreviation{"TT", "thị trấn, trung tâm"},
                                   Abbreviation{"THCS", "Trung học cơ sở"},
                                   Abbreviation{"THPT", "Trung học phổ thông"},
                                   Abbreviation{"TNHH", "trách nhiệm hữu hạn"},
                                   Abbreviation{"MTV", "một thành viên"},
                                   Abbreviation{"GĐ", "Giám đốc"},
                                   Abbreviation{"PCT", "Phó Chủ tịch"},
                                   Abbreviation{"BCĐ", "Ban Chỉ đạo"},
                                   Abbreviation{"CSGT", "Cảnh sát giao thông"},
                                   Abbreviation{"CSHS", "Cảnh sát hình sự"}};

bool has_word(std::string_view line, std::string_view word) {
  const auto is_edge = [](char c) {
    return c == ' ' || c == ',' || c == '(' || c == ')' || c == '-' || c == '/';
  };
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || is_edge(line[at - 1])) &&
        (end == line.size() || is_edge(line[end]) || word.ends_with('.'))) {
      return true;
    }
  }
  return false;
}

void check_abbreviations(const RuleInput& input, Objections& out) {
  for (const Case& c : input.cases) {
    if (c.outcome != Outcome::passed) continue;
    for (const std::string* line : {&c.nomination.name, &c.nomination.title, &c.nomination.workplace}) {
      // The registered name of an enterprise is printed as it is registered, abbreviated or not.
      if (!input.units.resolve(*line).empty()) continue;
      for (const Abbreviation& one : abbreviations) {
        if (!has_word(*line, one.shortened)) continue;
        out.push_back(input.texts.object(
            "V-41", {c.id.value},
            {{"x", c.nomination.name}, {"y", std::string(one.shortened)}, {"z", std::string(one.full)}}));
      }
    }
  }
}

/// Direct workers among the people whom the province commends, against the plan's share.
void check_direct_workers(const RuleInput& input, Objections& out) {
  const Quota* quota = input.movement.quota("directWorkersMinPercent");
  if (quota == nullptr) return;
  std::int64_t people = 0;
  std::int64_t direct = 0;
  for (const Case& c : input.cases) {
    const AwardForm* form = input.movement.form(c.nomination.form);
    if (form == nullptr || form->level != AwardLevel::province ||
        c.nomination.kind != RecipientKind::individual) {
      continue;
    }
    if (input.session != nullptr && c.outcome != Outcome::passed) continue;
    ++people;
    if (c.direct_worker) ++direct;
  }
  if (people == 0 || direct * 10'000 >= quota->value.value * people) return;
  const Hundredths share = percent_of(direct, people);
  Objection objection = input.texts.object("V-56", {input.movement.id.value}, {});
  // The table's sentence speaks of leaders; this is its other half (Luật 2022 Điều 5).
  objection.message = "Tỷ lệ người trực tiếp lao động là " + share.text() + " %, kế hoạch yêu cầu ít nhất " +
                      quota->value.text() + " %.";
  out.push_back(std::move(objection));
}

/// "maxIndividualsPerCollective" binds a unit that proposes at least one collective (data/README).
void check_quota(const RuleInput& input, Objections& out) {
  const Quota* quota = input.movement.quota("maxIndividualsPerCollective");
  if (quota == nullptr) return;
  struct Counts {
    std::int64_t collectives = 0;
    std::int64_t individuals = 0;
    UnitId proposer;
  };
  std::map<ProposalId, Counts> by_proposal;
  for (const Case& c : input.cases) {
    Counts& counts = by_proposal[c.proposal];
    counts.proposer = c.proposer;
    (c.nomination.kind == RecipientKind::collective ? counts.collectives : counts.individuals) += 1;
  }
  for (const auto& [proposal, counts] : by_proposal) {
    const std::int64_t allowed = quota->value.value * counts.collectives / 100;
    if (counts.collectives == 0 || counts.individuals <= allowed) continue;
    out.push_back(input.texts.object("V-66", {proposal.value},
                                     {{"u", unit_name(input.units, counts.proposer)},
                                      {"n", std::to_string(counts.individuals) + " cá nhân"},
                                      {"q", std::to_string(allowed) + " cá nhân"}}));
  }
}

}  // namespace

std::vector<Objection> check_cases(const RuleInput& input) {
  Objections out;
  check_names(input, out);
  check_birth_dates(input, out);
  check_units(input, out);
  check_duplicates(input, out);
  check_homonyms(input, out);
  check_history(input, out);
  check_recipient_kinds(input, out);
  check_achievements(input, out);
  check_abbreviations(input, out);
  check_direct_workers(input, out);
  check_quota(input, out);
  return out;
}

}  // namespace sovang::domain
