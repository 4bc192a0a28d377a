#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/record.h"
#include "sovang/base/result.h"
#include "sovang/store/database.h"

#include "postings.h"
#include "word_index.h"

namespace sovang::archive {

/// What of a document its words and filters are made from.
struct DocumentRow {
  EntryId doc_id = no_entry;
  std::int64_t entries = 1;  ///< its own and its lines', numbered down from doc_id
  std::string number;
  std::string symbol;
  std::string signer_name;
  std::string movement_id;
  std::string movement_name;
  std::string state;
  std::string access;
};

/// A row of the table `entry`.
struct EntryRow {
  EntryId entry_id = no_entry;
  EntryId doc_id = no_entry;
  int position = -1;
  std::string kind;
  std::string name;
  std::string unit;
  std::string title;
  std::string book;
  std::string reason;
  std::string unit_id;
  std::string proposer_id;
  std::string award;
  std::string award_name;
  std::string certificate_path;
  std::optional<std::string> code_sha256;
};

/// The rows of a record: the document's own entry first, then those of its lines where they are awards.
/// Numbers count down from `doc_id`.
[[nodiscard]] std::vector<EntryRow> entry_rows(const Record& record, EntryId doc_id);
[[nodiscard]] DocumentRow document_row(const Record& record, EntryId doc_id);
/// Units that may see the document, each once.
[[nodiscard]] std::vector<std::string> units_of(const Record& record);
/// How many numbers a record takes.
[[nodiscard]] std::size_t entries_of(const Record& record);

/// Whether words of a row are put into the index or taken out of it.
enum class WordsAre : std::uint8_t { added, removed };
/// `units` may see the document's own entry.
void change_words(WordChanges& changes, WordsAre what, const DocumentRow& document, const EntryRow& entry,
                  const std::vector<std::string>& units);

/// The columns of an entry's row, in the order of entry_from().
extern const std::string_view entry_columns;
[[nodiscard]] EntryRow entry_from(const store::Statement& row, int first);
/// The same for a document.
extern const std::string_view document_columns;
[[nodiscard]] DocumentRow document_from(const store::Statement& row, int first);

}  // namespace sovang::archive
