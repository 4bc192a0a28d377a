// The papers of the office's own desk: receipt and appraisal of dossiers, contents of the file, final report.
#include <algorithm>
#include <map>
#include <utility>

#include "sovang/text/casing.h"
#include "sovang/text/dates.h"

#include "papers.h"

namespace sovang::dossier {

using document::RecordFields;
using document::Value;
using document::ValueList;

namespace {

using KindCounts = std::map<domain::RecipientKind, int>;

/// "collectives", "individuals" and, where there are some, "households".
void put_counts(RecordFields& fields, const KindCounts& counts) {
  const auto of = [&counts](domain::RecipientKind kind) {
    const auto found = counts.find(kind);
    return found == counts.end() ? 0 : found->second;
  };
  fields.emplace_back("collectives", Value(of(domain::RecipientKind::collective)));
  fields.emplace_back("individuals", Value(of(domain::RecipientKind::individual)));
  if (const int households = of(domain::RecipientKind::household); households > 0) {
    fields.emplace_back("households", Value(households));
  }
}

/// A document that the dossier should hold; none = it has not come.
Value part(std::string_view name, std::optional<int> copies, std::string_view note) {
  RecordFields fields{{"name", Value(name)}};
  if (copies) fields.emplace_back("copies", Value(*copies));
  if (!note.empty()) fields.emplace_back("note", Value(note));
  return Value::record(std::move(fields));
}

Value no_lines() {
  return Value::list({});
}

}  // namespace

domain::Paper Papers::office_paper() const {
  const std::vector<const domain::Paper*> proposals = data_.facts.papers_of("T-TTR-TD");
  if (!proposals.empty()) return *proposals.front();
  domain::Paper office;
  office.unit = data_.facts.issuer;
  office.place = data_.facts.place;
  return office;
}

std::string Papers::unit_name(const domain::UnitId& id) const {
  const domain::Unit* unit = data_.units.find(id);
  return unit == nullptr ? id.value : unit->name;
}

ValueList Papers::receipt_parts(const domain::IncomingProposal& incoming) const {
  const auto reports = std::ranges::count_if(data_.cases, [&incoming](const domain::Case& nominee) {
    return nominee.proposal == incoming.id && !nominee.achievements.empty();
  });
  std::optional<int> minutes;
  std::string minutes_note;
  if (!incoming.minutes_number.empty()) {
    minutes = 1;
    minutes_note = "số " + incoming.minutes_number;
  }
  ValueList parts;
  parts.push_back(part("Tờ trình đề nghị khen thưởng", 1, ""));
  parts.push_back(part("Danh sách đề nghị khen thưởng", 1, incoming.file));
  parts.push_back(part("Biên bản họp xét khen thưởng của Hội đồng", minutes, minutes_note));
  parts.push_back(part("Báo cáo thành tích có xác nhận của cấp trình",
                       reports > 0 ? std::optional(static_cast<int>(reports)) : std::nullopt, ""));
  return parts;
}

Value Papers::receipt(const domain::IncomingProposal& incoming) const {
  const domain::Paper office = office_paper();
  KindCounts counts;
  if (const auto list = data_.lists.find(incoming.id); list != data_.lists.end()) {
    for (const domain::Nomination& row : list->second)
      ++counts[row.kind];
  }
  RecordFields dossier{{"code", Value(data_.movement.id.value + "." + incoming.id.value)},
                       {"proposer", Value(unit_name(incoming.from))},
                       {"about", Value("đề nghị khen thưởng " + small_first(data_.movement.title))},
                       {"number", Value(incoming.number)},
                       {"date", Value(incoming.date)},
                       {"arrival_number", Value(incoming.arrival_number)},
                       {"received_on", Value(incoming.arrival_date)}};
  if (data_.facts.deadline) dossier.emplace_back("deadline", Value(*data_.facts.deadline));
  put_counts(dossier, counts);
  return Value::record({{"issuer", issuer(office)},
                        {"paper", Value::record({{"date", Value(incoming.arrival_date)},
                                                 {"place", Value(data_.facts.place)}})},
                        {"dossier", Value::record(std::move(dossier))},
                        {"parts", Value::list(receipt_parts(incoming))}});
}

Value Papers::appraisal(const std::vector<domain::Objection>& objections) const {
  const domain::Paper office = office_paper();
  KindCounts all;
  KindCounts fit;
  for (const domain::Case& nominee : data_.cases) {
    ++all[nominee.nomination.kind];
    if (nominee.outcome != domain::Outcome::withdrawn) ++fit[nominee.nomination.kind];
  }
  const auto dossiers = static_cast<int>(data_.facts.incoming.size());
  RecordFields dossier{{"code", Value(data_.movement.id.value)},
                       {"proposer", Value("các cơ quan, đơn vị, địa phương")},
                       {"dossiers", Value(dossiers)}};
  put_counts(dossier, all);
  RecordFields eligible;
  put_counts(eligible, fit);
  ValueList findings;
  for (const domain::Objection& objection : objections) {
    RecordFields fields{{"rule", Value(objection.rule)},
                        {"severity", Value(to_string(objection.severity))},
                        {"message", Value(objection.message)}};
    if (!objection.hint.empty()) fields.emplace_back("hint", Value(objection.hint));
    findings.push_back(Value::record(std::move(fields)));
  }
  return Value::record({{"issuer", issuer(office)},
                        {"paper", desk_paper(office)},
                        {"movement", movement()},
                        {"dossier", Value::record(std::move(dossier))},
                        {"findings", Value::list(std::move(findings))},
                        {"opinions", no_lines()},
                        {"eligible", Value::record(std::move(eligible))},
                        {"returned", returned()},
                        {"officer", Value::record({})}});
}

/// A paper of the desk has the letterhead, place, signer and Nơi nhận of the office's proposal, and neither
/// number nor date yet.
Value Papers::desk_paper(const domain::Paper& office) const {
  ValueList lines;
  for (const std::string& line : office.signature.lines)
    lines.emplace_back(line);
  return Value::record({{"year", Value(office.date.year())},
                        {"place", Value(data_.facts.place)},
                        {"recipients", Value::list({Value("Như trên")})},
                        {"file_mark", Value(std::string(without_full_stop(office.file_mark)))},
                        {"signature", Value::record({{"lines", Value::list(std::move(lines))},
                                                     {"name", Value(office.signature.name)}})}});
}

ValueList Papers::report_rows() const {
  ValueList rows;
  for (const domain::DecisionAwards& decision : data_.decisions) {
    const domain::AwardForm* form = data_.movement.form(decision.form);
    for (const domain::AwardGrant& grant : decision.awards) {
      const domain::Case& nominee = data_.find(grant.nominee);
      RecordFields fields{{"kind", Value(domain::to_string(grant.kind))},
                          {"award", Value(form == nullptr ? std::string() : form->name)},
                          {"amount", Value(grant.bonus.dong)}};
      const domain::Unit* proposer = data_.units.find(nominee.proposer);
      if (proposer != nullptr && !proposer->sector_group.empty()) {
        fields.emplace_back("group", Value(proposer->sector_group));
      }
      if (nominee.nomination.gender == domain::Gender::female) fields.emplace_back("woman", Value(true));
      if (nominee.direct_worker) fields.emplace_back("direct_worker", Value(true));
      rows.push_back(Value::record(std::move(fields)));
    }
  }
  return rows;
}

Value Papers::final_report() const {
  const domain::Paper office = office_paper();
  const domain::Plan& plan = data_.movement.plan;
  ValueList results;
  for (const domain::Content& content : data_.movement.contents) {
    results.push_back(Value::record(
        {{"heading", Value(std::string(without_full_stop(content.heading)))}, {"text", no_lines()}}));
  }
  RecordFields report{{"results", Value::list(std::move(results))}};
  for (const std::string_view part :
       {"guidance", "strengths", "limits", "causes", "lessons", "direction", "proposals"}) {
    report.emplace_back(std::string(part), no_lines());
  }
  if (!plan.number.empty()) {
    report.emplace_back(
        "opening", Value("Thực hiện Kế hoạch số " + plan.number + " " + text::long_date(plan.date) + " của " +
                         unit_name(plan.issuer) + ", " + unit_name(office.unit) + " báo cáo tổng kết " +
                         small_first(data_.movement.title) + " như sau"));
  }
  return Value::record({{"issuer", issuer(office)},
                        {"paper", desk_paper(office)},
                        {"movement", movement()},
                        {"report", Value::record(std::move(report))},
                        {"rows", Value::list(report_rows())}});
}

Value Papers::contents(const std::vector<FiledPaper>& filed, std::string_view retention) const {
  const domain::Paper office = office_paper();
  ValueList rows;
  int page = 1;
  for (const FiledPaper& paper : filed) {
    RecordFields fields{{"title", Value(paper.title)}, {"author", Value(paper.author)}};
    if (!paper.number.empty()) fields.emplace_back("number", Value(paper.number));
    if (paper.date) fields.emplace_back("date", Value(*paper.date));
    if (!paper.note.empty()) fields.emplace_back("note", Value(paper.note));
    if (paper.pages > 0) {
      fields.emplace_back("first_page", Value(page));
      fields.emplace_back("pages", Value(paper.pages));
      page += paper.pages;
    }
    rows.push_back(Value::record(std::move(fields)));
  }
  const Date end = data_.decisions.back().date;
  return Value::record(
      {{"issuer", issuer(office)},
       {"paper", Value::record({{"date", Value(end)}, {"place", Value(data_.facts.place)}})},
       {"file", Value::record({{"title", Value("Hồ sơ khen thưởng " + small_first(data_.movement.title))},
                               {"retention", Value(retention)},
                               {"start", Value(data_.movement.from)},
                               {"end", Value(end)}})},
       {"rows", Value::list(std::move(rows))}});
}

std::vector<FiledPaper> Papers::received_papers() const {
  std::vector<FiledPaper> out;
  const domain::Plan& plan = data_.movement.plan;
  if (!plan.number.empty()) {
    out.push_back({plan.number, plan.date, "Kế hoạch tổ chức " + small_first(data_.movement.title),
                   unit_name(plan.issuer), 0, "văn bản riêng"});
  }
  for (const domain::IncomingProposal& incoming : data_.facts.incoming) {
    out.push_back({incoming.number, incoming.date, "Tờ trình đề nghị khen thưởng, kèm danh sách",
                   unit_name(incoming.from), 0, "tệp gốc"});
  }
  return out;
}

}  // namespace sovang::dossier
