#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"

namespace sovang {

/// One line of the log: {"at":…,"level":…,"event":…, fields…}\n. Control characters are escaped, so a line
/// stays a line (SEC-27). Fields hold ids and numbers, never names of people, passwords or tokens.
[[nodiscard]] std::string log_line(
    Instant at, Severity level, std::string_view event,
    std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

/// `text` as the inside of a JSON string.
[[nodiscard]] std::string escape_json(std::string_view text);

}  // namespace sovang
