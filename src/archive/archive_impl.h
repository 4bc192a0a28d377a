#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/files.h"

#include "catalogue_pool.h"
#include "keys.h"
#include "log.h"
#include "object.h"
#include "storage.h"

namespace sovang::archive {

/// What an open archive consists of. Reading needs no lock; whatever writes holds lock_for_writing().
struct Archive::Impl {
  Impl(Options chosen, const Clock& clock_seam, Ids& ids_seam, ArchiveKeys loaded)
      : options(std::move(chosen)),
        clock(clock_seam),
        ids(ids_seam),
        keys(std::move(loaded)),
        storage(options.root),
        catalogue(options.root / "catalogue") {}

  /// The lock of the whole archive, for one writer at a time, threads and processes alike.
  [[nodiscard]] Result<files::Lock> lock_for_writing() const;
  /// The log as it is now; read again only when another writer has moved it.
  [[nodiscard]] Result<std::shared_ptr<const TransparencyLog>> log() const;
  /// The log for appending; the lock is held.
  [[nodiscard]] Result<TransparencyLog> log_for_writing() const {
    return TransparencyLog::open(options.root / "log", keys);
  }
  /// Appends the leaves of these objects that the log does not have and gives the log; the lock is held.
  [[nodiscard]] Result<TransparencyLog> log_missing(const std::vector<StoredObject>& objects) const;
  /// Writes the catalogue rows of these objects; the lock is held.
  [[nodiscard]] Status index(const std::vector<StoredObject>& objects, const TransparencyLog& log_now) const;

  [[nodiscard]] Result<WalkReport> recover_locked() const;
  [[nodiscard]] Result<WalkReport> reindex_locked(const Progress& progress) const;
  /// The object, if this asker may see it; else code `not_found`.
  [[nodiscard]] Result<StoredObject> visible(std::string_view id, const Asker& asker) const;
  [[nodiscard]] std::string now_text() const { return utc_text(clock.now()); }

  Options options;
  const Clock& clock;
  Ids& ids;
  ArchiveKeys keys;
  Storage storage;
  mutable CataloguePool catalogue;

 private:
  mutable std::mutex log_mutex_;
  mutable std::shared_ptr<const TransparencyLog> log_;
  mutable Bytes log_note_;  ///< the checkpoint that log_ was read with
};

}  // namespace sovang::archive
