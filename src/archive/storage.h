#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"

#include "backend.h"
#include "inventory.h"
#include "local_backend.h"

namespace sovang::archive {

/// One object as it lies in the store, its newest version.
struct StoredObject {
  std::filesystem::path folder;  ///< for messages, and for the care of local files
  std::shared_ptr<const Backend> backend;
  std::string name;  ///< in the backend
  Inventory inventory;
  std::string inventory_sha512;  ///< of the root inventory.json
};

/// An object or a version that is about to be written: staged, then published.
struct Draft {
  std::string run;      ///< in the backend
  Inventory inventory;  ///< as it will be
  std::string inventory_json;
};

/// What one write puts into the object's history.
struct VersionNote {
  std::string created;
  std::string message;
  Actor actor;
};

/// The OCFL 1.1 storage root `<data>/ocfl` and the workspace `<data>/work` (archive-design §2, §3). Knows
/// nothing of records: files by logical path. Writers hold the archive's lock.
class Storage {
 public:
  /// Files of this machine.
  explicit Storage(const std::filesystem::path& data)
      : Storage(data, std::make_shared<LocalBackend>(data / "ocfl", data / "work")) {}
  /// Objects in any backend. create(), check(), objects() and recovery are for local files.
  Storage(const std::filesystem::path& data, std::shared_ptr<Backend> backend)
      : root_(data / "ocfl"),
        work_(data / "work"),
        quarantine_(data / "quarantine"),
        backend_(std::move(backend)) {}

  /// Makes an empty root with its layout and description.
  [[nodiscard]] Status create() const;
  /// Is this a root of ours, and can objects be renamed into it from the workspace?
  [[nodiscard]] Status check() const;

  /// The object's name in the backend. Layout 0004: sha256 of the id in three folders of three letters, then
  /// the whole hash.
  [[nodiscard]] static std::string name_of(std::string_view id);
  [[nodiscard]] std::filesystem::path folder_of(std::string_view id) const { return root_ / name_of(id); }
  [[nodiscard]] bool has(std::string_view id) const;

  /// The newest version of an object; waits a little for a writer between its two renames. Code `not_found`
  /// or `corrupt`.
  [[nodiscard]] Result<StoredObject> read(std::string_view id) const;
  [[nodiscard]] static Result<StoredObject> read_at(const std::filesystem::path& folder);
  /// The bytes of a file of the newest version, compared with its digest (code `corrupt`).
  [[nodiscard]] static Result<Bytes> read_file(const StoredObject& object, std::string_view logical_path);
  /// The bytes of a logical file as of an older version.
  [[nodiscard]] static Result<Bytes> read_file_of(const StoredObject& object, int version,
                                                  std::string_view logical_path);

  /// The content, of any version, with this sha256; compared with its digests.
  [[nodiscard]] static Result<Bytes> content_with_sha256(const StoredObject& object, std::string_view sha256);
  /// The bytes of vN/inventory.json.
  [[nodiscard]] static Result<Bytes> version_inventory(const StoredObject& object, int version);

  /// Folders of all objects, sorted.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> objects() const;

  // Writing, in the order of archive-design §3.

  /// Steps 1 to 3: a new object in the workspace, durable (or, in a batch, to be made so by sync_all()).
  [[nodiscard]] Result<Draft> draft_object(std::string_view id, std::span<const ContentFile> files,
                                           const VersionNote& note, std::string_view txid,
                                           SyncMode mode) const;
  /// The same for the next version of an object: only files whose content is new are written.
  [[nodiscard]] Result<Draft> draft_version(const StoredObject& object, std::span<const ContentFile> files,
                                            const VersionNote& note, std::string_view txid) const;
  /// Compares what was written with what was meant.
  [[nodiscard]] Status verify(const Draft& draft) const;
  /// Step 4, commit point A. Code `conflict` if the object is there already.
  [[nodiscard]] Status publish_object(const Draft& draft, SyncMode mode) const;
  /// Puts a draft in the place of an object that is there, in one step; what was there lies in the draft's
  /// folder then.
  [[nodiscard]] Status replace_object(const Draft& draft) const;
  /// Steps 3 and 4 of a new version, commit point B.
  [[nodiscard]] Status publish_version(const StoredObject& object, const Draft& draft) const;
  /// Everything written to this file system so far is durable when it returns.
  [[nodiscard]] Status sync_all() const;
  /// Fails with a clear message when the disk has no room for this many more bytes.
  [[nodiscard]] Status check_room(std::uint64_t bytes) const;

  // Recovery (archive-design §3, the table).

  [[nodiscard]] const std::filesystem::path& work() const { return work_; }
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  /// True if a writer was cut off: something lies in the workspace.
  [[nodiscard]] bool has_leftovers() const;
  /// Deletes what never reached its commit point.
  [[nodiscard]] Status sweep_work(std::vector<std::string>& repairs) const;
  /// Puts a file of an object in place of what is there, by way of the workspace; durable.
  [[nodiscard]] Status put_file(const std::filesystem::path& folder, const std::filesystem::path& file,
                                ByteView bytes) const;
  /// Moves something that does not belong into an object out of it, to `quarantine/`.
  [[nodiscard]] Status set_aside(const std::filesystem::path& folder,
                                 const std::filesystem::path& file) const;
  /// Takes a whole object from another store, file by file, and publishes it.
  [[nodiscard]] Status adopt(const std::filesystem::path& from, std::string_view id) const;
  /// Rolls a half-published version forward, or puts it into quarantine; mends root inventory and sidecar.
  [[nodiscard]] Status mend(const std::filesystem::path& folder, std::vector<std::string>& repairs) const;

 private:
  std::filesystem::path root_;
  std::filesystem::path work_;
  std::filesystem::path quarantine_;
  std::shared_ptr<Backend> backend_;  ///< shared with the objects that were read from it
};

}  // namespace sovang::archive
