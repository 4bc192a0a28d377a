#pragma once

#include "context.h"

namespace sovang::layout {

/// The number of a footnote: counted from 1 in each sequence, the same whenever its mark is laid out again.
[[nodiscard]] int footnote_number(Context& context, const document::Footnote& footnote);

/// The text of a footnote whose mark is placed, as lines of the page's width.
[[nodiscard]] std::shared_ptr<const FootnoteText> footnote_text(Context& context,
                                                                const document::Footnote& footnote);

}  // namespace sovang::layout
