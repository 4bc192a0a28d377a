#pragma once

#include "findings.h"
#include "xml_tree.h"

namespace sovang::document {

/// Checks a template file against the table of elements: TPL-01 … TPL-04, TPL-10 (an id twice in the file),
/// TPL-12. What is wrong is taken out of the tree (or marked broken), so that one mistake makes one finding.
void validate(XmlFile& file, Findings& findings);

/// Does the content of a cell or item hold text or inlines (true), or blocks? Empty content is text.
[[nodiscard]] bool is_text_content(const XmlElement& element);

}  // namespace sovang::document
