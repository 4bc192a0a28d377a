#include "sovang/dossier/accounts.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <semaphore>
#include <set>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/base/utf8.h"
#include "sovang/store/database.h"
#include "sovang/text/normal.h"

namespace sovang::dossier {
namespace {

constexpr std::string_view database_file = "accounts.db";
constexpr std::size_t token_bytes = 32;
constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 128;
constexpr std::size_t fewest_letters = 5;  ///< different ones, in a password
constexpr std::size_t longest_name = 64;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t failure_window_ms = 15 * minute_ms;
constexpr std::int64_t longest_wait_ms = 15 * minute_ms;
constexpr std::int64_t first_wait_ms = 30'000;

constexpr std::array migrations{store::Migration{1, R"sql(
CREATE TABLE user (
  user_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('unit', 'office', 'archivist')),
  unit_id TEXT NOT NULL,
  password TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE session (
  token_sha256 TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  started_ms INTEGER NOT NULL,
  used_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user_id);
-- What was tried in vain: keys are digests of the typed name and of the network, not the words themselves.
CREATE TABLE failure (
  failure_id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  network TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX failure_by_account ON failure (account, at_ms);
CREATE INDEX failure_by_network ON failure (network, at_ms);
)sql"}};

std::string sha256_hex(std::string_view text) {
  return to_hex(digest(HashKind::sha256, text));
}

/// The form in which passwords are hashed and compared (SEC-13): NFC, and never so long that hashing it is an
/// attack. Nothing for what can be nobody's password.
std::optional<std::string> settled_password(std::string_view password) {
  if (password.size() > 4 * longest_password || utf8::first_error(password)) return std::nullopt;
  Result<std::string> nfc = text::normalise(password);
  if (!nfc) return std::nullopt;
  return *std::move(nfc);
}

Status check_name(std::string_view name) {
  const bool good = !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '@';
  });
  if (good) return {};
  return fail(ErrorCode::invalid_input,
              "tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và các dấu . - _ @, ví dụ ttyt.dailoc");
}

/// Gives the password back as it is hashed.
Result<std::string> check_password(std::string_view name, std::string_view password) {
  std::optional<std::string> settled = settled_password(password);
  const std::size_t length = settled ? utf8::length(*settled) : 0;
  if (length < shortest_password || length > longest_password) {
    return fail(ErrorCode::invalid_input,
                "mật khẩu phải có từ 12 đến 128 ký tự; một câu dễ nhớ với mình là tốt nhất", {}, "SEC-13");
  }
  std::set<char32_t> different;
  for (std::size_t at = 0; at < settled->size();)
    different.insert(utf8::next(*settled, at));
  if (different.size() < fewest_letters || settled->find(name) != std::string::npos) {
    return fail(ErrorCode::invalid_input,
                "mật khẩu này dễ đoán: không được chứa tên đăng nhập hay chỉ lặp lại vài ký tự", {},
                "SEC-13");
  }
  return *std::move(settled);
}

/// The network that failures are counted for: /24 of IPv4, /64 of IPv6.
std::string network_of(std::string_view address) {
  if (const std::size_t dot = address.rfind('.'); dot != std::string_view::npos) {
    return std::string(address.substr(0, dot)) + ".0/24";
  }
  std::size_t end = 0;
  for (int groups = 0; groups < 4 && end != std::string_view::npos; ++groups)
    end = address.find(':', end == 0 ? 0 : end + 1);
  return std::string(address.substr(0, end)) + "::/64";
}

/// How long to wait after the last of `failures` when `allowed` are free: 30 s, 1 min, 2 min … 15 min.
std::int64_t wait_after(std::int64_t failures, int allowed) {
  if (failures < allowed) return 0;
  const std::int64_t doublings = std::min<std::int64_t>(failures - allowed, 10);
  return std::min(longest_wait_ms, first_wait_ms << doublings);
}

User user_from(const store::Statement& row, int first) {
  User user;
  user.name = row.text(first);
  user.display = row.text(first + 1);
  user.role = user_role_from(row.text(first + 2)).value_or(UserRole::unit);
  user.unit = domain::UnitId(row.text(first + 3));
  return user;
}

}  // namespace

std::string_view to_string(UserRole role) {
  switch (role) {
    case UserRole::unit:
      return "unit";
    case UserRole::office:
      return "office";
    case UserRole::archivist:
      return "archivist";
  }
  return {};
}

std::optional<UserRole> user_role_from(std::string_view word) {
  for (const UserRole role : {UserRole::unit, UserRole::office, UserRole::archivist}) {
    if (word == to_string(role)) return role;
  }
  return std::nullopt;
}

struct Accounts::Impl {
  Impl(store::Database opened, const Clock& time, Ids& randomness, const Options& chosen, std::string decoy)
      : database(std::move(opened)),
        clock(time),
        ids(randomness),
        options(chosen),
        nobodys_password(std::move(decoy)) {}

