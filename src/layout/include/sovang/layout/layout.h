#pragma once

#include <memory>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/tree.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"

namespace sovang::layout {

/// What is the same from document to document of a batch: the placed frames of page masters, by their key.
/// Thread-safe.
class LayoutCache {
 public:
  LayoutCache();
  ~LayoutCache();
  LayoutCache(LayoutCache&&) noexcept;
  LayoutCache& operator=(LayoutCache&&) noexcept;

  struct Impl;
  [[nodiscard]] Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Breaks lines and pages and places everything (template-language §5, §6, §9 to §11). Linear in the content;
/// a pure function of document and fonts. Findings FIT-xx, FNT-xx and PAG-xx carry the places of template and
/// data; fails if one is an error.
[[nodiscard]] Result<Pages> lay_out(const document::Document& document, const FontBook& fonts,
                                    LayoutCache& cache, Diagnostics& diagnostics);

}  // namespace sovang::layout
