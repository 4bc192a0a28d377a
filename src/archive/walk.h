#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/base/result.h"

#include "postings.h"
#include "word_index.h"

/// Walking through the lists of the word index, from the newest entry to the oldest.
namespace sovang::archive {

/// What all walks of one search share: the index, the time they may take, and the first failure. A walk that
/// fails or runs out of time finds nothing more; the one who asked looks here at the end.
class WalkContext {
 public:
  WalkContext(WordReader& reader, int milliseconds)
      : reader_(reader), end_(std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds)) {}

  [[nodiscard]] WordReader& reader() const { return reader_; }
  /// True once nothing more may be done.
  [[nodiscard]] bool stopped();
  [[nodiscard]] bool out_of_time() const { return late_; }
  /// A statement that the database stopped counts as out of time.
  void fail_with(Error error) {
    if (error.rule == "SEC-29") {
      late_ = true;
    } else if (!failure_) {
      failure_ = std::move(error);
    }
  }
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  WordReader& reader_;
  std::chrono::steady_clock::time_point end_;
  bool late_ = false;
  std::optional<Error> failure_;
};

/// Entries that meet a condition, from the newest to the oldest.
class Walk {
 public:
  Walk() = default;
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  virtual ~Walk() = default;

  /// The greatest entry ≤ `at_most` that meets the condition; no_entry if there is none. `at_most` never
  /// grows from one call to the next.
  [[nodiscard]] EntryId seek(EntryId at_most) {
    if (found_ > at_most || !asked_) {
      found_ = find(at_most);
      asked_ = true;
    }
    return found_;
  }

 protected:
  [[nodiscard]] virtual EntryId find(EntryId at_most) = 0;

 private:
  EntryId found_ = no_entry;
  bool asked_ = false;
};
using WalkPtr = std::unique_ptr<Walk>;

/// A walk that knows where in the entry's text the words stand.
class PlacedWalk : public Walk {
 public:
  /// The places in the entry that seek() gave last.
  [[nodiscard]] virtual std::vector<std::uint32_t> places() = 0;
};
using PlacedWalkPtr = std::unique_ptr<PlacedWalk>;

/// The list of one term.
[[nodiscard]] PlacedWalkPtr walk_term(WalkContext& context, const Term& term);
/// Entries that any of these has.
[[nodiscard]] PlacedWalkPtr walk_any_placed(std::vector<PlacedWalkPtr> walks);
[[nodiscard]] WalkPtr walk_any(std::vector<WalkPtr> walks);
/// Entries that all of these have; of none: no entries.
[[nodiscard]] WalkPtr walk_all(std::vector<WalkPtr> walks);
/// A word of a phrase, and how many entries it has at most.
struct PhraseWord {
  std::int64_t entries = 0;
  PlacedWalkPtr walk;
};
/// Entries in which the words stand one behind the other in one text.
[[nodiscard]] WalkPtr walk_phrase(std::vector<PhraseWord> words);
/// Entries of `walk` that none of `others` has.
[[nodiscard]] WalkPtr walk_except(WalkPtr walk, std::vector<WalkPtr> others);
/// Entries of `walk` from `low` to `high`.
[[nodiscard]] WalkPtr walk_between(WalkPtr walk, EntryId low, EntryId high);
/// These entries, in any order.
[[nodiscard]] WalkPtr walk_list(std::vector<EntryId> entries);
/// No entries.
[[nodiscard]] WalkPtr walk_nothing();

}  // namespace sovang::archive
