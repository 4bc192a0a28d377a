#include "movement_data.h"

#include <algorithm>
#include <set>

#include "sovang/exchange/movement_files.h"
#include "sovang/exchange/nomination_list.h"

namespace sovang::dossier {
namespace {

/// The file of that kind, or an error that says which one to import.
Result<SourceFile> required(const OfficeDatabase& database, const domain::MovementId& movement,
                            SourceKind kind, std::string_view wanted) {
  std::optional<SourceFile> found = SOVANG_TRY(database.one(movement.value, kind));
  if (found) return *std::move(found);
  return fail(ErrorCode::not_found,
              "chưa nhập " + std::string(wanted) + "; hãy nhập tệp này bằng lệnh sovang import rồi làm lại");
}

Status load_office_files(MovementData& data, const OfficeDatabase& database,
                         const domain::MovementId& movement, Diagnostics& diagnostics) {
  const domain::MovementId office_wide;
  const SourceFile plan =
      SOVANG_TRY(required(database, movement, SourceKind::movement, "tệp phong trào (movement.xml)"));
  const SourceFile units =
      SOVANG_TRY(required(database, office_wide, SourceKind::units, "danh mục đơn vị (units.xml)"));
  const SourceFile bases = SOVANG_TRY(
      required(database, office_wide, SourceKind::legal_bases, "danh mục căn cứ (legal_bases.xml)"));
  const SourceFile facts = SOVANG_TRY(required(database, movement, SourceKind::office_facts,
                                               "sổ đăng ký và thông tin của cơ quan (office_facts.xml)"));
  data.movement = SOVANG_TRY(exchange::read_movement(plan.bytes, plan.name, diagnostics));
  data.units = SOVANG_TRY(exchange::read_units(units.bytes, units.name, diagnostics));
  data.bases = SOVANG_TRY(exchange::read_legal_bases(bases.bytes, bases.name, diagnostics));
  data.facts = SOVANG_TRY(exchange::read_office_facts(facts.bytes, facts.name, diagnostics));
  data.sources = {plan, units, bases, facts};
  return {};
}

Status load_optional_files(MovementData& data, const OfficeDatabase& database,
                           const domain::MovementId& movement, Diagnostics& diagnostics) {
  if (auto file = SOVANG_TRY(database.one(movement.value, SourceKind::achievements))) {
    data.achievements = SOVANG_TRY(exchange::read_achievements(file->bytes, file->name, diagnostics));
    data.sources.push_back(*std::move(file));
  }
  if (auto file = SOVANG_TRY(database.one(movement.value, SourceKind::council_session))) {
    data.session = SOVANG_TRY(exchange::read_council_session(file->bytes, file->name, diagnostics));
    data.sources.push_back(*std::move(file));
  }
  return {};
}

Status load_lists(MovementData& data, const OfficeDatabase& database, const domain::MovementId& movement,
                  Diagnostics& diagnostics) {
  std::map<std::string, domain::ProposalId> proposal_of;
  for (const domain::IncomingProposal& incoming : data.facts.incoming)
    proposal_of.emplace(incoming.file, incoming.id);
  const exchange::AwardNames awards(data.movement.forms);
  for (SourceFile& file : SOVANG_TRY(database.lists(movement.value))) {
    const auto proposal = proposal_of.find(file.name);
    if (proposal == proposal_of.end()) {
      diagnostics.add({"CASE-05",
                       Severity::warning,
                       "danh sách này không có trong sổ đăng ký văn bản đến nên không được xét",
                       {file.name},
                       "ghi tờ trình kèm tệp này vào sổ rồi nhập lại sổ"});
      continue;
    }
    Diagnostics ignored;  // what import said of the list once is not said again at each later step
    exchange::NominationList list =
        SOVANG_TRY(exchange::read_nominations(file.bytes, file.name, {file.imported, awards}, ignored));
    data.lists.emplace(proposal->second, std::move(list.rows));
    data.sources.push_back(std::move(file));
  }
  return {};
}

/// A form of the movement whose family the catalogue does not know could be given to nobody.
void refuse_unknown_families(const MovementData& data, const domain::AwardCatalogue& catalogue,
                             Diagnostics& diagnostics) {
  for (const domain::AwardForm& form : data.movement.forms) {
    const bool known = std::ranges::any_of(
        form.subjects, [&](domain::RecipientKind kind) { return catalogue.award_of(form, kind) != nullptr; });
    if (known) continue;
    diagnostics.add(
        {"CASE-07",
         Severity::error,
         "hình thức khen «" + form.name + "» (mã " + form.id.value + ")" +
             (form.catalogue.empty() ? "" : " ghi catalogue=\"" + form.catalogue + "\", nhưng mã này") +
             " không có trong bảng hình thức khen thưởng",
         {data.sources.front().name},
         "ghi mã theo templates/law/awards.tsv, ví dụ catalogue=\"BKT\" cho Bằng khen cấp tỉnh, CTDT cho Cờ "
         "thi đua cấp tỉnh"});
  }
}

/// A list may ask for a form of commendation that this movement does not offer.
void refuse_unknown_forms(const MovementData& data, Diagnostics& diagnostics) {
  for (const domain::Case& nominee : data.cases) {
    const domain::Nomination& row = nominee.nomination;
    if (row.form.empty() || data.movement.form(row.form) != nullptr) continue;
    const domain::IncomingProposal* incoming = data.facts.proposal(nominee.proposal);
    diagnostics.add({"CASE-06",
                     Severity::error,
                     "«" + row.name + "» được đề nghị «" + row.form_text +
                         "» nhưng phong trào này không có hình thức khen đó",
                     {incoming == nullptr ? nominee.proposal.value : incoming->file, row.row},
                     "sửa hình thức đề nghị trong danh sách hoặc bổ sung vào tệp phong trào"});
  }
}

}  // namespace

const domain::Case& MovementData::find(const domain::NomineeId& id) const {
  const auto found = index.find(id.value);
  SOVANG_EXPECT(found != index.end());
  return cases[found->second];
}

Result<MovementData> load_movement(const OfficeDatabase& database, const Law& law,
                                   const domain::MovementId& movement, Diagnostics& diagnostics) {
  MovementData data;
  SOVANG_TRY(load_office_files(data, database, movement, diagnostics));
  SOVANG_TRY(load_optional_files(data, database, movement, diagnostics));
  SOVANG_TRY(load_lists(data, database, movement, diagnostics));
  data.cases = domain::join_cases({.movement = data.movement,
                                   .units = data.units,
                                   .facts = data.facts,
                                   .catalogue = law.catalogue,
                                   .lists = data.lists,
                                   .achievements = data.achievements,
                                   .session = data.session ? &*data.session : nullptr},
                                  diagnostics);
  refuse_unknown_families(data, law.catalogue, diagnostics);
  refuse_unknown_forms(data, diagnostics);
  for (std::size_t i = 0; i < data.cases.size(); ++i)
    data.index.emplace(data.cases[i].id.value, i);
  if (!diagnostics.ok()) {
    return fail(ErrorCode::findings,
                "dữ liệu của phong trào chưa khớp nhau; hãy sửa các lỗi đã nêu rồi nhập lại tệp");
  }
  if (data.session) {
    data.decisions = SOVANG_TRY(domain::assign_awards(data.movement, data.cases, data.facts, law.catalogue));
  }
  return data;
}

std::vector<domain::Objection> all_objections(const MovementData& data, const Law& law) {
  return domain::check_all({.texts = law.texts,
                            .movement = data.movement,
                            .units = data.units,
                            .facts = data.facts,
                            .catalogue = law.catalogue,
                            .bases = data.bases,
                            .cases = data.cases,
                            .session = data.session ? &*data.session : nullptr,
                            .decisions = data.decisions,
                            .holidays = law.holidays});
}

bool blocks(const domain::Objection& objection, const MovementData& data) {
  if (objection.severity != Severity::error) return false;
  std::set<std::string> awarded;
  for (const domain::DecisionAwards& decision : data.decisions) {
    for (const domain::AwardGrant& grant : decision.awards)
      awarded.insert(grant.nominee.value);
  }
  std::size_t cases = 0;
  std::size_t of_them_awarded = 0;
  for (const std::string& subject : objection.subjects) {
    if (!data.has_case(subject)) continue;
    ++cases;
    if (awarded.contains(subject)) ++of_them_awarded;
  }
  return cases == 0 || of_them_awarded >= std::min<std::size_t>(cases, 2);
}

}  // namespace sovang::dossier
