// Look-ups in the catalogue that are not searches: by id, number, file, code, relation.
#include <algorithm>
#include <map>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/text/search_keys.h"

#include "catalogue.h"

namespace sovang::archive {
namespace {

CatalogueEntry entry_from(const store::Statement& row) {
  CatalogueEntry out;
  out.doc_id = row.integer(0);
  out.record_id = row.text(1);
  out.head = static_cast<int>(row.integer(2));
  out.inventory_sha512 = row.text(3);
  if (const auto index = row.optional_integer(4)) out.log_index = static_cast<std::uint64_t>(*index);
  return out;
}

Result<std::vector<std::string>> column(store::Statement& statement) {
  std::vector<std::string> out;
  while (SOVANG_TRY(statement.step()))
    out.push_back(statement.text(0));
  return out;
}

}  // namespace

Result<std::vector<std::string>> Catalogue::with_number(std::string_view number, int year) const {
  store::Statement rows = SOVANG_TRY(database_.prepare(
      "SELECT record_id FROM document WHERE number_fold = ? AND year = ? AND kind IN ('decision', 'scan') "
      "ORDER BY created, record_id"));
  rows.bind(text::fold_key(number), year);
  return column(rows);
}

Result<std::optional<CatalogueEntry>> Catalogue::entry(std::string_view record_id) const {
  store::Statement row = SOVANG_TRY(database_.prepare(
      "SELECT doc_id, record_id, head, inventory_sha512, log_index FROM document WHERE record_id = ?"));
  if (!SOVANG_TRY(row.bind(record_id).step())) return std::optional<CatalogueEntry>();
  return std::optional(entry_from(row));
}

Result<std::vector<CatalogueEntry>> Catalogue::entries() const {
  store::Statement rows = SOVANG_TRY(database_.prepare(
      "SELECT doc_id, record_id, head, inventory_sha512, log_index FROM document ORDER BY record_id"));
  std::vector<CatalogueEntry> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back(entry_from(rows));
  return out;
}

Result<std::optional<FileMatch>> Catalogue::file_with(std::string_view sha256) const {
  store::Statement row = SOVANG_TRY(database_.prepare(
      "SELECT record_id, path, sha256, newest FROM file JOIN document USING(doc_id) WHERE sha256 = ? "
      "ORDER BY newest DESC, created, record_id"));
  if (!SOVANG_TRY(row.bind(sha256).step())) return std::optional<FileMatch>();
  return std::optional(FileMatch{row.text(0), row.text(1), row.text(2), row.integer(3) != 0});
}

Result<std::optional<FileMatch>> Catalogue::file_like(ByteView bytes) const {
  // What more files share, such as the art of a form, tells that a file is of that kind but not which it is.
  constexpr std::size_t files_a_block = 200;
  const std::vector<std::uint64_t> blocks = block_hashes(bytes);
  store::Statement same =
      SOVANG_TRY(database_.prepare("SELECT file_id FROM file_block WHERE hash = ? AND position = ? LIMIT ?"));
  std::map<std::int64_t, std::size_t> equal;
  std::size_t common = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    std::vector<std::int64_t> files;
    same.bind(blocks[i], i, files_a_block + 1);
    while (SOVANG_TRY(same.step()))
      files.push_back(same.integer(0));
    const bool is_common = files.size() > files_a_block;
    if (is_common) ++common;
    for (const std::int64_t file : files)
      equal[file] += is_common ? 0U : 1U;
  }
  const auto best = std::max_element(equal.begin(), equal.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (best == equal.end() || (best->second + common) * 2 < blocks.size()) return std::optional<FileMatch>();
  const store::Statement row = SOVANG_TRY(database_.row(
      "SELECT record_id, path, sha256, newest FROM file JOIN document USING(doc_id) WHERE file_id = ?",
      best->first));
  return std::optional(FileMatch{row.text(0), row.text(1), row.text(2), row.integer(3) != 0});
}

Result<std::optional<CodeMatch>> Catalogue::certificate_with(std::string_view code) const {
  store::Statement row = SOVANG_TRY(database_.prepare(
      "SELECT record_id, position FROM entry JOIN document USING(doc_id) WHERE code_sha256 = ?"));
  if (!SOVANG_TRY(row.bind(to_hex(digest(HashKind::sha256, code))).step())) return std::optional<CodeMatch>();
  return std::optional(CodeMatch{row.text(0), static_cast<std::size_t>(row.integer(1))});
}

Result<std::vector<std::string>> Catalogue::related(std::string_view type, std::string_view ref) const {
  store::Statement rows =
      SOVANG_TRY(database_.prepare("SELECT record_id FROM relation JOIN document USING(doc_id) WHERE ref = ? "
                                   "AND type = ? ORDER BY record_id"));
  rows.bind(ref, type);
  return column(rows);
}

}  // namespace sovang::archive
