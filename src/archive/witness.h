#pragma once

#include <filesystem>
#include <string_view>

#include "sovang/archive/archive.h"

#include "keys.h"

/// Copies of a log's checkpoints and leaves in a second place: `<place>/<origin with dots>/keys`, `leaves`,
/// `checkpoints/<size, 20 digits>`. Whoever forks the log or rolls it back cannot change these.
namespace sovang::archive {

/// A log and where its copies are.
struct WitnessedLog {
  std::filesystem::path folder;  ///< of the log itself
  std::filesystem::path place;
  std::string spoken;  ///< "nhật ký minh bạch"
};

/// Compares a log with its copies; with `write` adds what is new, unless something is wrong. What it did and
/// what it found goes into the report.
[[nodiscard]] Status compare_with_copies(const WitnessedLog& log, const ArchiveKeys& keys, WitnessMode mode,
                                         WalkReport& report);

/// The newest checkpoint that a place has of this log. Code `not_found` if it has none.
[[nodiscard]] Result<Checkpoint> newest_copy(const std::filesystem::path& place, std::string_view origin,
                                             const PublishedKeys& keys);

}  // namespace sovang::archive
