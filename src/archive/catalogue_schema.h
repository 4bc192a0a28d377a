#pragma once

#include <array>

#include "sovang/store/database.h"

namespace sovang::archive {

/// The catalogue's tables, the same in SQLite and PostgreSQL (docs/formats/catalogue.md). Nothing here is the
/// only copy of anything: a catalogue of another step is made again from the store. `entry` is what a search
/// finds: the document itself (position -1, its number is that of the document) and each line of a decision's
/// list. `term` and `posting` are the word index.
inline constexpr std::array<store::Migration, 2> catalogue_schema{{{1, R"sql(
CREATE TABLE document(
  doc_id INTEGER PRIMARY KEY, entries INTEGER NOT NULL, record_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  tenant TEXT NOT NULL,
  head INTEGER NOT NULL, inventory_sha512 TEXT NOT NULL, created TEXT NOT NULL, log_index INTEGER,
  number TEXT NOT NULL, number_fold TEXT NOT NULL, number_seq INTEGER NOT NULL, symbol TEXT NOT NULL,
  year INTEGER NOT NULL, issued TEXT NOT NULL, signer_name TEXT NOT NULL, authority_id TEXT NOT NULL,
  authority_name TEXT NOT NULL, movement_id TEXT NOT NULL, movement_name TEXT NOT NULL, subject TEXT NOT NULL,
  state TEXT NOT NULL, access TEXT NOT NULL, retention_rule TEXT NOT NULL, retain_until TEXT);
CREATE INDEX document_number ON document(number_fold, year);
CREATE TABLE entry(
  entry_id INTEGER PRIMARY KEY, doc_id INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
  name TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL, book TEXT NOT NULL, reason TEXT NOT NULL,
  unit_id TEXT NOT NULL, proposer_id TEXT NOT NULL, award TEXT NOT NULL, award_name TEXT NOT NULL,
  certificate_path TEXT NOT NULL, code_sha256 TEXT);
CREATE INDEX entry_code ON entry(code_sha256) WHERE code_sha256 IS NOT NULL;
CREATE TABLE document_unit(
  doc_id INTEGER NOT NULL, unit_id TEXT NOT NULL, PRIMARY KEY(doc_id, unit_id)) WITHOUT ROWID;
CREATE TABLE relation(doc_id INTEGER NOT NULL, type TEXT NOT NULL, ref TEXT NOT NULL);
CREATE INDEX relation_doc ON relation(doc_id);
CREATE INDEX relation_ref ON relation(ref, type);
CREATE TABLE file(
  file_id INTEGER PRIMARY KEY, doc_id INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL, newest INTEGER NOT NULL, UNIQUE(doc_id, path, sha256));
CREATE INDEX file_sha256 ON file(sha256);
CREATE TABLE file_block(
  hash INTEGER NOT NULL, position INTEGER NOT NULL, file_id INTEGER NOT NULL,
  PRIMARY KEY(hash, position, file_id)) WITHOUT ROWID;
CREATE INDEX file_block_file ON file_block(file_id);
CREATE TABLE term(
  term_key TEXT PRIMARY KEY, term_id INTEGER NOT NULL, entries INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE posting(place INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE label(
  kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(kind, code)) WITHOUT ROWID;
CREATE TABLE progress(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)sql"},
                                                                   // The blocks of `posting` have groups.
                                                                   {2, "DELETE FROM posting"}}};

}  // namespace sovang::archive
