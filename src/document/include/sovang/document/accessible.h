#pragma once

#include "sovang/base/diagnostics.h"
#include "sovang/document/tree.h"

namespace sovang::document {

/// What somebody who hears the document read aloud would miss, so that its PDF may not claim PDF/UA: tables
/// without a caption (TPL-16, template-language §13), each place of the template once.
void check_accessible(const Document& document, Diagnostics& diagnostics);

}  // namespace sovang::document
