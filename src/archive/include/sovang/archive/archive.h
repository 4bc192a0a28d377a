#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/archive/action.h"
#include "sovang/archive/proof.h"
#include "sovang/archive/record.h"
#include "sovang/archive/search.h"
#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/files.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"

namespace sovang::archive {

/// A file to be kept: its logical path and its bytes.
struct ContentFile {
  std::string path;
  Bytes bytes;
};

/// Who acts, for the object's history (OCFL user, PREMIS agent).
struct Actor {
  std::string id;  ///< "urn:sovang:user:van-thu"
  std::string name;
};

/// By whose word a record is disposed of.
struct DisposalOrder {
  std::string order;        ///< number of the decision: "12/QĐ-STC"
  std::string proposed_by;  ///< urn:sovang:user:…
  std::string approved_by;  ///< another person
};

/// What verify() found out about a file or a code.
struct Verification {
  enum class Verdict : std::uint8_t { genuine, changed, unknown, revoked, corrected };
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;  ///< Vietnamese sentences: what was compared and what differs
  std::string record_id;
  std::string decision;                    ///< "1288/QĐ-UBND ngày 20/5/2022"
  std::string path;                        ///< logical path of the file that it is, or was
  std::optional<std::uint64_t> log_index;  ///< leaf of the transparency log
  std::uint64_t log_size = 0;              ///< of the signed checkpoint that it is under
  /// The largest witnessed checkpoint of which the log is a continuation; empty if no witness was asked.
  std::optional<std::uint64_t> witnessed_size;
  std::optional<RecordLine> line;  ///< of a certificate, public fields only for the public
};
[[nodiscard]] std::string_view to_string(Verification::Verdict verdict);

/// One version of an object, for its history.
struct VersionInfo {
  int number = 1;
  std::string created;  ///< RFC 3339, UTC
  std::string user;
  std::string message;
};

/// What a walk over the whole store did or found.
struct WalkReport {
  std::size_t objects = 0;
  std::size_t files = 0;
  std::vector<Problem> problems;
  std::vector<std::string> repairs;  ///< what recover() or repair() did, a Vietnamese sentence each
  std::uint64_t bytes = 0;           ///< read by audit()
  std::size_t left = 0;              ///< objects that were due and that audit() did not come to
  std::size_t never_checked = 0;     ///< objects that no audit() has looked at yet
  std::string oldest_check;          ///< RFC 3339: of all objects the one not looked at for longest
};

/// How an audit goes about it (REL-09). It begins with what was not looked at for longest, so one that was
/// cut off or had a budget goes on with the next call.
struct AuditOptions {
  double mib_per_second = 0;                    ///< at most; 0 = as fast as it goes
  std::optional<std::uint64_t> max_bytes;       ///< stops behind the object that reaches it
  std::optional<std::int64_t> older_than_days;  ///< only objects whose last check is older
  std::function<void(double seconds)> pause;    ///< how to wait; empty = sleep. A seam for tests
};

/// The two transparency logs of an archive: of what was kept, and of who did what.
enum class LogKind : std::uint8_t { documents, actions };
/// Whether witness() may write new copies, or only compares.
enum class WitnessMode : std::uint8_t { write, compare };

/// The archive of one office: OCFL objects below `root/ocfl`, the transparency log, and the catalogue made
/// from them. The store is the truth; the catalogue can be rebuilt from it. One writer at a time (a lock),
/// any number of readers, also from several threads.
class Archive {
 public:
  struct Options {
    std::filesystem::path root;  ///< the office's folder
    std::string tenant = "so-vang";
    std::string catalogue{};  ///< connection string of a PostgreSQL database; empty = a file below `root`
    bool verify_after_write = true;
    int lock_wait_milliseconds = 5000;  ///< how long keep() waits for another writer before `conflict`
  };

  /// Makes an empty archive: storage root, folders, keys, catalogue. Code `conflict` if one is there.
  [[nodiscard]] static Status create(const Options& options, Ids& ids);
  /// Opens for work. Runs recovery first where the last writer was cut off.
  [[nodiscard]] static Result<Archive> open(const Options& options, const Clock& clock, Ids& ids);

  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  /// Keeps new objects, in the order of archive-design §3: files, fsync, rename, log, catalogue. After a
  /// crash each object is there whole or not at all. Idempotent by Record::id: the same id with the same
  /// content is fine, other content is a conflict. Gives the ids back.
  [[nodiscard]] Result<std::vector<std::string>> keep(
      std::vector<std::pair<Record, std::vector<ContentFile>>> objects, const Actor& actor,
      std::string_view message);

  /// The next version of an object: a correction, a revocation (archive-design §1 rule 2). `record` replaces
  /// the metadata, `changed` the files of the same paths; all others stay. Code `conflict` if the newest
  /// version is not `expected_version`. Gives the number of the new version.
  [[nodiscard]] Result<int> amend(Record record, std::vector<ContentFile> changed, int expected_version,
                                  const Actor& actor, std::string_view message);

  /// Disposes of a record whose period is over (tiêu hủy): every file and every name of it goes, a tombstone
  /// with the digests, the rule and the order stays under its id. One step that happens or not; fine if it
  /// was done before. Code `findings` under a legal hold, `forbidden` if both people are one (SEC-37). That
  /// the period is over is the caller's to know.
  [[nodiscard]] Status dispose(std::string_view id, const DisposalOrder& order, const Actor& actor);

