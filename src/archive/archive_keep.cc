// keep() and amend(): the write order of archive-design §3 for one or many objects.
#include <set>
#include <utility>

#include "sovang/text/search_keys.h"

#include "archive_impl.h"
#include "record_words.h"
#include "workspace.h"

namespace sovang::archive {
namespace {

/// From this many new objects on, two syncfs are quicker than an fsync for each file (archive-design §3).
constexpr std::size_t batch_from = 8;
/// The same for the files of one decision with many certificates.
constexpr std::size_t batch_from_files = 64;

std::uint64_t size_of(const PreparedObject& object) {
  std::uint64_t total = 0;
  for (const ContentFile& file : object.files)
    total += file.bytes.size();
  return total;
}

/// urn:sovang:<tenant>:<kind>:<ulid>
bool is_id_of(const Record& record) {
  const std::string start =
      "urn:sovang:" + record.tenant + ":" + std::string(word_of(kind_codes, record.kind)) + ":";
  return record.id.size() == start.size() + 26 && record.id.compare(0, start.size(), start) == 0 &&
         is_ulid(std::string_view(record.id).substr(start.size()));
}

bool is_tenant(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

/// Writes the drafts of new objects and publishes them. Nothing is visible until the last draft is durable.
static Status write_objects(const Storage& storage, const Archive::Options& options,
                            const std::vector<PreparedObject>& objects, const VersionNote& note,
                            const Workspace& workspace) {
  std::size_t files = 0;
  for (const PreparedObject& object : objects)
    files += object.files.size();
  const bool many = objects.size() >= batch_from || files >= batch_from_files;
  const SyncMode mode = many ? SyncMode::whole_batch : SyncMode::each_file;
  std::vector<Draft> drafts;
  const Status drafted = [&]() -> Status {
    for (const PreparedObject& object : objects) {
      drafts.push_back(SOVANG_TRY(
          storage.draft_object(object.record.id, object.files, note, workspace.part(drafts.size()), mode)));
      if (options.verify_after_write) SOVANG_TRY(storage.verify(drafts.back()));
    }
    if (mode == SyncMode::whole_batch) SOVANG_TRY(storage.sync_all());
    return {};
  }();
  if (!drafted) {
    const Status swept = workspace.done();  // if even that fails, recovery will do it
    return drafted;
  }
  for (const Draft& draft : drafts)
    SOVANG_TRY(storage.publish_object(draft, mode));
  if (mode == SyncMode::whole_batch) SOVANG_TRY(storage.sync_all());
  return {};
}

Result<TransparencyLog> Archive::Impl::log_missing(const std::vector<StoredObject>& objects) const {
  TransparencyLog log_now = SOVANG_TRY(log_for_writing());
  std::vector<Bytes> missing;
  for (const StoredObject& object : objects) {
    for (int version = 1; version <= object.inventory.head(); ++version) {
      Bytes leaf = SOVANG_TRY(leaf_of(object, version));
      if (!log_now.find(leaf)) missing.push_back(std::move(leaf));
    }
  }
  SOVANG_TRY(log_now.append(missing));
  return log_now;
}

Status Archive::Impl::index(const std::vector<StoredObject>& objects, const TransparencyLog& log_now) const {
  constexpr std::size_t rows_a_transaction = 200;
  const CataloguePool::Lease lease = SOVANG_TRY(catalogue.take());
  std::vector<CatalogueObject> rows;
  for (const StoredObject& object : objects) {
    rows.push_back(SOVANG_TRY(catalogue_object(object, log_now)));
    if (rows.size() == rows_a_transaction) {
      SOVANG_TRY(lease->put(rows));
      rows.clear();
    }
  }
  return lease->put(rows);
}

/// Gives an id where there is none and refuses what is no id of ours.
static Status settle_identity(Record& record, const Archive::Options& options, const Clock& clock, Ids& ids) {
  if (record.tenant.empty()) record.tenant = options.tenant;
  if (!is_tenant(record.tenant)) {
    return fail(ErrorCode::invalid_input, "mã đơn vị quản lý «" + record.tenant + "» không hợp lệ");
  }
  if (record.id.empty()) {
    record.id = "urn:sovang:" + record.tenant + ":" + std::string(word_of(kind_codes, record.kind)) + ":" +
                ids.ulid(clock.now());
  }
  if (!is_id_of(record)) return fail(ErrorCode::invalid_input, "mã hồ sơ «" + record.id + "» không hợp lệ");
  return {};
}

/// What no two decisions may have in common.
static std::string number_key(const Record& record) {
  return record.tenant + "\n" + record.authority_id + "\n" + std::to_string(record.issued.year()) + "\n" +
         text::fold_key(record.number);
}

static tl::unexpected<Error> number_is_taken(const Record& record) {
  return fail(ErrorCode::conflict, "số " + record.number + " năm " + std::to_string(record.issued.year()) +
                                       " đã cấp cho một quyết định khác trong kho lưu trữ");
}

/// A number is given once: refuses a decision whose number of that year is another one's (REL-30).
static Status check_number(const CataloguePool::Lease& rows, const Storage& storage, const Record& record,
                           std::set<std::string>& in_this_call) {
  if (record.kind != RecordKind::decision || record.number.empty()) return {};
  if (!in_this_call.insert(number_key(record)).second) return number_is_taken(record);
  for (const std::string& id : SOVANG_TRY(rows->with_number(record.number, record.issued.year()))) {
    if (id == record.id) continue;
    const Record other = SOVANG_TRY(record_with(storage, id));
    if (other.kind == record.kind && number_key(other) == number_key(record)) return number_is_taken(record);
  }
  return {};
}

Result<std::vector<std::string>> Archive::keep(
    std::vector<std::pair<Record, std::vector<ContentFile>>> objects, const Actor& actor,
    std::string_view message) {
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  if (impl_->storage.has_leftovers()) SOVANG_TRY(impl_->recover_locked());

  const auto keys = SOVANG_TRY(impl_->keys());
  std::vector<std::string> ids;
  std::vector<PreparedObject> fresh;
  std::set<std::string> in_this_call;
  std::uint64_t bytes = 0;
  {
    const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
    for (auto& [record, files] : objects) {
      SOVANG_TRY(settle_identity(record, impl_->options, impl_->clock, impl_->ids));
      PreparedObject object = SOVANG_TRY(prepare(std::move(record), std::move(files), *keys));
      const std::string& id = object.record.id;
      ids.push_back(id);
      if (!in_this_call.insert(id).second) {
        return fail(ErrorCode::invalid_input, "mã hồ sơ «" + id + "» có hai lần trong một lần lưu");
      }
      if (impl_->storage.has(id)) {
        if (same_content(SOVANG_TRY(impl_->storage.read(id)), object))
          continue;  // kept before: nothing to do
        return fail(ErrorCode::conflict, "hồ sơ «" + id + "» đã có trong kho với nội dung khác");
      }
      SOVANG_TRY(check_number(rows, impl_->storage, object.record, in_this_call));
      bytes += size_of(object);
      fresh.push_back(std::move(object));
    }
  }
  if (fresh.empty()) return ids;
  SOVANG_TRY(impl_->storage.check_room(bytes));

  const Workspace workspace =
      SOVANG_TRY(Workspace::make(impl_->storage, impl_->ids.ulid(impl_->clock.now())));
  std::vector<Action> actions;
  for (const PreparedObject& object : fresh)
    actions.push_back({actor.id, "", ActionKind::issue, object.record.id + " v1", Outcome::done, "", ""});
  SOVANG_TRY(workspace.announce(actions));
  const VersionNote note{impl_->now_text(), std::string(message), actor};
  for (PreparedObject& object : fresh)
    add_events(object, 1, note);
  SOVANG_TRY(write_objects(impl_->storage, impl_->options, fresh, note, workspace));
  std::vector<StoredObject> stored;
  for (const PreparedObject& object : fresh)
    stored.push_back(SOVANG_TRY(impl_->storage.read(object.record.id)));
  const TransparencyLog log = SOVANG_TRY(impl_->log_missing(stored));
  SOVANG_TRY(impl_->index(stored, log));
  SOVANG_TRY(impl_->remember(actions));
  // The catalogue is durable before the workspace goes: without it nobody would look for what is missing
  // there.
  SOVANG_TRY(impl_->storage.sync_all());
  SOVANG_TRY(workspace.done());
  return ids;
}

/// The files of the next version: those of the newest one, with what changed put over them.
static Result<std::vector<ContentFile>> next_files(const StoredObject& object,
                                                   std::vector<ContentFile> changed) {
  std::set<std::string> replaced;
  for (const ContentFile& file : changed)
    replaced.insert(file.path);
  for (const auto& [path, sha512] : object.inventory.versions.back().state) {
    if (is_own_path(path) || replaced.count(path) != 0) continue;
    changed.push_back({path, SOVANG_TRY(Storage::read_file(object, path))});
  }
  return changed;
}

/// What the trail calls this change of a record.
static ActionKind kind_of_change(const Record& before, const Record& after) {
  if (before.hold.empty() != after.hold.empty() && before.state == after.state)
    return after.hold.empty() ? ActionKind::release : ActionKind::hold;
  switch (after.state) {
    case RecordState::revoked:
      return ActionKind::revoke;
    case RecordState::disposed:
      return ActionKind::disposal_done;
    case RecordState::issued:
    case RecordState::corrected:
      return ActionKind::correct;
  }
  return ActionKind::correct;
}

Result<int> Archive::amend(Record record, std::vector<ContentFile> changed, int expected_version,
                           const Actor& actor, std::string_view message) {
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  if (impl_->storage.has_leftovers()) SOVANG_TRY(impl_->recover_locked());
  StoredObject object = SOVANG_TRY(impl_->storage.read(record.id));
  if (object.inventory.head() != expected_version) {
    return fail(ErrorCode::conflict, "hồ sơ đã có phiên bản " + std::to_string(object.inventory.head()) +
                                         " do người khác lưu; xin mở lại rồi sửa trên bản mới nhất");
  }
  if (!is_id_of(record)) return fail(ErrorCode::invalid_input, "mã hồ sơ «" + record.id + "» không hợp lệ");
  std::vector<ContentFile> files = SOVANG_TRY(next_files(object, std::move(changed)));
  const auto keys = SOVANG_TRY(impl_->keys());
  PreparedObject next = SOVANG_TRY(prepare(std::move(record), std::move(files), *keys));
  if (same_content(object, next)) return expected_version;
  SOVANG_TRY(impl_->storage.check_room(size_of(next)));

  const Workspace workspace =
      SOVANG_TRY(Workspace::make(impl_->storage, impl_->ids.ulid(impl_->clock.now())));
  const Record before = SOVANG_TRY(record_of(object));
  std::vector<Action> actions{{actor.id, "", kind_of_change(before, next.record),
                               next.record.id + " " + version_name(expected_version + 1), Outcome::done, "",
                               ""}};
  SOVANG_TRY(workspace.announce(actions));
  // The clock may have been set back; an object's own history never runs backwards (archive-design §8).
  const std::string created = std::max(impl_->now_text(), object.inventory.versions.back().created);
  const VersionNote note{created, std::string(message), actor};
  add_events(next, expected_version + 1, note);
  const Draft draft = SOVANG_TRY(impl_->storage.draft_version(object, next.files, note, workspace.part(0)));
  if (impl_->options.verify_after_write) SOVANG_TRY(impl_->storage.verify(draft));
  SOVANG_TRY(impl_->storage.publish_version(object, draft));
  object = SOVANG_TRY(impl_->storage.read(object.inventory.id));
  const TransparencyLog log = SOVANG_TRY(impl_->log_missing({object}));
  SOVANG_TRY(impl_->index({object}, log));
  SOVANG_TRY(impl_->remember(actions));
  // The catalogue is durable before the workspace goes: without it nobody would look for what is missing
  // there.
  SOVANG_TRY(impl_->storage.sync_all());
  SOVANG_TRY(workspace.done());
  return object.inventory.head();
}

}  // namespace sovang::archive
