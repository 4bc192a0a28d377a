#include "office_database.h"

#include <array>
#include <utility>

namespace sovang::dossier {
namespace {

constexpr std::array migrations{
    store::Migration{1, R"sql(
      CREATE TABLE source_file (
        movement TEXT NOT NULL,
        kind TEXT NOT NULL,
        slot TEXT NOT NULL,        -- '' where there is one of a kind, else the name
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        bytes BLOB NOT NULL,
        imported_on TEXT NOT NULL,  -- day in Viet Nam
        PRIMARY KEY (movement, kind, slot)) STRICT, WITHOUT ROWID;
      CREATE TABLE issue_run (
        movement TEXT NOT NULL,
        paper TEXT NOT NULL,
        record_id TEXT NOT NULL UNIQUE,
        authority TEXT NOT NULL,
        year INTEGER NOT NULL,
        number TEXT NOT NULL,
        number_seq INTEGER,
        symbol TEXT,
        prepared_at TEXT NOT NULL,
        done_at TEXT,
        PRIMARY KEY (movement, paper)) STRICT;
      CREATE UNIQUE INDEX issue_run_number ON issue_run (authority, year, number) WHERE number <> '';
      CREATE INDEX issue_run_series ON issue_run (authority, year, symbol, number_seq);
      CREATE TABLE golden_book (
        scope TEXT NOT NULL,
        number INTEGER NOT NULL,
        movement TEXT NOT NULL,
        decision TEXT NOT NULL,
        nominee TEXT NOT NULL,
        PRIMARY KEY (scope, number),
        UNIQUE (movement, decision, nominee)) STRICT;
      CREATE TABLE secret (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL) STRICT;
    )sql"},
};

constexpr std::array kinds{SourceKind::movement,     SourceKind::units,           SourceKind::legal_bases,
                           SourceKind::office_facts, SourceKind::council_session, SourceKind::achievements,
                           SourceKind::nominations};

SourceKind kind_from(std::string_view word) {
  for (const SourceKind kind : kinds) {
    if (to_string(kind) == word) return kind;
  }
  return SourceKind::nominations;
}

std::string slot_of(const SourceFile& file) {
  return file.kind == SourceKind::nominations ? file.name : std::string();
}

constexpr std::string_view file_columns =
    "SELECT movement, kind, name, sha256, bytes, imported_on FROM source_file ";

SourceFile file_of(const store::Statement& row) {
  return {row.text(0), kind_from(row.text(1)),
          row.text(2), row.text(3),
          row.blob(4), Date::from_iso(row.text(5)).value_or(Date())};
}

Status put_run(const store::Database& database, const RunRow& row, Instant now) {
  const std::optional<NumberParts> parts = split_number(row.number);
  const Status written = database.run(
      "INSERT INTO issue_run (movement, paper, record_id, authority, year, number, number_seq, symbol, "
      "prepared_at) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)",
      row.movement, row.paper, row.record_id, row.authority, row.year, row.number,
      parts ? std::optional<int>(parts->number) : std::nullopt,
      parts ? std::optional<std::string>(parts->symbol) : std::nullopt, utc_text(now));
  if (!written && written.error().code == ErrorCode::conflict && !row.number.empty()) {
    return fail(ErrorCode::conflict,
                "số " + row.number + " năm " + std::to_string(row.year) +
                    " đã cấp cho văn bản khác; hãy lấy số kế tiếp",
                {}, "V-35");
  }
  return written;
}

Status put_book_row(const store::Database& database, const BookRow& row) {
  const Status written = database.run(
      "INSERT INTO golden_book (scope, number, movement, decision, nominee) VALUES (?1,?2,?3,?4,?5)",
      row.scope, row.number, row.movement, row.decision, row.nominee);
  if (!written && written.error().code == ErrorCode::conflict) {
    return fail(ErrorCode::conflict,
                "số sổ vàng " + std::to_string(row.number) + " đã ghi cho trường hợp khác", {}, "V-57");
  }
  return written;
}

}  // namespace

std::string_view to_string(SourceKind kind) {
  switch (kind) {
    case SourceKind::movement:
      return "movement";
    case SourceKind::units:
      return "units";
    case SourceKind::legal_bases:
      return "legal_bases";
    case SourceKind::office_facts:
      return "office_facts";
    case SourceKind::council_session:
      return "council_session";
    case SourceKind::achievements:
      return "achievements";
    case SourceKind::nominations:
      return "nominations";
  }
  return "";
}

std::optional<NumberParts> split_number(std::string_view number) {
  const std::size_t slash = number.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash > 7 || slash + 1 == number.size()) return {};
  int value = 0;
  for (const char c : number.substr(0, slash)) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return NumberParts{value, std::string(number.substr(slash + 1))};
}

