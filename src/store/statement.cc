#include "connection.h"

namespace sovang::store {

Statement::Statement(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
Statement::Statement(Statement&& other) noexcept = default;
Statement& Statement::operator=(Statement&& other) noexcept = default;
Statement::~Statement() = default;

void Statement::reset() {
  cursor_->reset();
}

void Statement::bind_text(int index, std::string_view value) {
  cursor_->bind_text(index, value);
}

void Statement::bind_integer(int index, std::int64_t value) {
  cursor_->bind_integer(index, value);
}

void Statement::bind_real(int index, double value) {
  cursor_->bind_real(index, value);
}

void Statement::bind_blob(int index, ByteView value) {
  cursor_->bind_blob(index, value);
}

void Statement::bind_null(int index) {
  cursor_->bind_null(index);
}

Result<bool> Statement::step() {
  return cursor_->step();
}

Status Statement::run() {
  for (;;) {
    const Result<bool> more = cursor_->step();
    if (more && *more) continue;
    cursor_->reset();
    if (!more) return fail(more.error());
    return {};
  }
}

Status BulkRows::finish() {
  return row_.cursor_->finish();
}

std::string Statement::text(int column) const {
  return std::string(cursor_->bytes(column));
}

Bytes Statement::blob(int column) const {
  return Bytes(cursor_->bytes(column));
}

std::int64_t Statement::integer(int column) const {
  return cursor_->integer(column);
}

double Statement::real(int column) const {
  return cursor_->real(column);
}

bool Statement::is_null(int column) const {
  return cursor_->is_null(column);
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
  return cursor_->columns();
}

}  // namespace sovang::store
