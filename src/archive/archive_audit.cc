// Does everything still stand as it was kept? A walk that only looks: it may be slow on purpose, stop after a
// while, and go on the next time with what was not looked at for longest (REL-08, REL-09).
#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <thread>
#include <utility>

#include "archive_impl.h"
#include "checked.h"
#include "fixity.h"
#include "note.h"
#include "tombstone.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t max_list = std::uint64_t{1} << 30;

}  // namespace

CheckedDates CheckedDates::load(const fs::path& data) {
  CheckedDates out;
  out.file_ = data / "care" / "checked";
  const Result<Bytes> text = files::read(out.file_, max_list);
  std::string_view rest = text ? ByteView(*text) : ByteView();
  constexpr std::size_t digits = 64;
  constexpr std::size_t date = 20;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);  // a torn or damaged one says nothing
    if (line.size() == digits + 1 + date && line[digits] == '\t')
      out.at_[std::string(line.substr(0, digits))] = std::string(line.substr(digits + 1));
  }
  return out;
}

std::string CheckedDates::of(const std::string& hash, std::string_view now) const {
  const auto it = at_.find(hash);
  return it == at_.end() || it->second > now ? std::string() : it->second;
}

Status CheckedDates::put(const std::string& hash, std::string_view now) {
  SOVANG_TRY(files::make_folders(file_.parent_path()));
  at_[hash] = std::string(now);
  std::ofstream out(file_, std::ios::app);  // not synced: what a crash takes is looked at again
  out << hash << '\t' << now << '\n';
  out.flush();
  if (!out) return fail(ErrorCode::io, "không ghi được «" + file_.string() + "»");
  return {};
}

Status CheckedDates::tidy(const std::vector<fs::path>& objects) const {
  std::string text;
  for (const fs::path& object : objects) {
    const auto it = at_.find(object.filename().string());
    if (it != at_.end()) text += it->first + "\t" + it->second + "\n";
  }
  SOVANG_TRY(files::make_folders(file_.parent_path()));
  return files::replace(file_, text);
}

namespace {

/// Keeps a walk at so many MiB a second.
class Pace {
 public:
  Pace(const AuditOptions& options) : options_(options), start_(std::chrono::steady_clock::now()) {}
  void after(std::uint64_t bytes) {
    if (options_.mib_per_second <= 0) return;
    constexpr double mib = 1U << 20U;
    const std::chrono::duration<double> due(static_cast<double>(bytes) / mib / options_.mib_per_second);
    const std::chrono::duration<double> wait = due - (std::chrono::steady_clock::now() - start_);
    if (wait.count() <= 0) return;
    if (options_.pause) {
      options_.pause(wait.count());
    } else {
      std::this_thread::sleep_for(wait);
    }
  }

 private:
  const AuditOptions& options_;
  std::chrono::steady_clock::time_point start_;
};

/// One walk over the store that only looks.
class Audit {
 public:
  Audit(const Storage& storage, const TransparencyLog* log, const Catalogue* rows)
      : storage_(storage), log_(log), rows_(rows) {}

  void look_at(const fs::path& folder) {
    ++report.objects;
    const ObjectHealth health = examine(folder);
    report.files += health.files;
    report.bytes += health.bytes;
    report_health(folder, health, report.problems);
    if (!health.inventory) return;
    const std::string& id = health.inventory->id;
    if (storage_.folder_of(id) != folder) say("FIXITY", "hồ sơ " + id + " nằm sai chỗ", repair_hint, folder);
    const bool whole = health.damaged.empty();
    const Result<StoredObject> object = Storage::read_at(folder);
    if (!object) return;  // its inventory was named
    look_at_log(*object, whole);
    look_at_row(*object);
  }

  /// What the log or the catalogue have and the store has not. `all`: every object was looked at.
  Status look_for_lost(bool all) {
    for (std::uint64_t i = 0; all && log_ != nullptr && i < log_->size(); ++i) {
      if (seen_leaves_[i]) continue;
      say("LOG-03", "mục " + std::to_string(i) + " của nhật ký minh bạch không còn hồ sơ nào trong kho",
          repair_hint, {});
    }
    if (rows_ == nullptr) return {};
    for (const CatalogueEntry& entry : SOVANG_TRY(rows_->entries())) {
      if (!storage_.has(entry.record_id)) {
        say("MISSING", "danh mục có hồ sơ " + entry.record_id + " nhưng trong kho không còn", repair_hint,
            storage_.folder_of(entry.record_id));
      }
    }
    return {};
  }

  void say(std::string rule, std::string message, std::string_view hint, const fs::path& place) {
    report.problems.push_back({std::move(rule), Severity::error, std::move(message),
                               SourceSpan{place.string(), 0, 0, 0}, std::string(hint)});
  }

  WalkReport report;

