#include "sovang/dossier/backup.h"

#include <algorithm>
#include <set>
#include <utility>

#include <sys/stat.h>

#include "sovang/base/files.h"
#include "sovang/dossier/disposal.h"
#include "sovang/store/database.h"

#include "disposals_file.h"
#include "snapshot.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view store_prefix = "ocfl/";
constexpr std::string_view trail_prefix = "trail/";

/// What a restored office makes again, or what means nothing without the processes that made it.
bool is_left_out(const std::string& path) {
  for (const std::string_view folder : {"catalogue/", "work/", "locks/", "quarantine/"})
    if (path.starts_with(folder)) return true;
  return path == "trail/lock" || path.ends_with(".lock") || path.ends_with("-wal") || path.ends_with("-shm");
}

/// Content of a version, and the inventory in its folder, never change once they are there (archive-design §1
/// rule 2); the root inventory of an object does.
bool may_change(const std::string& path) {
  if (!path.starts_with(store_prefix)) return true;
  const fs::path name = fs::path(path).filename();
  const std::string parent = fs::path(path).parent_path().filename().string();
  const bool in_version =
      parent.size() > 1 && parent[0] == 'v' && parent.find_first_not_of("0123456789", 1) == std::string::npos;
  return name.string().starts_with("inventory.json") && !in_version;
}

std::string snapshot_name(Instant now) {
  std::string name;
  for (const char c : utc_text(now))
    if (c != '-' && c != ':') name += c;
  return name;
}

class SnapshotMaker {
 public:
  SnapshotMaker(const fs::path& office, const BackupFolder& backup, Snapshot before, Snapshot& out,
                BackupReport& report)
      : office_(office), backup_(backup), before_(std::move(before)), out_(out), report_(report) {}

  /// With the writers waiting: all that changes is copied, all that does not is listed. The trail comes last:
  /// it is written by those too who change nothing else.
  Status copy_what_changes() {
    for (const fs::path& relative : SOVANG_TRY(files::list_tree(office_))) {
      const std::string path = relative.generic_string();
      std::error_code failed;
      if (is_left_out(path) || path.starts_with(trail_prefix) ||
          !fs::is_regular_file(fs::symlink_status(office_ / path, failed))) {
        continue;
      }
      if (path.ends_with(".db")) {
        SOVANG_TRY(store_database(path));
      } else if (may_change(path)) {
        SOVANG_TRY(store(path, office_ / path));
      } else {
        later_.push_back(path);
      }
    }
    return {};
  }

  /// With the trail's writers waiting, too.
  Status copy_trail() {
    for (const fs::path& relative : SOVANG_TRY(files::list_tree(office_ / trail_prefix))) {
      const std::string path = std::string(trail_prefix) + relative.generic_string();
      std::error_code failed;
      if (is_left_out(path) || !fs::is_regular_file(fs::symlink_status(office_ / path, failed))) continue;
      SOVANG_TRY(store(path, office_ / path));
    }
    return {};
  }

  /// The rest, while others write again.
  Status copy_the_rest(const Progress& progress) {
    std::size_t done = 0;
    for (const std::string& path : later_) {
      if (progress) progress("Sao lưu", done++, later_.size());
      if (!is_known(path)) SOVANG_TRY(store(path, office_ / path));
    }
    return {};
  }

 private:
  /// A database is copied by itself, so that the copy is one moment of it, whoever writes.
  Status store_database(const std::string& path) {
    const fs::path copy = SOVANG_TRY(backup_.scratch("copy.db"));
    const store::Database database =
        SOVANG_TRY(store::Database::open(office_ / path, {.mode = store::Database::Mode::existing}));
    SOVANG_TRY(database.run("VACUUM INTO ?1", copy.string()));
    SOVANG_TRY(store(path, copy));
    return files::remove_tree(copy);
  }

  Status store(const std::string& path, const fs::path& file) {
    const BackupFolder::Stored stored = SOVANG_TRY(backup_.store(file));
    count(path, stored.file);
    if (!stored.added) return {};
    ++report_.new_files;
    report_.new_bytes += stored.file.bytes;
    return {};
  }

  /// Unchanged content that the snapshot before has: neither read nor copied again.
  bool is_known(const std::string& path) {
    const auto known = before_.files.find(path);
    if (known == before_.files.end() || !backup_.has(known->second.sha256)) return false;
    struct stat info {};
    if (::lstat((office_ / path).c_str(), &info) != 0) return false;
    const std::int64_t modified = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
    if (static_cast<std::uint64_t>(info.st_size) != known->second.bytes ||
        modified != known->second.modified) {
      return false;
    }
    count(path, known->second);
    return true;
  }

