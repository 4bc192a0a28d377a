#pragma once

#include <iosfwd>
#include <string>

#include "sovang/base/diagnostics.h"

namespace sovang::cli {

/// One finding as a JSON object on one line (template-language §14): rule, severity, file, line, column, end,
/// message, hint, via, data.
[[nodiscard]] std::string finding_json(const Problem& problem);

/// Prints every finding as one JSON object a line.
void print_json(std::ostream& out, const Diagnostics& diagnostics);

}  // namespace sovang::cli
