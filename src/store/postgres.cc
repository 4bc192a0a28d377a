// PostgreSQL over libpq: statements come with ? as SQLite's do, answers come in binary form.
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <libpq-fe.h>

#include "sovang/base/utf8.h"

#include "connection.h"

namespace sovang::store {
namespace {

// Types of pg_type.h, by number as the protocol gives them.
constexpr Oid type_bool = 16;
constexpr Oid type_bytea = 17;
constexpr Oid type_int8 = 20;
constexpr Oid type_int2 = 21;
constexpr Oid type_int4 = 23;
constexpr Oid type_float8 = 701;

struct ResultCloser {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ResultCloser>;

Error failure(PGconn* connection, const PGresult* result) {
  const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view code = state != nullptr ? state : "";
  std::string detail = result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(connection);
  while (!detail.empty() && detail.back() == '\n')
    detail.pop_back();
  if (code == "57014") {
    return {ErrorCode::io, "câu hỏi quá rộng nên đã dừng; xin thêm từ hoặc thêm điều kiện lọc", {}, "SEC-29"};
  }
  if (code == "55P03" || code == "40001" || code == "40P01") {
    return {ErrorCode::conflict,
            "cơ sở dữ liệu đang được một tiến trình khác ghi; xin đợi một lát rồi làm lại"};
  }
  const std::string_view kind = code.substr(0, 2);
  if (kind == "23") {
    return {ErrorCode::conflict, "dữ liệu trùng hoặc trái ràng buộc của cơ sở dữ liệu (" + detail + ")"};
  }
  if (kind == "53") return {ErrorCode::io, "máy chủ cơ sở dữ liệu hết chỗ hoặc quá tải (" + detail + ")"};
  if (kind == "XX") return {ErrorCode::corrupt, "dữ liệu trên máy chủ bị hỏng (" + detail + ")"};
  if (kind == "28" || kind == "3D" || code == "42501") {
    return {ErrorCode::io, "máy chủ cơ sở dữ liệu không cho vào (" + detail + "); xin xem lại chuỗi kết nối"};
  }
  if (code.empty() || kind == "08" || kind == "57") {
    return {ErrorCode::io, "mất kết nối với máy chủ cơ sở dữ liệu (" + detail + ")"};
  }
  return {ErrorCode::internal, "lỗi cơ sở dữ liệu (" + detail + ")"};
}

/// "a = ? AND b = ?" → "a = $1 AND b = $2"; "?2" → "$2". Quoted text stays.
std::string with_dollars(std::string_view sql) {
  std::string out;
  int next = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (sql[i] != '?' || quoted) {
      out += sql[i];
      continue;
    }
    out += '$';
    const bool numbered = i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9';
    if (!numbered) out += std::to_string(next++);
  }
  return out;
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// A migration's types and clauses in PostgreSQL's words.
std::string in_postgres_words(std::string_view sql) {
  static constexpr std::array<std::array<std::string_view, 2>, 4> words{{{"INTEGER", "BIGINT"},
                                                                         {"BLOB", "BYTEA"},
                                                                         {"REAL", "DOUBLE PRECISION"},
                                                                         {"TEXT", "TEXT COLLATE \"C\""}}};
  std::string out;
  for (std::size_t i = 0; i < sql.size();) {
    std::size_t end = i;
    while (end < sql.size() && is_letter(sql[end]))
      ++end;
    if (end == i) {
      out += sql[i++];
      continue;
    }
    std::string_view word = sql.substr(i, end - i);
    for (const auto& [from, to] : words)
      if (word == from) word = to;
    out += word;
    i = end;
  }
  constexpr std::string_view clause = "WITHOUT ROWID";
  for (std::size_t at = out.find(clause); at != std::string::npos; at = out.find(clause))
    out.erase(at, clause.size());
  return out;
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char c : bytes)
    out = (out << 8U) | static_cast<unsigned char>(c);
  return out;
}

/// PostgreSQL's text holds no NUL, where its reader would stop ("a\0b" must not become "a"), and no bytes
/// that are no UTF-8, which would end the transaction: in their place stands U+FFFD, which none of our texts
/// has.
std::string storable(std::string_view value) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string text(value);
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
    text.replace(at, 1, replacement);
  std::size_t good = 0;  // up to here
  while (const auto bad = utf8::first_error(std::string_view(text).substr(good))) {
    text.replace(good + *bad, 1, replacement);
    good += *bad + replacement.size();
  }
  return text;
}

class PostgresConnection;

class PostgresCursor final : public Cursor {
 public:
  PostgresCursor(PostgresConnection& connection, std::string name)
      : connection_(connection), name_(std::move(name)) {}

