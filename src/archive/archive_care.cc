// Making whole: recover, reindex, dump.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "archive_impl.h"
#include "fixity.h"
#include "note.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

Problem problem_of(const Error& error, const fs::path& place) {
  return {error.rule.empty() ? "ARCHIVE" : error.rule, Severity::error, error.message,
          SourceSpan{place.string(), 0, 0, 0}, std::string(repair_hint)};
}

/// Order of objects that the log has not seen: by time, then id (archive-design §3).
bool earlier(const StoredObject& a, const StoredObject& b) {
  const std::string& a_created = a.inventory.versions.back().created;
  const std::string& b_created = b.inventory.versions.back().created;
  return std::tie(a_created, a.inventory.id) < std::tie(b_created, b.inventory.id);
}

std::vector<std::string> joined(std::vector<std::string> first, std::vector<std::string> second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()), std::make_move_iterator(second.end()));
  return first;
}

/// "urn:… v1": is there a tombstone in the place of this record?
bool is_disposed(const Storage& storage, const std::string& object_and_version) {
  const Result<Record> record =
      record_with(storage, object_and_version.substr(0, object_and_version.rfind(" v")));
  return record && record->state == RecordState::disposed;
}

/// "urn:… v2": is this version in the store?
bool has_version(const Storage& storage, const std::string& object_and_version) {
  const std::size_t blank = object_and_version.rfind(" v");
  if (blank == std::string::npos) return false;
  const Result<StoredObject> object = storage.read(object_and_version.substr(0, blank));
  return object &&
         object->inventory.head() >= std::strtol(object_and_version.c_str() + blank + 2, nullptr, 10);
}

}  // namespace

Status Archive::Impl::remember_cut_off(std::vector<std::string>& repairs) const {
  std::error_code error;
  std::vector<Action> missing;
  for (fs::directory_iterator it(storage.work(), error), end; !error && it != end; it.increment(error)) {
    const Result<Bytes> lines = files::read(it->path() / actions_file);
    if (!lines || SOVANG_TRY(trail.has_run(it->path().filename().string()))) continue;
    std::string_view rest = *lines;
    while (!rest.empty()) {
      auto action = action_from_line(take_line(rest));
      if (!action) continue;
      const bool happened = action->kind == ActionKind::disposal_done ? is_disposed(storage, action->object)
                                                                      : has_version(storage, action->object);
      if (!happened) action->outcome = Outcome::failed;
      action->detail = "cut off, written by recovery";
      missing.push_back(std::move(*action));
    }
  }
  if (missing.empty()) return {};
  SOVANG_TRY(remember(missing));
  repairs.push_back("đã ghi " + std::to_string(missing.size()) + " việc bị cắt ngang vào nhật ký hành động");
  return {};
}

Vouched Archive::Impl::in_store() const {
  return [this, known = std::optional<std::set<Bytes>>()](ByteView leaf) mutable {
    if (!known) {
      known.emplace();
      const auto folders = storage.objects();
      for (const fs::path& folder : folders ? *folders : std::vector<fs::path>{}) {
        const Result<StoredObject> object = Storage::read_at(folder);
        for (int version = 1; object && version <= object->inventory.head(); ++version)
          if (Result<Bytes> one = leaf_of(*object, version)) known->insert(*std::move(one));
      }
    }
    return known->count(Bytes(leaf)) != 0;
  };
}

Result<std::vector<std::string>> Archive::Impl::settle_logs() const {
  TransparencyLog log_now = SOVANG_TRY(log_for_writing());
  std::vector<std::string> done = SOVANG_TRY(log_now.repair(in_store()));
  const auto current = SOVANG_TRY(keys());
  return joined(std::move(done), SOVANG_TRY(trail.repair(*current)));
}

/// True if the catalogue turned out to be damaged; another failure stays one.
static Result<bool> is_damage(const Status& done) {
  if (done) return false;
  if (done.error().code == ErrorCode::corrupt) return true;
  return fail(done.error());
}

