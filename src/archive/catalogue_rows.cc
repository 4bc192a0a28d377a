#include "catalogue_rows.h"

#include <algorithm>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/text/search_keys.h"

#include "classes.h"
#include "record_words.h"

namespace sovang::archive {
namespace {

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

EntryRow line_row(const RecordLine& line, EntryId doc_id, std::size_t position) {
  EntryRow row;
  row.entry_id = doc_id - 1 - static_cast<EntryId>(position);
  row.doc_id = doc_id;
  row.position = static_cast<int>(position);
  row.kind = entry_kind(line.kind);
  row.name = line.name;
  row.unit = line.unit_name;
  row.title = line.title;
  row.book = line.book_number;
  row.reason = line.reason;
  row.unit_id = line.unit_id.value;
  row.proposer_id = line.proposer_id.value;
  row.award = line.award.value;
  row.award_name = line.award_name;
  row.certificate_path = line.certificate_path;
  row.code_sha256 = code_key(line.certificate_code);
  return row;
}

/// May the public see it (archive-design §6)?
bool is_open(const DocumentRow& document) {
  return document.access == "public" &&
         (document.state == "issued" || document.state == "corrected" || document.state == "revoked");
}

}  // namespace

std::size_t entries_of(const Record& record) {
  return 1 + (lists_awards(record.kind) ? record.lines.size() : 0);
}

std::vector<EntryRow> entry_rows(const Record& record, EntryId doc_id) {
  std::vector<EntryRow> out;
  EntryRow own;
  own.entry_id = doc_id;
  own.doc_id = doc_id;
  own.kind = document_kind(record.kind);
  own.name = record.subject;
  own.unit = record.authority_name;
  own.title = record.movement_name;
  out.push_back(std::move(own));
  if (!lists_awards(record.kind)) return out;
  for (std::size_t i = 0; i < record.lines.size(); ++i)
    out.push_back(line_row(record.lines[i], doc_id, i));
  return out;
}

DocumentRow document_row(const Record& record, EntryId doc_id) {
  return {doc_id,
          static_cast<std::int64_t>(entries_of(record)),
          record.number,
          record.symbol,
          record.signer_name,
          record.movement_id.value,
          record.movement_name,
          std::string(to_string(record.state)),
          std::string(to_string(record.access))};
}

std::vector<std::string> units_of(const Record& record) {
  std::vector<std::string> out;
  for (const domain::UnitId& id : record.units)
    out.push_back(id.value);
  for (const RecordLine& line : record.lines) {
    for (const domain::UnitId* id : {&line.unit_id, &line.proposer_id})
      if (!id->empty()) out.push_back(id->value);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void change_words(WordChanges& changes, WordsAre what, const DocumentRow& document, const EntryRow& entry,
                  const std::vector<std::string>& units) {
  const EntryId id = entry.entry_id;
  const auto text = [&](Field field, const std::string& words) {
    what == WordsAre::added ? changes.add_text(field, words, id) : changes.remove_text(field, words, id);
  };
  const auto filter = [&](Filter by, std::string_view value) {
    what == WordsAre::added ? changes.add_filter(by, value, id) : changes.remove_filter(by, value, id);
  };
  text(Field::name, entry.name);
  text(Field::unit, entry.unit);
  text(Field::title, entry.title);
  text(Field::number, document.number);
  text(Field::book, entry.book);
  text(Field::reason, entry.position < 0 ? entry.name : entry.reason);  // of a document: its subject
  text(Field::signer, document.signer_name);
  text(Field::movement, document.movement_name);
  filter(Filter::kind, entry.kind);
  filter(Filter::state, document.state);
  if (!entry.award.empty()) filter(Filter::award, entry.award);
  if (!document.movement_id.empty()) filter(Filter::movement, document.movement_id);
  if (is_open(document)) filter(Filter::open, "");
  if (entry.position < 0) {
    for (const std::string& unit : units)
      if (!unit.empty()) filter(Filter::unit, unit);
    return;
  }
  for (const std::string& unit : {entry.unit_id, entry.proposer_id})
    if (!unit.empty()) filter(Filter::unit, unit);
  filter(Filter::unit_kind, unit_kind_of(entry.unit.empty() ? entry.name : entry.unit));
  for (const std::string_view content : contents_of(document.movement_name + " . " + entry.reason))
    filter(Filter::content, content);
}

const std::string_view entry_columns =
    "e.entry_id, e.doc_id, e.position, e.kind, e.name, e.unit, e.title, e.book, e.reason, e.unit_id, "
    "e.proposer_id, e.award, e.award_name, e.certificate_path, e.code_sha256";

EntryRow entry_from(const store::Statement& row, int first) {
  EntryRow out;
  out.entry_id = row.integer(first);
  out.doc_id = row.integer(first + 1);
  out.position = static_cast<int>(row.integer(first + 2));
  int column = first + 3;
  for (std::string* text : {&out.kind, &out.name, &out.unit, &out.title, &out.book, &out.reason, &out.unit_id,
                            &out.proposer_id, &out.award, &out.award_name, &out.certificate_path})
    *text = row.text(column++);
  out.code_sha256 = row.optional_text(column);
  return out;
}

const std::string_view document_columns =
    "d.doc_id, d.entries, d.number, d.symbol, d.signer_name, d.movement_id, d.movement_name, d.state, "
    "d.access";

DocumentRow document_from(const store::Statement& row, int first) {
  DocumentRow out;
  out.doc_id = row.integer(first);
  out.entries = row.integer(first + 1);
  int column = first + 2;
  for (std::string* text : {&out.number, &out.symbol, &out.signer_name, &out.movement_id, &out.movement_name,
                            &out.state, &out.access})
    *text = row.text(column++);
  return out;
}

}  // namespace sovang::archive