  void reset() override {
    answer_.reset();
    values_.clear();
    row_ = -1;
  }
  void bind_text(int index, std::string_view value) override { set(index, storable(value), false); }
  void bind_integer(int index, std::int64_t value) override { set(index, std::to_string(value), false); }
  void bind_real(int index, double value) override { set(index, std::to_string(value), false); }
  void bind_blob(int index, ByteView value) override { set(index, std::string(value), true); }
  void bind_null(int index) override { set(index, std::nullopt, false); }

  Result<bool> step() override {
    if (!answer_) SOVANG_TRY(execute());
    if (row_ + 1 >= PQntuples(answer_.get())) return false;
    ++row_;
    return true;
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const std::string_view value = bytes(column);
    switch (PQftype(answer_.get(), column)) {
      case type_int8:
        return static_cast<std::int64_t>(big_endian(value));
      case type_int4:
        return static_cast<std::int32_t>(big_endian(value));
      case type_int2:
        return static_cast<std::int16_t>(big_endian(value));
      case type_bool:
        return static_cast<std::int64_t>(big_endian(value));
      case type_float8:
        return static_cast<std::int64_t>(real(column));
      default:
        return std::strtoll(std::string(value).c_str(), nullptr, 10);
    }
  }
  [[nodiscard]] double real(int column) const override {
    if (is_null(column)) return 0;
    if (PQftype(answer_.get(), column) != type_float8) return static_cast<double>(integer(column));
    const std::uint64_t bits = big_endian(bytes(column));
    double out = 0;
    std::memcpy(&out, &bits, sizeof out);
    return out;
  }
  [[nodiscard]] std::string_view bytes(int column) const override {
    return {PQgetvalue(answer_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
  }
  [[nodiscard]] bool is_null(int column) const override {
    return PQgetisnull(answer_.get(), row_, column) != 0;
  }
  [[nodiscard]] int columns() const override { return answer_ ? PQnfields(answer_.get()) : 0; }

 private:
  struct Value {
    std::optional<std::string> bytes;
    bool binary = false;
  };
  void set(int index, std::optional<std::string> bytes, bool binary) {
    const auto at = static_cast<std::size_t>(index);
    if (values_.size() < at) values_.resize(at);
    values_[at - 1] = {std::move(bytes), binary};
  }
  Status execute();

  PostgresConnection& connection_;
  std::string name_;
  std::vector<Value> values_;
  Answer answer_;
  int row_ = -1;
};

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(PGconn* connection, int busy_milliseconds)
      : connection_(connection), busy_milliseconds_(busy_milliseconds) {}
  ~PostgresConnection() override { PQfinish(connection_); }

  Result<std::unique_ptr<Cursor>> prepare(std::string_view sql) override {
    const auto [known, fresh] = names_.try_emplace(std::string(sql), "s" + std::to_string(names_.size()));
    if (fresh) {
      const Answer answer(
          PQprepare(connection_, known->second.c_str(), with_dollars(sql).c_str(), 0, nullptr));
      if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
        names_.erase(known);
        return fail(failure_of(answer.get()));
      }
    }
    return std::make_unique<PostgresCursor>(*this, known->second);
  }

  Status script(std::string_view sql) override {
    const Answer answer(PQexec(connection_, std::string(sql).c_str()));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
    return fail(failure_of(answer.get()));
  }

  Status begin_writing() override {
    // One writer a schema at a time, as in SQLite; it waits no longer than was asked for.
    const Status begun = script("BEGIN; SET LOCAL lock_timeout = " + std::to_string(busy_milliseconds_) +
                                "; SELECT pg_advisory_xact_lock(hashtext('sovang ' || current_schema()))");
    if (!begun) roll_back();
    return begun;
  }
  Status begin_reading(int milliseconds) override {
    stopped_.reset();
    return script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = " +
                  std::to_string(milliseconds));
  }
  Status commit() override {
    // After a failed statement COMMIT is a silent ROLLBACK: that must not pass for success.
    if (PQtransactionStatus(connection_) == PQTRANS_INERROR) {
      roll_back();
      return fail(ErrorCode::internal, "giao dịch cơ sở dữ liệu đã có câu lệnh bị lỗi");
    }
    return script("COMMIT");
  }
  void roll_back() override { static_cast<void>(script("ROLLBACK").has_value()); }
  [[nodiscard]] std::int64_t last_row_id() const override { return 0; }
  [[nodiscard]] std::int64_t changes() const override { return changes_; }

  Result<std::int64_t> version() override {
    SOVANG_TRY(script("CREATE TABLE IF NOT EXISTS schema_version(number BIGINT NOT NULL)"));
    const std::unique_ptr<Cursor> row =
        SOVANG_TRY(prepare("SELECT coalesce(max(number), 0) FROM schema_version"));
    return SOVANG_TRY(row->step()) ? row->integer(0) : 0;
  }
  Status set_version(std::int64_t number) override {
    return script("DELETE FROM schema_version; INSERT INTO schema_version VALUES(" + std::to_string(number) +
                  ")");
  }
  Status define(std::string_view sql) override { return script(in_postgres_words(sql)); }

