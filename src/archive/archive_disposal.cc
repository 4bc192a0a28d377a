// dispose(): a record gives way to its tombstone, in one step of the file system (archive-design §10).
#include <algorithm>
#include <utility>

#include "archive_impl.h"
#include "tombstone.h"
#include "workspace.h"

namespace sovang::archive {
namespace {

/// The record as it can still be found: by its number and its day.
Record record_of_tombstone(const Record& record, const DisposalOrder& order) {
  Record out;
  out.id = record.id;
  out.kind = record.kind;
  out.tenant = record.tenant;
  out.number = record.number;
  out.number_seq = record.number_seq;
  out.symbol = record.symbol;
  out.issued = record.issued;
  out.authority_id = record.authority_id;
  out.authority_name = record.authority_name;
  out.subject = "Hồ sơ đã tiêu hủy theo " + order.order;
  out.relations = {{"implements", order.order}};
  out.access = Access::internal;
  out.retention_rule = record.retention_rule;
  out.state = RecordState::disposed;
  return out;
}

Status check(const Record& record, const DisposalOrder& order) {
  if (!record.hold.empty()) {
    return fail(ErrorCode::findings, "hồ sơ đang được giữ lại, không tiêu hủy được: " + record.hold);
  }
  if (order.order.empty() || order.proposed_by.empty() || order.approved_by.empty()) {
    return fail(ErrorCode::invalid_input, "thiếu số quyết định tiêu hủy, người đề nghị hoặc người phê duyệt");
  }
  if (order.proposed_by != order.approved_by) return {};
  return fail(ErrorCode::forbidden, "người phê duyệt phải là người khác với người đề nghị tiêu hủy", {},
              "SEC-37");
}

}  // namespace

Status Archive::dispose(std::string_view id, const DisposalOrder& order, const Actor& actor) {
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  if (impl_->storage.has_leftovers()) SOVANG_TRY(impl_->recover_locked());
  StoredObject object = SOVANG_TRY(impl_->storage.read(id));
  const Record record = SOVANG_TRY(record_of(object));
  if (record.state == RecordState::disposed) return {};
  SOVANG_TRY(check(record, order));

  const auto keys = SOVANG_TRY(impl_->keys());
  std::vector<ContentFile> files{
      {std::string(tombstone_path), SOVANG_TRY(tombstone_of(object, record, order))}};
  PreparedObject stone = SOVANG_TRY(prepare(record_of_tombstone(record, order), std::move(files), *keys));
  const Workspace workspace =
      SOVANG_TRY(Workspace::make(impl_->storage, impl_->ids.ulid(impl_->clock.now())));
  std::vector<Action> actions{
      {actor.id, "", ActionKind::disposal_done, record.id + " v1", Outcome::done, order.order, ""}};
  SOVANG_TRY(workspace.announce(actions));
  const VersionNote note{std::max(impl_->now_text(), object.inventory.versions.back().created),
                         "Tiêu hủy theo " + order.order, actor};
  add_events(stone, 1, note);
  const Draft draft = SOVANG_TRY(
      impl_->storage.draft_object(record.id, stone.files, note, workspace.part(0), SyncMode::each_file));
  if (impl_->options.verify_after_write) SOVANG_TRY(impl_->storage.verify(draft));
  SOVANG_TRY(
      impl_->storage.replace_object(draft));  // what there was lies in the workspace now, and goes with it
  object = SOVANG_TRY(impl_->storage.read(id));
  const TransparencyLog log = SOVANG_TRY(impl_->log_missing({object}));
  SOVANG_TRY(impl_->index({object}, log));
  SOVANG_TRY(impl_->remember(actions));
  // As in keep(): the catalogue is durable before the workspace goes.
  SOVANG_TRY(impl_->storage.sync_all());
  return workspace.done();
}

const std::string& Archive::tenant() const {
  return impl_->options.tenant;
}

}  // namespace sovang::archive
