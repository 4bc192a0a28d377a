#include "sovang/store/database.h"

#include <chrono>
#include <list>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "failure.h"
#include "tokenizer.h"

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

}  // namespace

struct Database::State {
  sqlite3* handle = nullptr;
  std::list<TokenizeFn> tokenizers;  // a list: FTS5 keeps the addresses
  std::chrono::steady_clock::time_point deadline{};
  int limit_ms = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { sqlite3_close_v2(handle); }
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&& other) noexcept = default;
Database& Database::operator=(Database&& other) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const fs::path& path, const Options& options) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= options.mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.mode == Mode::create_if_missing) {
    flags |= SQLITE_OPEN_CREATE;
    make_private_file(path);
  }
  auto state = std::make_unique<State>();
  const int code = sqlite3_open_v2(path.c_str(), &state->handle, flags, nullptr);
  if (code != SQLITE_OK) return fail(failure(state->handle, code).within("mở «" + path.string() + "»"));
  sqlite3_db_config(state->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(state->handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(state->handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  SOVANG_TRY_WITHIN(exec(state->handle, settings(options)), "mở «" + path.string() + "»");
  return Database(std::move(state));
}

Result<Database> Database::in_memory() {
  auto state = std::make_unique<State>();
  const int code = sqlite3_open_v2(":memory:", &state->handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) return fail(failure(state->handle, code));
  SOVANG_TRY(exec(state->handle, "PRAGMA foreign_keys=ON;"));
  return Database(std::move(state));
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(state_->handle, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return fail(failure(state_->handle, code));
  SOVANG_EXPECT(statement != nullptr);  // an empty statement is a bug of the caller
  if (state_->limit_ms > 0) {
    state_->deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(state_->limit_ms);
  }
  return Statement(statement);
}

Status Database::script(std::string_view sql) const {
  return exec(state_->handle, std::string(sql));
}

Result<Transaction> Database::begin() const {
  SOVANG_TRY(exec(state_->handle, "BEGIN IMMEDIATE"));
  return Transaction(state_->handle);
}

Status Transaction::commit() {
  SOVANG_TRY(exec(handle_, "COMMIT"));
  handle_ = nullptr;
  return {};
}

Transaction::~Transaction() {
  // A failed statement may have rolled back by itself; then there is nothing left to undo.
  if (handle_ != nullptr && sqlite3_get_autocommit(handle_) == 0) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

std::int64_t Database::last_row_id() const {
  return sqlite3_last_insert_rowid(state_->handle);
}

std::int64_t Database::changes() const {
  return sqlite3_changes(state_->handle);
}

Status Database::migrate(std::span<const Migration> steps) const {
  Transaction whole =
      SOVANG_TRY(begin());  // two programs starting at once: the second waits and finds it done
  const std::int64_t now = SOVANG_TRY(row("PRAGMA user_version")).integer(0);
  const std::int64_t last = steps.empty() ? 0 : steps.back().number;
  if (now > last) {
    return fail(ErrorCode::unsupported, "cơ sở dữ liệu do bản mới hơn của chương trình tạo ra (bước " +
                                            std::to_string(now) + "); xin cài bản mới");
  }
  int expected = 1;
  for (const Migration& step : steps) {
    SOVANG_EXPECT(step.number == expected++);
    if (step.number <= now) continue;
    SOVANG_TRY_WITHIN(script(step.sql), "nâng cấp cơ sở dữ liệu, bước " + std::to_string(step.number));
  }
  SOVANG_TRY(script("PRAGMA user_version=" + std::to_string(last)));
  return whole.commit();
}

Status Database::expect_version(int number) const {
  const std::int64_t now = SOVANG_TRY(row("PRAGMA user_version")).integer(0);
  if (now == number) return {};
  return fail(ErrorCode::unsupported, "cơ sở dữ liệu ở bước " + std::to_string(now) +
                                          ", chương trình này cần bước " + std::to_string(number));
}

Status Database::register_tokenizer(std::string_view name, TokenizeFn tokenize) {
  state_->tokenizers.push_back(std::move(tokenize));
  return add_fts5_tokenizer(state_->handle, std::string(name), state_->tokenizers.back());
}

void Database::limit_time(int milliseconds) const {
  state_->limit_ms = milliseconds;
  if (milliseconds <= 0) {
    sqlite3_progress_handler(state_->handle, 0, nullptr, nullptr);
    return;
  }
  state_->deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  sqlite3_progress_handler(
      state_->handle, steps_between_looks,
      [](void* state) {
        return std::chrono::steady_clock::now() > static_cast<State*>(state)->deadline ? 1 : 0;
      },
      state_.get());
}

Status Database::quick_check() const {
  const std::string answer = SOVANG_TRY(row("PRAGMA quick_check(1)")).text(0);
  if (answer != "ok") {
    return fail(ErrorCode::corrupt, "tệp cơ sở dữ liệu bị hỏng (" + answer +
                                        "); xin khôi phục từ bản sao lưu hoặc lập lại chỉ mục");
  }
  return {};
}

}  // namespace sovang::store
