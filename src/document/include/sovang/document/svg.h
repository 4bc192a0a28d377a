#pragma once

#include <string_view>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"

namespace sovang::document {

/// Reads the subset of SVG that docs/formats/svg.md lists: svg, g, path, rect, circle, ellipse, line,
/// polyline, polygon, title, desc; transform; fill, stroke and their attributes in solid colours. Anything
/// else is an error with its place (rule LIM-07), never drawn half: no script, no reference, no text, no
/// gradient, no transparency. Limits: 8 MiB, depth 64, 2,000,000 path steps. `file` is named in the messages.
[[nodiscard]] Result<Drawing> read_svg(std::string_view svg, std::string_view file, Diagnostics& diagnostics);

}  // namespace sovang::document
