// Writing objects: their numbers, their rows in bulk, their words.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sovang/text/search_keys.h"

#include "catalogue.h"
#include "catalogue_rows.h"
#include "entry_ids.h"

namespace sovang::archive {
namespace {

/// So that the lists of the word index mostly grow at their end. Of the same object the last one counts.
std::vector<const CatalogueObject*> oldest_first(const std::vector<CatalogueObject>& objects) {
  std::vector<const CatalogueObject*> out;
  std::set<std::string_view> seen;
  for (auto object = objects.rbegin(); object != objects.rend(); ++object)
    if (seen.insert(object->record.id).second) out.push_back(&*object);
  std::reverse(out.begin(), out.end());
  std::stable_sort(out.begin(), out.end(), [](const CatalogueObject* a, const CatalogueObject* b) {
    return a->record.issued < b->record.issued;
  });
  return out;
}

Status put_documents(const store::Database& database, const std::vector<NumberedObject>& objects) {
  store::BulkRows rows = SOVANG_TRY(database.bulk(
      "document",
      "doc_id, entries, record_id, kind, tenant, head, inventory_sha512, created, log_index, number, "
      "number_fold, number_seq, symbol, year, issued, signer_name, authority_id, authority_name, "
      "movement_id, movement_name, subject, state, access, retention_rule, retain_until"));
  for (const auto& [object, doc_id] : objects) {
    const Record& record = object->record;
    std::optional<std::int64_t> log_index;
    if (object->log_index) log_index = static_cast<std::int64_t>(*object->log_index);
    std::optional<std::string> retain_until;
    if (record.retain_until) retain_until = record.retain_until->iso();
    SOVANG_TRY(rows.add(doc_id, entries_of(record), record.id, to_string(record.kind), record.tenant,
                        object->head, object->inventory_sha512, object->created, log_index, record.number,
                        text::fold_key(record.number), record.number_seq, record.symbol, record.issued.year(),
                        record.issued.iso(), record.signer_name, record.authority_id, record.authority_name,
                        record.movement_id.value, record.movement_name, record.subject,
                        to_string(record.state), to_string(record.access), record.retention_rule,
                        retain_until));
  }
  return rows.finish();
}

Status put_entries(const store::Database& database, const std::vector<NumberedObject>& objects) {
  store::BulkRows rows = SOVANG_TRY(database.bulk(
      "entry",
      "entry_id, doc_id, position, kind, name, unit, title, book, reason, unit_id, proposer_id, award, "
      "award_name, certificate_path, code_sha256"));
  for (const auto& [object, doc_id] : objects) {
    for (const EntryRow& e : entry_rows(object->record, doc_id))
      SOVANG_TRY(rows.add(e.entry_id, e.doc_id, e.position, e.kind, e.name, e.unit, e.title, e.book, e.reason,
                          e.unit_id, e.proposer_id, e.award, e.award_name, e.certificate_path,
                          e.code_sha256));
  }
  return rows.finish();
}

Status put_files(const store::Database& database, const std::vector<NumberedObject>& objects) {
  const bool any = std::any_of(objects.begin(), objects.end(),
                               [](const NumberedObject& one) { return !one.object->files.empty(); });
  if (!any) return {};
  const std::int64_t before =
      SOVANG_TRY(database.row("SELECT coalesce(max(file_id), 0) FROM file")).integer(0);
  {
    std::int64_t file_id = before;
    store::BulkRows rows = SOVANG_TRY(database.bulk("file", "file_id, doc_id, path, sha256, bytes, newest"));
    for (const auto& [object, doc_id] : objects)
      for (const CatalogueFile& file : object->files)
        SOVANG_TRY(rows.add(++file_id, doc_id, file.path, file.sha256, file.bytes, file.newest ? 1 : 0));
    SOVANG_TRY(rows.finish());
  }
  std::int64_t file_id = before;
  store::BulkRows blocks = SOVANG_TRY(database.bulk("file_block", "hash, position, file_id"));
  for (const auto& [object, doc_id] : objects) {
    for (const CatalogueFile& file : object->files) {
      ++file_id;
      for (std::size_t i = 0; i < file.blocks.size(); ++i)
        SOVANG_TRY(blocks.add(file.blocks[i], i, file_id));
    }
  }
  return blocks.finish();
}

Status put_links(const store::Database& database, const std::vector<NumberedObject>& objects) {
  {
    store::BulkRows units = SOVANG_TRY(database.bulk("document_unit", "doc_id, unit_id"));
    for (const auto& [object, doc_id] : objects)
      for (const std::string& id : units_of(object->record))
        SOVANG_TRY(units.add(doc_id, id));
    SOVANG_TRY(units.finish());
  }
  store::BulkRows relations = SOVANG_TRY(database.bulk("relation", "doc_id, type, ref"));
  for (const auto& [object, doc_id] : objects)
    for (const RecordRelation& relation : object->record.relations)
      SOVANG_TRY(relations.add(doc_id, relation.type, relation.ref));
  return relations.finish();
}

Status put_labels(const store::Database& database, const std::vector<NumberedObject>& objects) {
  // Where two records name a code differently, the same one wins whatever the order they come in.
  std::map<std::pair<std::string_view, std::string_view>, std::string_view> labels;
  const auto add = [&labels](std::string_view kind, std::string_view code, std::string_view name) {
    std::string_view& known = labels[{kind, code}];
    known = std::max(known, name);
  };
  for (const NumberedObject& one : objects) {
    const Record& record = one.object->record;
    if (!record.movement_id.empty()) add("movement", record.movement_id.value, record.movement_name);
    for (const RecordLine& line : record.lines)
      if (!line.award.empty() && !line.award_name.empty()) add("award", line.award.value, line.award_name);
  }
  store::Statement row = SOVANG_TRY(database.prepare(
      "INSERT INTO label(kind, code, name) VALUES(?,?,?) ON CONFLICT(kind, code) DO UPDATE SET "
      "name = excluded.name WHERE excluded.name > label.name"));
  for (const auto& [key, name] : labels)
    SOVANG_TRY(row.bind(key.first, key.second, name).run());
  return {};
}

}  // namespace

Status Catalogue::put(const std::vector<CatalogueObject>& objects) const {
  if (objects.empty()) return {};
  store::Transaction transaction = SOVANG_TRY(database_.begin());
  const std::vector<const CatalogueObject*> in_order = oldest_first(objects);
  WordChanges words;
  for (const CatalogueObject* object : in_order)
    SOVANG_TRY(forget(object->record.id, words));
  const std::vector<NumberedObject> numbered = SOVANG_TRY(number_all(in_order));
  SOVANG_TRY(put_all(numbered));
  for (const auto& [object, doc_id] : numbered) {
    const DocumentRow document = document_row(object->record, doc_id);
    const std::vector<std::string> units = units_of(object->record);
    for (const EntryRow& entry : entry_rows(object->record, doc_id))
      change_words(words, WordsAre::added, document, entry, units);
  }
  SOVANG_TRY(apply(words, database_));
  SOVANG_TRY(note_change());
  return transaction.commit();
}

Status Catalogue::put_rows(const std::vector<CatalogueObject>& objects, std::string_view done) const {
  store::Transaction transaction = SOVANG_TRY(database_.begin());
  std::vector<const CatalogueObject*> in_order;
  for (const CatalogueObject& object : objects)
    in_order.push_back(&object);
  const std::vector<NumberedObject> numbered = SOVANG_TRY(number_all(in_order));
  SOVANG_TRY(put_all(numbered));
  SOVANG_TRY(note_rows(done));
  return transaction.commit();
}

Result<std::vector<NumberedObject>> Catalogue::number_all(
    const std::vector<const CatalogueObject*>& objects) const {
  std::vector<NumberedObject> out;
  std::map<EntryId, EntryId> greatest;  // of each day: of its documents
  store::Statement known = SOVANG_TRY(
      database_.prepare("SELECT coalesce(max(doc_id), -1) FROM document WHERE doc_id >= ? AND doc_id < ?"));
  for (const CatalogueObject* object : objects) {
    const EntryId begin = first_entry_of(object->record.issued);
    const EntryId end = end_of_day(begin);
    const auto [day, fresh] = greatest.try_emplace(begin, begin - 1);
    if (fresh && SOVANG_TRY(known.bind(begin, end).step()))
      day->second = std::max(day->second, known.integer(0));
    day->second += static_cast<EntryId>(entries_of(object->record));
    if (day->second >= end) {
      return fail(ErrorCode::unsupported, "danh mục không chứa được quá " + std::to_string(slots_a_day) +
                                              " dòng của một ngày ban hành");
    }
    out.push_back({object, day->second});
  }
  return out;
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

Status Catalogue::put_all(const std::vector<NumberedObject>& objects) const {
  SOVANG_TRY(put_documents(database_, objects));
  SOVANG_TRY(put_entries(database_, objects));
  SOVANG_TRY(put_files(database_, objects));
  SOVANG_TRY(put_labels(database_, objects));
  return put_links(database_, objects);
}

}  // namespace sovang::archive
