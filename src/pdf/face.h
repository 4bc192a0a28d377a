#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/layout/fonts.h"

#include "glyph_set.h"

struct hb_face_t;

namespace sovang::pdf {

/// The font program of a subset, and where the glyphs of the face went in it.
struct Subset {
  Bytes font;
  std::vector<std::uint16_t> glyph_of_cid;  ///< by glyph of the face, up to the highest that is used
};

/// A face prepared for embedding. Immutable after open(), so threads may share it.
class EmbeddableFace {
 public:
  /// Fails on a file that is no font with TrueType outlines.
  [[nodiscard]] static Result<EmbeddableFace> open(const layout::Face& face);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The entries of a /FontDescriptor but for the name and the font file.
  [[nodiscard]] const std::string& descriptor() const { return descriptor_; }
  [[nodiscard]] std::int32_t units_per_em() const { return units_per_em_; }
  /// The advance of a glyph in font units, and in thousandths of an em as /W states it.
  [[nodiscard]] std::int32_t advance(std::uint16_t glyph) const { return glyphs_[glyph].advance; }
  [[nodiscard]] std::int32_t width(std::uint16_t glyph) const { return glyphs_[glyph].width; }
  /// The character that a glyph stands for by itself; 0 = none (a ligature, an alternate form).
  [[nodiscard]] char32_t character(std::uint16_t glyph) const { return glyphs_[glyph].character; }
  [[nodiscard]] std::size_t glyph_count() const { return glyphs_.size(); }
  [[nodiscard]] std::uint16_t space() const { return space_; }

  /// The part of the font that draws these glyphs, without hints and tables that a PDF has no use for.
  [[nodiscard]] Result<Subset> subset(const GlyphSet& glyphs) const;

 private:
  struct Glyph {
    std::int32_t advance = 0;
    std::int32_t width = 0;
    char32_t character = 0;
  };
  struct Free {
    void operator()(hb_face_t* face) const;
  };
  using HbFace = std::unique_ptr<hb_face_t, Free>;
  /// The face with its tables read already, from some subset on.
  struct Prepared {
    std::atomic<int> subsets = 0;
    std::once_flag once;
    HbFace face;
  };

  EmbeddableFace() = default;
  [[nodiscard]] static HbFace read(const layout::Face& face);
  [[nodiscard]] hb_face_t* source() const;
  void read_glyphs();
  void describe(const layout::Face& face);

  std::string name_;
  std::string descriptor_;
  std::int32_t units_per_em_ = 1000;
  std::uint16_t space_ = 0;
  std::vector<Glyph> glyphs_;
  std::shared_ptr<const Bytes> file_;  ///< HarfBuzz reads from it
  HbFace face_;
  std::unique_ptr<Prepared> prepared_ = std::make_unique<Prepared>();
};

}  // namespace sovang::pdf
