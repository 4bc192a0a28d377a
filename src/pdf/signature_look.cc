#include <algorithm>

#include "sovang/base/hash.h"
#include "sovang/pdf/signing.h"

#include "png.h"

namespace sovang::pdf {

using document::Length;

Result<document::PicturePtr> signature_picture(Bytes png, std::string_view name) {
  const Png read = SOVANG_TRY(read_png(png, name));
  auto picture = std::make_shared<document::Picture>();
  picture->name = name;
  picture->digest = to_hex(digest(HashKind::sha256, png));
  picture->raster.emplace();
  picture->raster->width = static_cast<int>(read.width);
  picture->raster->height = static_cast<int>(read.height);
  picture->raster->bytes = std::move(png);
  return document::PicturePtr(std::move(picture));
}

layout::Page picture_look(const document::PicturePtr& picture, Length width, Length height) {
  SOVANG_EXPECT(picture && picture->raster && width.units > 0 && height.units > 0);
  const std::int64_t across = picture->raster->width;
  const std::int64_t down = picture->raster->height;
  layout::PictureItem item;
  item.picture = picture;
  item.width = width;
  item.height = Length{width.units * down / across};
  if (item.height > height) {
    item.height = height;
    item.width = Length{height.units * across / down};
  }
  item.x = (width - item.width) / 2;
  item.y = (height - item.height) / 2;
  layout::Page page;
  page.width = width;
  page.height = height;
  page.items.push_back({item, document::Layer::all, -1, std::nullopt});
  return page;
}

Result<layout::Page> text_look(const std::vector<std::string>& lines, const layout::FontBook& fonts) {
  const Length size = Length::pt(10);
  const Length leading = Length::pt(12);
  const std::optional<layout::FaceId> face = fonts.find("Times New Roman", false, false);
  if (!face)
    return fail(ErrorCode::not_found, "không có phông Times New Roman (hoặc tương đương) để ghi chữ ký");
  const int em = fonts.face(*face).metrics.units_per_em;
  layout::Page page;
  std::vector<layout::TextItem> items;
  for (const std::string& line : lines) {
    layout::TextItem item;
    item.face = *face;
    item.size = size;
    item.baseline = leading * static_cast<std::int64_t>(items.size()) + Length::pt(9);
    layout::TextPiece piece;
    piece.shaped = fonts.shape(*face, line);
    for (const layout::Glyph& glyph : piece.shaped->glyphs) {
      if (glyph.id == 0)
        return fail(ErrorCode::invalid_input, "phông chữ thiếu một chữ của dòng “" + line + "”", {},
                    "FNT-02");
    }
    piece.width = document::scaled(size, piece.shaped->advance, em);
    item.width = piece.width;
    item.pieces.push_back(std::move(piece));
    page.width = std::max(page.width, item.width);
    items.push_back(std::move(item));
  }
  page.height = leading * static_cast<std::int64_t>(lines.size());
  for (layout::TextItem& item : items) {
    item.x = page.width - item.width;
    item.pieces.front().x = item.x;
    page.items.push_back({std::move(item), document::Layer::all, -1, std::nullopt});
  }
  return page;
}

}  // namespace sovang::pdf
