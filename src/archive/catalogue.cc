#include "catalogue.h"

#include <algorithm>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/text/search_keys.h"

#include "catalogue_schema.h"
#include "record_words.h"
#include "tokens.h"

namespace sovang::archive {
namespace {

constexpr std::size_t block_size = 4096;
constexpr std::size_t max_blocks = 4096;  ///< of one file: the first 16 MiB tell enough

/// What a search calls this line: a person (a household is looked for by its head) or a unit.
std::string_view entry_kind(domain::RecipientKind kind) {
  return kind == domain::RecipientKind::collective ? "unit" : "person";
}

/// Lines of which documents are found as awards: proposals and minutes name the same people before.
bool lists_awards(RecordKind kind) {
  return kind == RecordKind::decision || kind == RecordKind::scan;
}

/// What a search calls the document itself; --kind decision means decisions, not the papers before them.
std::string_view document_kind(RecordKind kind) {
  return lists_awards(kind) ? "decision" : to_string(kind);
}

std::optional<std::string> code_key(const std::string& code) {
  if (code.empty()) return std::nullopt;
  return to_hex(digest(HashKind::sha256, code));
}

}  // namespace

std::vector<std::uint64_t> block_hashes(ByteView bytes) {
  std::vector<std::uint64_t> out;
  for (std::size_t begin = 0; begin < bytes.size() && out.size() < max_blocks; begin += block_size) {
    // FNV-1a: it only proposes a file to compare with byte by byte.
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : bytes.substr(begin, block_size)) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 1099511628211ULL;
    }
    out.push_back(hash);
  }
  return out;
}

Result<Catalogue> Catalogue::open(const std::filesystem::path& path, Mode mode) {
  store::Database::Options options;
  options.mode =
      mode == Mode::create ? store::Database::Mode::create_if_missing : store::Database::Mode::existing;
  options.durability = store::Database::Durability::normal;  // what is lost is made again from the store
  store::Database database = SOVANG_TRY(store::Database::open(path, options));
  SOVANG_TRY(database.register_tokenizer("sovang_vi", tokenize_vietnamese));
  if (mode == Mode::create) SOVANG_TRY(database.migrate(catalogue_schema));
  SOVANG_TRY(database.expect_version(catalogue_schema.back().number));
  return Catalogue(std::move(database));
}

Status Catalogue::put(const std::vector<CatalogueObject>& objects) const {
  store::Transaction transaction = SOVANG_TRY(database_.begin());
  for (const CatalogueObject& object : objects)
    SOVANG_TRY(put_one(object));
  return transaction.commit();
}

Status Catalogue::forget(std::int64_t doc_id) const {
  // The full text index has no copy of the text: it must be told what to take out.
  SOVANG_TRY(database_.run(
      "INSERT INTO entry_fts(entry_fts, rowid, name, unit, title, number, book, reason) "
      "SELECT 'delete', entry_id, name, unit, title, number, book, reason FROM entry WHERE doc_id = ?",
      doc_id));
  SOVANG_TRY(database_.run(
      "DELETE FROM file_block WHERE file_id IN (SELECT file_id FROM file WHERE doc_id = ?)", doc_id));
  SOVANG_TRY(database_.run("DELETE FROM file WHERE doc_id = ?", doc_id));
  SOVANG_TRY(database_.run("DELETE FROM relation WHERE doc_id = ?", doc_id));
  SOVANG_TRY(database_.run("DELETE FROM document_unit WHERE doc_id = ?", doc_id));
  SOVANG_TRY(database_.run("DELETE FROM entry WHERE doc_id = ?", doc_id));
  return database_.run("DELETE FROM document WHERE doc_id = ?", doc_id);
}

Status Catalogue::put_one(const CatalogueObject& object) const {
  const Record& record = object.record;
  if (const auto known = SOVANG_TRY(entry(record.id))) SOVANG_TRY(forget(known->doc_id));
  std::optional<std::int64_t> log_index;
  if (object.log_index) log_index = static_cast<std::int64_t>(*object.log_index);
  std::optional<std::string> retain_until;
  if (record.retain_until) retain_until = record.retain_until->iso();
  SOVANG_TRY(database_.run(
      "INSERT INTO document(record_id, kind, tenant, head, inventory_sha512, created, log_index, number, "
      "number_fold, number_seq, year, issued, authority_id, authority_name, movement_id, subject, state, "
      "access, "
      "retention_rule, retain_until) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      record.id, to_string(record.kind), record.tenant, object.head, object.inventory_sha512, object.created,
      log_index, record.number, text::fold_key(record.number), record.number_seq, record.issued.year(),
      record.issued.iso(), record.authority_id, record.authority_name, record.movement_id.value,
      record.subject, to_string(record.state), to_string(record.access), record.retention_rule,
      retain_until));
  const std::int64_t doc_id = database_.last_row_id();
  SOVANG_TRY(put_entries(doc_id, object));
  SOVANG_TRY(put_files(doc_id, object));
  return put_links(doc_id, record);
}

