#include <algorithm>
#include <map>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/base/log.h"
#include "sovang/text/search_keys.h"

#include "catalogue.h"
#include "record_words.h"

namespace sovang::archive {
namespace {

// Who may see what (archive-design §6, §11), inside every query: ?1 the role, ?2 the units as a JSON array.
// A unit sees the lines that are its own or that it proposed, and documents that concern it.

constexpr std::string_view find_sql = R"sql(
WITH own(unit_id) AS (SELECT value FROM json_each(?2)),
matched(id, rank) AS (
  SELECT id, min(rank) FROM (
    SELECT rowid AS id, 1 AS rank FROM entry_fts WHERE entry_fts MATCH ?3
    UNION ALL SELECT rowid, 2 FROM entry_fts WHERE entry_fts MATCH ?4
    UNION ALL SELECT rowid, 3 FROM entry_fts WHERE entry_fts MATCH ?5
    UNION ALL SELECT rowid, 4 FROM entry_fts WHERE entry_fts MATCH ?6
    UNION ALL SELECT rowid, 5 FROM entry_fts WHERE entry_fts MATCH ?7
    UNION ALL SELECT entry_id, 1 FROM entry WHERE ?8)
  GROUP BY id),
named(id) AS (SELECT rowid FROM entry_fts WHERE entry_fts MATCH ?9)
SELECT count(*) OVER (), m.rank, e.kind, e.position, e.name, e.unit, e.title, e.award, e.award_name, e.book,
    e.certificate_path, d.record_id, d.number, d.issued, d.state, d.kind
FROM matched m JOIN entry e ON e.entry_id = m.id JOIN document d ON d.doc_id = e.doc_id
    LEFT JOIN named n ON n.id = m.id
WHERE (?1 >= 2
    OR (?1 = 1 AND e.position >= 0 AND (e.unit_id IN own OR e.proposer_id IN own))
    OR (?1 = 1 AND e.position < 0 AND EXISTS
        (SELECT 1 FROM document_unit u WHERE u.doc_id = d.doc_id AND u.unit_id IN own))
    OR (?1 = 0 AND d.access = 'public' AND d.state IN ('issued', 'corrected', 'revoked')))
  AND (?10 IS NULL OR e.award = ?10 OR substr(e.award, 1, length(?10) + 1) = ?10 || '-')
  AND (?11 IS NULL OR d.year = ?11)
  AND (?12 IS NULL OR d.issued >= ?12)
  AND (?13 IS NULL OR d.issued <= ?13)
  AND (?14 IS NULL OR e.kind = ?14)
  AND (?15 IS NULL OR d.state = ?15)
ORDER BY m.rank, d.issued DESC, n.id IS NULL, e.position, e.entry_id
LIMIT ?16 OFFSET ?17)sql";

constexpr int longest_search_ms = 2000;  // SEC-29

constexpr std::string_view may_see_sql = R"sql(
WITH own(unit_id) AS (SELECT value FROM json_each(?2))
SELECT 1 FROM document d WHERE d.record_id = ?3 AND (?1 >= 2
    OR (?1 = 1 AND EXISTS (SELECT 1 FROM document_unit u WHERE u.doc_id = d.doc_id AND u.unit_id IN own))
    OR (?1 = 0 AND d.access = 'public' AND d.state IN ('issued', 'corrected', 'revoked'))))sql";

constexpr std::string_view list_sql = R"sql(
WITH own(unit_id) AS (SELECT value FROM json_each(?2))
SELECT d.record_id FROM document d WHERE ?1 >= 2
    OR (?1 = 1 AND EXISTS (SELECT 1 FROM document_unit u WHERE u.doc_id = d.doc_id AND u.unit_id IN own))
    OR (?1 = 0 AND d.access = 'public' AND d.state IN ('issued', 'corrected', 'revoked'))
ORDER BY d.issued DESC, d.number_seq DESC, d.record_id LIMIT ?3 OFFSET ?4)sql";

int role_number(Asker::Role role) {
  switch (role) {
    case Asker::Role::open_public:
      return 0;
    case Asker::Role::unit:
      return 1;
    case Asker::Role::office:
      return 2;
    case Asker::Role::archivist:
      return 3;
  }
  return 0;
}

