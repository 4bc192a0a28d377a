#include "storage.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t tuple_size = 3;
constexpr std::size_t tuple_count = 3;
constexpr std::size_t hash_digits = 64;

constexpr std::string_view layout_json =
    "{\n"
    " \"extension\": \"0004-hashed-n-tuple-storage-layout\",\n"
    " \"description\": \"SHA-256 of the object id in three folders of three letters, then the whole hash\"\n"
    "}\n";
constexpr std::string_view layout_config =
    "{\n"
    " \"extensionName\": \"0004-hashed-n-tuple-storage-layout\",\n"
    " \"digestAlgorithm\": \"sha256\",\n"
    " \"tupleSize\": 3,\n"
    " \"numberOfTuples\": 3,\n"
    " \"shortObjectRoot\": false\n"
    "}\n";
/// For who finds this folder without the program.
constexpr std::string_view description =
    "# Kho lưu trữ theo OCFL 1.1\n\n"
    "This folder is an OCFL 1.1 storage root (https://ocfl.io/1.1/spec/). Each object is one decision or "
    "one\n"
    "dossier of a commendation office. Its newest version is described by `inventory.json`; `record.xml` in\n"
    "its content holds all metadata; the files are stored as they were issued. Nothing but these files is\n"
    "needed to read the archive.\n";

bool is_hash(std::string_view name) {
  return name.size() == hash_digits && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

tl::unexpected<Error> damaged(const fs::path& folder, std::string_view what) {
  return fail(ErrorCode::corrupt, "hồ sơ lưu trữ «" + folder.string() + "» bị hỏng: " + std::string(what));
}

constexpr std::uint64_t max_inventory = std::uint64_t{64} << 20;
constexpr std::uint64_t max_sidecar = 4096;
constexpr std::uint64_t max_content = std::uint64_t{1} << 30;

/// Root inventory and sidecar as they are now; no waiting.
Result<StoredObject> read_once(std::shared_ptr<const Backend> backend, const std::string& name,
                               const fs::path& folder) {
  const Bytes json = SOVANG_TRY(backend->read(name, "inventory.json", max_inventory));
  const Bytes sidecar = SOVANG_TRY(backend->read(name, "inventory.json.sha512", max_sidecar));
  if (sidecar != sidecar_of(json)) return damaged(folder, "mã băm của inventory.json không khớp");
  Inventory inventory = SOVANG_TRY(parse_inventory(json));
  return StoredObject{folder, std::move(backend), name, std::move(inventory),
                      to_hex(digest(HashKind::sha512, json))};
}

/// Between the two renames of a new version the root sidecar is that of the old one, for a moment.
Result<StoredObject> read_patiently(const std::shared_ptr<const Backend>& backend, const std::string& name,
                                    const fs::path& folder) {
  constexpr int tries = 5;
  constexpr std::chrono::milliseconds pause(20);
  for (int i = 1;; ++i) {
    Result<StoredObject> object = read_once(backend, name, folder);
    if (object || object.error().code == ErrorCode::not_found || i == tries) return object;
    std::this_thread::sleep_for(pause);
  }
}

/// A subfolder of a folder, by names that we made ourselves.
Result<std::vector<fs::path>> folders_in(const fs::path& folder, std::size_t name_size) {
  std::vector<fs::path> out;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_directory(error) && !it->is_symlink(error) &&
        it->path().filename().string().size() == name_size)
      out.push_back(it->path());
  }
  if (error) return fail(ErrorCode::io, "không đọc được thư mục «" + folder.string() + "»");
  std::sort(out.begin(), out.end());
  return out;
}

Result<Bytes> read_content(const StoredObject& object, const std::string& sha512) {
  const auto content = object.inventory.manifest.find(sha512);
  if (content == object.inventory.manifest.end()) return damaged(object.folder, "thiếu nội dung một tệp");
  Result<Bytes> bytes = object.backend->read(object.name, content->second, max_content);
  if (!bytes && bytes.error().code == ErrorCode::not_found) {
    return damaged(object.folder, "mất tệp " + content->second);
  }
  if (!bytes) return bytes;
  if (to_hex(digest(HashKind::sha512, *bytes)) != sha512) {
    return damaged(object.folder, "tệp " + content->second + " không còn như lúc lưu");
  }
  return bytes;
}

}  // namespace

Status Storage::create() const {
  SOVANG_TRY(files::make_folders(root_));
  SOVANG_TRY(files::make_folders(work_));
  const fs::path extension = root_ / "extensions" / "0004-hashed-n-tuple-storage-layout";
  SOVANG_TRY(files::make_folders(extension));
  SOVANG_TRY(files::replace(extension / "config.json", layout_config));
  SOVANG_TRY(files::replace(root_ / "ocfl_layout.json", layout_json));
  SOVANG_TRY(files::replace(root_ / "ocfl_spec_1.1.md", description));
  return files::replace(root_ / "0=ocfl_1.1", "ocfl_1.1\n");  // last: with it the root is there
}

