#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

/// Files, with the guarantees that the archive is built on. Messages name the path and the system's reason.
/// A failed fsync is never tried again on the same descriptor: the kernel may have dropped the pages.
namespace sovang::files {

/// What the system says of `error`, an errno, in Vietnamese: "ổ đĩa đã đầy".
[[nodiscard]] std::string reason(int error);

/// The whole file. Refuses what is no regular file or larger than `limit` bytes (rule LIM-02).
[[nodiscard]] Result<Bytes> read(const std::filesystem::path& path, std::uint64_t limit = 1ULL << 30);

/// Puts `data` at `path` in one step: written beside it, fsynced, renamed over it, folder fsynced.
/// After a crash the file holds the old bytes or the new ones.
[[nodiscard]] Status replace(const std::filesystem::path& path, ByteView data);

/// Writes a file that must not be there yet and fdatasyncs it (O_CREAT | O_EXCL | O_NOFOLLOW).
[[nodiscard]] Status create(const std::filesystem::path& path, ByteView data);

/// Like create(), but without fdatasync: for what a crash may lose, such as print files and pictures.
[[nodiscard]] Status create_unsynced(const std::filesystem::path& path, ByteView data);

/// Appends to a file and fdatasyncs it.
[[nodiscard]] Status append(const std::filesystem::path& path, ByteView data);

/// Makes a folder and those above it that are missing; each new one is fsynced into its parent.
[[nodiscard]] Status make_folders(const std::filesystem::path& path);

/// fsyncs a folder, so that what was created or renamed in it lasts.
[[nodiscard]] Status sync_folder(const std::filesystem::path& path);

/// Renames and fsyncs the target's folder. Code `conflict` if the target is there already (RENAME_NOREPLACE).
[[nodiscard]] Status rename_new(const std::filesystem::path& from, const std::filesystem::path& to);

/// Exchanges two files or folders of one file system in one step and fsyncs both folders (RENAME_EXCHANGE).
[[nodiscard]] Status exchange(const std::filesystem::path& a, const std::filesystem::path& b);

/// Renames over what is there and fsyncs the target's folder.
[[nodiscard]] Status rename_over(const std::filesystem::path& from, const std::filesystem::path& to);

/// Regular files and folders below `folder`, sorted by name, as paths relative to it. Symbolic links are an
/// error.
[[nodiscard]] Result<std::vector<std::filesystem::path>> list_tree(const std::filesystem::path& folder);

/// Deletes a folder and all in it; fine if it is not there.
[[nodiscard]] Status remove_tree(const std::filesystem::path& path);

/// An exclusive lock of a file, held until destroyed or the process ends (fcntl OFD lock).
class Lock {
 public:
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  ~Lock();

  /// Takes the lock, creating the file. Code `conflict` at once if another process holds it.
  [[nodiscard]] static Result<Lock> take(const std::filesystem::path& path);
  /// Takes the lock, waiting up to `milliseconds`.
  [[nodiscard]] static Result<Lock> wait(const std::filesystem::path& path, int milliseconds);

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// A new empty folder below the system's temporary folder, removed with all in it when the object goes.
class TemporaryFolder {
 public:
  [[nodiscard]] static Result<TemporaryFolder> make(std::string_view prefix);
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace sovang::files
