#include "catalogue.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sovang/base/log.h"
#include "sovang/text/search_keys.h"

#include "catalogue_rows.h"
#include "catalogue_schema.h"
#include "entry_ids.h"

namespace sovang::archive {
namespace {

constexpr std::size_t block_size = 4096;
constexpr std::size_t max_blocks = 4096;  ///< of one file: the first 16 MiB tell enough

using JsonLine = std::string;

/// So that the lists of the word index mostly grow at their end.
std::vector<const CatalogueObject*> oldest_first(const std::vector<CatalogueObject>& objects) {
  std::vector<const CatalogueObject*> out;
  for (const CatalogueObject& object : objects)
    out.push_back(&object);
  std::stable_sort(out.begin(), out.end(), [](const CatalogueObject* a, const CatalogueObject* b) {
    return a->record.issued < b->record.issued;
  });
  return out;
}

/// Puts a row's columns into a JSON array, as one line of the dump.
JsonLine json_line(std::string_view table, const store::Statement& row, std::string_view types) {
  std::string out = "[\"" + std::string(table) + "\"";
  for (std::size_t i = 0; i < types.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) {
      out += ",null";
    } else if (types[i] == 'i') {
      out += "," + std::to_string(row.integer(column));
    } else {
      out += ",\"" + escape_json(row.text(column)) + "\"";
    }
  }
  return out + "]";
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

Result<Catalogue> Catalogue::open(const CatalogueHome& home, const std::string& name, Mode mode) {
  store::Database::Options options;
  options.mode =
      mode == Mode::create ? store::Database::Mode::create_if_missing : store::Database::Mode::existing;
  options.durability = store::Database::Durability::normal;  // what is lost is made again from the store
  store::Database database = SOVANG_TRY(
      home.connection_string.empty() ? store::Database::open(home.folder / name, options)
                                     : store::Database::connect(home.connection_string, name, options));
  if (mode == Mode::create) SOVANG_TRY(database.migrate(catalogue_schema));
  SOVANG_TRY(database.expect_version(catalogue_schema.back().number));
  // A table that is missing is found here, not by the first who searches.
  for (const std::string_view table : {"document", "entry", "document_unit", "relation", "file", "file_block",
                                       "term", "posting", "label", "progress"})
    static_cast<void>(SOVANG_TRY(database.prepare("SELECT 1 FROM " + std::string(table) + " LIMIT 1")));
  return Catalogue(std::move(database));
}

Status Catalogue::put(const std::vector<CatalogueObject>& objects) const {
  if (objects.empty()) return {};
  store::Transaction transaction = SOVANG_TRY(database_.begin());
  WordChanges words;
  for (const CatalogueObject* object : oldest_first(objects)) {
    SOVANG_TRY(forget(object->record.id, words));
    const EntryId doc_id = SOVANG_TRY(free_number(object->record));
    SOVANG_TRY(put_object(*object, doc_id));
    const DocumentRow document = document_row(object->record, doc_id);
    const std::vector<std::string> units = units_of(object->record);
    for (const EntryRow& entry : entry_rows(object->record, doc_id))
      change_words(words, WordsAre::added, document, entry, units);
  }
  SOVANG_TRY(apply(words, database_));
  SOVANG_TRY(note_change());
  return transaction.commit();
}

Result<EntryId> Catalogue::free_number(const Record& record) const {
  const EntryId begin = first_entry_of(record.issued);
  const EntryId end = end_of_day(begin);
  const store::Statement row = SOVANG_TRY(database_.row(
      "SELECT coalesce(max(doc_id), -1) FROM document WHERE doc_id >= ? AND doc_id < ?", begin, end));
  const EntryId doc_id = std::max(begin - 1, row.integer(0)) + static_cast<EntryId>(entries_of(record));
  if (doc_id < end) return doc_id;
  return fail(ErrorCode::unsupported,
              "danh mục không chứa được quá " + std::to_string(slots_a_day) + " dòng của một ngày ban hành");
}

Status Catalogue::note_change() const {
  return database_.run(
      "INSERT INTO progress(name, value) VALUES('changes', '1') "
      "ON CONFLICT(name) DO UPDATE SET value = CAST(CAST(progress.value AS INTEGER) + 1 AS TEXT)");
}

Status Catalogue::forget(std::string_view record_id, WordChanges& words) const {
  store::Statement known = SOVANG_TRY(database_.prepare("SELECT " + std::string(document_columns) +
                                                        " FROM document d WHERE d.record_id = ?"));
  if (!SOVANG_TRY(known.bind(record_id).step())) return {};
  const DocumentRow document = document_from(known, 0);
  const EntryId doc_id = document.doc_id;
  std::vector<std::string> units;
  store::Statement unit = SOVANG_TRY(database_.prepare("SELECT unit_id FROM document_unit WHERE doc_id = ?"));
  unit.bind(doc_id);
  while (SOVANG_TRY(unit.step()))
    units.push_back(unit.text(0));
  store::Statement entries = SOVANG_TRY(database_.prepare("SELECT " + std::string(entry_columns) +
                                                          " FROM entry e "
                                                          "WHERE e.entry_id BETWEEN ? AND ?"));
  const EntryId lowest = doc_id - document.entries + 1;
  entries.bind(lowest, doc_id);
  while (SOVANG_TRY(entries.step()))
    change_words(words, WordsAre::removed, document, entry_from(entries, 0), units);
  SOVANG_TRY(database_.run("DELETE FROM entry WHERE entry_id BETWEEN ? AND ?", lowest, doc_id));
  SOVANG_TRY(database_.run(
      "DELETE FROM file_block WHERE file_id IN (SELECT file_id FROM file WHERE doc_id = ?)", doc_id));
  for (const std::string_view sql :
       {"DELETE FROM file WHERE doc_id = ?", "DELETE FROM relation WHERE doc_id = ?",
        "DELETE FROM document_unit WHERE doc_id = ?", "DELETE FROM document WHERE doc_id = ?"})
    SOVANG_TRY(database_.run(sql, doc_id));
  return {};
}

Status Catalogue::put_object(const CatalogueObject& object, EntryId doc_id) const {
  const Record& record = object.record;
  std::optional<std::int64_t> log_index;
  if (object.log_index) log_index = static_cast<std::int64_t>(*object.log_index);
  std::optional<std::string> retain_until;
  if (record.retain_until) retain_until = record.retain_until->iso();
  SOVANG_TRY(database_.run(
      "INSERT INTO document(doc_id, entries, record_id, kind, tenant, head, inventory_sha512, created, "
      "log_index, "
      "number, number_fold, number_seq, symbol, year, issued, signer_name, authority_id, authority_name, "
      "movement_id, movement_name, subject, state, access, retention_rule, retain_until) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      doc_id, entries_of(record), record.id, to_string(record.kind), record.tenant, object.head,
      object.inventory_sha512, object.created, log_index, record.number, text::fold_key(record.number),
      record.number_seq, record.symbol, record.issued.year(), record.issued.iso(), record.signer_name,
      record.authority_id, record.authority_name, record.movement_id.value, record.movement_name,
      record.subject, to_string(record.state), to_string(record.access), record.retention_rule,
      retain_until));
  store::Statement row = SOVANG_TRY(database_.prepare(
      "INSERT INTO entry(entry_id, doc_id, position, kind, name, unit, title, book, reason, unit_id, "
      "proposer_id, award, award_name, certificate_path, code_sha256) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  for (const EntryRow& e : entry_rows(record, doc_id)) {
    SOVANG_TRY(row.bind(e.entry_id, e.doc_id, e.position, e.kind, e.name, e.unit, e.title, e.book, e.reason,
                        e.unit_id, e.proposer_id, e.award, e.award_name, e.certificate_path, e.code_sha256)
                   .run());
  }
  SOVANG_TRY(put_files(doc_id, object));
  SOVANG_TRY(put_labels(record));
  return put_links(doc_id, record);
}

Status Catalogue::put_files(EntryId doc_id, const CatalogueObject& object) const {
  if (object.files.empty()) return {};
  std::int64_t file_id = SOVANG_TRY(database_.row("SELECT coalesce(max(file_id), 0) FROM file")).integer(0);
  store::Statement row = SOVANG_TRY(database_.prepare(
      "INSERT INTO file(file_id, doc_id, path, sha256, bytes, newest) VALUES(?,?,?,?,?,?)"));
  store::Statement block = SOVANG_TRY(database_.prepare(
      "INSERT INTO file_block(hash, position, file_id) VALUES(?,?,?) ON CONFLICT DO NOTHING"));
  for (const CatalogueFile& file : object.files) {
    SOVANG_TRY(row.bind(++file_id, doc_id, file.path, file.sha256, file.bytes, file.newest ? 1 : 0).run());
    for (std::size_t i = 0; i < file.blocks.size(); ++i)
      SOVANG_TRY(block.bind(file.blocks[i], i, file_id).run());
  }
  return {};
}

Status Catalogue::put_links(EntryId doc_id, const Record& record) const {
  store::Statement unit =
      SOVANG_TRY(database_.prepare("INSERT INTO document_unit(doc_id, unit_id) VALUES(?,?)"));
  for (const std::string& id : units_of(record))
    SOVANG_TRY(unit.bind(doc_id, id).run());
  for (const RecordRelation& relation : record.relations) {
    SOVANG_TRY(database_.run("INSERT INTO relation(doc_id, type, ref) VALUES(?,?,?)", doc_id, relation.type,
                             relation.ref));
  }
  return {};
}

Status Catalogue::put_labels(const Record& record) const {
  std::map<std::pair<std::string_view, std::string_view>, std::string_view> labels;
  if (!record.movement_id.empty()) labels[{"movement", record.movement_id.value}] = record.movement_name;
  for (const RecordLine& line : record.lines)
    if (!line.award.empty() && !line.award_name.empty())
      labels[{"award", line.award.value}] = line.award_name;
  // Where two records name a code differently, the same one wins whatever the order they come in.
  store::Statement row = SOVANG_TRY(database_.prepare(
      "INSERT INTO label(kind, code, name) VALUES(?,?,?) ON CONFLICT(kind, code) DO UPDATE SET "
      "name = excluded.name WHERE excluded.name > label.name"));
  for (const auto& [key, name] : labels)
    SOVANG_TRY(row.bind(key.first, key.second, name).run());
  return {};
}

Result<std::string> Catalogue::dump() const {
  std::vector<JsonLine> lines;
  const auto add = [&](std::string_view table, std::string_view types, std::string_view sql) -> Status {
    store::Statement rows = SOVANG_TRY(database_.prepare(sql));
    while (SOVANG_TRY(rows.step()))
      lines.push_back(json_line(table, rows, types));
    return {};
  };
  SOVANG_TRY(add("document", "sssissississsssssssssss",
                 "SELECT record_id, kind, tenant, head, inventory_sha512, created, log_index, number, "
                 "number_fold, number_seq, symbol, issued, signer_name, authority_id, authority_name, "
                 "movement_id, movement_name, subject, state, access, retention_rule, retain_until, '' "
                 "FROM document"));
  SOVANG_TRY(
      add("entry", "sissssssssssss",
          "SELECT d.record_id, e.position, e.kind, e.name, e.unit, e.title, e.book, e.reason, e.unit_id, "
          "e.proposer_id, e.award, e.award_name, e.certificate_path, e.code_sha256 "
          "FROM entry e JOIN document d ON d.doc_id = e.doc_id"));
  SOVANG_TRY(
      add("unit", "ss",
          "SELECT d.record_id, u.unit_id FROM document_unit u JOIN document d ON d.doc_id = u.doc_id"));
  SOVANG_TRY(add("relation", "sss",
                 "SELECT d.record_id, r.type, r.ref FROM relation r JOIN document d ON d.doc_id = r.doc_id"));
  SOVANG_TRY(add("file", "sssii",
                 "SELECT d.record_id, f.path, f.sha256, f.bytes, f.newest FROM file f "
                 "JOIN document d ON d.doc_id = f.doc_id"));
  SOVANG_TRY(add("block", "sssii",
                 "SELECT d.record_id, f.path, f.sha256, b.position, b.hash FROM file_block b "
                 "JOIN file f ON f.file_id = b.file_id JOIN document d ON d.doc_id = f.doc_id"));
  SOVANG_TRY(add("word", "si", "SELECT term_key, entries FROM term"));
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const JsonLine& line : lines)
    out += line + "\n";
  return out;
}

Result<std::size_t> Catalogue::file_count() const {
  return static_cast<std::size_t>(SOVANG_TRY(database_.row("SELECT count(*) FROM file")).integer(0));
}

Status Catalogue::check() const {
  SOVANG_TRY(database_.quick_check());
  return check_words(database_);
}

}  // namespace sovang::archive
