#pragma once

#include <memory>
#include <string>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

#include "face.h"
#include "glyph_set.h"
#include "object_file.h"
#include "packer.h"

namespace sovang::pdf {

/// PDF/A-1 wants to be told which CIDs a subset has (ISO 19005-1 §6.3.5).
enum class WithCidSet : bool { no, yes };

/// A font subset ready to be put into files, packed once for all of them.
struct EmbeddedFont {
  std::string name;        ///< "QKXWLE+LiberationSerif-Bold"; the tag is a digest of the glyphs
  std::string descriptor;  ///< entries of the font descriptor but for the references
  std::string widths;      ///< the array of /W
  Bytes program;           ///< packed, like the next three
  std::size_t program_size = 0;
  Bytes glyph_of_cid;
  Bytes to_unicode;
  Bytes cids;  ///< for /CIDSet; empty = not wanted
  GlyphSet glyphs;
};
/// Shared by the cache and by every file that is being written with it.
using EmbeddedFontPtr = std::shared_ptr<const EmbeddedFont>;

/// Subsets and packs a face. The CIDs are the glyph numbers of the whole face, so that content that was
/// written does not depend on the subset (docs/adr/0002).
[[nodiscard]] Result<EmbeddedFont> embed(const EmbeddableFace& face, const GlyphSet& glyphs, Packer& packer,
                                         Effort effort, WithCidSet with_cid_set);

/// Puts the objects of a font into a file; `font` must live until the file is saved.
ObjectRef put_font(ObjectFile& file, const EmbeddedFont& font);

}  // namespace sovang::pdf
