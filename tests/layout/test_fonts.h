#pragma once

#include "sovang/layout/fonts.h"

#include "support/shared.h"

namespace sovang::layout::testing {

/// The fonts of the repository, loaded once for the whole test program.
inline const FontBook& fonts() {
  static const FontBook book = [] {
    Diagnostics diagnostics;
    Result<FontBook> loaded = FontBook::load(sovang::testing::project_file("fonts"), diagnostics);
    if (!loaded || !diagnostics.ok()) std::abort();
    return *std::move(loaded);
  }();
  return book;
}

inline FaceId serif(bool bold = false, bool italic = false) {
  return *fonts().find("Times New Roman", bold, italic);
}

}  // namespace sovang::layout::testing