Status Catalogue::put_entries(std::int64_t doc_id, const CatalogueObject& object) const {
  const Record& record = object.record;
  store::Statement row = SOVANG_TRY(database_.prepare(
      "INSERT INTO entry(doc_id, position, kind, name, unit, title, number, book, reason, unit_id, "
      "proposer_id, "
      "award, award_name, certificate_path, code_sha256) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  store::Statement words = SOVANG_TRY(database_.prepare(
      "INSERT INTO entry_fts(rowid, name, unit, title, number, book, reason) VALUES(?,?,?,?,?,?,?)"));
  SOVANG_TRY(row.bind(doc_id, -1, document_kind(record.kind), record.subject, record.authority_name,
                      record.movement_name, record.number, "", "", "", "", "", "", "", std::nullopt)
                 .run());
  SOVANG_TRY(words
                 .bind(database_.last_row_id(), record.subject, record.authority_name, record.movement_name,
                       record.number, "", "")
                 .run());
  if (!lists_awards(record.kind)) return {};
  for (std::size_t i = 0; i < record.lines.size(); ++i) {
    const RecordLine& line = record.lines[i];
    SOVANG_TRY(row.bind(doc_id, i, entry_kind(line.kind), line.name, line.unit_name, line.title,
                        record.number, line.book_number, line.reason, line.unit_id.value,
                        line.proposer_id.value, line.award.value, line.award_name, line.certificate_path,
                        code_key(line.certificate_code))
                   .run());
    SOVANG_TRY(words
                   .bind(database_.last_row_id(), line.name, line.unit_name, line.title, record.number,
                         line.book_number, line.reason)
                   .run());
  }
  return {};
}

Status Catalogue::put_files(std::int64_t doc_id, const CatalogueObject& object) const {
  store::Statement row = SOVANG_TRY(
      database_.prepare("INSERT INTO file(doc_id, path, sha256, bytes, newest) VALUES(?,?,?,?,?)"));
  store::Statement block = SOVANG_TRY(
      database_.prepare("INSERT OR IGNORE INTO file_block(hash, position, file_id) VALUES(?,?,?)"));
  for (const CatalogueFile& file : object.files) {
    SOVANG_TRY(row.bind(doc_id, file.path, file.sha256, file.bytes, file.newest ? 1 : 0).run());
    const std::int64_t file_id = database_.last_row_id();
    for (std::size_t i = 0; i < file.blocks.size(); ++i)
      SOVANG_TRY(block.bind(file.blocks[i], i, file_id).run());
  }
  return {};
}

Status Catalogue::put_links(std::int64_t doc_id, const Record& record) const {
  store::Statement unit =
      SOVANG_TRY(database_.prepare("INSERT OR IGNORE INTO document_unit(doc_id, unit_id) VALUES(?,?)"));
  for (const domain::UnitId& id : record.units)
    SOVANG_TRY(unit.bind(doc_id, id.value).run());
  for (const RecordLine& line : record.lines) {
    for (const domain::UnitId* id : {&line.unit_id, &line.proposer_id})
      if (!id->empty()) SOVANG_TRY(unit.bind(doc_id, id->value).run());
  }
  for (const RecordRelation& relation : record.relations) {
    SOVANG_TRY(database_.run("INSERT INTO relation(doc_id, type, ref) VALUES(?,?,?)", doc_id, relation.type,
                             relation.ref));
  }
  return {};
}

Result<std::string> Catalogue::dump() const {
  store::Statement rows = SOVANG_TRY(database_.prepare(R"sql(
SELECT json_array('document', record_id, kind, tenant, head, inventory_sha512, created, log_index, number,
    number_fold, number_seq, year, issued, authority_id, authority_name, movement_id, subject, state, access,
    retention_rule, retain_until) FROM document
UNION ALL SELECT json_array('entry', record_id, position, e.kind, name, unit, title, e.number, book, reason,
    unit_id, proposer_id, award, award_name, certificate_path, code_sha256) FROM entry e JOIN document USING(doc_id)
UNION ALL SELECT json_array('unit', record_id, unit_id) FROM document_unit JOIN document USING(doc_id)
UNION ALL SELECT json_array('relation', record_id, type, ref) FROM relation JOIN document USING(doc_id)
UNION ALL SELECT json_array('file', record_id, path, sha256, bytes, newest,
    (SELECT group_concat(hash) FROM (SELECT hash FROM file_block b WHERE b.file_id = f.file_id ORDER BY position)))
    FROM file f JOIN document USING(doc_id)
ORDER BY 1)sql"));
  std::string out;
  while (SOVANG_TRY(rows.step()))
    out += rows.text(0) + "\n";
  return out;
}

Status Catalogue::check() const {
  SOVANG_TRY(database_.quick_check());
  const Status words = database_.run("INSERT INTO entry_fts(entry_fts) VALUES('integrity-check')");
  if (!words) return fail(Error(words.error()).within("kiểm tra chỉ mục toàn văn"));
  return {};
}

}  // namespace sovang::archive
