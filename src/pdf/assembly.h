#pragma once

#include <map>
#include <vector>

#include "sovang/pdf/writer.h"

#include "cache.h"
#include "embedded_font.h"
#include "imposition.h"
#include "outline.h"

namespace sovang::pdf {

/// A page ready to be put into a file.
struct PackedPage {
  document::Length width{};
  document::Length height{};
  document::Length bleed{};
  std::string label;  ///< the printed page number
  Bytes content;      ///< packed
  GlyphUse glyphs;
  std::vector<document::PicturePtr> pictures;
  PackedFormPtr form;                ///< null = none
  std::vector<std::int32_t> marks;   ///< indices into PackedDocument::structure
  std::vector<layout::Item> fields;  ///< empty signature fields; sheets have none
};

/// The pages of a file, and the structure that their marked content belongs to (empty = not tagged).
struct PackedDocument {
  std::vector<PackedPage> pages;
  std::vector<layout::StructureNode> structure;
  std::vector<OutlineEntry> outline;
  std::vector<Sheet> sheets;          ///< not empty: what the file shows instead of the pages themselves
  std::string_view viewer_entries{};  ///< further /ViewerPreferences
};

using FontSet = std::map<layout::FaceId, EmbeddedFontPtr>;

/// Writes and packs the content of each page, tagged if the profile asks for it.
[[nodiscard]] Result<PackedDocument> pack_pages(const layout::Pages& pages, const PdfFacts& facts,
                                                PdfCache::Impl& cache);

/// Subsets and packs every face that is used, for files of this profile.
[[nodiscard]] Result<FontSet> embed_fonts(const GlyphUse& use, Effort effort, Profile profile,
                                          PdfCache::Impl& cache);

/// Everything together. `fonts` must hold all glyphs of the pages.
[[nodiscard]] Result<Bytes> assemble(const PackedDocument& document, const FontSet& fonts,
                                     const PdfFacts& facts, PdfCache::Impl& cache);

}  // namespace sovang::pdf
