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
#include "trail.h"
#include "unit_successors.h"

namespace sovang::archive {

[[nodiscard]] inline CatalogueHome catalogue_home(const Archive::Options& options) {
  return {options.root / "catalogue", options.catalogue, options.tenant};
}

/// What an open archive consists of. Reading needs no lock; whatever writes holds lock_for_writing().
struct Archive::Impl {
  Impl(Options chosen, const Clock& clock_seam, Ids& ids_seam)
      : options(std::move(chosen)),
        clock(clock_seam),
        ids(ids_seam),
        storage(options.root),
        trail(options.root / "trail"),
        catalogue(catalogue_home(options)) {}

  /// The keys as they are now; another process may have changed them.
  [[nodiscard]] Result<std::shared_ptr<const ArchiveKeys>> keys() const;
  [[nodiscard]] std::filesystem::path folder_of(LogKind log) const {
    return options.root / (log == LogKind::documents ? "log" : "trail");
  }

  /// The lock of the whole archive, for one writer at a time, threads and processes alike.
  [[nodiscard]] Result<files::Lock> lock_for_writing() const;
  /// The log as it is now; read again only when another writer has moved it.
  [[nodiscard]] Result<std::shared_ptr<const TransparencyLog>> log() const;
  /// The log for appending; the lock is held.
  [[nodiscard]] Result<TransparencyLog> log_for_writing() const {
    return TransparencyLog::open(folder_of(LogKind::documents), *SOVANG_TRY(keys()));
  }
  /// What stands behind the leaves of the log of documents: the versions in the store, read when first asked.
  [[nodiscard]] Vouched in_store() const;
  /// Mends what a writer that was cut off left behind the checkpoints of both logs. Gives what it did.
  [[nodiscard]] Result<std::vector<std::string>> settle_logs() const;
  /// Finishes an action that was cut off: no workspace tells of it. What cannot be mended, audit_trail()
  /// tells.
  [[nodiscard]] Status settle_trail() const;
  /// A log through its tiles.
  [[nodiscard]] Result<LogView> view_of(LogKind log) const {
    return LogView::open(folder_of(log), SOVANG_TRY(keys())->published);
  }
  /// Writes to the trail; what cannot be remembered is not done.
  [[nodiscard]] Status remember(std::span<const Action> actions) const {
    return trail.append(actions, now_text(), *SOVANG_TRY(keys()));
  }
  /// Adds what the catalogue has and the store has not.
  [[nodiscard]] Status tell_missing(const Catalogue& rows, WalkReport& report) const;
  /// Tells the trail that the program mended so many things.
  [[nodiscard]] Status remember_repairs(std::size_t count) const;
  /// Writes the actions to the trail that a writer who was cut off had announced in his workspace.
  [[nodiscard]] Status remember_cut_off(std::vector<std::string>& repairs) const;
  /// The places that hold copies of checkpoints, as `<data>/log/witnesses` lists them.
  [[nodiscard]] std::vector<std::filesystem::path> witness_places() const;
  /// Appends the leaves of these objects that the log does not have and gives the log; the lock is held.
  [[nodiscard]] Result<TransparencyLog> log_missing(const std::vector<StoredObject>& objects) const;
  /// Writes the catalogue rows of these objects; the lock is held.
  [[nodiscard]] Status index(const std::vector<StoredObject>& objects, const TransparencyLog& log_now) const;

  /// Asks the catalogue. Where the connection to its server was lost, a new one is asked (REL-17). Where it
  /// turns out to be damaged it is made again from the store, once, and asked again (REL-12); while another
  /// process holds the lock the damage is told.
  template <class Work>
  [[nodiscard]] auto ask(const Work& work) const -> decltype(work(std::declval<const Catalogue&>())) {
    constexpr int most_lost = 8;  // idle connections that a restarted server has forgotten
    for (int i = 0; i < most_lost; ++i) {
      const CataloguePool::Lease rows = SOVANG_TRY(catalogue.take());
      auto answer = work(*rows);
      if (answer) return answer;
      if (rows->is_alive() && answer.error().code != ErrorCode::corrupt) return answer;
      if (rows->is_alive()) break;
    }
    const files::Lock lock = SOVANG_TRY(lock_for_writing());
    SOVANG_TRY(reindex_locked({}));
    const CataloguePool::Lease rows = SOVANG_TRY(catalogue.take());
    return work(*rows);
  }

  [[nodiscard]] Result<WalkReport> recover_locked() const;
  [[nodiscard]] Result<WalkReport> reindex_locked(const Progress& progress) const;
  /// The object, if this asker may see it; else code `not_found`.
  [[nodiscard]] Result<StoredObject> visible(std::string_view id, const Asker& asker) const;
  /// Is the object in the signed log, and the log a continuation of what the witnesses have? Adds the
  /// answers.
  [[nodiscard]] Status ask_log(const StoredObject& object, const Record& record,
                               const CataloguePool::Lease& rows, Verification& out) const;
  [[nodiscard]] std::string now_text() const { return utc_text(clock.now()); }

  Options options;
  const Clock& clock;
  Ids& ids;
  Storage storage;
  Trail trail;
  mutable CataloguePool catalogue;
  UnitSuccessors successors;

 private:
  mutable std::mutex log_mutex_;
  mutable std::shared_ptr<const TransparencyLog> log_;
  mutable Bytes log_note_;  ///< the checkpoint that log_ was read with
  mutable std::mutex keys_mutex_;
  mutable std::shared_ptr<const ArchiveKeys> keys_;
  mutable Bytes keys_list_;  ///< the published list that keys_ were read with
};

/// Does the catalogue know the object as it is now?
[[nodiscard]] bool is_known(const Result<std::optional<CatalogueEntry>>& row, const StoredObject& object);

}  // namespace sovang::archive
