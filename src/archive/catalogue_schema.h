#pragma once

#include <array>

#include "sovang/store/database.h"

namespace sovang::archive {

/// The catalogue's tables. Nothing here is the only copy of anything. `entry` is what a search finds: the
/// document itself (position -1) and each line of a decision's list.
inline constexpr std::array<store::Migration, 2> catalogue_schema{{{1, R"sql(
CREATE TABLE document(
  doc_id INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, tenant TEXT NOT NULL,
  head INTEGER NOT NULL, inventory_sha512 TEXT NOT NULL, created TEXT NOT NULL, log_index INTEGER,
  number TEXT NOT NULL, number_fold TEXT NOT NULL, number_seq INTEGER NOT NULL, year INTEGER NOT NULL,
  issued TEXT NOT NULL, authority_id TEXT NOT NULL, authority_name TEXT NOT NULL, movement_id TEXT NOT NULL,
  subject TEXT NOT NULL, state TEXT NOT NULL, access TEXT NOT NULL, retention_rule TEXT NOT NULL,
  retain_until TEXT);
CREATE INDEX document_number ON document(number_fold, year);
CREATE INDEX document_issued ON document(issued);
CREATE TABLE entry(
  entry_id INTEGER PRIMARY KEY, doc_id INTEGER NOT NULL REFERENCES document, position INTEGER NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL,
  book TEXT NOT NULL, reason TEXT NOT NULL, unit_id TEXT NOT NULL, proposer_id TEXT NOT NULL,
  award TEXT NOT NULL, award_name TEXT NOT NULL, certificate_path TEXT NOT NULL, code_sha256 TEXT);
CREATE INDEX entry_doc ON entry(doc_id);
CREATE INDEX entry_unit ON entry(unit_id);
CREATE INDEX entry_proposer ON entry(proposer_id);
CREATE INDEX entry_code ON entry(code_sha256) WHERE code_sha256 IS NOT NULL;
CREATE TABLE document_unit(
  doc_id INTEGER NOT NULL REFERENCES document, unit_id TEXT NOT NULL, PRIMARY KEY(doc_id, unit_id))
  WITHOUT ROWID;
CREATE TABLE relation(doc_id INTEGER NOT NULL REFERENCES document, type TEXT NOT NULL, ref TEXT NOT NULL);
CREATE INDEX relation_doc ON relation(doc_id);
CREATE INDEX relation_ref ON relation(ref, type);
CREATE TABLE file(
  file_id INTEGER PRIMARY KEY, doc_id INTEGER NOT NULL REFERENCES document, path TEXT NOT NULL,
  sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, newest INTEGER NOT NULL, UNIQUE(doc_id, path, sha256));
CREATE INDEX file_sha256 ON file(sha256);
CREATE TABLE file_block(
  hash INTEGER NOT NULL, position INTEGER NOT NULL, file_id INTEGER NOT NULL,
  PRIMARY KEY(hash, position, file_id)) WITHOUT ROWID;
CREATE INDEX file_block_file ON file_block(file_id);
CREATE VIRTUAL TABLE entry_fts USING fts5(
  name, unit, title, number, book, reason, content='entry', content_rowid='entry_id', tokenize='sovang_vi',
  prefix='2 3');
)sql"},
                                                                   {2, R"sql(
CREATE VIRTUAL TABLE entry_terms USING fts5vocab(entry_fts, row);
)sql"}}};

}  // namespace sovang::archive
