// The folder of a backup on the disk. Content is written beside its place and renamed, so that a blob is
// whole or absent.
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sovang/base/descriptor.h"
#include "sovang/base/files.h"
#include "sovang/base/hash.h"

#include "snapshot.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_list_bytes = std::uint64_t{1} << 30;
constexpr std::string_view list_ending = ".snapshot";
constexpr std::string_view mark = "sovang-backup.txt";
constexpr std::string_view mark_text =
    "Bản sao lưu của Sổ Vàng. Xin đừng sửa hay xóa tệp trong thư mục này.\n"
    "Khôi phục: sovang archive restore THƯ_MỤC_NÀY --to THƯ_MỤC_MỚI\n";

tl::unexpected<Error> system_error(const fs::path& file, std::string_view what) {
  return fail(ErrorCode::io, std::string(what) + ": " + files::reason(errno), {file.string()});
}

Status write_all(int to, ByteView bytes, const fs::path& file) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(to, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return system_error(file, "không ghi được tệp");
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

/// What was read.
struct Content {
  std::string sha256;
  std::uint64_t bytes = 0;
};

/// Reads a file and takes its digest on the way; each piece goes to `take`.
Result<Content> read_through(const Descriptor& from, const fs::path& source,
                             const std::function<Status(ByteView)>& take) {
  Hasher hasher(HashKind::sha256);
  Content out;
  std::vector<char> piece(std::size_t{1} << 18);
  for (;;) {
    const ssize_t got = ::read(from.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(source, "không đọc được tệp");
    if (got == 0) break;
    const ByteView bytes(piece.data(), static_cast<std::size_t>(got));
    hasher.update(bytes);
    out.bytes += bytes.size();
    SOVANG_TRY(take(bytes));
  }
  out.sha256 = to_hex(hasher.finish());
  return out;
}

}  // namespace

Status sync_disk(const fs::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.valid() && ::syncfs(handle.get()) == 0) return {};
  return system_error(folder, "không ghi chắc được xuống đĩa");
}

Result<BackupFolder> BackupFolder::make(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path / mark, failed)) {
    if (fs::exists(path, failed) && !fs::is_empty(path, failed)) {
      return fail(ErrorCode::invalid_input,
                  "thư mục này có thứ khác; xin chọn một thư mục trống cho bản sao lưu", {path.string()});
    }
    SOVANG_TRY(files::make_folders(path / "blobs"));
    fs::permissions(path, fs::perms::owner_all, failed);
    SOVANG_TRY(files::replace(path / mark, mark_text));
  }
  // What an earlier run that was cut off had begun.
  SOVANG_TRY(files::remove_tree(path / "new"));
  SOVANG_TRY(files::make_folders(path / "new"));
  return BackupFolder(path);
}

Result<BackupFolder> BackupFolder::open(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path / mark, failed)) {
    return fail(ErrorCode::not_found, "đây không phải thư mục sao lưu của Sổ Vàng", {path.string()});
  }
  return BackupFolder(path);
}

Result<std::vector<std::string>> BackupFolder::snapshots() const {
  std::set<std::string> names;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(list_ending)) names.insert(name.substr(0, name.size() - list_ending.size()));
  }
  if (failed)
    return fail(ErrorCode::io, "không đọc được thư mục sao lưu: " + failed.message(), {path_.string()});
  return std::vector<std::string>(names.begin(), names.end());
}

Result<Snapshot> BackupFolder::read(const std::string& name) const {
  const fs::path file = path_ / (name + std::string(list_ending));
  const Bytes text = SOVANG_TRY(files::read(file, most_list_bytes));
  return parse_snapshot(text, file.string());
}

Status BackupFolder::write(const Snapshot& snapshot) const {
  SOVANG_TRY(sync_disk(path_));
  return files::replace(path_ / (snapshot.name + std::string(list_ending)), to_text(snapshot));
}

