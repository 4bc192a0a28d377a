// The write order of archive-design §3 on a local file system: a crash at any point leaves the object whole
// or not at all, once recovery has run.
#include "local_backend.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "sovang/base/files.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

Status make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return fail(ErrorCode::io, "không tạo được thư mục «" + path.string() + "»: " + error.message());
  return {};
}

Status rename_unsynced(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  const ErrorCode code = errno == EEXIST || errno == ENOTEMPTY ? ErrorCode::conflict : ErrorCode::io;
  return fail(code, "không đưa được hồ sơ vào «" + to.string() + "»");
}

}  // namespace

Result<Bytes> LocalBackend::read(std::string_view object, std::string_view file, std::uint64_t limit) const {
  return files::read(root_ / object / file, limit);
}

bool LocalBackend::has(std::string_view object) const {
  std::error_code error;
  return fs::is_directory(root_ / object, error);
}

Result<std::vector<std::string>> LocalBackend::files_of(std::string_view object) const {
  if (!has(object)) return fail(ErrorCode::not_found, "không có hồ sơ lưu trữ này");
  std::vector<std::string> out;
  std::error_code error;
  for (const fs::path& path : SOVANG_TRY(files::list_tree(root_ / object))) {
    if (!fs::is_directory(root_ / object / path, error)) out.push_back(path.generic_string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Status LocalBackend::stage(std::string_view run, std::string_view file, ByteView bytes, SyncMode mode) {
  const fs::path target = work_ / run / file;
  SOVANG_TRY(make_folder(target.parent_path()));
  return mode == SyncMode::each_file ? files::create(target, bytes) : files::create_unsynced(target, bytes);
}

Result<Bytes> LocalBackend::read_staged(std::string_view run, std::string_view file) const {
  return files::read(work_ / run / file);
}

Status LocalBackend::settle(std::string_view run, SyncMode mode) {
  if (mode == SyncMode::whole_batch) return {};
  const fs::path folder = work_ / run;
  std::error_code error;
  const std::vector<fs::path> all = SOVANG_TRY(files::list_tree(folder));
  // A path sorts behind its parent, so backwards is bottom-up.
  for (auto it = all.rbegin(); it != all.rend(); ++it)
    if (fs::is_directory(folder / *it, error)) SOVANG_TRY(files::sync_folder(folder / *it));
  return files::sync_folder(folder);
}

Status LocalBackend::flush() {
  const int descriptor = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return fail(ErrorCode::io, "không mở được «" + root_.string() + "»");
  const int done = ::syncfs(descriptor);
  ::close(descriptor);
  if (done != 0) return fail(ErrorCode::io, "không ghi chắc được xuống đĩa «" + root_.string() + "»");
  return {};
}

Status LocalBackend::publish_object(std::string_view run, std::string_view object, SyncMode mode) {
  const fs::path target = root_ / object;
  if (mode == SyncMode::whole_batch) {
    SOVANG_TRY(make_folder(target.parent_path()));
    return rename_unsynced(work_ / run, target);
  }
  SOVANG_TRY(files::make_folders(target.parent_path()));
  return files::rename_new(work_ / run, target);  // commit point A
}

Status LocalBackend::replace_object(std::string_view run, std::string_view object) {
  if (!has(object)) return fail(ErrorCode::not_found, "không có hồ sơ này để thay");
  return files::exchange(work_ / run, root_ / object);
}

Status LocalBackend::publish_version(std::string_view run, std::string_view object,
                                     std::string_view version) {
  const fs::path from = work_ / run;
  const fs::path to = root_ / object;
  SOVANG_TRY(files::rename_new(from / version, to / version));
  SOVANG_TRY(files::rename_over(from / "root-inventory.json", to / "inventory.json"));
  return files::rename_over(from / "root-inventory.json.sha512",
                            to / "inventory.json.sha512");  // commit point B
}

Status LocalBackend::discard(std::string_view run) {
  return files::remove_tree(work_ / run);
}

}  // namespace sovang::archive
