#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sovang/layout/pages.h"

#include "object_file.h"

namespace sovang::pdf {

/// A line of the list of contents that readers show beside the pages.
struct OutlineEntry {
  std::string title;
  int level = 1;  ///< 1 is outermost
  std::size_t page = 0;
  document::Length y{};  ///< of its upper edge, from the top of the page
};

/// The headings of a document of more than three pages, and below them the groups of its tables: rows whose
/// last cell spans most of the table. Empty where there are fewer than two.
[[nodiscard]] std::vector<OutlineEntry> outline_of(const layout::Pages& pages);

/// A page that entries lead to.
struct OutlinePage {
  ObjectRef page;
  document::Length height{};
};

/// Puts the outline (ISO 32000-1 §12.3.3) into a file. The answer is the entry of the catalog; empty for no
/// entries.
[[nodiscard]] std::string put_outline(ObjectFile& file, const std::vector<OutlineEntry>& entries,
                                      const std::vector<OutlinePage>& pages);

}  // namespace sovang::pdf
