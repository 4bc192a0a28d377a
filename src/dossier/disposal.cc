#include "sovang/dossier/disposal.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/dossier/actions.h"
#include "sovang/exchange/table_writer.h"
#include "sovang/store/database.h"

namespace sovang::dossier {
namespace {

constexpr std::string_view database_file = "disposals.db";

constexpr std::array migrations{store::Migration{1, R"sql(
CREATE TABLE disposal (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'reviewed', 'approved', 'executed', 'withdrawn')),
  proposer TEXT NOT NULL,
  proposed_on TEXT NOT NULL,
  minutes BLOB,
  minutes_sha256 TEXT NOT NULL DEFAULT '',
  approver TEXT NOT NULL DEFAULT '',
  disposal_order TEXT NOT NULL DEFAULT '',
  executed_on TEXT
) STRICT;
CREATE TABLE disposal_item (
  disposal_id TEXT NOT NULL REFERENCES disposal,
  seq INTEGER NOT NULL,
  record_id TEXT NOT NULL,
  -- what the list says of it: afterwards there is nothing left to ask
  number TEXT NOT NULL,
  issued TEXT NOT NULL,
  rule TEXT NOT NULL,
  until TEXT NOT NULL,
  disposed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (disposal_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX disposal_item_by_record ON disposal_item (record_id);
)sql"}};

constexpr std::array<std::pair<DisposalState, std::string_view>, 5> state_words{
    {{DisposalState::proposed, "proposed"},
     {DisposalState::reviewed, "reviewed"},
     {DisposalState::approved, "approved"},
     {DisposalState::executed, "executed"},
     {DisposalState::withdrawn, "withdrawn"}}};

DisposalState state_from(std::string_view word) {
  for (const auto& [state, known] : state_words)
    if (known == word) return state;
  return DisposalState::withdrawn;
}

/// A step of a case, for the trail.
archive::Action step_of(archive::ActionKind kind, std::string_view id, const archive::Actor& actor,
                        std::string detail = {}) {
  archive::Action action;
  action.actor = actor.id;
  action.kind = kind;
  action.object = "urn:sovang:disposal:" + std::string(id);
  action.detail = std::move(detail);
  return action;
}

/// The due records among all, by id; a record that may not go is an error with its reason.
Status must_be_due(const std::vector<DueRecord>& due, const std::string& record_id) {
  const auto found = std::ranges::find(due, record_id, &DueRecord::id);
  if (found == due.end()) {
    return fail(ErrorCode::findings, "hồ sơ " + record_id + " chưa hết thời hạn lưu trữ, hoặc lưu vĩnh viễn");
  }
  if (found->kept_because.empty()) return {};
  return fail(ErrorCode::findings, "hồ sơ " + record_id + " chưa được tiêu hủy vì " + found->kept_because);
}

}  // namespace

std::string_view to_string(DisposalState state) {
  for (const auto& [known, word] : state_words)
    if (known == state) return word;
  return "withdrawn";
}

struct Disposals::Impl {
  Impl(store::Database opened, const Clock& clock_seam, Ids& ids_seam)
      : database(std::move(opened)), clock(clock_seam), ids(ids_seam) {}

  [[nodiscard]] Date today() const { return local_date(clock.now()); }
  [[nodiscard]] Result<std::vector<std::string>> records_of(std::string_view id) const;
  [[nodiscard]] Result<DisposalCase> read(const store::Statement& row) const;
  [[nodiscard]] Result<DisposalCase> find(std::string_view id) const;
  /// A case that is at this step; code `conflict` if it is not where it should be.
  [[nodiscard]] Result<DisposalCase> expect(std::string_view id, DisposalState state) const;
  // The steps themselves; what is public writes them down.
  [[nodiscard]] Status propose(const archive::Archive& archive, const std::string& id,
                               const std::vector<std::string>& records, const archive::Actor& proposer) const;
  [[nodiscard]] Status review(std::string_view id, ByteView minutes) const;
  [[nodiscard]] Status approve(std::string_view id, std::string_view order,
                               const archive::Actor& approver) const;
  [[nodiscard]] Status withdraw(std::string_view id) const;
  [[nodiscard]] Result<std::string> execute(archive::Archive& archive, std::string_view id,
                                            const archive::Actor& actor) const;
  [[nodiscard]] Result<std::string> list_csv(std::string_view id) const;
  [[nodiscard]] archive::Record dossier_of(const DisposalCase& disposal, std::string_view tenant) const;