  /// Never fails because of what was typed: that gives hints. Rights are inside the query.
  [[nodiscard]] Result<Hits> find(const Query& query, const Asker& asker) const;
  /// The metadata of the newest version. Code `not_found` also for what the asker may not see.
  [[nodiscard]] Result<Record> record(std::string_view id, const Asker& asker) const;
  /// The versions of an object, the first first. Code `not_found` also for what the asker may not see.
  [[nodiscard]] Result<std::vector<VersionInfo>> versions(std::string_view id, const Asker& asker) const;
  /// The record with this number and date's year, if any.
  [[nodiscard]] Result<std::optional<std::string>> find_number(std::string_view number, int year) const;
  /// The bytes of a file of the newest version, checked against its digest (code `corrupt`).
  [[nodiscard]] Result<Bytes> file(std::string_view id, std::string_view path, const Asker& asker) const;
  /// Ids of all records the asker may see, newest first.
  [[nodiscard]] Result<std::vector<Record>> list(const Asker& asker, std::size_t limit,
                                                 std::size_t offset) const;

  /// Is this file, or the code of a certificate's QR, ours, unchanged, in the log, and still valid?
  [[nodiscard]] Result<Verification> verify_file(ByteView bytes) const;
  [[nodiscard]] Result<Verification> verify_code(std::string_view code) const;

  using Progress = std::function<void(std::size_t done, std::size_t of)>;
  /// Rebuilds the catalogue from the store alone; readers see the old one until the new one is whole.
  [[nodiscard]] Result<WalkReport> reindex(const Progress& progress);
  /// Makes the store whole after a crash (archive-design §3, the table). Idempotent.
  [[nodiscard]] Result<WalkReport> recover();
  /// Compares every file with its digest, the log with its checkpoint, the catalogue with the store.
  /// Each finding names the file and, as its hint, the command that repairs it.
  [[nodiscard]] Result<WalkReport> audit(const Progress& progress) const;
  /// The short name of the office in the ids of its records.
  [[nodiscard]] const std::string& tenant() const;
  [[nodiscard]] Result<WalkReport> audit(const AuditOptions& options, const Progress& progress) const;
  /// Brings back what is damaged or lost from a second copy of the office's folder. Nothing is taken from it
  /// that the signed log does not vouch for. What could not be brought back stays a finding.
  [[nodiscard]] Result<WalkReport> repair(const std::filesystem::path& copy, const Actor& actor);
  /// Lets writers wait, in every process, while it is held: for copying what changes. Code `conflict` if one
  /// of them does not end in time.
  [[nodiscard]] Result<files::Lock> pause_writers() const;
  /// The same for the trail of actions, to which also those write who only read. Taken after pause_writers(),
  /// for a moment only: who logs in waits.
  [[nodiscard]] Result<files::Lock> pause_trail() const;
  /// The catalogue as sorted text lines; equal before and after reindex().
  [[nodiscard]] Result<std::string> dump() const;

  // Proof (archive-design §8). What these give needs nobody's trust: proof.h checks it.

  /// The signed checkpoint of a log.
  [[nodiscard]] Result<std::string> checkpoint(LogKind log) const;
  /// A file of the published log: "checkpoint", "tile/0/000.p/5" (C2SP tlog-tiles). Code `not_found`.
  [[nodiscard]] Result<Bytes> log_file(LogKind log, std::string_view path) const;
  [[nodiscard]] Result<PublishedKeys> published_keys() const;
  [[nodiscard]] Result<InclusionProof> prove_inclusion(LogKind log, std::uint64_t index) const;
  [[nodiscard]] Result<ConsistencyProof> prove_consistency(LogKind log, std::uint64_t from) const;
  /// A proof for whoever holds this paper. Code `not_found` if it is not, byte for byte, a file of ours.
  [[nodiscard]] Result<PaperProof> prove_paper(ByteView paper) const;
  /// Compares both logs with the copies that were put into this folder before, by `write` also adds what is
  /// new: a second place, of other hands, that shows a fork or a rollback. Findings WITNESS-…
  [[nodiscard]] Result<WalkReport> witness(const std::filesystem::path& place, WitnessMode mode,
                                           const Actor& actor) const;
  /// A new key in place of the one in use, which is destroyed and goes on verifying what it signed.
  [[nodiscard]] Status rotate_key(KeyPurpose purpose, const Actor& actor);

  // The trail of actions (archive-design §12). keep(), amend() and the care of the store write their own
  // entries; who else acts for a person calls record_action().

  [[nodiscard]] Status record_action(const Action& action) const;
  /// Several at once, in this order, durable together: one signing and one wait for the disk.
  [[nodiscard]] Status record_actions(std::span<const Action> actions) const;
  /// The newest, oldest of them first.
  [[nodiscard]] Result<std::vector<LoggedAction>> actions(std::size_t count) const;
  /// Every entry against the one before it and against the signed log. Findings TRAIL-…
  [[nodiscard]] Result<WalkReport> audit_trail() const;

  /// What the QR of a certificate holds behind the host: signed, checkable offline, no personal data
  /// (archive-design §8).
  [[nodiscard]] Result<std::string> certificate_code(const Record& record, const RecordLine& line) const;

 private:
  struct Impl;
  explicit Archive(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::archive