  [[nodiscard]] std::int64_t now() const { return clock.now().unix_ms; }

  /// Milliseconds until this account and network may try again.
  Result<std::int64_t> waiting(const std::string& account, const std::string& network) const {
    const std::int64_t since = now() - failure_window_ms;
    const auto left = [&](std::string_view sql, const std::string& key, int allowed) -> Result<std::int64_t> {
      const store::Statement row = SOVANG_TRY(database.row(sql, key, since));
      return row.integer(1) + wait_after(row.integer(0), allowed) - now();
    };
    const std::int64_t by_account = SOVANG_TRY(
        left("SELECT count(*), coalesce(max(at_ms), 0) FROM failure WHERE account = ?1 AND at_ms > ?2",
             account, options.failures_account));
    const std::int64_t by_network = SOVANG_TRY(
        left("SELECT count(*), coalesce(max(at_ms), 0) FROM failure WHERE network = ?1 AND at_ms > ?2",
             network, options.failures_network));
    return std::max({std::int64_t{0}, by_account, by_network});
  }

  Status forget_old() const {
    SOVANG_TRY(database.run("DELETE FROM failure WHERE at_ms <= ?1", now() - failure_window_ms));
    return database.run("DELETE FROM session WHERE used_ms <= ?1 OR started_ms <= ?2",
                        now() - options.idle_minutes * minute_ms,
                        now() - std::max(options.unit_hours, options.office_hours) * hour_ms);
  }

  /// Starts a session under a new secret: whatever cookie was there before opens nothing (SEC-08).
  Result<std::string> begin_session(std::int64_t user) {
    std::string token = to_hex(ids.random_bytes(token_bytes));
    SOVANG_TRY(database.run(
        "INSERT INTO session (token_sha256, user_id, started_ms, used_ms) VALUES (?1, ?2, ?3, ?3)",
        sha256_hex(token), user, now()));
    return token;
  }

