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
/// construction needs little memory, and read in groups, so that one entry is found without unpacking all.
class PostingBlock {
 public:
  static constexpr std::size_t most = 2048;       ///< postings in a block
  static constexpr std::size_t group_size = 128;  ///< postings in each group but the last

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

  [[nodiscard]] std::size_t groups() const { return groups_.size(); }
  /// The first entry of a group; greater than all of the groups before.
  [[nodiscard]] EntryId first_of_group(std::size_t group) const { return groups_[group].first; }
  /// Unpacks the entries of a group, ascending. Code `corrupt`.
  [[nodiscard]] Status entries(std::size_t group, std::vector<EntryId>& out) const;
  /// The same with their places, put behind those in `out`.
  [[nodiscard]] Status postings(std::size_t group, Postings& out) const;
  /// All of them. Code `corrupt`.
  [[nodiscard]] Result<Postings> postings() const;

 private:
  struct Group {
    EntryId first = no_entry;
    std::size_t steps = 0;   ///< where its steps begin
    std::size_t places = 0;  ///< where its places begin
  };
  [[nodiscard]] std::size_t size_of(std::size_t group) const;
  [[nodiscard]] ByteView steps_of(std::size_t group) const;
  [[nodiscard]] ByteView places_of(std::size_t group) const;

  EntryId first_ = no_entry;
  EntryId last_ = no_entry;
  std::size_t count_ = 0;
  std::vector<Group> groups_;
  Bytes steps_;   ///< from each entry to the next, but for the first of a group
  Bytes places_;  ///< empty for a list without places
};

}  // namespace sovang::archive
