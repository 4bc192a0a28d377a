#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/dossier/office.h"

/// Copies of an office's folder that it can be made again from (archive-design §14; daily, at least two of
/// them on other machines: domain.md §6.6). A backup folder holds any number of snapshots; content that did
/// not change is kept once, under its SHA-256.
namespace sovang::dossier {

struct BackupReport {
  std::string snapshot;  ///< its name: the moment, "20261124T083000Z"
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  std::size_t new_files = 0;  ///< copied now; the others were there
  std::uint64_t new_bytes = 0;
  std::size_t removed_snapshots = 0;
};

/// Takes a snapshot of an office into `backup`, while others go on working: writers wait only until databases
/// and log are copied and the list of files is made. Holds everything but the catalogue, which is made again
/// from the store. Keys are inside: the folder is readable by its owner only, and belongs under lock.
/// `keep_snapshots` > 0 removes the oldest beyond that number, and what only they held.
[[nodiscard]] Result<BackupReport> back_up(Office& office, const std::filesystem::path& backup, Instant now,
                                           std::size_t keep_snapshots, const Progress& progress);

/// The names of the snapshots in a backup folder, oldest first.
[[nodiscard]] Result<std::vector<std::string>> snapshots_of(const std::filesystem::path& backup);

/// Compares every file of every snapshot with its digest. Findings BKP-01 (a list is damaged), BKP-02
/// (content missing), BKP-03 (content changed); each names the snapshot that it spoils. Gives the number of
/// files compared.
[[nodiscard]] Result<std::size_t> check_backup(const std::filesystem::path& backup, Diagnostics& diagnostics,
                                               const Progress& progress);

struct RestoreReport {
  std::string snapshot;
  Instant taken;  ///< when the snapshot was made
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  std::size_t objects = 0;                  ///< of the archive, after its catalogue was made again
  std::vector<std::string> repairs;         ///< what recovery did
  std::vector<std::string> disposed_again;  ///< records that were disposed of after the snapshot (REL-28)
  std::vector<Problem> problems;            ///< of the audit afterwards; empty = whole
};

struct RestoreOrder {
  std::filesystem::path backup;
  std::string snapshot;                                     ///< empty = the newest
  std::filesystem::path to;                                 ///< the office's new folder; must not be there
  std::filesystem::path home;                               ///< the product's own files
  archive::Actor actor{"urn:sovang:program", "Khôi phục"};  ///< who restores, for the trail of the new folder
};

/// Makes an office's folder from a snapshot: every file compared with its digest, recovery, catalogue,
/// disposals that came after the snapshot, audit. The folder appears under its name when all of this is done
/// and on the disk. Code `corrupt` where the backup is damaged, with the file.
[[nodiscard]] Result<RestoreReport> restore(const RestoreOrder& order, const Clock& clock, Ids& ids,
                                            const Progress& progress);

/// What a restore drill (diễn tập khôi phục) found out.
struct DrillReport {
  RestoreReport restored;
  std::int64_t lost_milliseconds = 0;    ///< RPO: work since the snapshot would be lost
  std::int64_t needed_milliseconds = 0;  ///< RTO: from the empty machine to a whole, searchable archive
  bool log_as_live = false;              ///< the log's checkpoint is the one of the living archive
  bool catalogue_as_live = false;        ///< and so is every row of the catalogue
};

struct DrillOrder {
  std::filesystem::path backup;
  /// Where the trial office is made: as large as the archive, and as private. Empty = in the backup's own
  /// folder, which has room for an office and is closed to others; so has not every system's temporary
  /// folder.
  std::filesystem::path scratch;
};

/// Restores the newest snapshot into a scratch folder, compares everything with itself and with the living
/// office, and removes it again, also after a failure. An office that went on since the snapshot differs from
/// it, of course: that is what RPO counts.
[[nodiscard]] Result<DrillReport> drill(const Office& living, const DrillOrder& order, const Clock& clock,
                                        Ids& ids, const Progress& progress);

}  // namespace sovang::dossier
