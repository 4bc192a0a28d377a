#include "sovang/base/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sovang/base/descriptor.h"

namespace sovang::files {
namespace fs = std::filesystem;
namespace {

ErrorCode code_of(int error) {
  if (error == ENOENT || error == ENOTDIR) return ErrorCode::not_found;
  if (error == EEXIST || error == ENOTEMPTY) return ErrorCode::conflict;
  return ErrorCode::io;
}

tl::unexpected<Error> fail_at(std::string_view doing, const fs::path& path, int error) {
  return fail(code_of(error), std::string(doing) + " «" + path.string() + "»: " + reason(error));
}

Status write_all(const Descriptor& file, const fs::path& path, ByteView data) {
  while (!data.empty()) {
    const ssize_t written = ::write(file.get(), data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_at("không ghi được", path, errno);
    data.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status write_and_sync(Descriptor& file, const fs::path& path, ByteView data) {
  SOVANG_TRY(write_all(file, path, data));
  if (::fdatasync(file.get()) != 0) return fail_at("không ghi chắc được xuống đĩa", path, errno);
  if (!file.close()) return fail_at("không đóng được", path, errno);
  return {};
}

constexpr int create_flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

int open_lock(const fs::path& path) {
  return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
}

/// 0 = taken, else errno.
int try_lock(int descriptor) {
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_SETLK, &range) == 0 ? 0 : errno;
}

}  // namespace

std::string reason(int error) {
  switch (error) {
    case ENOENT:
      return "không có tệp hoặc thư mục này";
    case EACCES:
    case EPERM:
      return "không có quyền truy cập";
    case EROFS:
      return "ổ đĩa chỉ cho đọc";
    case ENOSPC:
    case EDQUOT:
      return "ổ đĩa đã đầy";
    case EEXIST:
    case ENOTEMPTY:
      return "đã có tệp hoặc thư mục này";
    case ELOOP:
      return "là liên kết tượng trưng";
    case EIO:
      return "lỗi thiết bị lưu trữ";
    default:
      return std::system_category().message(error);
  }
}

Result<Bytes> read(const fs::path& path, std::uint64_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return fail_at("không mở được", path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return fail_at("không đọc được", path, errno);
  if (!S_ISREG(info.st_mode)) {
    return fail(ErrorCode::invalid_input, "«" + path.string() + "» không phải là tệp thường");
  }
  if (static_cast<std::uint64_t>(info.st_size) > limit) {
    return fail(ErrorCode::invalid_input,
                "tệp «" + path.string() + "» lớn hơn giới hạn " + std::to_string(limit) + " byte",
                SourceSpan{path.string(), 0, 0, 0}, "LIM-02");
  }
  Bytes out(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < out.size()) {
    const ssize_t got = ::read(file.get(), out.data() + have, out.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_at("không đọc được", path, errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  out.resize(have);
  return out;
}

Status create(const fs::path& path, ByteView data) {
  Descriptor file(::open(path.c_str(), create_flags, 0640));
  if (!file.valid()) return fail_at("không tạo được", path, errno);
  return write_and_sync(file, path, data);
}

Status create_unsynced(const fs::path& path, ByteView data) {
  Descriptor file(::open(path.c_str(), create_flags, 0640));
  if (!file.valid()) return fail_at("không tạo được", path, errno);
  SOVANG_TRY(write_all(file, path, data));
  if (!file.close()) return fail_at("không đóng được", path, errno);
  return {};
}

Status append(const fs::path& path, ByteView data) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0640));
  if (!file.valid()) return fail_at("không mở được", path, errno);
  return write_and_sync(file, path, data);
}

Status replace(const fs::path& path, ByteView data) {
  // One fixed name beside the target: a crash leaves at most one such file, and the next call replaces it.
  const fs::path beside = path.parent_path() / ("." + path.filename().string() + ".new");
  ::unlink(beside.c_str());
  SOVANG_TRY(create(beside, data));
  return rename_over(beside, path);
}

Status sync_folder(const fs::path& path) {
  const fs::path folder = path.empty() ? fs::path(".") : path;
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.valid()) return fail_at("không mở được thư mục", folder, errno);
  if (::fsync(handle.get()) != 0) return fail_at("không ghi chắc được thư mục", folder, errno);
  return {};
}

Status make_folders(const fs::path& path) {
  if (path.empty()) return {};
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) return {};
    return fail_at("không tạo được thư mục", path, EEXIST);
  }
  if (path.has_parent_path() && path.parent_path() != path) SOVANG_TRY(make_folders(path.parent_path()));
  if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST)
    return fail_at("không tạo được thư mục", path, errno);
  return sync_folder(path.parent_path());
}

Status rename_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
    return fail_at("không đổi tên được thành", to, errno);
  }
  return sync_folder(to.parent_path());
}

Status exchange(const fs::path& a, const fs::path& b) {
  if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) != 0) {
    return fail_at("không đổi chỗ được với", b, errno);
  }
  SOVANG_TRY(sync_folder(b.parent_path()));
  return sync_folder(a.parent_path());
}

Status rename_over(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return fail_at("không đổi tên được thành", to, errno);
  return sync_folder(to.parent_path());
}

Result<std::vector<fs::path>> list_tree(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    const fs::file_status status = it->symlink_status(error);
    if (error) break;
    if (fs::is_symlink(status)) {
      return fail(ErrorCode::corrupt,
                  "«" + it->path().string() + "» là liên kết tượng trưng, không được phép có trong kho");
    }
    out.push_back(it->path().lexically_relative(folder));
  }
  if (error) return fail_at("không đọc được thư mục", folder, error.value());
  std::sort(out.begin(), out.end());
  return out;
}

Status remove_tree(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) return fail_at("không xóa được", path, error.value());
  return {};
}

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Lock> Lock::take(const fs::path& path) {
  return wait(path, 0);
}

Result<Lock> Lock::wait(const fs::path& path, int milliseconds) {
  const int descriptor = open_lock(path);
  if (descriptor < 0) return fail_at("không mở được tệp khóa", path, errno);
  Lock lock(descriptor);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  for (;;) {
    const int error = try_lock(descriptor);
    if (error == 0) return lock;
    if (error != EAGAIN && error != EACCES) return fail_at("không khóa được", path, error);
    if (std::chrono::steady_clock::now() >= deadline) {
      return fail(ErrorCode::conflict, "một tiến trình khác đang làm việc với «" + path.string() +
                                           "»; xin đợi việc đó xong rồi làm lại");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

Result<TemporaryFolder> TemporaryFolder::make(std::string_view prefix) {
  std::error_code error;
  const fs::path base = fs::temp_directory_path(error);
  if (error) return fail_at("không có thư mục tạm", base, error.value());
  std::string pattern = (base / (std::string(prefix) + "-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) return fail_at("không tạo được thư mục tạm", pattern, errno);
  return TemporaryFolder(fs::path(pattern));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, fs::path{})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace sovang::files
