#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

/// The office's database: a file of SQLite, or a PostgreSQL server. Both stay inside this room, and
/// statements are written in what they have in common. Failures: `conflict` when another process holds the
/// database for too long or a UNIQUE or other constraint is broken, `corrupt` when the file is damaged, `io`
/// when the disk or the connection fails or a time limit is over, `internal` when the SQL itself is wrong.
namespace sovang::store {

class Connection;
class Cursor;

/// Bytes that are not text, for bind().
struct Blob {
  ByteView bytes;
};

/// A prepared statement. Values go in only through bind(): no SQL is ever put together from input (SEC-24).
/// May not be used after its Database is gone.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  /// Starts over with these values for ?1, ?2 … in order: text, integers, reals, Blob, optionals of them and
  /// std::nullopt. Text and bytes are copied. A value that cannot be bound is reported by the next step().
  template <class... Values>
  Statement& bind(const Values&... values) {
    reset();
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  /// The next row: true while there is one.
  [[nodiscard]] Result<bool> step();
  /// Runs to the end, without looking at rows, and makes the statement ready for the next bind().
  [[nodiscard]] Status run();

  // Columns of the current row, counted from 0; NULL gives "" or 0.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] Bytes blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
  [[nodiscard]] int columns() const;

 private:
  friend class Database;
  friend class BulkRows;
  explicit Statement(std::unique_ptr<Cursor> cursor);

  void reset();
  void bind_text(int index, std::string_view value);
  void bind_integer(int index, std::int64_t value);
  void bind_real(int index, double value);
  void bind_blob(int index, ByteView value);
  void bind_null(int index);

  template <class T>
  void bind_one(int index, const T& value) {
    if constexpr (std::same_as<T, std::nullopt_t>) {
      bind_null(index);
    } else if constexpr (std::same_as<T, Blob>) {
      bind_blob(index, value.bytes);
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
      bind_text(index, value);
    } else if constexpr (std::floating_point<T>) {
      bind_real(index, static_cast<double>(value));
    } else if constexpr (std::integral<T>) {
      bind_integer(index, static_cast<std::int64_t>(value));
    } else {
      if (value.has_value()) {
        bind_one(index, *value);
      } else {
        bind_null(index);
      }
    }
  }

  std::unique_ptr<Cursor> cursor_;
};

/// Many new rows for one table, in one command where the database has one (COPY). Nothing else may run on the
/// database before finish().
class BulkRows {
 public:
  /// The values of a row, in the order of the columns. What is wrong with one may be told by a later call.
  template <class... Values>
  [[nodiscard]] Status add(const Values&... values) {
    return row_.bind(values...).run();
  }
  /// The rows are in the table. Code `conflict` if one breaks a constraint: then none is.
  [[nodiscard]] Status finish();

 private:
  friend class Database;
  explicit BulkRows(Statement row) : row_(std::move(row)) {}
  Statement row_;
};

/// A transaction that is rolled back unless commit() was called. The write lock is taken at the start, so
/// that two writers never meet half way.
class Transaction {
 public:
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Status commit();

 private:
  friend class Database;
  explicit Transaction(Connection* connection) : connection_(connection) {}
  Connection* connection_ = nullptr;
};

/// One step forward of the schema. Numbers count from 1 without gaps; a released step never changes.
struct Migration {
  int number = 0;
  std::string_view sql;
};

/// For settings: code `invalid_input` for a connection string that libpq cannot read, or that holds a
/// password (SEC-41: that belongs into a file of its owner alone, ~/.pgpass or passfile=…).
[[nodiscard]] Status check_connection_string(const std::string& connection_string);

/// An open database: SQLite with write-ahead log and foreign keys on; waits 5 s for another writer. One
/// thread at a time.
class Database {
 public:
  enum class Mode : std::uint8_t { create_if_missing, existing, read_only };
  /// full = what was committed survives a power cut; normal = it may lose the last commits, never more (for
  /// what can be rebuilt).
  enum class Durability : std::uint8_t { full, normal };
  struct Options {
    Mode mode = Mode::create_if_missing;
    Durability durability = Durability::full;
    int busy_milliseconds = 5000;
  };

  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, const Options& options);
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path) {
    return open(path, Options{});
  }
  /// A schema of a PostgreSQL database, by a connection string of libpq:
  /// "postgresql://sovang@localhost/sovang" or "host=/run/postgresql dbname=sovang". The schema is made where
  /// the mode says so; Durability::normal is PostgreSQL's synchronous_commit=off.
  [[nodiscard]] static Result<Database> connect(const std::string& connection_string, std::string_view schema,
                                                const Options& options);
  /// A database in memory, for tests and short work.
  [[nodiscard]] static Result<Database> in_memory();

  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
  /// Runs statements without values, separated by semicolons.
  [[nodiscard]] Status script(std::string_view sql) const;
  /// Prepares, binds and runs one statement.
  template <class... Values>
  [[nodiscard]] Status run(std::string_view sql, const Values&... values) const {
    Statement statement = SOVANG_TRY(prepare(sql));
    return statement.bind(values...).run();
  }
  /// Prepares, binds and steps once: the first row is current, or code `not_found`.
  template <class... Values>
  [[nodiscard]] Result<Statement> row(std::string_view sql, const Values&... values) const {
    Statement statement = SOVANG_TRY(prepare(sql));
    if (!SOVANG_TRY(statement.bind(values...).step())) {
      return fail(ErrorCode::not_found, "không có dữ liệu này");
    }
    return statement;
  }

  [[nodiscard]] Result<Transaction> begin() const;
  /// A transaction that only reads: until it ends, what other connections write is not seen. `milliseconds`:
  /// a limit as of limit_time() until it ends.
  [[nodiscard]] Result<Transaction> begin_reading(int milliseconds = 0) const;
  /// `columns` with commas between them.
  [[nodiscard]] Result<BulkRows> bulk(std::string_view table, std::string_view columns) const;
  /// False once the connection to a server is lost.
  [[nodiscard]] bool is_alive() const;
  /// Of the last INSERT into a table whose key SQLite gives; PostgreSQL has none.
  [[nodiscard]] std::int64_t last_row_id() const;
  /// Rows changed by the last INSERT, UPDATE or DELETE.
  [[nodiscard]] std::int64_t changes() const;

  /// Brings the schema up to the last of `steps`, all in one transaction. Code `unsupported` when a
  /// newer program has already gone further.
  /// Written with the types INTEGER (64 bits), TEXT, REAL and BLOB.
  [[nodiscard]] Status migrate(std::span<const Migration> steps) const;

  /// Code `unsupported` unless the schema is at exactly this step.
  [[nodiscard]] Status expect_version(int number) const;

  /// Statements prepared from now on are stopped with code `io`, rule SEC-29, when they are not done this
  /// long after; 0 = no limit.
  void limit_time(int milliseconds) const;

  /// Looks for damage of the file (PRAGMA quick_check); a server sees to its own. Code `corrupt`.
  [[nodiscard]] Status quick_check() const;

 private:
  explicit Database(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

/// Limits the time of statements while it lives.
class TimeLimit {
 public:
  TimeLimit(const Database& database, int milliseconds) : database_(database) {
    database_.limit_time(milliseconds);
  }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
  ~TimeLimit() { database_.limit_time(0); }

 private:
  const Database& database_;
};

}  // namespace sovang::store
