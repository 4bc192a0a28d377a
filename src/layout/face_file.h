#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hb.h>

#include "sovang/base/result.h"
#include "sovang/layout/fonts.h"

namespace sovang::layout {

/// A font file opened with HarfBuzz. Immutable after opening, so threads share it.
class FaceFile {
 public:
  /// Reads and checks the tables that we need. Fails if it is not an OpenType font with outlines.
  [[nodiscard]] static Result<FaceFile> open(const std::filesystem::path& path);

  [[nodiscard]] const Face& facts() const { return facts_; }
  /// Calls them out if the file forbids embedding a subset (OS/2 fsType).
  [[nodiscard]] bool may_be_embedded() const { return may_be_embedded_; }
  /// The letters of `text` that the face has no glyph for, each once.
  [[nodiscard]] std::vector<char32_t> missing(std::string_view text) const;
  [[nodiscard]] ShapedText shape(std::string_view text) const;

 private:
  struct Destroy {
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
  };

  Face facts_;
  bool may_be_embedded_ = true;
  std::unique_ptr<hb_font_t, Destroy> font_;
};

}  // namespace sovang::layout
