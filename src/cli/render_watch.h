#pragma once

#include "command.h"
#include "rendering.h"

namespace sovang::cli {

/// Renders, then again each time the template, a file that it includes, a picture or the data change, until
/// the person presses Ctrl-C. One line a rendering; what is wrong is told and the last good file stays.
void watch(const RenderOrder& order, Context& context);

}  // namespace sovang::cli