  std::mutex mutex;  ///< of database and ids
  std::counting_semaphore<2> hashing{2};
  store::Database database;
  const Clock& clock;
  Ids& ids;
  Options options;
  std::string nobodys_password;  ///< what the password of an unknown user is compared with, for its time
};

Accounts::Accounts(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Accounts::Accounts(Accounts&&) noexcept = default;
Accounts& Accounts::operator=(Accounts&&) noexcept = default;
Accounts::~Accounts() = default;

Result<Accounts> Accounts::open(const std::filesystem::path& office_folder, const Clock& clock, Ids& ids,
                                const Options& options) {
  store::Database database = SOVANG_TRY(store::Database::open(office_folder / database_file));
  SOVANG_TRY(database.migrate(migrations));
  std::string decoy = SOVANG_TRY(hash_password(to_hex(ids.random_bytes(token_bytes)), options.cost));
  return Accounts(std::make_unique<Impl>(std::move(database), clock, ids, options, std::move(decoy)));
}

Status Accounts::add(const User& user, std::string_view password) {
  SOVANG_TRY(check_name(user.name));
  if (user.role == UserRole::unit && user.unit.empty()) {
    return fail(ErrorCode::invalid_input, "tài khoản của đơn vị phải nêu mã đơn vị, ví dụ --unit SYT");
  }
  const std::string settled = SOVANG_TRY(check_password(user.name, password));
  const std::string stored = SOVANG_TRY(hash_password(settled, impl_->options.cost));
  const std::lock_guard lock(impl_->mutex);
  if (impl_->database.row("SELECT 1 FROM user WHERE name = ?1", user.name)) {
    return fail(ErrorCode::conflict, "tên đăng nhập " + user.name + " đã có; hãy chọn tên khác");
  }
  return impl_->database.run(
      "INSERT INTO user (name, display, role, unit_id, password, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      user.name, user.display.empty() ? user.name : user.display, to_string(user.role), user.unit.value,
      stored, impl_->now());
}

Status Accounts::change_password(std::string_view name, std::string_view password) {
  const std::string settled = SOVANG_TRY(check_password(name, password));
  const std::string stored = SOVANG_TRY(hash_password(settled, impl_->options.cost));
  const std::lock_guard lock(impl_->mutex);
  store::Transaction transaction = SOVANG_TRY(impl_->database.begin());
  SOVANG_TRY(impl_->database.run("UPDATE user SET password = ?2 WHERE name = ?1", name, stored));
  if (impl_->database.changes() == 0) {
    return fail(ErrorCode::not_found, "không có tài khoản " + std::string(name));
  }
  SOVANG_TRY(impl_->database.run(
      "DELETE FROM session WHERE user_id = (SELECT user_id FROM user WHERE name = ?1)", name));
  return transaction.commit();
}

Status Accounts::remove(std::string_view name) {
  const std::lock_guard lock(impl_->mutex);
  SOVANG_TRY(impl_->database.run("DELETE FROM user WHERE name = ?1", name));
  if (impl_->database.changes() > 0) return {};
  return fail(ErrorCode::not_found, "không có tài khoản " + std::string(name));
}

Result<std::vector<User>> Accounts::users() const {
  const std::lock_guard lock(impl_->mutex);
  store::Statement rows =
      SOVANG_TRY(impl_->database.prepare("SELECT name, display, role, unit_id FROM user ORDER BY name"));
  std::vector<User> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back(user_from(rows, 0));
  return out;
}

Result<LoginAttempt> Accounts::log_in(std::string_view name, std::string_view password,
                                      std::string_view address) {
  LoginAttempt attempt;
  const std::string account = sha256_hex(name.substr(0, 4 * longest_name));
  attempt.network = network_of(address);
  const std::string network = sha256_hex(attempt.network);
  std::string stored = impl_->nobodys_password;
  std::optional<std::int64_t> user;
  {
    const std::lock_guard lock(impl_->mutex);
    SOVANG_TRY(impl_->forget_old());
    const std::int64_t wait = SOVANG_TRY(impl_->waiting(account, network));
    if (wait > 0) {
      attempt.outcome = LoginAttempt::Outcome::wait;
      attempt.wait_seconds = static_cast<int>((wait + 999) / 1000);
      return attempt;
    }
    // Counted before the password is looked at: many tries at the same moment gain nothing.
    SOVANG_TRY(impl_->database.run("INSERT INTO failure (account, network, at_ms) VALUES (?1, ?2, ?3)",
                                   account, network, impl_->now()));
    if (auto row = impl_->database.row(
            "SELECT user_id, password, name, display, role, unit_id FROM user WHERE name = ?1", name)) {
      user = row->integer(0);
      stored = row->text(1);
      attempt.account = user_from(*row, 2);
    } else if (row.error().code != ErrorCode::not_found) {
      return fail(std::move(row).error());
    }
  }
  impl_->hashing.acquire();
  const bool matches = password_matches(stored, settled_password(password).value_or(std::string()));
  impl_->hashing.release();
  if (!user || !matches) return attempt;
  const std::lock_guard lock(impl_->mutex);
  SOVANG_TRY(impl_->database.run("DELETE FROM failure WHERE account = ?1", account));
  attempt.token = SOVANG_TRY(impl_->begin_session(*user));
  attempt.outcome = LoginAttempt::Outcome::welcome;
  return attempt;
}

Result<std::optional<Session>> Accounts::session(std::string_view token) {
  std::optional<Session> none;
  if (token.size() != 2 * token_bytes) return none;
  const std::string key = sha256_hex(token);
  const std::lock_guard lock(impl_->mutex);
  const auto row = impl_->database.row(
      "SELECT u.name, u.display, u.role, u.unit_id, s.started_ms, s.used_ms FROM session s JOIN user u USING "
      "(user_id)"
      " WHERE s.token_sha256 = ?1",
      key);
  if (!row && row.error().code == ErrorCode::not_found) return none;
  if (!row) return fail(row.error());
  Session session{user_from(*row, 0), Instant{row->integer(4)}};
  const std::int64_t used = row->integer(5);
  const int hours =
      session.user.role == UserRole::unit ? impl_->options.unit_hours : impl_->options.office_hours;
  const std::int64_t now = impl_->now();
  if (now - used >= impl_->options.idle_minutes * minute_ms ||
      now - session.started.unix_ms >= hours * hour_ms) {
    SOVANG_TRY(impl_->database.run("DELETE FROM session WHERE token_sha256 = ?1", key));
    return none;
  }
  if (now - used >= minute_ms) {  // a write a minute is enough to know that someone is there
    SOVANG_TRY(impl_->database.run("UPDATE session SET used_ms = ?2 WHERE token_sha256 = ?1", key, now));
  }
  return std::optional<Session>(std::move(session));
}

Status Accounts::log_out(std::string_view token) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->database.run("DELETE FROM session WHERE token_sha256 = ?1", sha256_hex(token));
}

}  // namespace sovang::dossier
