#include "sovang/store/database.h"

#include "connection.h"

namespace sovang::store {

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&& other) noexcept = default;
Database& Database::operator=(Database&& other) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& path, const Options& options) {
  return Database(SOVANG_TRY_WITHIN(open_sqlite(path, options), "mở «" + path.string() + "»"));
}

Result<Database> Database::connect(const std::string& connection_string, std::string_view schema,
                                   const Options& options) {
  return Database(
      SOVANG_TRY_WITHIN(open_postgres(connection_string, schema, options), "mở cơ sở dữ liệu PostgreSQL"));
}

Result<Database> Database::in_memory() {
  return Database(SOVANG_TRY(open_sqlite_in_memory()));
}

Result<Statement> Database::prepare(std::string_view sql) const {
  return Statement(SOVANG_TRY(connection_->prepare(sql)));
}

Status Database::script(std::string_view sql) const {
  return connection_->script(sql);
}

Result<Transaction> Database::begin() const {
  SOVANG_TRY(connection_->begin_writing());
  return Transaction(connection_.get());
}

Result<Transaction> Database::begin_reading(int milliseconds) const {
  SOVANG_TRY(connection_->begin_reading(milliseconds));
  return Transaction(connection_.get());
}

Result<BulkRows> Database::bulk(std::string_view table, std::string_view columns) const {
  return BulkRows(Statement(SOVANG_TRY(connection_->bulk(table, columns))));
}

bool Database::is_alive() const {
  return connection_->is_alive();
}

Status Transaction::commit() {
  SOVANG_TRY(connection_->commit());
  connection_ = nullptr;
  return {};
}

Transaction::~Transaction() {
  if (connection_ != nullptr) connection_->roll_back();
}

std::int64_t Database::last_row_id() const {
  return connection_->last_row_id();
}

std::int64_t Database::changes() const {
  return connection_->changes();
}

Status Database::migrate(std::span<const Migration> steps) const {
  Transaction whole =
      SOVANG_TRY(begin());  // two programs starting at once: the second waits and finds it done
  const std::int64_t now = SOVANG_TRY(connection_->version());
  const std::int64_t last = steps.empty() ? 0 : steps.back().number;
  if (now > last) {
    return fail(ErrorCode::unsupported, "cơ sở dữ liệu do bản mới hơn của chương trình tạo ra (bước " +
                                            std::to_string(now) + "); xin cài bản mới");
  }
  int expected = 1;
  for (const Migration& step : steps) {
    SOVANG_EXPECT(step.number == expected++);
    if (step.number <= now) continue;
    SOVANG_TRY_WITHIN(connection_->define(step.sql),
                      "nâng cấp cơ sở dữ liệu, bước " + std::to_string(step.number));
  }
  SOVANG_TRY(connection_->set_version(last));
  return whole.commit();
}

Status Database::expect_version(int number) const {
  const std::int64_t now = SOVANG_TRY(connection_->version());
  if (now == number) return {};
  return fail(ErrorCode::unsupported, "cơ sở dữ liệu ở bước " + std::to_string(now) +
                                          ", chương trình này cần bước " + std::to_string(number));
}

void Database::limit_time(int milliseconds) const {
  connection_->limit_time(milliseconds);
}

Status Database::quick_check() const {
  return connection_->quick_check();
}

}  // namespace sovang::store
