#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sovang::archive {

/// What is remembered of who did what (SEC-34).
enum class ActionKind : std::uint8_t {
  login,
  logout,
  denied,           ///< something that the role does not allow was tried
  view_restricted,  ///< xem hồ sơ hạn chế
  download,
  issue,    ///< ban hành, đưa vào kho
  correct,  ///< đính chính
  revoke,   ///< thu hồi
  hold,     ///< giữ lại, không tiêu hủy
  release,  ///< thôi giữ
  disposal_proposed,
  disposal_reviewed,
  disposal_approved,
  disposal_done,
  disposal_withdrawn,
  role_changed,
  key_changed,
  settings_changed,
  exported,  ///< a package, a list, a proof left the house
  imported,
  signed_paper,  ///< ký số một tệp bằng khóa của người ký hoặc của cơ quan
  backed_up,     ///< sao lưu
  restored,      ///< dựng lại từ bản sao lưu
  recovered,     ///< the program mended what a crash had cut off
  repaired,      ///< from a second copy
  witnessed      ///< a checkpoint was given to a second place
};
/// "login", "view-restricted" …: the words of the trail.
[[nodiscard]] std::string_view to_string(ActionKind kind);
[[nodiscard]] std::optional<ActionKind> action_kind_from(std::string_view word);

enum class Outcome : std::uint8_t { done, refused, failed };
[[nodiscard]] std::string_view to_string(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view word);

/// One act. Ids only, never a name of a person: the trail is kept for ever and shown to inspectors.
struct Action {
  std::string actor;  ///< "urn:sovang:user:van-thu"; of a failed login what was typed is not kept
  std::string role;   ///< "office", "archivist" …; empty = not known
  ActionKind kind = ActionKind::login;
  std::string object;  ///< a record's id, a user's id, a setting's name; empty = none
  Outcome outcome = Outcome::done;
  std::string detail;  ///< short and without personal data; at most 500 bytes are kept
  std::string run;     ///< what belongs together: the id of a writing, a request, a session's hash
  friend bool operator==(const Action&, const Action&) = default;
};

/// An act as it stands in the trail.
struct LoggedAction {
  std::uint64_t seq = 0;  ///< from 0; the order, whatever the clock said
  std::string at;         ///< RFC 3339, UTC
  Action action;
};

}  // namespace sovang::archive
