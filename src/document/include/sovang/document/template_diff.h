#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/document/template.h"

namespace sovang::document {

/// One thing that differs between two templates, as who reads or fills in the paper would notice it.
struct TemplateChange {
  enum class Kind : std::uint8_t {
    head,     ///< id, version, title … of the template
    data,     ///< a field of the data: new, gone, of another type
    style,    ///< a named style: before and after
    look,     ///< how something on the paper looks: size, indent, width of a column …
    text,     ///< words, a printed value or a condition
    added,    ///< something that was not there
    removed,  ///< something that is gone
    moved     ///< the same words in another place
  };
  Kind kind = Kind::text;
  std::string what;    ///< "đoạn văn", "kiểu «body»: cỡ chữ", "trường «paper.date»"
  std::string before;  ///< empty = was not there
  std::string after;   ///< empty = is not there
  SourceSpan old_place;
  SourceSpan new_place;
  std::size_t count = 1;  ///< of a look: how many places changed in the same way; the spans name the first
};

/// "text", "look" …: the words of the JSON output.
[[nodiscard]] std::string_view to_string(TemplateChange::Kind kind);

/// What differs by meaning (template-language §15): components are compared where they stand, styles by what
/// they come to. Order of attributes, white space, comments, names of components and files make no
/// difference. The same templates give nothing; the order is head, data, styles, then the paper from top to
/// bottom.
[[nodiscard]] std::vector<TemplateChange> compare_templates(const Template& before, const Template& after);

}  // namespace sovang::document
