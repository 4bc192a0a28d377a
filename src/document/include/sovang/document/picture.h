#pragma once

#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"

namespace sovang::document {

/// A picture from the bytes of its file: PNG and JPEG by their first bytes, SVG by its root. Fails with
/// LIM-07; findings inside an SVG go to `diagnostics`.
[[nodiscard]] Result<Picture> read_picture(Bytes bytes, std::string_view name, Diagnostics& diagnostics);

}  // namespace sovang::document
