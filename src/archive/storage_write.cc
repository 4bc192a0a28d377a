// Writing objects and versions, step by step as archive-design §3 has it: a crash at any point leaves the
// object whole or not at all, once recovery has run.
#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

#include "storage.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

Status make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return fail(ErrorCode::io, "không tạo được thư mục «" + path.string() + "»: " + error.message());
  return {};
}

/// Writes the files of a draft and, at the end, makes the folders durable bottom-up.
class DraftWriter {
 public:
  DraftWriter(fs::path folder, SyncMode mode) : folder_(std::move(folder)), mode_(mode) {}

  Status write(const std::string& path, ByteView bytes) {
    const fs::path target = folder_ / path;
    for (fs::path up = target.parent_path(); up != folder_; up = up.parent_path())
      folders_.insert(up);
    SOVANG_TRY(make_folder(target.parent_path()));
    return mode_ == SyncMode::each_file ? files::create(target, bytes)
                                        : files::create_unsynced(target, bytes);
  }

  Status finish() {
    if (mode_ == SyncMode::whole_batch) return {};
    // A path sorts behind its parent, so backwards is bottom-up.
    for (auto it = folders_.rbegin(); it != folders_.rend(); ++it)
      SOVANG_TRY(files::sync_folder(*it));
    return files::sync_folder(folder_);
  }

 private:
  fs::path folder_;
  SyncMode mode_;
  std::set<fs::path> folders_;
};

/// Adds the files to the inventory as its next version and gives those whose content is new, by content path.
std::vector<std::pair<std::string, const ContentFile*>> add_version(Inventory& inventory,
                                                                    std::span<const ContentFile> files,
                                                                    const VersionNote& note) {
  std::vector<std::pair<std::string, const ContentFile*>> fresh;
  ObjectVersion version{note.created, note.message, note.actor.name, note.actor.id, {}};
  const std::string prefix = version_name(inventory.head() + 1) + "/content/";
  for (const ContentFile& file : files) {
    const std::string sha512 = to_hex(digest(HashKind::sha512, file.bytes));
    version.state[file.path] = sha512;
    const auto [content, added] = inventory.manifest.emplace(sha512, prefix + file.path);
    if (!added) continue;
    inventory.sha256_of[content->second] = to_hex(digest(HashKind::sha256, file.bytes));
    fresh.emplace_back(content->second, &file);
  }
  inventory.versions.push_back(std::move(version));
  return fresh;
}

Status rename_unsynced(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  const ErrorCode code = errno == EEXIST || errno == ENOTEMPTY ? ErrorCode::conflict : ErrorCode::io;
  return fail(code, "không đưa được hồ sơ vào «" + to.string() + "»");
}

}  // namespace

Result<Draft> Storage::draft_object(std::string_view id, std::span<const ContentFile> files,
                                    const VersionNote& note, std::string_view txid, SyncMode mode) const {
  Draft draft{work_ / fs::path(txid), {}, {}};
  draft.inventory.id = std::string(id);
  const auto fresh = add_version(draft.inventory, files, note);
  draft.inventory_json = to_json(draft.inventory);
  SOVANG_TRY(make_folder(draft.folder));
  DraftWriter writer(draft.folder, mode);
  for (const auto& [path, file] : fresh)
    SOVANG_TRY(writer.write(path, file->bytes));
  const std::string sidecar = sidecar_of(draft.inventory_json);
  SOVANG_TRY(writer.write("v1/inventory.json", draft.inventory_json));
  SOVANG_TRY(writer.write("v1/inventory.json.sha512", sidecar));
  SOVANG_TRY(writer.write("inventory.json", draft.inventory_json));
  SOVANG_TRY(writer.write("inventory.json.sha512", sidecar));
  SOVANG_TRY(writer.write("0=ocfl_object_1.1", "ocfl_object_1.1\n"));
  SOVANG_TRY(writer.finish());
  return draft;
}

Result<Draft> Storage::draft_version(const StoredObject& object, std::span<const ContentFile> files,
                                     const VersionNote& note, std::string_view txid) const {
  Draft draft{work_ / fs::path(txid), object.inventory, {}};
  const auto fresh = add_version(draft.inventory, files, note);
  draft.inventory_json = to_json(draft.inventory);
  const std::string version = version_name(draft.inventory.head());
  SOVANG_TRY(make_folder(draft.folder / version));
  DraftWriter writer(draft.folder, SyncMode::each_file);
  for (const auto& [path, file] : fresh)
    SOVANG_TRY(writer.write(path, file->bytes));
  const std::string sidecar = sidecar_of(draft.inventory_json);
  SOVANG_TRY(writer.write(version + "/inventory.json", draft.inventory_json));
  SOVANG_TRY(writer.write(version + "/inventory.json.sha512", sidecar));
  SOVANG_TRY(writer.write("root-inventory.json", draft.inventory_json));
  SOVANG_TRY(writer.write("root-inventory.json.sha512", sidecar));
  SOVANG_TRY(writer.finish());
  return draft;
}

Status Storage::verify(const Draft& draft) {
  const std::string own = version_name(draft.inventory.head()) + "/";
  for (const auto& [sha512, path] : draft.inventory.manifest) {
    if (path.compare(0, own.size(), own) != 0)
      continue;  // content of an older version is in the store already
    const Bytes bytes = SOVANG_TRY(files::read(draft.folder / path));
    if (to_hex(digest(HashKind::sha512, bytes)) != sha512) {
      return fail(ErrorCode::io, "tệp vừa ghi «" + path + "» đọc lại không giống; xin kiểm tra ổ đĩa");
    }
  }
  const Bytes inventory = SOVANG_TRY(files::read(draft.folder / own / "inventory.json"));
  if (inventory != draft.inventory_json) {
    return fail(ErrorCode::io, "inventory.json vừa ghi đọc lại không giống; xin kiểm tra ổ đĩa");
  }
  return {};
}

Status Storage::publish_object(const Draft& draft, SyncMode mode) const {
  const fs::path target = folder_of(draft.inventory.id);
  if (mode == SyncMode::whole_batch) {
    SOVANG_TRY(make_folder(target.parent_path()));
    return rename_unsynced(draft.folder, target);
  }
  SOVANG_TRY(files::make_folders(target.parent_path()));
  return files::rename_new(draft.folder, target);  // commit point A
}

Status Storage::publish_version(const StoredObject& object, const Draft& draft) const {
  const std::string version = version_name(draft.inventory.head());
  SOVANG_TRY(files::rename_new(draft.folder / version, object.folder / version));
  SOVANG_TRY(files::rename_over(draft.folder / "root-inventory.json", object.folder / "inventory.json"));
  return files::rename_over(draft.folder / "root-inventory.json.sha512",
                            object.folder / "inventory.json.sha512");  // commit point B
}

Status Storage::sync_all() const {
  const int descriptor = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return fail(ErrorCode::io, "không mở được «" + root_.string() + "»");
  const int done = ::syncfs(descriptor);
  ::close(descriptor);
  if (done != 0) return fail(ErrorCode::io, "không ghi chắc được xuống đĩa «" + root_.string() + "»");
  return {};
}

}  // namespace sovang::archive
