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

Status Catalogue::note_change() const {
  return database_.run(
      "INSERT INTO progress(name, value) VALUES('changes', '1') "
      "ON CONFLICT(name) DO UPDATE SET value = CAST(CAST(progress.value AS INTEGER) + 1 AS TEXT)");
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
