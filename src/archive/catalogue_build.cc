// A catalogue of many objects: rows first, then their words in order of time, so that every list of the word
// index only grows at its end. Each step is a transaction that notes how far it came.
#include <utility>

#include "catalogue.h"
#include "catalogue_rows.h"
#include "entry_ids.h"

namespace sovang::archive {
namespace {

constexpr std::size_t words_a_step = 4'000'000;  ///< places of words held in memory: some 100 MB
constexpr std::string_view rows_note = "rows";
constexpr std::string_view words_note = "words";

}  // namespace

Status Catalogue::note(std::string_view name, std::string_view value) const {
  return database_.run(
      "INSERT INTO progress(name, value) VALUES(?, ?) "
      "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
      name, value);
}

Result<std::string> Catalogue::noted(std::string_view name) const {
  store::Statement row = SOVANG_TRY(database_.prepare("SELECT value FROM progress WHERE name = ?"));
  return SOVANG_TRY(row.bind(name).step()) ? row.text(0) : std::string();
}

Status Catalogue::note_rows(std::string_view done) const {
  return note(rows_note, done);
}

Result<std::string> Catalogue::rows_done() const {
  return noted(rows_note);
}

Result<bool> Catalogue::index_more() const {
  store::Transaction transaction = SOVANG_TRY(database_.begin());
  const std::string before = SOVANG_TRY(noted(words_note));
  EntryId last = before.empty() ? no_entry : std::stoll(before);
  WordChanges words;
  store::Statement documents = SOVANG_TRY(database_.prepare(
      "SELECT " + std::string(document_columns) + " FROM document d WHERE d.doc_id > ? ORDER BY d.doc_id"));
  store::Statement entries =
      SOVANG_TRY(database_.prepare("SELECT " + std::string(entry_columns) +
                                   " FROM entry e WHERE e.entry_id BETWEEN ? AND ? ORDER BY e.entry_id"));
  store::Statement unit = SOVANG_TRY(database_.prepare("SELECT unit_id FROM document_unit WHERE doc_id = ?"));
  documents.bind(last);
  bool more = false;
  while (words.pending() < words_a_step && (more = SOVANG_TRY(documents.step()))) {
    const DocumentRow document = document_from(documents, 0);
    std::vector<std::string> units;
    unit.bind(document.doc_id);
    while (SOVANG_TRY(unit.step()))
      units.push_back(unit.text(0));
    entries.bind(document.doc_id - document.entries + 1, document.doc_id);
    while (SOVANG_TRY(entries.step()))
      change_words(words, WordsAre::added, document, entry_from(entries, 0), units);
    last = document.doc_id;
  }
  SOVANG_TRY(apply(words, database_));
  SOVANG_TRY(note(words_note, std::to_string(last)));
  SOVANG_TRY(transaction.commit());
  return more;
}

}  // namespace sovang::archive
