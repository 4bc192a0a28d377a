// The rows and tables of the papers: who is named in them, and with what.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "sovang/text/casing.h"

#include "papers.h"

namespace sovang::dossier {

using document::RecordFields;
using document::Value;
using document::ValueList;

namespace {

/// 93,33 → 93.33; 2,00 → 2.0: without needless zeros, but with one place.
document::Decimal decimal(domain::Hundredths value) {
  if (value.value % 10 == 0) return {value.value / 10, 1};
  return {value.value, 2};
}

void add_text(RecordFields& fields, std::string_view name, std::string_view text) {
  if (!text.empty()) fields.emplace_back(std::string(name), Value(text));
}

/// A post and a body that say the same twice become one: "Chủ tịch Ủy ban nhân dân" of "Ủy ban nhân dân xã La
/// Êê" is "Chủ tịch Ủy ban nhân dân xã La Êê". Nothing if they share no two words.
std::optional<std::string> post_with_body(std::string_view title, std::string_view body) {
  for (std::size_t at = title.find(' '); at != std::string_view::npos; at = title.find(' ', at + 1)) {
    const std::string_view tail = title.substr(at + 1);
    if (tail.find(' ') == std::string_view::npos) break;
    if (body.size() > tail.size() && body.starts_with(tail) && body[tail.size()] == ' ') {
      return std::string(title) + std::string(body.substr(tail.size()));
    }
  }
  return {};
}

/// Who it is: the fields that all rows share.
RecordFields person_fields(const domain::Case& nominee, const domain::UnitCatalogue& units) {
  const domain::Nomination& row = nominee.nomination;
  RecordFields fields{{"kind", Value(domain::to_string(row.kind))}, {"name", Value(row.name)}};
  if (row.kind == domain::RecipientKind::individual) {
    add_text(fields, "salutation", domain::salutation(row.gender));
  }
  const std::string body = body_of(nominee, units);
  const std::string title = row.kind == domain::RecipientKind::individual ? row.title : std::string();
  if (const std::optional<std::string> both = post_with_body(title, body)) {
    add_text(fields, "title", *both);
  } else {
    add_text(fields, "title", title);
    add_text(fields, "unit", body);
  }
  if (row.birth_date) {
    fields.emplace_back("birth_date", Value(*row.birth_date));
  } else if (row.birth_year) {
    fields.emplace_back("birth_year", Value(*row.birth_year));
  }
  if (nominee.posthumous) fields.emplace_back("posthumous", Value(true));
  return fields;
}

/// What the unit wrote; where its layout holds none, the confirmed report.
Value achievements_of(const domain::Case& nominee) {
  ValueList out;
  for (const std::string& line : nominee.nomination.achievements)
    out.emplace_back(std::string(without_full_stop(line)));
  if (out.empty()) {
    for (const domain::Achievement& achievement : nominee.achievements)
      out.emplace_back(std::string(without_full_stop(achievement.text)));
  }
  return Value::list(std::move(out));
}

void add_vote(RecordFields& fields, const domain::Case& nominee) {
  if (!nominee.vote) return;
  fields.emplace_back("votes_for", Value(nominee.vote->in_favour));
  fields.emplace_back("votes_against", Value(nominee.vote->against));
  fields.emplace_back("written_for", Value(nominee.vote->written_in_favour));
  if (nominee.percent) fields.emplace_back("percent", Value(document::Decimal{nominee.percent->value, 2}));
  fields.emplace_back("result", Value(domain::to_string(nominee.outcome)));
}

/// How many of each kind, as a record; households only where there are some.
class Counts {
 public:
  void add(domain::RecipientKind kind) { ++counts_[kind]; }
  void put(RecordFields& fields) const {
    fields.emplace_back("collectives", Value(of(domain::RecipientKind::collective)));
    fields.emplace_back("individuals", Value(of(domain::RecipientKind::individual)));
    if (const int households = of(domain::RecipientKind::household); households > 0) {
      fields.emplace_back("households", Value(households));
    }
  }

