#pragma once

#include <string>

#include "sovang/base/bytes.h"
#include "sovang/document/drawing.h"

namespace sovang::pdf {

/// The operators that paint a drawing in its own units, y downwards.
[[nodiscard]] Bytes drawing_content(const document::Drawing& drawing);

/// The entries of the form XObject around it: its box, and the matrix that makes it fill the unit square.
[[nodiscard]] std::string drawing_entries(const document::Drawing& drawing);

}  // namespace sovang::pdf
