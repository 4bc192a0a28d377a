#include <utility>

#include "sovang/base/files.h"
#include "sovang/dossier/backup.h"

#include "disposals_file.h"
#include "snapshot.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;

/// Every file of the snapshot, compared on the way.
Status write_files(const BackupFolder& backup, const Snapshot& snapshot, const fs::path& to,
                   const Progress& progress, RestoreReport& report) {
  for (const auto& [path, file] : snapshot.files) {
    if (progress) progress("Khôi phục tệp", report.files, snapshot.files.size());
    SOVANG_TRY_WITHIN(backup.fetch(file, to / path), path);
    ++report.files;
    report.bytes += file.bytes;
  }
  return {};
}

/// Disposals that came after the snapshot are carried out again, before anybody can see what they took away.
Status dispose_again(archive::Archive& archive, const fs::path& backup, RestoreReport& report) {
  const archive::Actor program{"urn:sovang:user:restore", "Khôi phục"};
  for (const auto& [id, order] : SOVANG_TRY(read_disposals(backup))) {
    const Result<archive::Record> record = archive.record(id, archive::Asker{});
    if (!record || record->state == archive::RecordState::disposed) continue;
    SOVANG_TRY(archive.dispose(id, order, program));
    report.disposed_again.push_back(id);
  }
  return {};
}

/// Opens the office in its new place, makes the catalogue, and looks whether everything is as it was.
Status bring_to_life(const RestoreOrder& order, const Clock& clock, Ids& ids, const Progress& progress,
                     RestoreReport& report) {
  const fs::path& backup = order.backup;
  const OfficePlace place{order.to, order.home};
  Diagnostics diagnostics;
  Office office = SOVANG_TRY(Office::open(place, clock, ids, diagnostics));
  report.repairs = SOVANG_TRY(office.recover());
  const auto walk = [&](std::string_view step) {
    return [&progress, step](std::size_t done, std::size_t of) {
      if (progress) progress(step, done, of);
    };
  };
  report.objects = SOVANG_TRY(office.archive().reindex(walk("Lập danh mục"))).objects;
  SOVANG_TRY(dispose_again(office.archive(), backup, report));
  report.problems = SOVANG_TRY(office.archive().audit(walk("Soát kho"))).problems;
  archive::Action action;
  action.actor = order.actor.id;
  action.kind = archive::ActionKind::restored;
  action.object = report.snapshot;
  return office.archive().record_action(action);
}

}  // namespace

Result<RestoreReport> restore(const RestoreOrder& order, const Clock& clock, Ids& ids,
                              const Progress& progress) {
  std::error_code failed;
  if (fs::exists(order.to, failed)) {
    return fail(ErrorCode::conflict, "thư mục này đã có; xin chọn một thư mục mới để khôi phục vào",
                {order.to.string()});
  }
  const BackupFolder backup = SOVANG_TRY(BackupFolder::open(order.backup));
  const std::vector<std::string> names = SOVANG_TRY(backup.snapshots());
  if (names.empty())
    return fail(ErrorCode::not_found, "thư mục sao lưu chưa có bản nào", {order.backup.string()});
  const Snapshot snapshot = SOVANG_TRY(backup.read(order.snapshot.empty() ? names.back() : order.snapshot));

  RestoreReport report;
  report.snapshot = snapshot.name;
  report.taken = snapshot.taken;
  fs::path work = order.to;
  work += ".part";
  SOVANG_TRY(files::remove_tree(work));
  SOVANG_TRY(files::make_folders(work / "locks"));
  SOVANG_TRY(files::make_folders(work / "work"));
  SOVANG_TRY(write_files(backup, snapshot, work, progress, report));
  SOVANG_TRY(bring_to_life({order.backup, {}, work, order.home, order.actor}, clock, ids, progress, report));
  SOVANG_TRY(sync_disk(work));  // else a power cut could leave the name and not what lies below it
  SOVANG_TRY(files::rename_new(work, order.to));
  return report;
}

namespace {

/// The folder of a drill; one that was cut off is taken away by the next.
class Scratch {
 public:
  static Result<Scratch> make(const fs::path& path) {
    SOVANG_TRY(files::make_folders(path));
    std::error_code failed;
    fs::permissions(path, fs::perms::owner_all, failed);
    files::Lock lock = SOVANG_TRY(files::Lock::take(path / "lock"));
    SOVANG_TRY(files::remove_tree(path / "data"));
    SOVANG_TRY(files::remove_tree(path / "data.part"));
    return Scratch(path, std::move(lock));
  }
  Scratch(Scratch&& other) noexcept
      : path_(std::exchange(other.path_, fs::path())), lock_(std::move(other.lock_)) {}
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  Scratch(fs::path path, files::Lock lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  fs::path path_;
  files::Lock lock_;  ///< two drills at once would take each other's folder away
};

}  // namespace

Result<DrillReport> drill(const Office& living, const DrillOrder& order, const Clock& clock, Ids& ids,
                          const Progress& progress) {
  if (const auto known = BackupFolder::open(order.backup); !known) return fail(known.error());
  const Scratch scratch =
      SOVANG_TRY(Scratch::make((order.scratch.empty() ? order.backup : order.scratch) / "drill"));
  const Instant start = clock.now();
  DrillReport report;
  const OfficePlace place{scratch.path() / "data", living.place().home};
  report.restored =
      SOVANG_TRY(restore({.backup = order.backup, .snapshot = {}, .to = place.folder, .home = place.home},
                         clock, ids, progress));
  report.needed_milliseconds = clock.now().unix_ms - start.unix_ms;
  report.lost_milliseconds = start.unix_ms - report.restored.taken.unix_ms;

  const auto checkpoint = [](const OfficePlace& of) { return files::read(of.folder / "log" / "checkpoint"); };
  report.log_as_live = SOVANG_TRY(checkpoint(place)) == SOVANG_TRY(checkpoint(living.place()));
  Diagnostics diagnostics;
  Office restored = SOVANG_TRY(Office::open(place, clock, ids, diagnostics));
  report.catalogue_as_live = SOVANG_TRY(restored.archive().dump()) == SOVANG_TRY(living.archive().dump());
  return report;
}

}  // namespace sovang::dossier
