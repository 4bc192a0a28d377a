#include "records.h"

#include <utility>

#include "sovang/domain/legal_basis.h"

namespace sovang::dossier {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out += ' ';
    out += line;
  }
  return out;
}

}  // namespace

std::string four_digits(int number) {
  std::string text = std::to_string(number);
  if (text.size() < 4) text.insert(0, 4 - text.size(), '0');
  return text;
}

archive::Record Records::of_paper(const domain::Paper& paper, std::string id) const {
  archive::Record record;
  record.id = std::move(id);
  record.tenant = tenant_;
  record.number = paper.number;
  if (const std::optional<NumberParts> parts = split_number(paper.number)) {
    record.number_seq = parts->number;
    record.symbol = parts->symbol;
  }
  record.issued = paper.date;
  record.signer_name = paper.signature.name;
  record.signer_title = joined(paper.signature.lines);
  record.authority_id = paper.unit.value;
  if (const domain::Unit* unit = data_.units.find(paper.unit)) record.authority_name = unit->name;
  record.movement_id = data_.movement.id;
  record.movement_name = data_.movement.title;
  for (const std::string& basis : paper.legal_bases) {
    if (const domain::LegalBasis* found = domain::find_basis(data_.bases, basis)) {
      record.legal_bases.emplace_back(domain::without_closing_mark(found->reference));
    }
  }
  record.subject = paper.abstract;
  const domain::AwardForm* form = data_.movement.form(paper.form);
  const Retention retention = law_.retention.of_commendation(
      form == nullptr ? domain::AwardLevel::province : form->level, paper.date);
  record.retention_rule = retention.rule;
  record.retain_until = retention.until;
  return record;
}

archive::RecordLine Records::line(const domain::DecisionAwards& decision,
                                  const domain::AwardGrant& grant) const {
  const domain::Case& nominee = data_.find(grant.nominee);
  const domain::Nomination& row = nominee.nomination;
  const domain::Paper& paper = papers_.paper_of("T-QD", decision.id);
  archive::RecordLine line;
  line.seq = grant.seq;
  line.kind = grant.kind;
  line.salutation = domain::salutation(row.gender);
  line.name = row.name;
  line.birth_date = row.birth_date;
  line.birth_year = row.birth_year;
  line.gender = row.gender;
  line.title = row.title;
  line.unit_id = nominee.unit.empty() ? nominee.proposer : nominee.unit;
  line.unit_name = body_of(nominee, data_.units);
  line.proposer_id = nominee.proposer;
  line.award = grant.award;
  line.award_name = papers_.full_award_name(paper);
  line.reason = paper.citation;
  line.amount = grant.bonus;
  line.book_number = std::to_string(grant.register_number);
  line.certificate_path = "certs/" + four_digits(grant.register_number) + ".pdf";
  return line;
}

archive::Record Records::decision(const domain::DecisionAwards& decision, std::string id) const {
  const domain::Paper& paper = papers_.paper_of("T-QD", decision.id);
  archive::Record record = of_paper(paper, std::move(id));
  record.kind = archive::RecordKind::decision;
  record.authority_name = papers_.head_of(paper);
  for (const domain::AwardGrant& grant : decision.awards)
    record.lines.push_back(line(decision, grant));
  return record;
}

archive::Record Records::proposal(const domain::Paper& paper, std::string id) const {
  archive::Record record = of_paper(paper, std::move(id));
  record.kind = archive::RecordKind::proposal;
  record.access = archive::Access::internal;
  return record;
}

archive::Record Records::minutes(const domain::Paper& paper, std::string id) const {
  archive::Record record = of_paper(paper, std::move(id));
  record.kind = archive::RecordKind::minutes;
  record.access = archive::Access::internal;
  return record;
}

archive::Record Records::dossier(std::string id) const {
  const domain::Paper& last = papers_.paper_of("T-QD", data_.decisions.back().id);
  archive::Record record = of_paper(last, std::move(id));
  record.kind = archive::RecordKind::dossier;
  record.access = archive::Access::internal;
  record.number.clear();
  record.number_seq = 0;
  record.symbol.clear();
  record.legal_bases.clear();
  record.subject = "Hồ sơ khen thưởng " + small_first(data_.movement.title);
  return record;
}

}  // namespace sovang::dossier
