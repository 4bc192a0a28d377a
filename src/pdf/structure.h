#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/layout/pages.h"

#include "object_file.h"

namespace sovang::pdf {

/// The structure type as PDF names it; empty for artifacts.
[[nodiscard]] std::string_view structure_name(layout::StructureType type);

/// True if the node, or one above it, is an artifact: what it holds is no content.
[[nodiscard]] bool is_artifact(const std::vector<layout::StructureNode>& structure, std::int32_t node);

/// A page as the structure tree sees it: `marks[i]` is the node of its marked content i.
struct MarkedPage {
  ObjectRef page;
  std::span<const std::int32_t> marks;
};

/// A form field as the structure tree sees it (ISO 14289-1 §7.18.4).
struct TaggedField {
  std::int32_t node = -1;
  ObjectRef widget;  ///< which must state /StructParent: the number of pages, and its index here
  ObjectRef page;
};

/// Puts the structure tree (ISO 32000-1 §14.7) into a file. The pages must state /StructParents by their
/// index. The answer is the entries of the catalog.
[[nodiscard]] std::string put_structure(ObjectFile& file, const std::vector<layout::StructureNode>& structure,
                                        const std::vector<MarkedPage>& pages,
                                        const std::vector<TaggedField>& fields);

}  // namespace sovang::pdf