  void limit_time(int milliseconds) override {
    static_cast<void>(script("SET statement_timeout = " + std::to_string(milliseconds)).has_value());
  }
  Result<std::unique_ptr<Cursor>> bulk(std::string_view table, std::string_view columns) override;
  [[nodiscard]] bool is_alive() const override { return PQstatus(connection_) == CONNECTION_OK; }
  Status quick_check() override { return script("SELECT 1"); }

  [[nodiscard]] PGconn* handle() const { return connection_; }
  /// What follows a statement that was stopped in the same transaction is refused for that reason.
  [[nodiscard]] Error failure_of(const PGresult* result) {
    Error error = failure(connection_, result);
    if (error.rule == "SEC-29") stopped_ = error;
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return stopped_ && state != nullptr && std::string_view(state) == "25P02" ? *stopped_ : error;
  }
  void note_changes(std::int64_t rows) { changes_ = rows; }

 private:
  PGconn* connection_;
  int busy_milliseconds_;
  std::int64_t changes_ = 0;
  std::optional<Error> stopped_;
  std::map<std::string, std::string, std::less<>> names_;  ///< prepared statements by their SQL
};

Status PostgresCursor::execute() {
  std::vector<const char*> texts;
  std::vector<int> sizes;
  std::vector<int> formats;
  for (const Value& value : values_) {
    texts.push_back(value.bytes ? value.bytes->c_str() : nullptr);
    sizes.push_back(value.bytes ? static_cast<int>(value.bytes->size()) : 0);
    formats.push_back(value.binary ? 1 : 0);
  }
  Answer answer(PQexecPrepared(connection_.handle(), name_.c_str(), static_cast<int>(values_.size()),
                               texts.data(), sizes.data(), formats.data(), 1));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    return fail(connection_.failure_of(answer.get()));
  connection_.note_changes(std::strtoll(PQcmdTuples(answer.get()), nullptr, 10));
  answer_ = std::move(answer);
  row_ = -1;
  return {};
}

void put_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
}

/// Rows for COPY … FROM STDIN (FORMAT binary): types must be those of the columns (BIGINT, TEXT, BYTEA).
class CopyCursor final : public Cursor {
 public:
  explicit CopyCursor(PGconn* connection) : connection_(connection) {
    pending_.assign("PGCOPY\n\xFF\r\n\0", 11);
    put_big_endian(pending_, 0, 4);  // flags
    put_big_endian(pending_, 0, 4);  // no extension
  }
  ~CopyCursor() override {
    if (finished_) return;
    PQputCopyEnd(connection_, "abandoned");
    static_cast<void>(end().has_value());
  }

  void reset() override { values_.clear(); }
  void bind_text(int index, std::string_view value) override { set(index, storable(value)); }
  void bind_integer(int index, std::int64_t value) override {
    std::string bytes;
    put_big_endian(bytes, static_cast<std::uint64_t>(value), 8);
    set(index, std::move(bytes));
  }
  void bind_real(int index, double value) override {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    bind_integer(index, static_cast<std::int64_t>(bits));
  }
  void bind_blob(int index, ByteView value) override { set(index, std::string(value)); }
  void bind_null(int index) override { set(index, std::nullopt); }

  Result<bool> step() override {
    constexpr std::size_t enough = std::size_t{1} << 16U;
    if (values_.empty()) return false;  // run() ends with a step
    put_big_endian(pending_, values_.size(), 2);
    for (const auto& value : values_) {
      put_big_endian(pending_, value ? value->size() : ~std::uint64_t{0}, 4);
      if (value) pending_ += *value;
    }
    values_.clear();
    if (pending_.size() >= enough) SOVANG_TRY(send());
    return false;
  }
  Status finish() override {
    put_big_endian(pending_, 0xFFFF, 2);
    SOVANG_TRY(send());
    if (PQputCopyEnd(connection_, nullptr) != 1) return fail(failure(connection_, nullptr));
    return end();
  }

  [[nodiscard]] std::int64_t integer(int) const override { return 0; }
  [[nodiscard]] double real(int) const override { return 0; }
  [[nodiscard]] std::string_view bytes(int) const override { return {}; }
  [[nodiscard]] bool is_null(int) const override { return true; }
  [[nodiscard]] int columns() const override { return 0; }

