#pragma once

#include <vector>

#include "context.h"

namespace sovang::layout {

/// Lays out a frame and places its items on the page, fitted as it asks (template-language §10). Nested
/// frames come with it. FIT-01 if the content does not fit, FIT-03 if it was made smaller.
[[nodiscard]] std::vector<Item> place_frame(Context& context, const document::Block& block,
                                            const document::Frame& frame);

}  // namespace sovang::layout
