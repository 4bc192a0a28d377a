#pragma once

#include <cstddef>
#include <vector>

#include "context.h"

namespace sovang::layout {

/// The body of a page: where text may stand.
struct Body {
  Length left{};
  Length top{};
  Length width{};
  Length height{};
};

/// The pages of one sequence as they are filled.
struct PageSink {
  std::vector<Page>& pages;
  std::vector<Anchor>& anchors;
  RoundFacts& facts;
  Body first;  ///< of the first page
  Body other;  ///< of the pages after it
  std::size_t sequence = 0;
  PageNumber number;  ///< of the first page; afterwards of the page after the last
};

/// Breaks the strips of a sequence into pages: on each page the last legal break that fits, and where none
/// does, rules are given up in the order of template-language §11. At least one page is made.
void paginate(Context& context, std::vector<Strip> strips, PageSink& sink);

}  // namespace sovang::layout
