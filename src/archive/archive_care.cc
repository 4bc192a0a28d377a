// The archivist's desk: recover, reindex, audit, dump.
#include <algorithm>
#include <map>
#include <utility>

#include "archive_impl.h"
#include "note.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

Problem problem_of(const Error& error, const fs::path& place) {
  return {error.rule.empty() ? "ARCHIVE" : error.rule, Severity::error, error.message,
          SourceSpan{place.string(), 0, 0, 0}, "xin khôi phục hồ sơ này từ bản sao lưu"};
}

/// Order of objects that the log has not seen: by time, then id (archive-design §3).
bool earlier(const StoredObject& a, const StoredObject& b) {
  const std::string& a_created = a.inventory.versions.back().created;
  const std::string& b_created = b.inventory.versions.back().created;
  return std::tie(a_created, a.inventory.id) < std::tie(b_created, b.inventory.id);
}

bool is_known(const Result<std::optional<CatalogueEntry>>& row, const StoredObject& object) {
  return row && *row && (*row)->inventory_sha512 == object.inventory_sha512 && (*row)->log_index.has_value();
}

std::vector<std::string> joined(std::vector<std::string> first, std::vector<std::string> second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()), std::make_move_iterator(second.end()));
  return first;
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
      if (!has_version(storage, action->object)) action->outcome = Outcome::failed;
      action->detail = "cut off, written by recovery";
      missing.push_back(std::move(*action));
    }
  }
  if (missing.empty()) return {};
  SOVANG_TRY(remember(missing));
  repairs.push_back("đã ghi " + std::to_string(missing.size()) + " việc bị cắt ngang vào nhật ký hành động");
  return {};
}

Result<WalkReport> Archive::Impl::recover_locked() const {
  WalkReport report;
  std::vector<StoredObject> behind;  // not in the log or the catalogue as they are now
  {
    const bool settled =
        SOVANG_TRY(ArchiveKeys::settle(options.root / "keys", folder_of(LogKind::documents) / "keys"));
    if (settled) report.repairs.emplace_back("đã hoàn tất việc thay khóa");
    TransparencyLog log_now = SOVANG_TRY(log_for_writing());
    report.repairs = joined(std::move(report.repairs), SOVANG_TRY(log_now.repair()));
    const auto current = SOVANG_TRY(keys());
    report.repairs = joined(std::move(report.repairs), SOVANG_TRY(trail.repair(*current)));
  }
  const auto rows = catalogue.take();
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
      report.files += check_fixity(*object, report.problems);
      if (report.problems.size() == before) behind.push_back(std::move(*object));
    }
  }
  std::sort(behind.begin(), behind.end(), earlier);
  if (!behind.empty()) {
    const TransparencyLog log_now = SOVANG_TRY(log_missing(behind));
    if (rows) SOVANG_TRY(index(behind, log_now));  // else open() makes the whole catalogue anew
    report.repairs.push_back("đã ghi " + std::to_string(behind.size()) + " hồ sơ vào nhật ký và danh mục");
  }
  if (rows) {
    for (const CatalogueEntry& entry : SOVANG_TRY((*rows)->entries())) {
      if (storage.has(entry.record_id)) continue;
      report.problems.push_back({"MISSING",
                                 Severity::error,
                                 "danh mục có hồ sơ " + entry.record_id + " nhưng trong kho không còn",
                                 {},
                                 "xin khôi phục hồ sơ này từ bản sao lưu"});
    }
  }
  SOVANG_TRY(remember_cut_off(report.repairs));
  if (!report.repairs.empty()) {
    const std::string detail = std::to_string(report.repairs.size()) + " repairs";
    SOVANG_TRY(remember(std::vector<Action>{
        {std::string(program_actor), "", ActionKind::recovered, "", Outcome::done, detail, ""}}));
  }
  SOVANG_TRY(storage.sweep_work(report.repairs));  // last: until here a crash means recovering again
  return report;
}

