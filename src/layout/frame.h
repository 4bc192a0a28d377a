#pragma once

#include <memory>
#include <string>
#include <vector>

#include "context.h"

namespace sovang::layout {

/// A frame on its page, and what it brings along into the flow.
struct PlacedFrame {
  std::vector<Item> items;
  std::vector<std::shared_ptr<const FootnoteText>> footnotes;
  std::vector<const document::LateText*> late;
  std::vector<std::string> anchors;
};

/// Lays out a frame and places its items on the page, fitted as it asks (template-language §10). Nested
/// frames come with it. FIT-01 if the content does not fit, FIT-03 if it was made smaller.
[[nodiscard]] PlacedFrame place_frame(Context& context, const document::Block& block,
                                      const document::Frame& frame);

}  // namespace sovang::layout
