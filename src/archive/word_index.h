#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/store/database.h"

#include "postings.h"

namespace sovang::archive {

/// The part of an entry that a word stands in. The letter begins the word's key in the index.
enum class Field : char {
  name = 'N',
  unit = 'U',
  title = 'T',
  number = 'D',
  book = 'B',
  reason = 'R',
  signer = 'G',
  movement = 'M'
};

/// A word's key: the field's letter and the token, "Nnguyen".
[[nodiscard]] std::string word_key(Field field, std::string_view token);

/// What an entry is filtered and counted by; a list without places each.
enum class Filter : char {
  kind = 'k',       ///< person, unit, decision, proposal, minutes, dossier
  award = 'a',      ///< "BKT-C"
  state = 's',      ///< issued …
  movement = 'm',   ///< its id
  unit = 'u',       ///< id of a unit that may see it
  open = 'o',       ///< the public may see it; no value
  unit_kind = 'j',  ///< code of classes.h
  content = 'c'     ///< code of classes.h
};
/// "Kkperson".
[[nodiscard]] std::string filter_key(Filter filter, std::string_view value);

/// Additions to and removals from the lists, collected and then written in one go.
class WordChanges {
 public:
  /// All words of a text, in the forms of tokens.h.
  void add_text(Field field, std::string_view text, EntryId entry);
  void remove_text(Field field, std::string_view text, EntryId entry);
  void add_filter(Filter filter, std::string_view value, EntryId entry);
  void remove_filter(Filter filter, std::string_view value, EntryId entry);

  /// How many additions wait.
  [[nodiscard]] std::size_t pending() const { return pending_; }

 private:
  friend Status apply(WordChanges& changes, const store::Database& database);
  struct Change {
    std::vector<EntryId> entries;
    std::vector<std::uint32_t> ends;  ///< of each entry's places, in `places`
    std::vector<std::uint32_t> places;
    std::vector<EntryId> removed;

    /// What was added, in order of entry.
    [[nodiscard]] Postings added() const;
  };
  struct Occurrence {
    Change* change;
    std::vector<std::uint32_t> places;
  };
  [[nodiscard]] const std::vector<Occurrence>& occurrences(Field field, std::string_view text);
  void add(Change& change, EntryId entry, const std::vector<std::uint32_t>& places);

  std::unordered_map<std::string, Change> changes_;
  std::unordered_map<std::string, std::vector<Occurrence>> known_texts_;  ///< the same texts come again
  std::size_t pending_ = 0;
};

/// A word that is in the index.
struct Term {
  std::int64_t id = 0;
  std::string key;
  std::int64_t entries = 0;  ///< how many have it
};

/// Reads the word index of a catalogue, its tables `term` and `posting`, inside the caller's transaction.
class WordReader {
 public:
  [[nodiscard]] static Result<WordReader> open(const store::Database& database);

  /// Those of the keys that are in the index, in any order.
  [[nodiscard]] Result<std::vector<Term>> terms(std::span<const std::string_view> keys);
  /// Terms whose key begins so, in order of key; at most `most`.
  [[nodiscard]] Result<std::vector<Term>> terms_beginning(std::string_view key, std::size_t most);
  /// The blocks of a term that hold entries ≤ `at_most`, the newest first, at most `most` of them. The first
  /// may hold greater entries too.
  [[nodiscard]] Result<std::vector<PostingBlock>> blocks(std::int64_t term, EntryId at_most,
                                                         std::size_t most);

 private:
  WordReader(store::Statement many, store::Statement beginning, store::Statement blocks)
      : many_(std::move(many)), beginning_(std::move(beginning)), blocks_(std::move(blocks)) {}
  store::Statement many_;
  store::Statement beginning_;
  store::Statement blocks_;
};

/// Writes the changes, inside the caller's transaction; they are empty afterwards.
[[nodiscard]] Status apply(WordChanges& changes, const store::Database& database);

/// Reads the whole index and compares it with the numbers that it keeps of itself. Code `corrupt`.
[[nodiscard]] Status check_words(const store::Database& database);

}  // namespace sovang::archive
