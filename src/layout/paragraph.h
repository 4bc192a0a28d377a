#pragma once

#include <optional>
#include <vector>

#include "context.h"
#include "words.h"

namespace sovang::layout {

struct ParagraphJob {
  const document::Paragraph& paragraph;
  Length x{};
  Length width{};
  Layer layer = Layer::all;
  document::SourceId source{};
  const RunInLabel* label = nullptr;
  bool no_first_indent = false;
  std::optional<int> structure{};  ///< the node of its text; else one is made by the role
};

/// Breaks a paragraph into lines and appends each as a strip, with the rules for widows and orphans. Nothing
/// is appended for a paragraph without visible content. The answer is the width of the widest line.
Length set_paragraph(Context& context, const ParagraphJob& job, std::vector<Strip>& out);

}  // namespace sovang::layout