 private:
  void set(int index, std::optional<std::string> bytes) {
    const auto at = static_cast<std::size_t>(index);
    if (values_.size() < at) values_.resize(at);
    values_[at - 1] = std::move(bytes);
  }
  Status send() {
    const int sent = PQputCopyData(connection_, pending_.data(), static_cast<int>(pending_.size()));
    pending_.clear();
    if (sent == 1) return {};
    return fail(failure(connection_, nullptr));
  }
  /// Takes the server's answers, of which the first failure counts.
  Status end() {
    finished_ = true;
    Status out;
    for (Answer answer(PQgetResult(connection_)); answer; answer.reset(PQgetResult(connection_))) {
      if (out && PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
        out = fail(failure(connection_, answer.get()));
    }
    return out;
  }

  PGconn* connection_;
  std::string pending_;
  std::vector<std::optional<std::string>> values_;
  bool finished_ = false;
};

Result<std::unique_ptr<Cursor>> PostgresConnection::bulk(std::string_view table, std::string_view columns) {
  const std::string sql =
      "COPY " + std::string(table) + "(" + std::string(columns) + ") FROM STDIN (FORMAT binary)";
  const Answer answer(PQexec(connection_, sql.c_str()));
  if (PQresultStatus(answer.get()) != PGRES_COPY_IN) return fail(failure(connection_, answer.get()));
  return std::make_unique<CopyCursor>(connection_);
}

bool is_schema_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// The passwords of a connection string.
class Secrets {
 public:
  explicit Secrets(const std::string& connection_string) {
    char* error = nullptr;
    PQconninfoOption* options = PQconninfoParse(connection_string.c_str(), &error);
    readable_ = options != nullptr;
    PQfreemem(error);
    for (PQconninfoOption* one = options; one != nullptr && one->keyword != nullptr; ++one) {
      const std::string_view name = one->keyword;
      if ((name == "password" || name == "sslpassword") && one->val != nullptr && *one->val != '\0')
        secrets_.emplace_back(one->val);
    }
    PQconninfoFree(options);
  }
  [[nodiscard]] bool readable() const { return readable_; }
  [[nodiscard]] bool empty() const { return secrets_.empty(); }
  [[nodiscard]] std::string without(std::string message) const {
    for (const std::string& secret : secrets_)
      for (std::size_t at = message.find(secret); at != std::string::npos; at = message.find(secret, at))
        message.replace(at, secret.size(), "…");
    return message;
  }

 private:
  bool readable_ = false;
  std::vector<std::string> secrets_;
};

}  // namespace

Status check_connection_string(const std::string& connection_string) {
  const Secrets secrets(connection_string);
  if (!secrets.readable()) {
    return fail(ErrorCode::invalid_input,
                "chuỗi kết nối PostgreSQL viết sai; xin viết như host=/run/postgresql dbname=sovang");
  }
  if (!secrets.empty()) {
    return fail(
        ErrorCode::invalid_input,
        "chuỗi kết nối không được ghi mật khẩu; xin để mật khẩu trong tệp ~/.pgpass (quyền 0600) hoặc "
        "ghi passfile=… trong chuỗi kết nối");
  }
  return {};
}

Result<std::unique_ptr<Connection>> open_postgres(const std::string& connection_string,
                                                  std::string_view schema, const Database::Options& options) {
  SOVANG_EXPECT(is_schema_name(schema));
  // What libpq says of a string that it cannot read cites it, and so perhaps a password.
  const Secrets secrets(connection_string);
  if (!secrets.readable())
    return fail(ErrorCode::invalid_input,
                "chuỗi kết nối PostgreSQL viết sai; xin viết như host=/run/postgresql dbname=sovang");
  PGconn* handle = PQconnectdb(connection_string.c_str());
  auto connection = std::make_unique<PostgresConnection>(handle, options.busy_milliseconds);
  if (PQstatus(handle) != CONNECTION_OK) {
    Error error = failure(handle, nullptr);
    error.message = secrets.without(std::move(error.message));
    return fail(std::move(error));
  }
  PQsetNoticeProcessor(
      handle, [](void*, const char*) {}, nullptr);
  const std::string name(schema);
  if (options.mode == Database::Mode::create_if_missing) {
    SOVANG_TRY(connection->script("CREATE SCHEMA IF NOT EXISTS " + name));
  } else {
    const auto known = SOVANG_TRY(connection->prepare("SELECT 1 FROM pg_namespace WHERE nspname = ?"));
    known->bind_text(1, schema);
    if (!SOVANG_TRY(known->step())) return fail(ErrorCode::io, "chưa có lược đồ «" + name + "»");
  }
  SOVANG_TRY(connection->script("SET search_path TO " + name + "; SET client_encoding TO 'UTF8'"));
  if (options.durability == Database::Durability::normal)
    SOVANG_TRY(connection->script("SET synchronous_commit TO off"));
  if (options.mode == Database::Mode::read_only)
    SOVANG_TRY(connection->script("SET default_transaction_read_only TO on"));
  return connection;
}

}  // namespace sovang::store
