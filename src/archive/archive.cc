#include "sovang/archive/archive.h"

#include <utility>

#include "archive_impl.h"
#include "rights.h"

namespace sovang::archive {
namespace fs = std::filesystem;

Archive::Archive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Status Archive::create(const Options& options, Ids& ids) {
  std::error_code error;
  if (fs::exists(options.root / "ocfl" / "0=ocfl_1.1", error)) {
    return fail(ErrorCode::conflict, "«" + options.root.string() + "» đã có kho lưu trữ");
  }
  // What was begun and cut off is simply made again: the mark of the OCFL root comes last.
  const fs::path log = options.root / "log";
  SOVANG_TRY(ArchiveKeys::create(options.root / "keys", ids));
  SOVANG_TRY(files::make_folders(log));
  const ArchiveKeys keys = SOVANG_TRY(ArchiveKeys::load(options.root / "keys", log / "keys"));
  SOVANG_TRY(files::replace(log / "keys", keys.published.text()));
  SOVANG_TRY(TransparencyLog::create(log, "sovang." + options.tenant + "/log", keys));
  SOVANG_TRY(Trail::create(options.root / "trail", "sovang." + options.tenant + "/trail", keys));
  SOVANG_TRY(files::make_folders(options.root / "locks"));
  SOVANG_TRY(CataloguePool(catalogue_home(options)).create());
  return Storage(options.root).create();
}

/// The trail of an archive that was made by a release without one.
static Status make_trail(const fs::path& root, const ArchiveKeys& keys) {
  std::error_code error;
  if (fs::exists(root / "trail" / "checkpoint", error)) return {};
  const LogView log = SOVANG_TRY(LogView::open(root / "log", keys.published));
  std::string origin = log.checkpoint().origin;
  origin = origin.substr(0, origin.rfind('/')) + "/trail";
  return Trail::create(root / "trail", origin, keys);
}

Result<Archive> Archive::open(const Options& options, const Clock& clock, Ids& ids) {
  SOVANG_TRY(Storage(options.root).check());
  auto impl = std::make_unique<Impl>(options, clock, ids);
  const auto keys = SOVANG_TRY(impl->keys());
  SOVANG_TRY(make_trail(options.root, *keys));
  impl->successors = SOVANG_TRY(UnitSuccessors::read(options.root / "don-vi-ke-thua.tsv"));
  const bool catalogue_is_there = impl->catalogue.take().has_value();
  if (!catalogue_is_there || impl->storage.has_leftovers()) {
    const Result<files::Lock> lock = files::Lock::take(options.root / "locks" / "writer");
    if (lock && catalogue_is_there) {
      SOVANG_TRY(impl->recover_locked());
    } else if (lock) {  // REL-12: a lost or damaged catalogue is made again from the store
      SOVANG_TRY(impl->recover_locked());
      SOVANG_TRY(impl->reindex_locked({}));
    } else if (!catalogue_is_there || lock.error().code != ErrorCode::conflict) {
      return fail(lock.error());
    }  // else another process is writing, and will see to what it left
  }
  SOVANG_TRY(impl->settle_trail());
  return Archive(std::move(impl));
}

Result<files::Lock> Archive::Impl::lock_for_writing() const {
  return files::Lock::wait(options.root / "locks" / "writer", options.lock_wait_milliseconds);
}

Result<std::shared_ptr<const ArchiveKeys>> Archive::Impl::keys() const {
  constexpr std::uint64_t limit = 1U << 20U;
  const std::lock_guard guard(keys_mutex_);
  const fs::path list = options.root / "log" / "keys";
  Bytes text = SOVANG_TRY(files::read(list, limit));
  if (!keys_ || text != keys_list_) {
    keys_ = std::make_shared<const ArchiveKeys>(SOVANG_TRY(ArchiveKeys::load(options.root / "keys", list)));
    keys_list_ = std::move(text);
  }
  return keys_;
}

Result<std::shared_ptr<const TransparencyLog>> Archive::Impl::log() const {
  const std::lock_guard guard(log_mutex_);
  Bytes note = SOVANG_TRY(files::read(options.root / "log" / "checkpoint", 4096));
  if (!log_ || note != log_note_) {
    log_ = std::make_shared<const TransparencyLog>(SOVANG_TRY(log_for_writing()));
    log_note_ = std::move(note);
  }
  return log_;
}

Result<StoredObject> Archive::Impl::visible(std::string_view id, const Asker& asker) const {
  // The same answer for what is not there and for what this asker may not see.
  if (!SOVANG_TRY(ask([&](const Catalogue& rows) { return rows.may_see(id, asker); }))) {
    return fail(ErrorCode::not_found, "không tìm thấy văn bản này trong kho lưu trữ");
  }
  return storage.read(id);
}

Result<Hits> Archive::find(const Query& query, const Asker& asker) const {
  const ReadQuery read = read_query(query);
  const std::vector<std::string> other_names = impl_->successors.other_names(read.query);
  Hits found =
      SOVANG_TRY(impl_->ask([&](const Catalogue& rows) { return rows.find(read, asker, other_names); }));
  for (Hit& hit : found.hits)
    hit.unit_now = impl_->successors.name_now(hit.unit, hit.date);
  return found;
}

Result<Record> Archive::record(std::string_view id, const Asker& asker) const {
  const StoredObject object = SOVANG_TRY(impl_->visible(id, asker));
  return view_for(SOVANG_TRY(record_of(object)), asker);
}

Result<std::vector<VersionInfo>> Archive::versions(std::string_view id, const Asker& asker) const {
  const StoredObject object = SOVANG_TRY(impl_->visible(id, asker));
  std::vector<VersionInfo> out;
  for (const ObjectVersion& version : object.inventory.versions) {
    const int number = static_cast<int>(out.size()) + 1;
    out.push_back({number, version.created, version.user_name, version.message});
  }
  return out;
}

Result<std::optional<std::string>> Archive::find_number(std::string_view number, int year) const {
  const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
  const std::vector<std::string> ids = SOVANG_TRY(rows->with_number(number, year));
  return ids.empty() ? std::optional<std::string>() : std::optional(ids.front());
}

Result<Bytes> Archive::file(std::string_view id, std::string_view path, const Asker& asker) const {
  const StoredObject object = SOVANG_TRY(impl_->visible(id, asker));
  if (!may_open(SOVANG_TRY(record_of(object)), path, asker)) {
    return fail(ErrorCode::not_found, "hồ sơ không có tệp này");
  }
  return Storage::read_file(object, path);
}

Result<std::vector<Record>> Archive::list(const Asker& asker, std::size_t limit, std::size_t offset) const {
  const std::vector<std::string> ids =
      SOVANG_TRY(impl_->ask([&](const Catalogue& rows) { return rows.list(asker, limit, offset); }));
  std::vector<Record> out;
  for (const std::string& id : ids)
    out.push_back(view_for(SOVANG_TRY(record_with(impl_->storage, id)), asker));
  return out;
}

}  // namespace sovang::archive
