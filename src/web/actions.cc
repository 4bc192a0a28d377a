// What the trail says of the visitors (SEC-34): ids, never names, never what was typed.
#include "sovang/base/hash.h"

#include "site.h"

namespace sovang::web {
namespace {

constexpr std::size_t shown_digits = 16;  ///< of a session's hash: tells sessions apart and opens none

}  // namespace

archive::Action act_of(const Visit& visit, archive::ActionKind kind, std::string object, std::string detail) {
  archive::Action action;
  action.actor = "urn:sovang:visitor";
  action.run = visit.id;
  if (visit.session) {
    action.actor = "urn:sovang:user:" + visit.session->user.name;
    action.role = to_string(visit.session->user.role);
    action.run = "session " + to_hex(digest(HashKind::sha256, visit.token)).substr(0, shown_digits);
  }
  action.kind = kind;
  action.object = std::move(object);
  action.detail = std::move(detail);
  return action;
}

Status remember(const Services& services, const Visit& visit, archive::ActionKind kind, std::string object,
                std::string detail) {
  return services.actions.record({act_of(visit, kind, std::move(object), std::move(detail))});
}

Status remember_denied(const Services& services, const Visit& visit, std::string object) {
  archive::Action action = act_of(visit, archive::ActionKind::denied, std::move(object), {});
  action.outcome = archive::Outcome::refused;
  return services.actions.record({action});
}

}  // namespace sovang::web