 private:
  [[nodiscard]] int of(domain::RecipientKind kind) const {
    const auto found = counts_.find(kind);
    return found == counts_.end() ? 0 : found->second;
  }
  std::map<domain::RecipientKind, int> counts_;
};

/// Collectives, then individuals, then households, as the lists of the forms want them.
int section_of(domain::RecipientKind kind) {
  switch (kind) {
    case domain::RecipientKind::collective:
      return 0;
    case domain::RecipientKind::individual:
      return 1;
    case domain::RecipientKind::household:
      return 2;
  }
  return 3;
}

}  // namespace

std::string name_in_sentence(const domain::Case& nominee) {
  if (nominee.nomination.kind != domain::RecipientKind::individual) return nominee.nomination.name;
  const std::string_view salutation = domain::salutation(nominee.nomination.gender);
  if (salutation.empty()) return nominee.nomination.name;
  return text::lower(salutation) + " " + nominee.nomination.name;
}

std::string body_of(const domain::Case& nominee, const domain::UnitCatalogue& units) {
  if (nominee.nomination.kind == domain::RecipientKind::individual) {
    if (!nominee.nomination.workplace.empty()) return nominee.nomination.workplace;
    const domain::Unit* unit = units.find(nominee.unit.empty() ? nominee.proposer : nominee.unit);
    return unit == nullptr ? std::string() : unit->name;
  }
  if (!nominee.nomination.workplace.empty() && nominee.nomination.workplace != nominee.nomination.name) {
    return nominee.nomination.workplace;
  }
  if (nominee.proposer == nominee.unit) return {};
  const domain::Unit* proposer = units.find(nominee.proposer);
  return proposer == nullptr ? std::string() : proposer->name;
}

std::string Papers::readable(std::string_view reason) const {
  std::string out(reason);
  for (const domain::Case& nominee : data_.cases) {
    const std::size_t at = out.find(nominee.id.value);
    if (at != std::string::npos) out.replace(at, nominee.id.value.size(), name_in_sentence(nominee));
  }
  return std::string(without_full_stop(out));
}

ValueList Papers::decision_rows(const domain::DecisionAwards& decision) const {
  const domain::Paper& paper = paper_of("T-QD", decision.id);
  const domain::AwardForm* form = data_.movement.form(decision.form);
  ValueList rows;
  for (const domain::AwardGrant& grant : decision.awards) {
    const domain::Case& nominee = data_.find(grant.nominee);
    RecordFields fields = person_fields(nominee, data_.units);
    fields.emplace_back("seq", Value(grant.seq));
    fields.emplace_back("register", Value(grant.register_number));
    fields.emplace_back("award", Value(form == nullptr ? std::string() : form->name));
    fields.emplace_back("achievements", achievements_of(nominee));
    fields.emplace_back("citation", Value(std::string(without_full_stop(paper.citation))));
    fields.emplace_back("amount", Value(grant.bonus.dong));
    if (const domain::Award* award = law_.catalogue.find(grant.award)) {
      if (const auto multiplier = law_.catalogue.multiplier(*award, decision.date)) {
        fields.emplace_back("multiplier", Value(decimal(*multiplier)));
      }
    }
    rows.push_back(Value::record(std::move(fields)));
  }
  return rows;
}

ValueList Papers::nominee_rows(const domain::DecisionAwards& decision) const {
  const domain::AwardForm* form = data_.movement.form(decision.form);
  struct Entry {
    const domain::Case* nominee;
    int section;
    std::size_t group;  ///< by first appearance of the sector in the catalogue of units
    std::string heading;
  };
  const std::vector<domain::Unit>& units = data_.units.all();
  std::vector<Entry> entries;
  for (const domain::AwardGrant& grant : decision.awards) {
    const domain::Case& nominee = data_.find(grant.nominee);
    const domain::Unit* proposer = data_.units.find(nominee.proposer);
    const std::string sector = proposer == nullptr ? std::string() : proposer->sector_group;
    const auto first = std::ranges::find(units, sector, &domain::Unit::sector_group);
    entries.push_back({&nominee, section_of(grant.kind), static_cast<std::size_t>(first - units.begin()),
                       sector.empty() ? "Các đơn vị khác" : sector});
    if (sector.empty()) entries.back().group = units.size();
  }
  std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) {
    return std::pair(a.section, a.group) < std::pair(b.section, b.group);
  });
  ValueList rows;
  std::map<int, int> seq;
  for (const Entry& entry : entries) {
    RecordFields fields = person_fields(*entry.nominee, data_.units);
    fields.emplace_back("seq", Value(++seq[entry.section]));
    fields.emplace_back("group", Value(entry.heading));
    fields.emplace_back("award", Value(form == nullptr ? std::string() : form->name));
    fields.emplace_back("achievements", achievements_of(*entry.nominee));
    if (entry.nominee->posthumous) fields.emplace_back("note", Value("Truy tặng"));
    rows.push_back(Value::record(std::move(fields)));
  }
  return rows;
}