 private:
  void look_at_log(const StoredObject& object, bool whole) {
    for (int version = 1; log_ != nullptr && version <= object.inventory.head(); ++version) {
      const Result<Bytes> leaf = leaf_of(object, version);
      if (!leaf) continue;  // the file was named
      if (const auto index = log_->find(*leaf)) {
        seen_leaves_[*index] = true;
      } else if (whole) {
        say("LOG-02",
            "phiên bản " + version_name(version) + " của hồ sơ " + object.inventory.id +
                " không có trong nhật ký minh bạch: máy bị ngắt khi đang lưu, hoặc hồ sơ bị làm giả",
            "nếu máy vừa bị ngắt: sovang archive recover; nếu không, xin báo người phụ trách", object.folder);
      }
    }
    if (log_ == nullptr) return;
    for (const Bytes& leaf : leaves_of_tombstone(object))  // what was disposed of is not lost
      if (const auto index = log_->find(leaf)) seen_leaves_[*index] = true;
  }

  void look_at_row(const StoredObject& object) {
    if (rows_ == nullptr || is_known(rows_->entry(object.inventory.id), object)) return;
    say("CATALOGUE", "danh mục không khớp với hồ sơ " + object.inventory.id, "sovang archive reindex",
        object.folder);
  }

  const Storage& storage_;
  const TransparencyLog* log_;
  const Catalogue* rows_;
  std::map<std::uint64_t, bool> seen_leaves_;
};

/// Objects that are due, the one not looked at for longest first.
std::vector<fs::path> due_objects(const std::vector<fs::path>& all, const CheckedDates& dates,
                                  std::string_view now, const std::optional<std::string>& before) {
  std::vector<std::pair<std::string, fs::path>> due;
  for (const fs::path& folder : all) {
    std::string at = dates.of(folder.filename().string(), now);
    if (!before || at < *before) due.emplace_back(std::move(at), folder);
  }
  std::sort(due.begin(), due.end());
  std::vector<fs::path> out;
  for (auto& [at, folder] : due)
    out.push_back(std::move(folder));
  return out;
}

}  // namespace

bool is_known(const Result<std::optional<CatalogueEntry>>& row, const StoredObject& object) {
  return row && *row && (*row)->inventory_sha512 == object.inventory_sha512 && (*row)->log_index.has_value();
}

Result<WalkReport> Archive::audit(const Progress& progress) const {
  return audit(AuditOptions{}, progress);
}

Result<WalkReport> Archive::audit(const AuditOptions& options, const Progress& progress) const {
  const Result<TransparencyLog> log = impl_->log_for_writing();
  auto rows = impl_->catalogue.take();
  const Status healthy = rows ? (*rows)->check() : fail(rows.error());
  Audit audit(impl_->storage, log ? &*log : nullptr, healthy ? &**rows : nullptr);
  const fs::path log_folder = impl_->folder_of(LogKind::documents);
  if (!log) audit.say("LOG-01", log.error().message, repair_hint, log_folder / "leaves");
  for (const std::string& tile : log ? log->wrong_tiles() : std::vector<std::string>{}) {
    audit.say("LOG-04", "tệp băm " + tile + " của nhật ký minh bạch mất hoặc sai", "sovang archive recover",
              log_folder / tile);
  }
  if (!healthy) {
    audit.say("CATALOGUE", healthy.error().message, "sovang archive reindex",
              impl_->options.root / "catalogue");
  }

  const std::string now = impl_->now_text();
  CheckedDates dates = CheckedDates::load(impl_->options.root);
  const std::vector<fs::path> all = SOVANG_TRY(impl_->storage.objects());
  std::optional<std::string> before;
  if (options.older_than_days) {
    constexpr std::int64_t day_ms = 86'400'000;
    before = utc_text(Instant{impl_->clock.now().unix_ms - *options.older_than_days * day_ms});
  }
  const std::vector<fs::path> due = due_objects(all, dates, now, before);
  Pace pace(options);
  std::size_t done = 0;
  for (const fs::path& folder : due) {
    if (options.max_bytes && audit.report.bytes >= *options.max_bytes) break;
    audit.look_at(folder);
    ++done;
    SOVANG_TRY(dates.put(folder.filename().string(), now));
    if (progress) progress(done, due.size());
    pace.after(audit.report.bytes);
  }
  SOVANG_TRY(audit.look_for_lost(done == all.size()));
  if (done == due.size()) SOVANG_TRY(dates.tidy(all));
  WalkReport report = std::move(audit.report);
  report.left = due.size() - done;
  for (const fs::path& folder : all) {
    const std::string at = dates.of(folder.filename().string(), now);
    if (at.empty()) ++report.never_checked;
    if (!at.empty() && (report.oldest_check.empty() || at < report.oldest_check)) report.oldest_check = at;
  }
  return report;
}

}  // namespace sovang::archive
