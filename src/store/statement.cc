#include <string>

#include <sqlite3.h>

#include "sovang/store/database.h"

#include "failure.h"

namespace sovang::store {

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  std::swap(bind_error_, other.bind_error_);
  return *this;
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

void Statement::reset() {
  // The code that sqlite3_reset gives is that of the last step, which was reported there.
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bind_error_ = SQLITE_OK;
}

void Statement::note(int code) {
  if (bind_error_ == SQLITE_OK) bind_error_ = code;
}

void Statement::bind_text(int index, std::string_view value) {
  // SQLite takes a null pointer for NULL; an empty view may have one.
  const char* data = value.data() != nullptr ? value.data() : "";
  note(sqlite3_bind_text64(statement_, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_integer(int index, std::int64_t value) {
  note(sqlite3_bind_int64(statement_, index, value));
}

void Statement::bind_real(int index, double value) {
  note(sqlite3_bind_double(statement_, index, value));
}

void Statement::bind_blob(int index, ByteView value) {
  const char* data = value.data() != nullptr ? value.data() : "";
  note(sqlite3_bind_blob64(statement_, index, data, value.size(), SQLITE_TRANSIENT));
}

void Statement::bind_null(int index) {
  note(sqlite3_bind_null(statement_, index));
}

Result<bool> Statement::step() {
  sqlite3* handle = sqlite3_db_handle(statement_);
  if (bind_error_ != SQLITE_OK) return fail(failure(nullptr, bind_error_));
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(failure(handle, code));
}

Status Statement::run() {
  for (;;) {
    const Result<bool> more = step();
    if (more && *more) continue;
    sqlite3_reset(statement_);
    if (!more) return fail(more.error());
    return {};
  }
}

std::string Statement::text(int column) const {
  const unsigned char* data = sqlite3_column_text(statement_, column);
  if (data == nullptr) return {};
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return {reinterpret_cast<const char*>(data), size};
}

Bytes Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::string> Statement::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

int Statement::columns() const {
  return sqlite3_column_count(statement_);
}

}  // namespace sovang::store
