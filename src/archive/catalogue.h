#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"
#include "sovang/store/database.h"

#include "query.h"
#include "storage.h"
#include "vocabulary.h"
#include "word_index.h"

namespace sovang::archive {

/// A content file as the catalogue knows it, also of older versions: a copy of a corrected decision is still
/// recognised.
struct CatalogueFile {
  std::string path;
  bool newest = true;  ///< is in the newest version
  std::string sha256;
  std::uint64_t bytes = 0;
  std::vector<std::uint64_t> blocks;  ///< a hash of each 4 KiB, to recognise a changed copy
};

/// Everything that the catalogue holds about one object; made from the store alone.
struct CatalogueObject {
  Record record;
  int head = 1;
  std::string inventory_sha512;
  std::string created;
  std::optional<std::uint64_t> log_index;  ///< of the newest version's leaf
  std::vector<CatalogueFile> files;
};

/// An object and the number of its document.
struct NumberedObject {
  const CatalogueObject* object = nullptr;
  EntryId doc_id = no_entry;
};

/// What a look-up of an object tells.
struct CatalogueEntry {
  std::int64_t doc_id = 0;
  std::string record_id;
  int head = 0;
  std::string inventory_sha512;
  std::optional<std::uint64_t> log_index;
};

/// A file that has these bytes, or many blocks of them.
struct FileMatch {
  std::string record_id;
  std::string path;
  std::string sha256;
  bool newest = true;
};

/// A certificate that has this code.
struct CodeMatch {
  std::string record_id;
  std::size_t position = 0;  ///< index in Record::lines
};

/// The hashes of the 4 KiB blocks of a file.
[[nodiscard]] std::vector<std::uint64_t> block_hashes(ByteView bytes);

/// Where the catalogues of an archive lie, one generation beside the other: files of SQLite in a folder, or
/// schemas of a PostgreSQL database.
struct CatalogueHome {
  std::filesystem::path folder;   ///< also holds `current`, the name of the generation in use
  std::string connection_string;  ///< of libpq; empty = files in `folder`
  std::string tenant;             ///< begins the names of schemas
};

/// The catalogue of an archive: a database that can be made again from the store (archive-design §6). One
/// thread at a time.
class Catalogue {
 public:
  enum class Mode : std::uint8_t { create, existing };
  /// A generation by its name, "index.3.db" or "sovang_qnam_3".
  [[nodiscard]] static Result<Catalogue> open(const CatalogueHome& home, const std::string& name, Mode mode);

  /// Writes many objects in one transaction; what was known of each is replaced.
  [[nodiscard]] Status put(const std::vector<CatalogueObject>& objects) const;

  // Building a catalogue of many objects: first all rows, in any order, then the words in order of time.

  /// Writes rows without their words, and `done` beside them in the same transaction: where to go on.
  [[nodiscard]] Status put_rows(const std::vector<CatalogueObject>& objects, std::string_view done) const;
  /// What the last put_rows() noted; empty = nothing yet.
  [[nodiscard]] Result<std::string> rows_done() const;
  /// A note of whoever builds, under a name of its own; empty = none.
  [[nodiscard]] Status note(std::string_view name, std::string_view value) const;
  [[nodiscard]] Result<std::string> noted(std::string_view name) const;
  /// Puts the words of the next rows into the index, as many as fit into a moderate memory; false when all
  /// are in it. Goes on where an earlier run stopped.
  [[nodiscard]] Result<bool> index_more() const;

  [[nodiscard]] Result<std::optional<CatalogueEntry>> entry(std::string_view record_id) const;
  [[nodiscard]] Result<std::vector<CatalogueEntry>> entries() const;

  /// `other_unit_names`: see plan_search().
  [[nodiscard]] Result<Hits> find(ReadQuery read, const Asker& asker,
                                  const std::vector<std::string>& other_unit_names) const;
  /// May this asker see the object at all?
  [[nodiscard]] Result<bool> may_see(std::string_view record_id, const Asker& asker) const;
  /// Ids newest first.
  [[nodiscard]] Result<std::vector<std::string>> list(const Asker& asker, std::size_t limit,
                                                      std::size_t offset) const;
  /// Ids of decisions with this number and year, oldest first.
  [[nodiscard]] Result<std::vector<std::string>> with_number(std::string_view number, int year) const;

  [[nodiscard]] Result<std::optional<FileMatch>> file_with(std::string_view sha256) const;
  [[nodiscard]] Result<std::optional<FileMatch>> file_like(ByteView bytes) const;
  [[nodiscard]] Result<std::optional<CodeMatch>> certificate_with(std::string_view code) const;
  /// Ids of the objects with a relation of this type to `ref`.
  [[nodiscard]] Result<std::vector<std::string>> related(std::string_view type, std::string_view ref) const;

  /// All rows as sorted text lines, without the numbers that depend on the order of writing.
  [[nodiscard]] Result<std::string> dump() const;
  /// How many content files it knows.
  [[nodiscard]] Result<std::size_t> file_count() const;
  /// Damage of the file or of the word index. Code `corrupt`.
  [[nodiscard]] Status check() const;
  /// Damage of the file alone, of which a catalogue under construction must have none.
  [[nodiscard]] Status check_rows() const { return database_.quick_check(); }
  /// False once the connection to a server is lost.
  [[nodiscard]] bool is_alive() const { return database_.is_alive(); }

 private:
  explicit Catalogue(store::Database database) : database_(std::move(database)) {}
  /// Numbers for the objects' documents on their days.
  [[nodiscard]] Result<std::vector<NumberedObject>> number_all(
      const std::vector<const CatalogueObject*>& objects) const;
  /// All rows but the words.
  [[nodiscard]] Status put_all(const std::vector<NumberedObject>& objects) const;
  [[nodiscard]] Status note_rows(std::string_view done) const;
  /// Takes the rows of a record out, and says which words go.
  [[nodiscard]] Status forget(std::string_view record_id, WordChanges& words) const;
  [[nodiscard]] Status note_change() const;
  /// find() inside its transaction.
  [[nodiscard]] Result<Hits> answer(ReadQuery read, const Asker& asker,
                                    const std::vector<std::string>& other_unit_names) const;
  struct Answer {
    Hits hits;
    bool finds_any = true;  ///< on this or another page
  };
  [[nodiscard]] Result<Answer> answer_as_typed(ReadQuery read, const Asker& asker,
                                               const std::vector<std::string>& other_unit_names) const;
  struct AwardName {
    std::string code;
    std::string fold;  ///< of its name
  };
  [[nodiscard]] Result<std::vector<AwardName>> award_names() const;
  /// The words of names, units and titles as of now.
  [[nodiscard]] Result<const Vocabulary*> vocabulary() const;
  /// The filter for the awards that a person's words name; words that name none go to the box.
  [[nodiscard]] Result<std::vector<std::string>> settle_award(ReadQuery& read) const;

  store::Database database_;
  mutable std::unique_ptr<Vocabulary> vocabulary_;
  mutable std::string vocabulary_of_;  ///< the state of the catalogue that it was read from
};

}  // namespace sovang::archive
