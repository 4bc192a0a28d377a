#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/result.h"

/// The folder of a backup: blobs/<2 hex>/<sha256>, and a list of files for each snapshot.
namespace sovang::dossier {

/// A file of a snapshot.
struct SnapshotFile {
  std::string sha256;
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  ///< nanoseconds; tells the next snapshot that the file is still the same
  bool secret = false;        ///< readable by the owner only
};

struct Snapshot {
  std::string name;
  Instant taken;
  std::map<std::string, SnapshotFile> files;  ///< by path in the office's folder
};

/// The list as text, with its own digest in the last line.
[[nodiscard]] std::string to_text(const Snapshot& snapshot);
/// Code `corrupt` for anything that to_text() did not write.
[[nodiscard]] Result<Snapshot> parse_snapshot(std::string_view text, std::string_view file);

/// The blobs and lists of one backup folder.
class BackupFolder {
 public:
  /// Makes the folder if it is not there; code `invalid_input` for a folder of something else.
  [[nodiscard]] static Result<BackupFolder> make(const std::filesystem::path& path);
  /// Code `not_found` if it is no backup.
  [[nodiscard]] static Result<BackupFolder> open(const std::filesystem::path& path);

  [[nodiscard]] Result<std::vector<std::string>> snapshots() const;
  [[nodiscard]] Result<Snapshot> read(const std::string& name) const;
  /// Puts a list in its place, after everything that was stored has reached the disk.
  [[nodiscard]] Status write(const Snapshot& snapshot) const;

  [[nodiscard]] bool has(const std::string& sha256) const;
  [[nodiscard]] std::filesystem::path blob(const std::string& sha256) const;
  /// Copies a file in, unless its content is there already. Reads it once, in constant memory; not yet
  /// synced.
  struct Stored {
    SnapshotFile file;
    bool added = false;
  };
  [[nodiscard]] Result<Stored> store(const std::filesystem::path& file) const;
  /// A place beside the content, on the same disk and as private, for a file of this name; nothing is there.
  [[nodiscard]] Result<std::filesystem::path> scratch(std::string_view name) const;
  /// Reads content and compares it with its digest. Code `corrupt`: BKP-02 missing, BKP-03 changed.
  [[nodiscard]] Status compare(const SnapshotFile& file) const;
  /// Copies content out to a file that must not be there, comparing it on the way. Code `corrupt`.
  [[nodiscard]] Status fetch(const SnapshotFile& file, const std::filesystem::path& to) const;

  /// Removes all snapshots but the newest `count`, then the blobs that nothing refers to. Gives how many
  /// went.
  [[nodiscard]] Result<std::size_t> keep_newest(std::size_t count) const;

 private:
  explicit BackupFolder(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] Result<std::set<std::string>> digests_in_use() const;
  [[nodiscard]] Status read_blob(const SnapshotFile& file, const std::function<Status(ByteView)>& take) const;

  std::filesystem::path path_;
};

/// Everything written to the file system of this folder so far is durable when it returns.
[[nodiscard]] Status sync_disk(const std::filesystem::path& folder);

}  // namespace sovang::dossier
