#include "sovang/exchange/movement_files.h"

#include <algorithm>
#include <set>
#include <string>

#include "xml_file.h"

namespace sovang::exchange {
namespace {

using domain::AwardFormId;
using domain::MemberId;
using domain::NomineeId;
using domain::UnitId;

domain::Gender gender_of(const XmlElement& element) {
  return element.one_of<domain::Gender>("gender",
                                        {{"male", domain::Gender::male}, {"female", domain::Gender::female}});
}

/// Reports the second use of an id; returns true for the first.
bool claim(std::set<std::string>& used, const XmlElement& element, const std::string& id) {
  if (id.empty() || used.insert(id).second) return true;
  element.error("XIN-05", "mã “" + id + "” đã dùng ở một thẻ khác phía trên");
  return false;
}

std::vector<domain::Phase> phases_of(const XmlElement& root) {
  std::vector<domain::Phase> phases;
  for (const XmlElement& e : root.child("phases").children("phase")) {
    e.allow({"no", "from", "to"}, {});
    phases.push_back({e.integer("no"), e.date("from"), e.date("to"), e.required_text()});
  }
  return phases;
}

std::vector<domain::Content> contents_of(const XmlElement& root) {
  std::vector<domain::Content> contents;
  for (const XmlElement& e : root.required_child("contents").children("content")) {
    e.allow({"no", "code"}, {"heading", "text"});
    contents.push_back({e.integer("no"), e.id("code"), e.required_child("heading").required_text(),
                        e.required_child("text").required_text()});
  }
  return contents;
}

std::vector<domain::RecipientKind> subjects_of(const XmlElement& form) {
  std::vector<domain::RecipientKind> kinds;
  for (const std::string& word : form.id_list("subjects")) {
    if (word == "individual") {
      kinds.push_back(domain::RecipientKind::individual);
    } else if (word == "collective") {
      kinds.push_back(domain::RecipientKind::collective);
    } else if (word == "household") {
      kinds.push_back(domain::RecipientKind::household);
    } else {
      form.error("XIN-04", "đối tượng “" + word + "” không phải individual, collective hoặc household");
    }
  }
  return kinds;
}

std::vector<domain::AwardForm> forms_of(const XmlElement& root) {
  std::vector<domain::AwardForm> forms;
  std::set<std::string> used;
  for (const XmlElement& e : root.required_child("awardForms").children("awardForm")) {
    e.allow({"id", "level", "authority", "subjects", "catalogue", "bonusIndividual", "bonusCollective"}, {});
    domain::AwardForm form;
    form.id = AwardFormId(e.id("id"));
    claim(used, e, form.id.value);
    form.name = e.required_text();
    form.catalogue = e.optional_id("catalogue");
    form.level = e.one_of<domain::AwardLevel>("level", {{"state", domain::AwardLevel::state},
                                                        {"province", domain::AwardLevel::province},
                                                        {"unit", domain::AwardLevel::unit}});
    form.authority = e.required("authority");
    form.subjects = subjects_of(e);
    form.bonus_individual = e.optional_hundredths("bonusIndividual");
    form.bonus_collective = e.optional_hundredths("bonusCollective");
    forms.push_back(std::move(form));
  }
  return forms;
}

domain::Council council_of(const XmlElement& root) {
  using domain::CouncilRole;
  const XmlElement e = root.required_child("council");
  e.allow({"unit", "threshold"}, {"member"});
  domain::Council council;
  council.unit = UnitId(e.id("unit"));
  council.threshold = e.hundredths("threshold");
  std::set<std::string> used;
  for (const XmlElement& m : e.children("member")) {
    m.allow({"id", "role", "roleTitle", "title", "gender"}, {});
    domain::CouncilMember member;
    member.id = MemberId(m.id("id"));
    claim(used, m, member.id.value);
    member.name = m.required_text();
    member.role = m.one_of<CouncilRole>("role", {{"chair", CouncilRole::chair},
                                                 {"firstViceChair", CouncilRole::first_vice_chair},
                                                 {"viceChair", CouncilRole::vice_chair},
                                                 {"standing", CouncilRole::standing},
                                                 {"member", CouncilRole::member},
                                                 {"secretary", CouncilRole::secretary}});
    member.role_title = m.required("roleTitle");
    member.title = m.required("title");
    member.gender = gender_of(m);
    council.members.push_back(std::move(member));
  }
  return council;
}

domain::Plan plan_of(const XmlElement& root) {
  const XmlElement e = root.required_child("plan");
  e.allow({"number", "date", "issuer", "legalBasis", "fictional"}, {});
  return {e.required("number"), e.date("date"), UnitId(e.id("issuer")), e.optional_id("legalBasis")};
}

}  // namespace

Result<domain::Movement> read_movement(std::string_view xml, std::string_view file,
                                       Diagnostics& diagnostics) {
  const XmlFile source = SOVANG_TRY(XmlFile::open(xml, file, "movement", diagnostics));
  const XmlElement root(source, source.root());
  root.allow({"id", "status"},
             {"title", "shortTitle", "slogan", "plan", "period", "phases", "purpose", "contents",
              "awardForms", "bonusBase", "quotas", "council", "legalBasisRefs"});
  domain::Movement movement;
  movement.id = domain::MovementId(root.id("id"));
  movement.title = root.required_child("title").required_text();
  movement.short_title = root.required_child("shortTitle").required_text();
  movement.slogan = root.child("slogan").text();
  movement.purpose = root.required_child("purpose").required_text();
  movement.plan = plan_of(root);
  const XmlElement period = root.required_child("period");
  movement.from = period.date("from");
  movement.to = period.date("to");
  movement.phases = phases_of(root);
  movement.contents = contents_of(root);
  movement.forms = forms_of(root);
  if (const XmlElement base = root.child("bonusBase")) {
    base.allow({"amount", "currency", "legalBasis"}, {});
    movement.bonus_base = domain::BonusBase{{base.integer("amount")}, base.optional_id("legalBasis")};
  }
  for (const XmlElement& quota : root.child("quotas").children("quota")) {
    quota.allow({"kind", "value"}, {});
    movement.quotas.push_back({quota.required("kind"), quota.hundredths("value")});
  }
  movement.council = council_of(root);
  movement.legal_bases = root.required_child("legalBasisRefs").id_list();
  SOVANG_TRY(source.status());
  return movement;
}

Result<domain::UnitCatalogue> read_units(std::string_view xml, std::string_view file,
                                         Diagnostics& diagnostics) {
  const XmlFile source = SOVANG_TRY(XmlFile::open(xml, file, "units", diagnostics));
  const XmlElement root(source, source.root());
  root.allow({"asOf"}, {"unit"});
  std::vector<domain::Unit> units;
  std::set<std::string> used;
  for (const XmlElement& e : root.children("unit")) {
    e.allow({"id", "kind", "parent", "abbr"}, {"name", "letterhead", "sectorGroup"});
    domain::Unit unit;
    unit.id = UnitId(e.id("id"));
    claim(used, e, unit.id.value);
    unit.kind = e.required("kind");
    unit.parent = UnitId(e.optional_id("parent"));
    unit.abbr = e.optional("abbr");
    unit.name = e.required_child("name").required_text();
    const XmlElement letterhead = e.required_child("letterhead");
    unit.letterhead = letterhead.required_text();
    unit.letterhead_superior = letterhead.optional("superior");
    unit.sector_group = e.child("sectorGroup").text();
    units.push_back(std::move(unit));
  }
  for (const XmlElement& e : root.children("unit")) {
    const std::string parent = e.optional("parent");
    if (!parent.empty() && !used.contains(parent)) {
      e.error("XIN-06", "đơn vị cấp trên “" + parent + "” không có trong danh mục");
    }
  }
  const Date as_of = root.date("asOf");
  SOVANG_TRY(source.status());
  return domain::UnitCatalogue(std::move(units), as_of);
}

Result<std::vector<domain::LegalBasis>> read_legal_bases(std::string_view xml, std::string_view file,
                                                         Diagnostics& diagnostics) {
  const XmlFile source = SOVANG_TRY(XmlFile::open(xml, file, "legalBases", diagnostics));
  const XmlElement root(source, source.root());
  root.allow({}, {"legalBasis"});
  std::vector<domain::LegalBasis> bases;
  std::set<std::string> used;
  for (const XmlElement& e : root.children("legalBasis")) {
    e.allow({"id", "kind", "number", "date", "issuer", "validFrom", "validTo", "fictional"},
            {"title", "reference"});
    domain::LegalBasis basis;
    basis.id = e.id("id");
    claim(used, e, basis.id);
    basis.kind = e.required("kind");
    basis.number = e.required("number");
    basis.date = e.date("date");
    basis.issuer = e.required("issuer");
    basis.valid_from = e.date("validFrom");
    basis.valid_to = e.optional_date("validTo");
    basis.title = e.required_child("title").required_text();
    basis.reference = domain::without_closing_mark(e.required_child("reference").required_text());
    bases.push_back(std::move(basis));
  }
  SOVANG_TRY(source.status());
  return bases;
}

Result<std::vector<domain::Achievement>> read_achievements(std::string_view xml, std::string_view file,
                                                           Diagnostics& diagnostics) {
  using Type = domain::Indicator::Type;
  const XmlFile source = SOVANG_TRY(XmlFile::open(xml, file, "achievements", diagnostics));
  const XmlElement root(source, source.root());
  root.allow({"movement"}, {"achievement"});
  std::vector<domain::Achievement> achievements;
  for (const XmlElement& e : root.children("achievement")) {
    e.allow({"nominee", "content", "seq"}, {"text", "indicator"});
    domain::Achievement achievement{NomineeId(e.id("nominee")),
                                    e.integer("content"),
                                    e.integer("seq"),
                                    e.required_child("text").required_text(),
                                    {}};
    for (const XmlElement& i : e.children("indicator")) {
      i.allow({"slot", "type", "value", "unit", "display"}, {});
      domain::Indicator indicator{i.integer("slot"),
                                  i.one_of<Type>("type", {{"count", Type::count},
                                                          {"measure", Type::measure},
                                                          {"percent", Type::percent},
                                                          {"money", Type::money},
                                                          {"date", Type::date}}),
                                  i.required("value"), i.optional("unit"), i.required("display")};
      if (achievement.text.find(indicator.display) == std::string::npos) {
        i.error("XIN-06", "“" + indicator.display + "” không có nguyên văn trong câu thành tích");
      }
      achievement.indicators.push_back(std::move(indicator));
    }
    achievements.push_back(std::move(achievement));
  }
  SOVANG_TRY(source.status());
  return achievements;
}

namespace {

domain::Vote vote_of(const XmlElement& e) {
  using domain::Outcome;
  e.allow({"nominee", "form", "for", "against", "invalid", "writtenFor", "percent", "result", "reason"}, {});
  domain::Vote vote;
  vote.nominee = NomineeId(e.id("nominee"));
  vote.form = AwardFormId(e.id("form"));
  vote.stated_result = e.one_of<Outcome>(
      "result",
      {{"passed", Outcome::passed}, {"failed", Outcome::failed}, {"withdrawn", Outcome::withdrawn}});
  vote.reason = e.optional("reason");
  if (vote.stated_result == Outcome::withdrawn) return vote;
  vote.in_favour = e.integer("for");
  vote.against = e.integer("against");
  vote.invalid = e.integer_or("invalid", 0);
  vote.written_in_favour = e.integer_or("writtenFor", 0);
  vote.stated_percent = e.optional_hundredths("percent");
  return vote;
}

}  // namespace

Result<domain::CouncilSession> read_council_session(std::string_view xml, std::string_view file,
                                                    Diagnostics& diagnostics) {
  const XmlFile source = SOVANG_TRY(XmlFile::open(xml, file, "councilSession", diagnostics));
  const XmlElement root(source, source.root());
  root.allow({"id", "council", "movement", "number", "date", "place", "threshold"},
             {"attendance", "ballots", "vote"});
  domain::CouncilSession session;
  session.id = root.id("id");
  session.council = UnitId(root.id("council"));
  session.movement = domain::MovementId(root.id("movement"));
  session.number = root.required("number");
  session.date = root.date("date");
  session.place = root.optional("place");
  session.threshold = root.hundredths("threshold");
  const XmlElement attendance = root.required_child("attendance");
  attendance.allow({"total", "present", "absent"}, {"absentMember"});
  session.members = attendance.integer("total");
  session.present = attendance.integer("present");
  if (session.members < 1 || session.present + attendance.integer("absent") != session.members) {
    attendance.error("XIN-06", "số có mặt cộng số vắng phải bằng tổng số thành viên, và tổng số lớn hơn 0");
  }
  for (const XmlElement& e : attendance.children("absentMember")) {
    e.allow({"member", "reason", "writtenOpinion"}, {});
    session.absent.push_back({MemberId(e.id("member")), e.optional("reason"), e.flag("writtenOpinion")});
  }
  const XmlElement ballots = root.required_child("ballots");
  ballots.allow({"issued", "returned", "valid"}, {});
  session.ballots = {ballots.integer("issued"), ballots.integer("returned"), ballots.integer("valid")};
  std::set<std::string> used;
  for (const XmlElement& e : root.children("vote")) {
    session.votes.push_back(vote_of(e));
    claim(used, e, session.votes.back().nominee.value);
  }
  SOVANG_TRY(source.status());
  return session;
}

}  // namespace sovang::exchange