fs::path BackupFolder::blob(const std::string& sha256) const {
  return path_ / "blobs" / sha256.substr(0, 2) / sha256;
}

bool BackupFolder::has(const std::string& sha256) const {
  std::error_code failed;
  return fs::is_regular_file(blob(sha256), failed);
}

Result<BackupFolder::Stored> BackupFolder::store(const fs::path& file) const {
  const Descriptor from(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  struct stat info {};
  if (!from.valid() || ::fstat(from.get(), &info) != 0) return system_error(file, "không đọc được tệp");
  const fs::path fresh = path_ / "new" / "blob";
  const Descriptor to(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!to.valid()) return system_error(fresh, "không ghi được tệp");
  const Content content =
      SOVANG_TRY(read_through(from, file, [&](ByteView bytes) { return write_all(to.get(), bytes, fresh); }));

  Stored out;
  out.file = {.sha256 = content.sha256,
              .bytes = content.bytes,
              .modified = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec,
              .secret = (info.st_mode & 077U) == 0};
  if (has(content.sha256)) return out;
  SOVANG_TRY(files::make_folders(blob(content.sha256).parent_path()));
  if (::rename(fresh.c_str(), blob(content.sha256).c_str()) != 0)
    return system_error(fresh, "không đổi tên được tệp");
  out.added = true;
  return out;
}

Result<fs::path> BackupFolder::scratch(std::string_view name) const {
  fs::path out = path_ / "new" / name;
  SOVANG_TRY(files::remove_tree(out));
  return out;
}

Status BackupFolder::read_blob(const SnapshotFile& file, const std::function<Status(ByteView)>& take) const {
  const fs::path source = blob(file.sha256);
  const Descriptor from(::open(source.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!from.valid()) {
    return fail(ErrorCode::corrupt, "bản sao lưu thiếu nội dung của một tệp", {source.string()}, "BKP-02");
  }
  const Content content = SOVANG_TRY(read_through(from, source, take));
  if (content.sha256 == file.sha256 && content.bytes == file.bytes) return {};
  return fail(ErrorCode::corrupt, "nội dung trong bản sao lưu đã bị đổi hoặc hỏng", {source.string()},
              "BKP-03");
}

Status BackupFolder::compare(const SnapshotFile& file) const {
  return read_blob(file, [](ByteView) { return Status(); });
}

Status BackupFolder::fetch(const SnapshotFile& file, const fs::path& to) const {
  SOVANG_TRY(files::make_folders(to.parent_path()));
  const Descriptor out(
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file.secret ? 0600 : 0640));
  if (!out.valid()) return system_error(to, "không ghi được tệp");
  return read_blob(file, [&](ByteView bytes) { return write_all(out.get(), bytes, to); });
}

Result<std::set<std::string>> BackupFolder::digests_in_use() const {
  std::set<std::string> out;
  for (const std::string& name : SOVANG_TRY(snapshots()))
    for (const auto& [path, file] : SOVANG_TRY(read(name)).files)
      out.insert(file.sha256);
  return out;
}

Result<std::size_t> BackupFolder::keep_newest(std::size_t count) const {
  const std::vector<std::string> names = SOVANG_TRY(snapshots());
  if (names.size() <= count) return std::size_t{0};
  const std::size_t gone = names.size() - count;
  std::error_code failed;
  for (std::size_t i = 0; i < gone; ++i)
    fs::remove(path_ / (names[i] + std::string(list_ending)), failed);
  // A list must not come back after a power cut when what it names is gone.
  SOVANG_TRY(files::sync_folder(path_));
  // A list that cannot be read stops here, before any content is taken away.
  const std::set<std::string> used = SOVANG_TRY(digests_in_use());
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_ / "blobs", failed))
    if (entry.is_regular_file() && !used.contains(entry.path().filename().string()))
      fs::remove(entry.path(), failed);
  return gone;
}

}  // namespace sovang::dossier
