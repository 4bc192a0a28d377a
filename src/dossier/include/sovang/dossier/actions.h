#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"

/// Who did what, for the archive's trail of actions (archive-design §12, SEC-34). What the archive itself
/// does (keeping, amending, disposing, keys, repair) it writes down itself; this is for all else.
namespace sovang::dossier {

/// How an act ended that gave this failure: refused where a rule, a right or the state of things stood in the
/// way, failed where the machine did.
[[nodiscard]] archive::Outcome outcome_of(const Error& error);
/// What a trail says of a failure: the rule if it has one, else its kind. Never the message, which may name a
/// person.
[[nodiscard]] std::string detail_of(const Error& error);
/// The failure of an act that was done and could not be written down.
[[nodiscard]] Error not_remembered(const Error& reason);

/// Does `work` and puts into the trail how it ended. `action` says who, what and of which object; its outcome
/// and, after a failure, its detail are set here. What succeeded but could not be written down is a failure.
template <class Work>
[[nodiscard]] auto recorded(const archive::Archive& archive, archive::Action action, Work&& work)
    -> std::invoke_result_t<Work> {
  auto result = std::forward<Work>(work)();
  if (!result) {
    action.outcome = outcome_of(result.error());
    action.detail = detail_of(result.error());
  }
  const Status remembered = archive.record_action(action);
  if (result && !remembered) return fail(not_remembered(remembered.error()));
  return result;
}

}  // namespace sovang::dossier