Result<WalkReport> Archive::Impl::reindex_locked(const Progress& progress) const {
  constexpr std::size_t rows_a_transaction = 200;
  WalkReport report;
  const TransparencyLog log_now = SOVANG_TRY(log_for_writing());
  CataloguePool::Fresh fresh = SOVANG_TRY(catalogue.begin_generation());
  std::vector<CatalogueObject> objects;
  const std::vector<fs::path> folders = SOVANG_TRY(storage.objects());
  for (const fs::path& folder : folders) {
    const Result<StoredObject> object = Storage::read_at(folder);
    Result<CatalogueObject> row = object ? catalogue_object(*object, log_now) : fail(object.error());
    ++report.objects;
    if (row) {
      report.files += row->files.size();
      objects.push_back(std::move(*row));
    } else {
      report.problems.push_back(problem_of(row.error(), folder));
    }
    if (objects.size() == rows_a_transaction || report.objects == folders.size()) {
      SOVANG_TRY(fresh.catalogue.put(objects));
      objects.clear();
    }
    if (progress) progress(report.objects, folders.size());
  }
  SOVANG_TRY(fresh.catalogue.check());
  SOVANG_TRY(catalogue.switch_to(std::move(fresh)));
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

Result<std::string> Archive::dump() const {
  const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
  return rows->dump();
}

namespace {

/// One walk over the store that only looks.
class Audit {
 public:
  Audit(const Storage& storage, const TransparencyLog& log, const Catalogue* rows)
      : storage_(storage), log_(log), rows_(rows) {}

  void look_at(const fs::path& folder) {
    ++report.objects;
    const Result<StoredObject> object = Storage::read_at(folder);
    if (!object) {
      report.problems.push_back(problem_of(object.error(), folder));
      return;
    }
    if (storage_.folder_of(object->inventory.id) != folder) {
      report.problems.push_back(problem_of(
          Error{ErrorCode::corrupt, "hồ sơ " + object->inventory.id + " nằm sai chỗ", {}, "FIXITY"}, folder));
    }
    report.files += check_fixity(*object, report.problems);
    look_at_log(*object);
    look_at_row(*object);
  }

  /// What the log or the catalogue have and the store has not.
  Status look_for_lost() {
    for (std::uint64_t i = 0; i < log_.size(); ++i) {
      if (!seen_leaves_[i]) {
        say("LOG-03",
            "mục " + std::to_string(i + 1) + " của nhật ký minh bạch không còn hồ sơ nào trong kho");
      }
    }
    if (rows_ == nullptr) return {};
    for (const CatalogueEntry& entry : SOVANG_TRY(rows_->entries())) {
      if (!storage_.has(entry.record_id))
        say("MISSING", "danh mục có hồ sơ " + entry.record_id + " nhưng trong kho không còn");
    }
    return {};
  }

  WalkReport report;

 private:
  void say(std::string rule, std::string message) {
    report.problems.push_back({std::move(rule), Severity::error, std::move(message)});
  }

  void look_at_log(const StoredObject& object) {
    for (int version = 1; version <= object.inventory.head(); ++version) {
      const Result<Bytes> leaf = leaf_of(object, version);
      if (!leaf) continue;  // check_fixity has named the file
      if (const auto index = log_.find(*leaf)) {
        seen_leaves_[*index] = true;
      } else {
        say("LOG-02", "phiên bản " + version_name(version) + " của hồ sơ " + object.inventory.id +
                          " không có trong nhật ký minh bạch");
      }
    }
  }

  void look_at_row(const StoredObject& object) {
    if (rows_ == nullptr) return;
    const auto row = rows_->entry(object.inventory.id);
    if (!is_known(row, object)) {
      say("CATALOGUE", "danh mục không khớp với hồ sơ " + object.inventory.id + "; xin lập lại danh mục");
    }
  }

  const Storage& storage_;
  const TransparencyLog& log_;
  const Catalogue* rows_;
  std::map<std::uint64_t, bool> seen_leaves_;
};

}  // namespace

Result<WalkReport> Archive::audit(const Progress& progress) const {
  WalkReport early;
  const Result<TransparencyLog> log = impl_->log_for_writing();
  if (!log) early.problems.push_back({"LOG-01", Severity::error, log.error().message});
  auto rows = impl_->catalogue.take();
  const Status healthy = rows ? (*rows)->check() : fail(rows.error());
  if (!healthy) early.problems.push_back({"CATALOGUE", Severity::error, healthy.error().message});
  const std::vector<fs::path> folders = SOVANG_TRY(impl_->storage.objects());
  if (!log) {
    for (const fs::path& folder : folders) {
      if (const Result<StoredObject> object = Storage::read_at(folder)) {
        early.files += check_fixity(*object, early.problems);
      } else {
        early.problems.push_back(problem_of(object.error(), folder));
      }
      ++early.objects;
      if (progress) progress(early.objects, folders.size());
    }
    return early;
  }
  Audit audit(impl_->storage, *log, healthy ? &**rows : nullptr);
  audit.report.problems = std::move(early.problems);
  for (const fs::path& folder : folders) {
    audit.look_at(folder);
    if (progress) progress(audit.report.objects, folders.size());
  }
  SOVANG_TRY(audit.look_for_lost());
  return std::move(audit.report);
}

}  // namespace sovang::archive
