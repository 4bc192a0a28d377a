#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"
#include "sovang/store/database.h"

#include "query.h"
#include "storage.h"

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

/// The catalogue of an archive: one SQLite file that can be made again from the store (archive-design §6).
/// One thread at a time.
class Catalogue {
 public:
  enum class Mode : std::uint8_t { create, existing };
  [[nodiscard]] static Result<Catalogue> open(const std::filesystem::path& path, Mode mode);

  /// Writes many objects in one transaction; what was known of each is replaced.
  [[nodiscard]] Status put(const std::vector<CatalogueObject>& objects) const;
  [[nodiscard]] Result<std::optional<CatalogueEntry>> entry(std::string_view record_id) const;
  [[nodiscard]] Result<std::vector<CatalogueEntry>> entries() const;

  [[nodiscard]] Result<Hits> find(const Query& query, const SearchPlan& plan, const Asker& asker) const;
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
  /// Damage of the file or of the full text index. Code `corrupt`.
  [[nodiscard]] Status check() const;

 private:
  explicit Catalogue(store::Database database) : database_(std::move(database)) {}
  /// A MATCH expression with the words that were perhaps meant; no_match if there are none.
  [[nodiscard]] Result<std::string> guess(const std::vector<QueryPart>& parts) const;
  [[nodiscard]] Status put_one(const CatalogueObject& object) const;
  [[nodiscard]] Status forget(std::int64_t doc_id) const;
  [[nodiscard]] Status put_entries(std::int64_t doc_id, const CatalogueObject& object) const;
  [[nodiscard]] Status put_files(std::int64_t doc_id, const CatalogueObject& object) const;
  [[nodiscard]] Status put_links(std::int64_t doc_id, const Record& record) const;

  store::Database database_;
};

}  // namespace sovang::archive