  store::Database database;
  const Clock& clock;
  Ids& ids;
};

Result<std::vector<std::string>> Disposals::Impl::records_of(std::string_view id) const {
  store::Statement rows =
      SOVANG_TRY(database.prepare("SELECT record_id FROM disposal_item WHERE disposal_id = ?1 ORDER BY seq"));
  rows.bind(id);
  std::vector<std::string> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back(rows.text(0));
  return out;
}

constexpr std::string_view select_case =
    "SELECT id, state, proposer, proposed_on, minutes_sha256, approver, disposal_order, executed_on FROM "
    "disposal ";

Result<DisposalCase> Disposals::Impl::read(const store::Statement& row) const {
  DisposalCase out;
  out.id = row.text(0);
  out.state = state_from(row.text(1));
  out.proposer = row.text(2);
  out.proposed_on = Date::from_iso(row.text(3)).value_or(Date());
  out.minutes_sha256 = row.text(4);
  out.approver = row.text(5);
  out.order = row.text(6);
  if (!row.is_null(7)) out.executed_on = Date::from_iso(row.text(7));
  out.records = SOVANG_TRY(records_of(out.id));
  return out;
}

Result<DisposalCase> Disposals::Impl::find(std::string_view id) const {
  Result<store::Statement> row = database.row(std::string(select_case) + "WHERE id = ?1", id);
  if (!row) return fail(ErrorCode::not_found, "không có đợt tiêu hủy mang mã " + std::string(id));
  return read(*row);
}

Result<DisposalCase> Disposals::Impl::expect(std::string_view id, DisposalState state) const {
  DisposalCase out = SOVANG_TRY(find(id));
  if (out.state == state) return out;
  return fail(ErrorCode::conflict, "đợt tiêu hủy " + out.id + " đang ở bước “" +
                                       std::string(to_string(out.state)) + "”, không phải “" +
                                       std::string(to_string(state)) + "”");
}

Result<Disposals> Disposals::open(const std::filesystem::path& office_folder, const Clock& clock, Ids& ids) {
  store::Database database = SOVANG_TRY(store::Database::open(office_folder / database_file));
  SOVANG_TRY(database.migrate(migrations));
  return Disposals(std::make_unique<Impl>(std::move(database), clock, ids));
}

Disposals::Disposals(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Disposals::Disposals(Disposals&&) noexcept = default;
Disposals& Disposals::operator=(Disposals&&) noexcept = default;
Disposals::~Disposals() = default;

Result<std::vector<DisposalCase>> Disposals::cases() const {
  store::Statement rows = SOVANG_TRY(impl_->database.prepare(std::string(select_case) + "ORDER BY id"));
  rows.bind();
  std::vector<DisposalCase> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back(SOVANG_TRY(impl_->read(rows)));
  return out;
}

Result<DisposalCase> Disposals::find(std::string_view id) const {
  return impl_->find(id);
}

Status Disposals::Impl::propose(const archive::Archive& archive, const std::string& id,
                                const std::vector<std::string>& records,
                                const archive::Actor& proposer) const {
  if (records.empty())
    return fail(ErrorCode::invalid_input, "danh mục tài liệu hết giá trị chưa có hồ sơ nào");
  if (std::set<std::string>(records.begin(), records.end()).size() != records.size()) {
    return fail(ErrorCode::invalid_input, "danh mục có một hồ sơ ghi hai lần");
  }
  const std::vector<DueRecord> due = SOVANG_TRY(due_records(archive, today()));
  for (const std::string& record : records)
    SOVANG_TRY(must_be_due(due, record));
  store::Transaction transaction = SOVANG_TRY(database.begin());
  SOVANG_TRY(
      database.run("INSERT INTO disposal (id, state, proposer, proposed_on) VALUES (?1, 'proposed', ?2, ?3)",
                   id, proposer.id, today().iso()));
  int seq = 0;
  for (const std::string& record : records) {
    const DueRecord& item = *std::ranges::find(due, record, &DueRecord::id);
    SOVANG_TRY(
        database.run("INSERT INTO disposal_item (disposal_id, seq, record_id, number, issued, rule, "
                     "until) VALUES (?1,?2,?3,?4,?5,?6,?7)",
                     id, ++seq, record, item.number, item.issued.iso(), item.rule, item.until.iso()));
  }
  return transaction.commit();
}

Status Disposals::Impl::review(std::string_view id, ByteView minutes) const {
  SOVANG_TRY(expect(id, DisposalState::proposed));
  if (!minutes.starts_with("%PDF-")) {
    return fail(ErrorCode::invalid_input, "biên bản họp Hội đồng xét hủy phải là tệp PDF");
  }
  return database.run(
      "UPDATE disposal SET state = 'reviewed', minutes = ?2, minutes_sha256 = ?3 WHERE id = ?1 AND state = "
      "'proposed'",
      id, store::Blob{minutes}, to_hex(digest(HashKind::sha256, minutes)));
}

Status Disposals::Impl::approve(std::string_view id, std::string_view order,
                                const archive::Actor& approver) const {
  const DisposalCase disposal = SOVANG_TRY(expect(id, DisposalState::reviewed));
  if (order.empty()) return fail(ErrorCode::invalid_input, "xin cho biết số quyết định tiêu hủy");
  if (approver.id == disposal.proposer) {
    return fail(ErrorCode::forbidden, "người phê duyệt phải là người khác với người đề nghị tiêu hủy", {},
                "SEC-37");
  }
  return database.run(
      "UPDATE disposal SET state = 'approved', approver = ?2, disposal_order = ?3 WHERE id = ?1 AND state = "
      "'reviewed'",
      id, approver.id, order);
}

Status Disposals::Impl::withdraw(std::string_view id) const {
  const DisposalCase disposal = SOVANG_TRY(find(id));
  if (disposal.state == DisposalState::executed) {
    return fail(ErrorCode::conflict, "đợt này đã tiêu hủy xong, không rút lại được");
  }
  return database.run("UPDATE disposal SET state = 'withdrawn' WHERE id = ?1 AND state <> 'executed'", id);
}

Result<std::string> Disposals::Impl::list_csv(std::string_view id) const {
  store::Statement rows =
      SOVANG_TRY(database.prepare("SELECT seq, record_id, number, issued, rule, until FROM disposal_item "
                                  "WHERE disposal_id = ?1 ORDER BY seq"));
  rows.bind(id);
  exchange::PlainTable list{
      .name = "Danh mục",
      .columns =
          {{"STT"}, {"Mã hồ sơ"}, {"Số, ký hiệu"}, {"Ngày"}, {"Quy tắc thời hạn"}, {"Lưu đến hết ngày"}},
      .rows = {}};
  while (SOVANG_TRY(rows.step())) {
    std::vector<std::string>& row = list.rows.emplace_back();
    for (int column = 0; column < rows.columns(); ++column)
      row.push_back(rows.text(column));
  }
  return exchange::write_csv(list);
}

archive::Record Disposals::Impl::dossier_of(const DisposalCase& disposal, std::string_view tenant) const {
  archive::Record record;
  record.kind = archive::RecordKind::dossier;
  record.tenant = tenant;
  record.id = "urn:sovang:" + record.tenant + ":hs:" + disposal.id;
  record.issued = disposal.executed_on.value_or(today());
  record.subject = "Hồ sơ tiêu hủy tài liệu hết thời hạn lưu trữ theo " + disposal.order;
  record.access = archive::Access::internal;
  record.relations.push_back({"implements", disposal.order});
  const auto add = [&record](const char* path, const char* mime, const char* role) {
    record.files.emplace_back();
    record.files.back().path = path;
    record.files.back().mime = mime;
    record.files.back().role = role;
  };
  add("list.csv", "text/csv", "list");
  add("minutes.pdf", "application/pdf", "minutes");
  return record;
}

Result<std::string> Disposals::Impl::execute(archive::Archive& archive, std::string_view id,
                                             const archive::Actor& actor) const {
  DisposalCase disposal = SOVANG_TRY(expect(id, DisposalState::approved));
  if (disposal.proposed_on == today()) {
    return fail(ErrorCode::conflict,
                "việc tiêu hủy phải làm vào một ngày khác ngày đề nghị; xin làm lại từ ngày mai", {},
                "REL-10");
  }
  const archive::DisposalOrder order{
      .order = disposal.order, .proposed_by = disposal.proposer, .approved_by = disposal.approver};
  const std::vector<DueRecord> due = SOVANG_TRY(due_records(archive, today()));
  for (const std::string& record : disposal.records) {  // all of them may go, or none does
    const archive::Record now = SOVANG_TRY(archive.record(record, archive::Asker{}));
    if (now.state != archive::RecordState::disposed) SOVANG_TRY(must_be_due(due, record));
  }
  for (const std::string& record : disposal.records) {
    SOVANG_TRY(archive.dispose(record, order, actor));
    SOVANG_TRY(database.run("UPDATE disposal_item SET disposed = 1 WHERE disposal_id = ?1 AND record_id = ?2",
                            disposal.id, record));
  }

  disposal.executed_on = today();
  archive::Record dossier = dossier_of(disposal, archive.tenant());
  store::Statement minutes =
      SOVANG_TRY(database.row("SELECT minutes FROM disposal WHERE id = ?1", disposal.id));
  const std::string dossier_id = dossier.id;
  std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> objects;
  objects.emplace_back(std::move(dossier),
                       std::vector<archive::ContentFile>{{"list.csv", SOVANG_TRY(list_csv(disposal.id))},
                                                         {"minutes.pdf", minutes.blob(0)}});
  SOVANG_TRY(archive.keep(std::move(objects), actor, "Tiêu hủy tài liệu theo " + disposal.order));
  SOVANG_TRY(database.run("UPDATE disposal SET state = 'executed', executed_on = ?2 WHERE id = ?1",
                          disposal.id, disposal.executed_on->iso()));
  return dossier_id;
}

Result<std::string> Disposals::propose(const archive::Archive& archive, std::vector<std::string> records,
                                       const archive::Actor& proposer) {
  const std::string id = impl_->ids.ulid(impl_->clock.now());
  const auto count = std::to_string(records.size()) + " records";
  SOVANG_TRY(recorded(archive, step_of(archive::ActionKind::disposal_proposed, id, proposer, count),
                      [&] { return impl_->propose(archive, id, records, proposer); }));
  return id;
}

Status Disposals::review(const archive::Archive& archive, std::string_view id, ByteView minutes,
                         const archive::Actor& actor) {
  const std::string digest_of_minutes = "minutes sha256:" + to_hex(digest(HashKind::sha256, minutes));
  return recorded(archive, step_of(archive::ActionKind::disposal_reviewed, id, actor, digest_of_minutes),
                  [&] { return impl_->review(id, minutes); });
}

Status Disposals::approve(const archive::Archive& archive, std::string_view id, std::string_view order,
                          const archive::Actor& approver) {
  return recorded(archive, step_of(archive::ActionKind::disposal_approved, id, approver, std::string(order)),
                  [&] { return impl_->approve(id, order, approver); });
}

Status Disposals::withdraw(const archive::Archive& archive, std::string_view id,
                           const archive::Actor& actor) {
  return recorded(archive, step_of(archive::ActionKind::disposal_withdrawn, id, actor),
                  [&] { return impl_->withdraw(id); });
}

Result<std::string> Disposals::execute(archive::Archive& archive, std::string_view id,
                                       const archive::Actor& actor) {
  return recorded(archive, step_of(archive::ActionKind::disposal_done, id, actor),
                  [&] { return impl_->execute(archive, id, actor); });
}

Result<std::vector<DisposedRecord>> disposed_records(const std::filesystem::path& office_folder) {
  std::error_code failed;
  if (!std::filesystem::exists(office_folder / database_file, failed)) return std::vector<DisposedRecord>();
  const store::Database database = SOVANG_TRY(
      store::Database::open(office_folder / database_file, {.mode = store::Database::Mode::existing}));
  store::Statement rows = SOVANG_TRY(
      database.prepare("SELECT i.record_id, d.disposal_order, d.proposer, d.approver FROM disposal_item i "
                       "JOIN disposal d ON d.id = i.disposal_id WHERE i.disposed = 1 ORDER BY i.record_id"));
  rows.bind();
  std::vector<DisposedRecord> out;
  while (SOVANG_TRY(rows.step())) {
    out.push_back(
        {rows.text(0), {.order = rows.text(1), .proposed_by = rows.text(2), .approved_by = rows.text(3)}});
  }
  return out;
}

}  // namespace sovang::dossier
