#include <chrono>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "connection.h"
#include "failure.h"

namespace sovang::store {
namespace fs = std::filesystem;
namespace {

/// Virtual machine steps between two looks at the time limit: some ten microseconds.
constexpr int steps_between_looks = 1000;

Status exec(sqlite3* handle, const std::string& sql) {
  const int code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(failure(handle, code));
  return {};
}

/// The database holds personal data: made by us, so that the others of the machine cannot read it.
void make_private_file(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (descriptor >= 0) ::close(descriptor);  // what is wrong with the path, sqlite3_open_v2 says below
}

std::string settings(const Database::Options& options) {
  std::string sql =
      "PRAGMA busy_timeout=" + std::to_string(options.busy_milliseconds) +
      ";PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;PRAGMA cache_size=-16384;";
  if (options.mode != Database::Mode::read_only) sql += "PRAGMA page_size=8192;PRAGMA journal_mode=WAL;";
  sql += options.durability == Database::Durability::full ? "PRAGMA synchronous=FULL;"
                                                          : "PRAGMA synchronous=NORMAL;";
  return sql;
}

class SqliteCursor final : public Cursor {
 public:
  explicit SqliteCursor(sqlite3_stmt* statement) : statement_(statement) {}
  ~SqliteCursor() override { sqlite3_finalize(statement_); }

  void reset() override {
    // The code that sqlite3_reset gives is that of the last step, which was reported there.
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    bind_error_ = SQLITE_OK;
  }
  void bind_text(int index, std::string_view value) override {
    // SQLite takes a null pointer for NULL; an empty view may have one.
    const char* data = value.data() != nullptr ? value.data() : "";
    note(sqlite3_bind_text64(statement_, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  void bind_integer(int index, std::int64_t value) override {
    note(sqlite3_bind_int64(statement_, index, value));
  }
  void bind_real(int index, double value) override { note(sqlite3_bind_double(statement_, index, value)); }
  void bind_blob(int index, ByteView value) override {
    const char* data = value.data() != nullptr ? value.data() : "";
    note(sqlite3_bind_blob64(statement_, index, data, value.size(), SQLITE_TRANSIENT));
  }
  void bind_null(int index) override { note(sqlite3_bind_null(statement_, index)); }

  Result<bool> step() override {
    if (bind_error_ != SQLITE_OK) return fail(failure(nullptr, bind_error_));
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return fail(failure(sqlite3_db_handle(statement_), code));
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] double real(int column) const override { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] std::string_view bytes(int column) const override {
    // As a BLOB the bytes come as they are; numbers become their digits.
    const void* data = sqlite3_column_blob(statement_, column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] int columns() const override { return sqlite3_column_count(statement_); }

 private:
  void note(int code) {
    if (bind_error_ == SQLITE_OK) bind_error_ = code;
  }
  sqlite3_stmt* statement_;
  int bind_error_ = SQLITE_OK;
};

class SqliteConnection final : public Connection {
 public:
  explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
  ~SqliteConnection() override { sqlite3_close_v2(handle_); }

  Result<std::unique_ptr<Cursor>> prepare(std::string_view sql) override {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return fail(failure(handle_, code));
    SOVANG_EXPECT(statement != nullptr);  // an empty statement is a bug of the caller
    if (limit_ms_ > 0) start_clock();
    return std::make_unique<SqliteCursor>(statement);
  }

  Status script(std::string_view sql) override { return exec(handle_, std::string(sql)); }
  Status begin_writing() override { return exec(handle_, "BEGIN IMMEDIATE"); }
  Status begin_reading(int milliseconds) override {
    limited_reading_ = milliseconds > 0;
    if (limited_reading_) limit_time(milliseconds);
    return exec(handle_, "BEGIN");
  }
  Status commit() override {
    end_limit();
    return exec(handle_, "COMMIT");
  }
  void roll_back() override {
    end_limit();
    // A failed statement may have rolled back by itself; then there is nothing left to undo.
    if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  [[nodiscard]] std::int64_t last_row_id() const override { return sqlite3_last_insert_rowid(handle_); }
  [[nodiscard]] std::int64_t changes() const override { return sqlite3_changes(handle_); }

  Result<std::int64_t> version() override {
    const std::unique_ptr<Cursor> row = SOVANG_TRY(prepare("PRAGMA user_version"));
    if (!SOVANG_TRY(row->step())) return fail(ErrorCode::internal, "không đọc được phiên bản cơ sở dữ liệu");
    return row->integer(0);
  }
  Status set_version(std::int64_t number) override {
    return exec(handle_, "PRAGMA user_version=" + std::to_string(number));
  }
  Status define(std::string_view sql) override { return script(sql); }

  void limit_time(int milliseconds) override {
    limit_ms_ = milliseconds;
    if (milliseconds <= 0) {
      sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
      return;
    }
    start_clock();
    const auto is_over = [](void* self) {
      return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(self)->deadline_ ? 1 : 0;
    };
    sqlite3_progress_handler(handle_, steps_between_looks, is_over, this);
  }

  Result<std::unique_ptr<Cursor>> bulk(std::string_view table, std::string_view columns) override {
    std::string sql = "INSERT INTO " + std::string(table) + "(" + std::string(columns) + ") VALUES(?";
    for (const char c : columns)
      if (c == ',') sql += ",?";
    return prepare(sql + ")");
  }
  [[nodiscard]] bool is_alive() const override { return true; }

  Status quick_check() override {
    const std::unique_ptr<Cursor> row = SOVANG_TRY(prepare("PRAGMA quick_check(1)"));
    const bool any = SOVANG_TRY(row->step());
    const std::string answer(any ? row->bytes(0) : "");
    if (answer == "ok") return {};
    return fail(ErrorCode::corrupt, "tệp cơ sở dữ liệu bị hỏng (" + answer +
                                        "); xin khôi phục từ bản sao lưu hoặc lập lại chỉ mục");
  }

 private:
  void start_clock() { deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms_); }

  void end_limit() {
    if (std::exchange(limited_reading_, false)) limit_time(0);
  }

  sqlite3* handle_;
  std::chrono::steady_clock::time_point deadline_{};
  int limit_ms_ = 0;
  bool limited_reading_ = false;
};

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const fs::path& path, const Database::Options& options) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= options.mode == Database::Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.mode == Database::Mode::create_if_missing) {
    flags |= SQLITE_OPEN_CREATE;
    make_private_file(path);
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>(handle);  // closes the handle of a failure, too
  if (code != SQLITE_OK) return fail(failure(handle, code));
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  SOVANG_TRY(exec(handle, settings(options)));
  return connection;
}

Result<std::unique_ptr<Connection>> open_sqlite_in_memory() {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(":memory:", &handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  auto connection = std::make_unique<SqliteConnection>(handle);
  if (code != SQLITE_OK) return fail(failure(handle, code));
  SOVANG_TRY(exec(handle, "PRAGMA foreign_keys=ON;"));
  return connection;
}

}  // namespace sovang::store
