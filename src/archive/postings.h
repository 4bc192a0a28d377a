#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

/// The lists of the word index: which entries of the catalogue a word stands in, and where in their text.
/// docs/formats/catalogue.md writes the bytes down.
namespace sovang::archive {

/// The number of an entry in the catalogue; a newer day has greater numbers (entry_ids.h).
using EntryId = std::int64_t;
inline constexpr EntryId no_entry = -1;

/// Entries in ascending order, each with the places of the word in its text; a filter's list has no places.
class Postings {
 public:
  /// `entry` is greater than all before; `places` ascend.
  void add(EntryId entry, std::span<const std::uint32_t> places);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] const std::vector<EntryId>& entries() const { return entries_; }
  [[nodiscard]] std::span<const std::uint32_t> places(std::size_t index) const;

 private:
  std::vector<EntryId> entries_;
  std::vector<std::uint32_t> ends_;  ///< of each entry's places, in places_
  std::vector<std::uint32_t> places_;
};

/// Some neighbouring postings as they lie in the database: coded when they are written, so that a list under
/// construction needs little memory.
class PostingBlock {
 public:
  static constexpr std::size_t most = 2048;  ///< postings in a block

  /// Adds behind the last one.
  void add(EntryId entry, std::span<const std::uint32_t> places);

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool full() const { return count_ >= most; }
  [[nodiscard]] EntryId first() const { return first_; }
  [[nodiscard]] EntryId last() const { return last_; }

  /// The bytes to store beside first().
  [[nodiscard]] Bytes encode() const;
  /// Code `corrupt` for bytes that encode() cannot have made.
  [[nodiscard]] static Result<PostingBlock> decode(EntryId first, ByteView bytes);

  /// Unpacks the entries, ascending; the places only when wanted. Code `corrupt`.
  [[nodiscard]] Status entries(std::vector<EntryId>& out) const;
  [[nodiscard]] Result<Postings> postings() const;

 private:
  EntryId first_ = no_entry;
  EntryId last_ = no_entry;
  std::size_t count_ = 0;
  Bytes steps_;   ///< from each entry to the next
  Bytes places_;  ///< empty for a list without places
};

}  // namespace sovang::archive