Status Storage::check() const {
  const Result<Bytes> mark = files::read(root_ / "0=ocfl_1.1", 64);
  if (!mark || *mark != "ocfl_1.1\n") {
    return fail(ErrorCode::not_found, "«" + root_.string() +
                                          "» không phải là kho lưu trữ OCFL 1.1; xin chạy «sovang init» hoặc "
                                          "chỉ đúng thư mục bằng --data");
  }
  SOVANG_TRY(files::make_folders(work_));
  struct stat root_info {};
  struct stat work_info {};
  if (::stat(root_.c_str(), &root_info) != 0 || ::stat(work_.c_str(), &work_info) != 0 ||
      root_info.st_dev != work_info.st_dev) {
    return fail(ErrorCode::io, "«" + work_.string() + "» và «" + root_.string() +
                                   "» phải ở trên cùng một ổ đĩa, nếu không việc lưu không còn nguyên khối");
  }
  return {};
}

std::string Storage::name_of(std::string_view id) {
  const std::string hash = to_hex(digest(HashKind::sha256, id));
  std::string out;
  for (std::size_t i = 0; i < tuple_count; ++i)
    out += hash.substr(i * tuple_size, tuple_size) + "/";
  return out + hash;
}

bool Storage::has(std::string_view id) const {
  return backend_->has(name_of(id));
}

Result<StoredObject> Storage::read_at(const fs::path& folder) {
  const auto backend = std::make_shared<const LocalBackend>(folder.parent_path(), fs::path());
  return read_patiently(backend, folder.filename().string(), folder);
}

Result<StoredObject> Storage::read(std::string_view id) const {
  if (!has(id)) return fail(ErrorCode::not_found, "không có hồ sơ lưu trữ này");
  const std::string name = name_of(id);
  StoredObject object = SOVANG_TRY(read_patiently(backend_, name, root_ / name));
  if (object.inventory.id != id) return damaged(object.folder, "mã hồ sơ không đúng chỗ");
  return object;
}

Result<Bytes> Storage::read_file(const StoredObject& object, std::string_view logical_path) {
  return read_file_of(object, object.inventory.head(), logical_path);
}

Result<Bytes> Storage::read_file_of(const StoredObject& object, int version, std::string_view logical_path) {
  const auto& state = object.inventory.versions.at(static_cast<std::size_t>(version - 1)).state;
  const auto file = state.find(std::string(logical_path));
  if (file == state.end()) return fail(ErrorCode::not_found, "hồ sơ không có tệp này");
  return read_content(object, file->second);
}

Result<Bytes> Storage::content_with_sha256(const StoredObject& object, std::string_view sha256) {
  for (const auto& [sha512, path] : object.inventory.manifest) {
    const auto second = object.inventory.sha256_of.find(path);
    if (second != object.inventory.sha256_of.end() && second->second == sha256)
      return read_content(object, sha512);
  }
  return fail(ErrorCode::not_found, "hồ sơ không có tệp này");
}

Result<Bytes> Storage::version_inventory(const StoredObject& object, int version) {
  return object.backend->read(object.name, version_name(version) + "/inventory.json", max_inventory);
}

Result<std::vector<fs::path>> Storage::objects() const {
  std::vector<fs::path> level{root_};
  for (std::size_t i = 0; i < tuple_count; ++i) {
    std::vector<fs::path> below;
    for (const fs::path& folder : level) {
      std::vector<fs::path> found = SOVANG_TRY(folders_in(folder, tuple_size));
      below.insert(below.end(), found.begin(), found.end());
    }
    level = std::move(below);
  }
  std::vector<fs::path> out;
  for (const fs::path& folder : level) {
    for (const fs::path& object : SOVANG_TRY(folders_in(folder, hash_digits)))
      if (is_hash(object.filename().string())) out.push_back(object);
  }
  return out;
}

Status Storage::check_room(std::uint64_t bytes) const {
  constexpr std::uint64_t reserve = std::uint64_t{16} << 20;
  struct statvfs info {};
  if (::statvfs(root_.c_str(), &info) != 0) return {};  // a file system that cannot tell; writing will
  const std::uint64_t free = info.f_bavail * info.f_frsize;
  const std::uint64_t wanted = 2 * bytes + bytes / 20 + reserve;
  if (free >= wanted) return {};
  return fail(ErrorCode::io, "ổ đĩa của kho lưu trữ còn " + std::to_string(free >> 20U) + " MiB, cần " +
                                 std::to_string(wanted >> 20U) +
                                 " MiB; chưa có gì vào kho; xin dọn chỗ rồi làm lại");
}

}  // namespace sovang::archive
