#pragma once

#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/writer.h"

#include "face_shelf.h"
#include "glyph_set.h"
#include "operators.h"
#include "qr_code.h"

namespace sovang::pdf {

/// A content stream before packing, with what it refers to. Fonts are named /F<face>, pictures /P<index>,
/// the form of a page /M.
struct Content {
  Bytes operators;
  GlyphUse glyphs;
  std::vector<document::PicturePtr> pictures;
  std::vector<std::int32_t> marks;   ///< the structure node of each marked content, by its number
  std::vector<layout::Item> fields;  ///< of SignatureFieldItem: nothing of them is painted
};

/// What contents are written with; threads share it.
struct ContentTools {
  FaceShelf& faces;
  QrCoder& codes;
};

/// What the functions that write items share.
struct ContentWriter {
  ContentTools tools;
  Operators operators;
  GlyphUse glyphs{};
  std::vector<document::PicturePtr> pictures{};
  std::vector<std::int32_t> marks{};
  std::vector<layout::Item> fields{};
};

/// Fails with FNT-02 on glyph 0: a box on the paper where a letter should stand.
[[nodiscard]] Status write_text(ContentWriter& writer, const layout::TextItem& item);
void write_line(ContentWriter& writer, const layout::LineItem& item);
void write_background(ContentWriter& writer, const layout::BackgroundItem& item);
void write_picture(ContentWriter& writer, const layout::PictureItem& item);
/// Fails if the value is longer than a QR code can hold.
[[nodiscard]] Status write_qr(ContentWriter& writer, const layout::QrItem& item);

/// True if the item belongs to what is printed.
[[nodiscard]] bool is_printed(const layout::Item& item, PrintLayers layers);

/// The content of a page without its form: /M is painted first where there is one. With a structure, what an
/// item belongs to is marked; without (null), nothing is.
[[nodiscard]] Result<Content> page_content(const layout::Page& page, PrintLayers layers, ContentTools tools,
                                           const std::vector<layout::StructureNode>* structure);
/// The content of the form that the pages of a master share, in the coordinates of a page of this height.
[[nodiscard]] Result<Content> form_content(const layout::FormContent& form, document::Length page_height,
                                           PrintLayers layers, ContentTools tools);

}  // namespace sovang::pdf
