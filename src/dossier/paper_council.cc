// What the papers say of the council: the session, its members and its vote.
#include <algorithm>
#include <utility>

#include "sovang/text/casing.h"

#include "papers.h"

namespace sovang::dossier {

using document::RecordFields;
using document::Value;
using document::ValueList;

namespace {

Value percent_value(domain::Hundredths value) {
  return Value(document::Decimal{value.value, 2});
}

/// 70 rather than 70.00: thresholds are whole almost always.
Value threshold_value(domain::Hundredths value) {
  if (value.value % 100 == 0) return Value(document::Decimal{value.value / 100, 0});
  return percent_value(value);
}

int written_opinions(const domain::CouncilSession& session) {
  return static_cast<int>(std::ranges::count_if(session.absent, &domain::AbsentMember::written_opinion));
}

/// "Ông Cao Ngọc Hùng, Chủ tịch Ủy ban nhân dân tỉnh, Chủ tịch Hội đồng".
std::string member_line(const domain::CouncilMember& member) {
  std::string out(domain::salutation(member.gender));
  if (!out.empty()) out += ' ';
  return out + member.name + ", " + member.title + ", " + member.role_title;
}

Value officer(const domain::Council& council, const domain::MemberId& id) {
  const domain::CouncilMember* member = council.find(id);
  if (member == nullptr) return Value::record({{"name", Value("")}, {"line", Value("")}});
  return Value::record({{"name", Value(member->name)}, {"line", Value(member_line(*member))}});
}

}  // namespace

Value Papers::council(const domain::DecisionAwards& decision) const {
  const domain::CouncilSession& session = *data_.session;
  std::optional<domain::Hundredths> lowest;
  for (const domain::AwardGrant& grant : decision.awards) {
    const std::optional<domain::Hundredths> percent = data_.find(grant.nominee).percent;
    if (percent && (!lowest || *percent < *lowest)) lowest = percent;
  }
  ValueList failed;
  for (const domain::Case& nominee : data_.cases) {
    if (nominee.outcome != domain::Outcome::failed || !nominee.percent) continue;
    failed.push_back(Value::record(
        {{"name", Value(name_in_sentence(nominee))}, {"percent", percent_value(*nominee.percent)}}));
  }
  RecordFields fields{
      {"minutes_number", Value(session.number)},     {"date", Value(session.date)},
      {"members", Value(session.members)},           {"present", Value(session.present)},
      {"written", Value(written_opinions(session))}, {"threshold", threshold_value(session.threshold)},
      {"failed", Value::list(std::move(failed))}};
  if (const auto minutes = data_.facts.papers_of("T-BB"); !minutes.empty()) {
    fields.emplace_back("name", Value(unit_name(minutes.front()->unit)));
  }
  if (lowest) fields.emplace_back("lowest", percent_value(*lowest));
  return Value::record(std::move(fields));
}

Value Papers::session() const {
  const domain::CouncilSession& session = *data_.session;
  const domain::SessionFacts& facts = data_.facts.session;
  ValueList discussion;
  for (const std::string& paragraph : facts.discussion)
    discussion.emplace_back(std::string(without_full_stop(paragraph)));
  ValueList tellers;
  for (const domain::MemberId& id : facts.tellers) {
    const domain::CouncilMember* member = data_.movement.council.find(id);
    if (member == nullptr) continue;
    const std::string salutation = text::lower(domain::salutation(member->gender));
    std::string line = salutation.empty() ? member->name : salutation + " " + member->name;
    if (tellers.empty()) line += " (Trưởng ban)";
    tellers.emplace_back(std::move(line));
  }
  return Value::record(
      {{"start_hour", Value(facts.start.hour)},
       {"start_minute", Value(facts.start.minute)},
       {"start_date", Value(facts.start.date)},
       {"end_hour", Value(facts.end.hour)},
       {"end_minute", Value(facts.end.minute)},
       {"end_date", Value(facts.end.date)},
       {"place", Value(session.place)},
       {"members", Value(session.members)},
       {"present", Value(session.present)},
       {"absent", Value(session.members - session.present)},
       {"written", Value(written_opinions(session))},
       {"method",
        Value(facts.method == domain::VotingMethod::secret_ballot ? "secret_ballot" : "show_of_hands")},
       {"issued", Value(session.ballots.issued)},
       {"returned", Value(session.ballots.returned)},
       {"valid", Value(session.ballots.valid)},
       {"invalid", Value(session.ballots.returned - session.ballots.valid)},
       {"threshold", threshold_value(session.threshold)},
       {"dossiers", Value(static_cast<int>(data_.facts.incoming.size()))},
       {"discussion", Value::list(std::move(discussion))},
       {"tellers", Value::list(std::move(tellers))}});
}

Value Papers::members() const {
  ValueList out;
  for (const domain::CouncilMember& member : data_.movement.council.members) {
    const auto absent = std::ranges::find(data_.session->absent, member.id, &domain::AbsentMember::member);
    RecordFields fields{{"salutation", Value(domain::salutation(member.gender))},
                        {"name", Value(member.name)},
                        {"title", Value(member.title)},
                        {"role", Value(member.role_title)}};
    if (absent == data_.session->absent.end()) {
      fields.emplace_back("attendance", Value("present"));
    } else {
      fields.emplace_back("attendance", Value(absent->written_opinion ? "written" : "absent"));
      fields.emplace_back("reason", Value(std::string(without_full_stop(absent->reason))));
    }
    out.push_back(Value::record(std::move(fields)));
  }
  return Value::list(std::move(out));
}

Value Papers::minutes(const domain::Paper& paper) const {
  SOVANG_EXPECT(data_.session.has_value() && !data_.decisions.empty());
  const domain::Paper& decision = paper_of("T-QD", data_.decisions.front().id);
  return Value::record({{"authority", authority(decision)},
                        {"issuer", issuer(paper)},
                        {"paper", this->paper(paper, {})},
                        {"movement", movement()},
                        {"session", session()},
                        {"members", members()},
                        {"chair", officer(data_.movement.council, data_.facts.session.chair)},
                        {"secretary", officer(data_.movement.council, data_.facts.session.secretary)},
                        {"returned", returned()},
                        {"rows", Value::list(voted_rows())}});
}

}  // namespace sovang::dossier
