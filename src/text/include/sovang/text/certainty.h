#pragma once

#include <cstdint>
#include <string_view>

namespace sovang::text {

/// How far a reading or a repair may be used (the `status` of ../shared/vietnamese/README.md §0).
enum class Certainty : std::uint8_t {
  ok,       ///< apply
  warn,     ///< apply and tell
  ask,      ///< show as a proposal, change nothing by itself
  error,    ///< refuse
  partial,  ///< only a part was said: a month without a day
  blank     ///< left empty to be filled by hand
};

/// "ok", "warn", "ask", "error", "partial", "blank".
[[nodiscard]] constexpr std::string_view name_of(Certainty certainty) {
  switch (certainty) {
    case Certainty::ok:
      return "ok";
    case Certainty::warn:
      return "warn";
    case Certainty::ask:
      return "ask";
    case Certainty::error:
      return "error";
    case Certainty::partial:
      return "partial";
    case Certainty::blank:
      return "blank";
  }
  return "error";
}

}  // namespace sovang::text