ValueList Papers::voted_rows() const {
  std::vector<const domain::Case*> voted;
  for (const domain::Case& nominee : data_.cases) {
    if (nominee.outcome == domain::Outcome::passed || nominee.outcome == domain::Outcome::failed) {
      voted.push_back(&nominee);
    }
  }
  std::ranges::stable_sort(voted, [](const domain::Case* a, const domain::Case* b) {
    return std::pair(section_of(a->nomination.kind), a->id) <
           std::pair(section_of(b->nomination.kind), b->id);
  });
  ValueList rows;
  std::map<int, int> seq;
  for (const domain::Case* nominee : voted) {
    RecordFields fields = person_fields(*nominee, data_.units);
    const domain::AwardForm* form = data_.movement.form(nominee->nomination.form);
    fields.emplace_back("seq", Value(++seq[section_of(nominee->nomination.kind)]));
    fields.emplace_back("award", Value(form == nullptr ? std::string() : form->name));
    add_vote(fields, *nominee);
    rows.push_back(Value::record(std::move(fields)));
  }
  return rows;
}

Value Papers::certificate(const domain::DecisionAwards& decision, const domain::AwardGrant& grant,
                          std::string_view code) const {
  const domain::Paper& paper = paper_of("T-QD", decision.id);
  domain::DecisionAwards alone = decision;
  alone.awards = {grant};
  const Value row = decision_rows(alone).front();
  RecordFields fields = *std::get<std::shared_ptr<const RecordFields>>(row.data());
  // What a certificate does not print stays out of the data that goes with it (domain.md §5.6).
  std::erase_if(fields, [](const auto& field) {
    return field.first == "birth_date" || field.first == "birth_year" || field.first == "achievements" ||
           field.first == "multiplier";
  });
  // "TẬP THỂ KHOA CẤP CỨU" (domain.md §4.9, line 6).
  if (grant.kind == domain::RecipientKind::collective) add_text(fields, "salutation", "Tập thể");
  add_text(fields, "code", code);
  RecordFields out{{"authority", authority(paper)},
                   {"paper", this->paper(paper, {})},
                   {"award", award(paper)},
                   {"rows", Value::list({Value::record(std::move(fields))})}};
  if (!code.empty()) {
    std::string host = data_.facts.verify_host;
    std::ranges::transform(host, host.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    out.emplace_back("certificate", Value::record({{"verify_base", Value("HTTPS://" + host + "/X/")}}));
  }
  return Value::record(std::move(out));
}

Value Papers::golden_book() const {
  ValueList rows;
  int first = 0;
  int last = 0;
  const domain::Paper* any = nullptr;
  for (const domain::DecisionAwards& decision : data_.decisions) {
    any = &paper_of("T-QD", decision.id);
    const ValueList of_decision = decision_rows(decision);
    for (std::size_t i = 0; i < of_decision.size(); ++i) {
      RecordFields fields = *std::get<std::shared_ptr<const RecordFields>>(of_decision[i].data());
      fields.emplace_back("decision_number", Value(decision.number));
      fields.emplace_back("decision_date", Value(decision.date));
      rows.push_back(Value::record(std::move(fields)));
      const int number = decision.awards[i].register_number;
      first = first == 0 ? number : std::min(first, number);
      last = std::max(last, number);
    }
  }
  RecordFields out{{"book", Value::record({{"title", Value(data_.facts.golden_book.title)},
                                           {"first", Value(first)},
                                           {"last", Value(last)}})},
                   {"rows", Value::list(std::move(rows))}};
  if (any != nullptr) out.emplace_back("authority", authority(*any));
  return Value::record(std::move(out));
}

Value Papers::received() const {
  Counts counts;
  for (const domain::Case& nominee : data_.cases)
    counts.add(nominee.nomination.kind);
  std::vector<domain::UnitId> senders;
  for (const domain::IncomingProposal& incoming : data_.facts.incoming)
    senders.push_back(incoming.from);
  std::ranges::sort(senders);
  senders.erase(std::ranges::unique(senders).begin(), senders.end());
  RecordFields fields{{"dossiers", Value(static_cast<int>(data_.facts.incoming.size()))},
                      {"units", Value(static_cast<int>(senders.size()))}};
  counts.put(fields);
  return Value::record(std::move(fields));
}

Value Papers::eligible() const {
  Counts counts;
  for (const domain::Case& nominee : data_.cases) {
    if (nominee.outcome == domain::Outcome::passed || nominee.outcome == domain::Outcome::failed) {
      counts.add(nominee.nomination.kind);
    }
  }
  RecordFields fields;
  counts.put(fields);
  return Value::record(std::move(fields));
}

Value Papers::returned() const {
  ValueList out;
  for (const domain::Case& nominee : data_.cases) {
    if (nominee.outcome != domain::Outcome::withdrawn) continue;
    out.push_back(
        Value::record({{"name", Value(name_in_sentence(nominee))},
                       {"reason", Value(nominee.vote ? readable(nominee.vote->reason) : std::string())}}));
  }
  return Value::list(std::move(out));
}

}  // namespace sovang::dossier