Result<OfficeDatabase> OfficeDatabase::open(const std::filesystem::path& file, store::Database::Mode mode) {
  store::Database database = SOVANG_TRY(store::Database::open(file, {.mode = mode}));
  SOVANG_TRY(database.migrate(migrations));
  return OfficeDatabase(std::move(database));
}

Result<bool> OfficeDatabase::holds(const SourceFile& file) const {
  store::Statement known = SOVANG_TRY(database_.prepare(
      "SELECT 1 FROM source_file WHERE movement=?1 AND kind=?2 AND slot=?3 AND sha256=?4 AND name=?5"));
  known.bind(file.movement, to_string(file.kind), slot_of(file), file.sha256, file.name);
  return known.step();
}

Status OfficeDatabase::put(const SourceFile& file) const {
  return database_.run(
      "INSERT INTO source_file (movement, kind, slot, name, sha256, bytes, imported_on) "
      "VALUES (?1,?2,?3,?4,?5,?6,?7) ON CONFLICT (movement, kind, slot) DO UPDATE SET "
      "name=excluded.name, sha256=excluded.sha256, bytes=excluded.bytes, imported_on=excluded.imported_on",
      file.movement, to_string(file.kind), slot_of(file), file.name, file.sha256, store::Blob{file.bytes},
      file.imported.iso());
}

Result<std::optional<SourceFile>> OfficeDatabase::one(std::string_view movement, SourceKind kind) const {
  store::Statement rows =
      SOVANG_TRY(database_.prepare(std::string(file_columns) + "WHERE movement=?1 AND kind=?2 AND slot=''"));
  rows.bind(movement, to_string(kind));
  if (!SOVANG_TRY(rows.step())) return std::optional<SourceFile>();
  return std::optional(file_of(rows));
}

Result<std::vector<SourceFile>> OfficeDatabase::lists(std::string_view movement) const {
  store::Statement rows = SOVANG_TRY(database_.prepare(
      std::string(file_columns) + "WHERE movement=?1 AND kind='nominations' ORDER BY slot"));
  rows.bind(movement);
  std::vector<SourceFile> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back(file_of(rows));
  return out;
}

Result<std::vector<std::string>> OfficeDatabase::movements() const {
  store::Statement rows = SOVANG_TRY(
      database_.prepare("SELECT movement FROM source_file WHERE kind='movement' ORDER BY movement"));
  std::vector<std::string> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back(rows.text(0));
  return out;
}

Result<std::vector<RunRow>> OfficeDatabase::runs(std::string_view movement) const {
  store::Statement rows = SOVANG_TRY(
      database_.prepare("SELECT movement, paper, record_id, authority, year, number, done_at IS NOT NULL "
                        "FROM issue_run WHERE movement=?1 ORDER BY paper"));
  rows.bind(movement);
  std::vector<RunRow> out;
  while (SOVANG_TRY(rows.step())) {
    out.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), static_cast<int>(rows.integer(4)),
                   rows.text(5), rows.integer(6) != 0});
  }
  return out;
}

Result<int> OfficeDatabase::last_number(std::string_view authority, int year, std::string_view symbol) const {
  const store::Statement row = SOVANG_TRY(database_.row(
      "SELECT coalesce(max(number_seq), 0) FROM issue_run WHERE authority=?1 AND year=?2 AND symbol=?3",
      authority, year, symbol));
  return static_cast<int>(row.integer(0));
}

Status OfficeDatabase::prepare(const std::vector<RunRow>& rows, const std::vector<BookRow>& book,
                               Instant now) const {
  store::Transaction transaction = SOVANG_TRY(database_.begin());
  for (const RunRow& row : rows)
    SOVANG_TRY(put_run(database_, row, now));
  for (const BookRow& row : book)
    SOVANG_TRY(put_book_row(database_, row));
  return transaction.commit();
}

Status OfficeDatabase::finish(std::string_view movement, Instant now) const {
  return database_.run("UPDATE issue_run SET done_at=?2 WHERE movement=?1 AND done_at IS NULL", movement,
                       utc_text(now));
}

Result<std::string> OfficeDatabase::secret(std::string_view name) const {
  const store::Statement row = SOVANG_TRY(database_.row("SELECT value FROM secret WHERE name=?1", name));
  return row.blob(0);
}

Status OfficeDatabase::put_secret(std::string_view name, ByteView value) const {
  return database_.run("INSERT INTO secret (name, value) VALUES (?1, ?2)", name, store::Blob{value});
}

}  // namespace sovang::dossier
