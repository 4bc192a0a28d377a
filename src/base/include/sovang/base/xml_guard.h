#pragma once

#include <cstddef>
#include <string_view>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

namespace sovang {

/// How large an XML file may be, and what it may hold.
struct XmlLimits {
  std::size_t bytes = std::size_t{2} << 20;  ///< LIM-02
  int depth = 64;                            ///< elements inside each other, LIM-03
  bool model_instruction = false;            ///< let `<?xml-model …?>` before the root pass (LIM-01)
};

/// What the XML library lets pass and we refuse, found on the raw bytes before any parser sees them
/// (template-language §14, §16, §17): not well-formed (XML-01), DOCTYPE (XML-02), not UTF-8 (XML-03), an
/// attribute twice (XML-04), two roots (XML-05), control characters, also as references (XML-06), processing
/// instructions (LIM-01), size (LIM-02), depth (LIM-03). Each finding has its line and column in `file`;
/// fails with the first of them if there is one. Linear, without recursion.
[[nodiscard]] Status check_xml(std::string_view xml, std::string_view file, const XmlLimits& limits,
                               Diagnostics& diagnostics);

/// Line and column (code points, from 1) of byte `offset` of `text`; CRLF is one line end.
[[nodiscard]] SourceSpan place_of(std::string_view text, std::size_t offset, std::string_view file);

}  // namespace sovang
