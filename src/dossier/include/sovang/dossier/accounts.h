#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/clock.h"
#include "sovang/base/ids.h"
#include "sovang/base/password.h"
#include "sovang/base/result.h"
#include "sovang/domain/ids.h"

/// Who may work with the office's papers over the web (archive-design §11), and who is doing so now.
namespace sovang::dossier {

enum class UserRole : std::uint8_t { unit, office, archivist };
/// "unit", "office", "archivist": the words of the command line and of the database.
[[nodiscard]] std::string_view to_string(UserRole role);
[[nodiscard]] std::optional<UserRole> user_role_from(std::string_view word);

struct User {
  std::string name;     ///< as typed at log-in: "ttyt.dailoc"
  std::string display;  ///< as shown: "Trung tâm Y tế huyện Đại Lộc"
  UserRole role = UserRole::unit;
  domain::UnitId unit;  ///< of role unit: sees this unit and all below it
};

/// A log-in that still holds.
struct Session {
  User user;
  Instant started;
};

/// How a log-in ended. The three outcomes say nothing about whether there is such a user.
struct LoginAttempt {
  enum class Outcome : std::uint8_t { welcome, refused, wait };
  Outcome outcome = Outcome::refused;
  std::string token;  ///< of welcome: the secret for the cookie, 64 hexadecimal digits, not stored anywhere
  int wait_seconds = 0;  ///< of wait: too many failures; ask again after this long (SEC-12)
  /// Of welcome and refused: the account of this name, if there is one. For the trail of actions, never for
  /// the one who asks.
  std::optional<User> account;
  std::string network;  ///< the one that asks: "192.0.2.0/24", "2001:db8:0:1::/64"
};

/// Users and sessions of an office, in `accounts.db` of its folder. For several threads at once; at most two
/// passwords are worked on at the same time, since each takes `PasswordCost::memory_bytes`.
class Accounts {
 public:
  struct Options {
    PasswordCost cost{};
    int idle_minutes = 30;      ///< a session ends after so long without a request (SEC-10)
    int unit_hours = 12;        ///< … and in any case after so long
    int office_hours = 8;       ///< the same for people of the office, who see more
    int failures_account = 5;   ///< in 15 minutes, before an account has to wait (SEC-12)
    int failures_network = 20;  ///< the same for all log-ins from one /24 (IPv6: /64)
  };

  /// Opens the accounts of an office, making the database at the first time.
  [[nodiscard]] static Result<Accounts> open(const std::filesystem::path& office_folder, const Clock& clock,
                                             Ids& ids, const Options& options);
  [[nodiscard]] static Result<Accounts> open(const std::filesystem::path& office_folder, const Clock& clock,
                                             Ids& ids) {
    return open(office_folder, clock, ids, Options());
  }

  Accounts(Accounts&&) noexcept;
  Accounts& operator=(Accounts&&) noexcept;
  ~Accounts();

  /// Adds a user. Code `conflict` if the name is taken, `invalid_input` for a bad name, a unit without id, or
  /// a password that is too easy (SEC-13: 12 to 128 characters).
  [[nodiscard]] Status add(const User& user, std::string_view password);
  /// Sets a new password and ends all sessions of the user. Code `not_found`.
  [[nodiscard]] Status change_password(std::string_view name, std::string_view password);
  /// Removes a user and all sessions. Code `not_found`.
  [[nodiscard]] Status remove(std::string_view name);
  /// All users by name.
  [[nodiscard]] Result<std::vector<User>> users() const;

  /// Checks the password and starts a session. `address` is the client's IP.
  [[nodiscard]] Result<LoginAttempt> log_in(std::string_view name, std::string_view password,
                                            std::string_view address);
  /// The session of a token, and counts this as use; nothing if it has ended or never was.
  [[nodiscard]] Result<std::optional<Session>> session(std::string_view token);
  /// Ends a session; fine if it is gone already.
  [[nodiscard]] Status log_out(std::string_view token);

 private:
  struct Impl;
  explicit Accounts(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::dossier