Status Archive::Impl::tell_missing(const Catalogue& rows, WalkReport& report) const {
  for (const CatalogueEntry& entry : SOVANG_TRY(rows.entries())) {
    if (storage.has(entry.record_id)) continue;
    report.problems.push_back({"MISSING",
                               Severity::error,
                               "danh mục có hồ sơ " + entry.record_id + " nhưng trong kho không còn",
                               {},
                               std::string(repair_hint)});
  }
  return {};
}

Status Archive::Impl::settle_trail() const {
  const auto current = SOVANG_TRY(keys());
  if (trail.is_settled(*current)) return {};
  const auto done = trail.repair(*current);
  return done && !done->empty() ? remember_repairs(done->size()) : Status();
}

Status Archive::Impl::remember_repairs(std::size_t count) const {
  return remember(std::vector<Action>{{std::string(program_actor), "", ActionKind::recovered, "",
                                       Outcome::done, std::to_string(count) + " repairs", ""}});
}

Result<WalkReport> Archive::Impl::recover_locked() const {
  WalkReport report;
  std::vector<StoredObject> behind;  // not in the log or the catalogue as they are now
  {
    const bool settled =
        SOVANG_TRY(ArchiveKeys::settle(options.root / "keys", folder_of(LogKind::documents) / "keys"));
    if (settled) report.repairs.emplace_back("đã hoàn tất việc thay khóa");
    report.repairs = joined(std::move(report.repairs), SOVANG_TRY(settle_logs()));
  }
  const auto rows = catalogue.take();
  bool damaged = rows && SOVANG_TRY(is_damage(tell_missing(**rows, report)));
  for (const fs::path& folder : SOVANG_TRY(storage.objects())) {
    ++report.objects;
    const Status mended = storage.mend(folder, report.repairs);
    if (!mended && mended.error().code != ErrorCode::corrupt) return fail(mended.error());
    Result<StoredObject> object = mended ? Storage::read_at(folder) : fail(mended.error());
    if (!object) {
      report.problems.push_back(problem_of(object.error(), folder));
    } else if (!rows || !is_known((*rows)->entry(object->inventory.id), *object)) {
      // What is damaged is not put into the log as if it were whole.
      const std::size_t before = report.problems.size();
      const ObjectHealth health = examine(folder);
      report.files += health.files;
      report_health(folder, health, report.problems);
      if (report.problems.size() == before) behind.push_back(std::move(*object));
    }
  }
  std::sort(behind.begin(), behind.end(), earlier);
  if (!behind.empty()) {
    const TransparencyLog log_now = SOVANG_TRY(log_missing(behind));
    if (rows && !damaged) damaged = SOVANG_TRY(is_damage(index(behind, log_now)));
    report.repairs.push_back("đã ghi " + std::to_string(behind.size()) + " hồ sơ vào nhật ký và danh mục");
  }
  if (damaged) {  // REL-12; where there is none at all, open() makes it
    SOVANG_TRY(reindex_locked({}));
    report.repairs.emplace_back("đã lập lại danh mục bị hỏng");
  }
  SOVANG_TRY(remember_cut_off(report.repairs));
  if (!report.repairs.empty()) SOVANG_TRY(remember_repairs(report.repairs.size()));
  SOVANG_TRY(storage.sweep_work(report.repairs));  // last: until here a crash means recovering again
  return report;
}

Result<WalkReport> Archive::recover() {
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  return impl_->recover_locked();
}

Result<WalkReport> Archive::reindex(const Progress& progress) {
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  return impl_->reindex_locked(progress);
}

Result<files::Lock> Archive::pause_writers() const {
  return impl_->lock_for_writing();
}

Result<files::Lock> Archive::pause_trail() const {
  return impl_->trail.lock();
}

Result<std::string> Archive::dump() const {
  const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
  return rows->dump();
}

}  // namespace sovang::archive
