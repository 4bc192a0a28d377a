#pragma once

#include <string>

#include "sovang/base/result.h"
#include "sovang/exchange/nomination_list.h"

namespace sovang::exchange {

/// One JSON object in the form of a file's entry in messy/expected_results.json: format, sheets, header_rows,
/// rows, warnings, collectives, individuals; no line end (blueprint §5, `sovang import --dry-run --json`).
[[nodiscard]] std::string import_json(const NominationList& list);

/// {"refused": {"rule": …, "message": …}} for a file that cannot be read.
[[nodiscard]] std::string refusal_json(const Error& error);

}  // namespace sovang::exchange