std::string units_json(const Asker& asker) {
  std::string out = "[";
  for (const domain::UnitId& unit : asker.units) {
    // Many lines have no unit: they are nobody's. And SQLite ends a JSON text at a NUL: "SYT\0x" would be
    // SYT.
    if (unit.empty() || unit.value.find('\0') != std::string::npos) continue;
    out += (out.size() > 1 ? ",\"" : "\"") + escape_json(unit.value) + "\"";
  }
  return out + "]";
}

Hit::Kind hit_kind(std::string_view word) {
  if (word == "unit") return Hit::Kind::unit;
  return word == "person" ? Hit::Kind::person : Hit::Kind::decision;
}

Hit hit_from(const store::Statement& row, const SearchPlan& plan, const Asker& asker) {
  Hit hit;
  hit.rank = static_cast<int>(row.integer(1));
  hit.kind = hit_kind(row.text(2));
  hit.name = row.text(4);
  hit.unit = row.text(5);
  hit.award_code = domain::AwardCode(row.text(7));
  hit.award = row.text(8).empty() ? row.text(7) : row.text(8);
  hit.record_id = row.text(11);
  hit.decision = row.text(12);
  hit.date = Date::from_iso(row.text(13)).value_or(Date{});
  hit.state = record_state_from(row.text(14)).value_or(RecordState::issued);
  hit.record_kind = value_of(kind_words, row.text(15)).value_or(RecordKind::decision);
  hit.highlights = highlights_in(hit.name, plan.parts);
  if (asker.role != Asker::Role::open_public) {  // the public sees name, unit and award
    hit.title = row.text(6);
    hit.book_number = row.text(9);
    hit.certificate_path = row.text(10);
  }
  return hit;
}

template <class T>
std::optional<std::string> optional_word(const std::optional<T>& value) {
  if (!value) return std::nullopt;
  return std::string(to_string(*value));
}

std::optional<std::string> optional_iso(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return date->iso();
}

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

Result<Hits> Catalogue::find(const Query& query, const SearchPlan& plan, const Asker& asker) const {
  const store::TimeLimit bounded(database_, longest_search_ms);
  store::Statement rows = SOVANG_TRY(database_.prepare(find_sql));
  const std::optional<std::string> award =
      query.award ? std::optional(query.award->value) : std::optional<std::string>();
  const auto run = [&](const SearchPlan& by, std::size_t limit, std::size_t offset) -> Result<Hits> {
    Hits out;
    rows.bind(role_number(asker.role), units_json(asker), by.tiers[0], by.tiers[1], by.tiers[2], by.tiers[3],
              by.tiers[4], by.has_words ? 0 : 1, by.in_name, award, query.year, optional_iso(query.from),
              optional_iso(query.to), query.kind, optional_word(query.state), limit, offset);
    while (SOVANG_TRY(rows.step())) {
      out.total = static_cast<std::size_t>(rows.integer(0));
      out.hits.push_back(hit_from(rows, plan, asker));
    }
    return out;
  };
  Hits hits = SOVANG_TRY(run(plan, query.limit, query.offset));
  if (hits.hits.empty() && query.offset > 0) hits.total = SOVANG_TRY(run(plan, 1, 0)).total;
  if (hits.total > 0 || plan.parts.empty()) return hits;
  SearchPlan wider = plan;
  wider.tiers.fill(no_match);
  std::string& last = wider.tiers[tier_count - 1];
  // Not in names, units, titles and numbers: then in what people were commended for…
  last = plan.anywhere;
  if (last != no_match) hits = SOVANG_TRY(run(wider, query.limit, query.offset));
  if (hits.total > 0) return hits;
  // …or one letter was mistyped.
  last = SOVANG_TRY(guess(plan.parts));
  if (last != no_match) last = plan.columns + last + ")" + plan.unit;
  return last == no_match ? hits : run(wider, query.limit, query.offset);
}

Result<bool> Catalogue::may_see(std::string_view record_id, const Asker& asker) const {
  store::Statement row = SOVANG_TRY(database_.prepare(may_see_sql));
  return row.bind(role_number(asker.role), units_json(asker), record_id).step();
}

Result<std::vector<std::string>> Catalogue::list(const Asker& asker, std::size_t limit,
                                                 std::size_t offset) const {
  store::Statement rows = SOVANG_TRY(database_.prepare(list_sql));
  rows.bind(role_number(asker.role), units_json(asker), limit, offset);
  return column(rows);
}

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
