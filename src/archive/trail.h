#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sovang/archive/action.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/files.h"
#include "sovang/base/result.h"

#include "keys.h"
#include "log.h"

/// The trail of actions in `<data>/trail` (archive-design §12): `entries`, a JSON object a line, each with
/// the hash of the one before it; and a transparency log of their hashes beside it, signed after each entry.
namespace sovang::archive {

class Trail {
 public:
  [[nodiscard]] static Status create(const std::filesystem::path& folder, std::string_view origin,
                                     const ArchiveKeys& keys);
  explicit Trail(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Appends entries, durable and signed when it returns. Takes the trail's own lock. What a crash left half
  /// done is finished first.
  [[nodiscard]] Status append(std::span<const Action> actions, std::string_view at,
                              const ArchiveKeys& keys) const;
  /// The newest entries, oldest of them first.
  [[nodiscard]] Result<std::vector<LoggedAction>> newest(std::size_t count) const;
  /// Is there an entry of this run?
  [[nodiscard]] Result<bool> has_run(std::string_view run) const;
  /// Every entry against the one before it, against the log and its checkpoint; names the first entry that
  /// does not hold. Gives the number of entries.
  [[nodiscard]] Result<std::size_t> check(const ArchiveKeys& keys, std::vector<Problem>& problems) const;
  /// What append() and repair() hold. Code `conflict` when another one holds it for 5 seconds.
  [[nodiscard]] Result<files::Lock> lock() const;
  /// True unless a writer is at work, or was cut off: entries, leaves and checkpoint end with the same entry.
  [[nodiscard]] bool is_settled(const ArchiveKeys& keys) const;
  /// Finishes what a crash cut off. Gives what it did.
  [[nodiscard]] Result<std::vector<std::string>> repair(const ArchiveKeys& keys) const;

 private:
  /// What stands behind the leaves of the trail's log: its entries, read when first asked.
  [[nodiscard]] Vouched in_entries() const;
  [[nodiscard]] Status finish_last(const ArchiveKeys& keys, std::vector<std::string>& done) const;

  std::filesystem::path folder_;
};

/// Who acts when the program does so by itself.
inline constexpr std::string_view program_actor = "urn:sovang:program";
/// What a writer announces in its workspace: `work/<run>/actions`, one to_line() a line.
inline constexpr std::string_view actions_file = "actions";
/// An action as one line of JSON, without place in the trail, and back: what a workspace holds.
[[nodiscard]] std::string to_line(const Action& action);
[[nodiscard]] std::optional<Action> action_from_line(std::string_view line);

}  // namespace sovang::archive
