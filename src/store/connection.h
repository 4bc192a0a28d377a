#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sovang/store/database.h"

namespace sovang::store {

/// A prepared statement of one kind of database. Parameters count from 1, columns from 0.
class Cursor {
 public:
  Cursor() = default;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  virtual ~Cursor() = default;

  /// Forgets values and rows.
  virtual void reset() = 0;
  virtual void bind_text(int index, std::string_view value) = 0;
  virtual void bind_integer(int index, std::int64_t value) = 0;
  virtual void bind_real(int index, double value) = 0;
  virtual void bind_blob(int index, ByteView value) = 0;
  virtual void bind_null(int index) = 0;

  [[nodiscard]] virtual Result<bool> step() = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  /// The bytes of text or of a BLOB; valid until the next step.
  [[nodiscard]] virtual std::string_view bytes(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual int columns() const = 0;

  /// Of a cursor of bulk(): what was stepped is in the table.
  [[nodiscard]] virtual Status finish() { return {}; }
};

/// A connection to one kind of database.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  [[nodiscard]] virtual Result<std::unique_ptr<Cursor>> prepare(std::string_view sql) = 0;
  [[nodiscard]] virtual Status script(std::string_view sql) = 0;
  [[nodiscard]] virtual Status begin_writing() = 0;
  /// `milliseconds`: a limit for each statement until the transaction ends; 0 = none.
  [[nodiscard]] virtual Status begin_reading(int milliseconds) = 0;
  [[nodiscard]] virtual Status commit() = 0;
  virtual void roll_back() = 0;
  [[nodiscard]] virtual std::int64_t last_row_id() const = 0;
  [[nodiscard]] virtual std::int64_t changes() const = 0;
  /// The last step of the schema that was made; 0 = none.
  [[nodiscard]] virtual Result<std::int64_t> version() = 0;
  [[nodiscard]] virtual Status set_version(std::int64_t number) = 0;
  /// Runs the SQL of a migration.
  [[nodiscard]] virtual Status define(std::string_view sql) = 0;
  virtual void limit_time(int milliseconds) = 0;
  /// A cursor whose every step() puts the bound values into the table as a row.
  [[nodiscard]] virtual Result<std::unique_ptr<Cursor>> bulk(std::string_view table,
                                                             std::string_view columns) = 0;
  [[nodiscard]] virtual bool is_alive() const = 0;
  [[nodiscard]] virtual Status quick_check() = 0;
};

[[nodiscard]] Result<std::unique_ptr<Connection>> open_sqlite(const std::filesystem::path& path,
                                                              const Database::Options& options);
[[nodiscard]] Result<std::unique_ptr<Connection>> open_sqlite_in_memory();
[[nodiscard]] Result<std::unique_ptr<Connection>> open_postgres(const std::string& connection_string,
                                                                std::string_view schema,
                                                                const Database::Options& options);

}  // namespace sovang::store