  void count(const std::string& path, const SnapshotFile& file) {
    out_.files[path] = file;
    ++report_.files;
    report_.bytes += file.bytes;
  }

  const fs::path& office_;
  const BackupFolder& backup_;
  Snapshot before_;
  Snapshot& out_;
  BackupReport& report_;
  std::vector<std::string> later_;
};

void add(Diagnostics& diagnostics, std::string_view rule, std::string message, std::string file,
         std::string hint) {
  diagnostics.add({.rule = std::string(rule),
                   .message = std::move(message),
                   .where = {std::move(file)},
                   .hint = std::move(hint)});
}

constexpr std::string_view make_another =
    "hãy chạy sovang archive backup vào một thư mục khác, rồi kiểm tra lại";

/// What was disposed of, beside the snapshots and newer than most of them: whatever snapshot is restored,
/// these records go again (REL-28).
Status remember_disposals(const fs::path& office, const fs::path& backup) {
  std::map<std::string, archive::DisposalOrder> all = SOVANG_TRY(read_disposals(backup));
  for (DisposedRecord& record : SOVANG_TRY(disposed_records(office)))
    all[record.record_id] = std::move(record.order);
  return all.empty() ? Status() : files::replace(backup / disposals_file, disposals_text(all));
}

}  // namespace

Result<BackupReport> back_up(Office& office, const fs::path& backup, Instant now, std::size_t keep_snapshots,
                             const Progress& progress) {
  const fs::path folder = office.place().folder;
  std::error_code failed;
  const fs::path nested =
      fs::weakly_canonical(backup, failed).lexically_relative(fs::weakly_canonical(folder, failed));
  if (!nested.empty() && *nested.begin() != "..") {
    return fail(ErrorCode::invalid_input, "bản sao lưu phải nằm ngoài thư mục dữ liệu của cơ quan",
                {backup.string()});
  }
  const BackupFolder to = SOVANG_TRY(BackupFolder::make(backup));
  const std::vector<std::string> names = SOVANG_TRY(to.snapshots());
  Snapshot before;
  if (!names.empty()) {
    if (Result<Snapshot> newest = to.read(names.back())) before = *std::move(newest);
  }
  Snapshot snapshot;
  snapshot.name = snapshot_name(now);
  snapshot.taken = now;
  if (std::ranges::find(names, snapshot.name) != names.end()) {
    return fail(ErrorCode::conflict, "vừa có một bản sao lưu trong cùng giây này; xin thử lại sau",
                {backup.string()});
  }
  BackupReport report;
  report.snapshot = snapshot.name;
  SnapshotMaker maker(folder, to, std::move(before), snapshot, report);
  {
    const files::Lock writers_wait = SOVANG_TRY(office.archive().pause_writers());
    SOVANG_TRY(maker.copy_what_changes());
    const files::Lock actions_wait = SOVANG_TRY(office.archive().pause_trail());
    SOVANG_TRY(maker.copy_trail());
  }
  SOVANG_TRY(maker.copy_the_rest(progress));
  SOVANG_TRY(to.write(snapshot));
  SOVANG_TRY(remember_disposals(folder, backup));
  if (keep_snapshots > 0) report.removed_snapshots = SOVANG_TRY(to.keep_newest(keep_snapshots));
  return report;
}

Result<std::vector<std::string>> snapshots_of(const fs::path& backup) {
  return SOVANG_TRY(BackupFolder::open(backup)).snapshots();
}

Result<std::size_t> check_backup(const fs::path& backup, Diagnostics& diagnostics, const Progress& progress) {
  const BackupFolder folder = SOVANG_TRY(BackupFolder::open(backup));
  const std::vector<std::string> names = SOVANG_TRY(folder.snapshots());
  if (names.empty())
    add(diagnostics, "BKP-01", "chưa có bản sao lưu nào", backup.string(), std::string(make_another));
  std::map<std::string, std::pair<SnapshotFile, std::string>>
      wanted;  // digest → file, its path in the newest snapshot
  for (const std::string& name : names) {
    const Result<Snapshot> snapshot = folder.read(name);
    if (!snapshot) {
      add(diagnostics, "BKP-01", snapshot.error().message, name, std::string(make_another));
      continue;
    }
    for (const auto& [path, file] : snapshot->files)
      wanted[file.sha256] = {file, name + ":" + path};
  }
  std::size_t done = 0;
  for (const auto& [digest, file] : wanted) {
    if (progress) progress("Đối chiếu bản sao", done++, wanted.size());
    const Status compared = folder.compare(file.first);
    if (!compared) {
      add(diagnostics, compared.error().rule, compared.error().message, file.second,
          std::string(make_another));
    }
  }
  return wanted.size();
}

}  // namespace sovang::dossier
