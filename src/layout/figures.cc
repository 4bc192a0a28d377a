#include "figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sovang::layout {
namespace {

using document::scaled;
using document::Size;

struct Extent {
  Length width{};
  Length height{};
};

/// The size a picture has by itself: a user unit or pixel is 1/96 inch, as in CSS.
Extent natural_size(const document::PicturePtr& picture) {
  const auto of = [](double units) {
    const double points = std::clamp(std::isfinite(units) ? units : 0.0, 0.0, 1e6) * 0.75;
    return Length::pt(points);
  };
  if (picture && picture->drawing) return {of(picture->drawing->width), of(picture->drawing->height)};
  if (picture && picture->raster) return {of(picture->raster->width), of(picture->raster->height)};
  return {Length::mm(10), Length::mm(10)};
}

/// The box that a template asks for; what it leaves open follows from the picture.
Extent box_of(const document::Image& image, Extent natural, Length room) {
  natural.width = std::max(natural.width, Length{1});
  natural.height = std::max(natural.height, Length{1});
  const bool has_width = image.width.kind != Size::Kind::automatic;
  const bool has_height = image.height.kind != Size::Kind::automatic;
  const Length width = resolve(image.width, room, std::min(natural.width, room));
  const Length height = resolve(image.height, room, natural.height);
  if (has_width && has_height) return {width, height};
  if (has_height) return {scaled(height, natural.width.units, natural.height.units), height};
  return {width, scaled(width, natural.height.units, natural.width.units)};
}

/// The picture in its own proportions: as large as fits into the box, or as small as covers it.
Extent proportional(Extent natural, Extent box, bool cover) {
  natural.width = std::max(natural.width, Length{1});
  natural.height = std::max(natural.height, Length{1});
  const Length height_at_width = scaled(box.width, natural.height.units, natural.width.units);
  const bool by_width = (height_at_width <= box.height) != cover;
  if (by_width) return {box.width, height_at_width};
  return {scaled(box.height, natural.width.units, natural.height.units), box.height};
}

Length aligned(document::Align align, Length x, Length room, Length width) {
  if (align == document::Align::center) return x + (room - width) / 2;
  if (align == document::Align::right) return x + room - width;
  return x;
}

void check_resolution(Context& context, const document::Image& image, const Extent& placed,
                      document::SourceId source) {
  if (!image.picture || !image.picture->raster || placed.width.units <= 0) return;
  const double dpi = image.picture->raster->width / (placed.width.in_pt() / 72.0);
  if (dpi >= 150) return;
  context.findings.add("FIT-04", Severity::warning,
                       "ảnh «" + image.picture->name + "» chỉ có " + std::to_string(static_cast<int>(dpi)) +
                           " điểm/inch ở cỡ in ra, cần ít nhất 150",
                       source, "dùng ảnh lớn hơn hoặc in nhỏ hơn");
}

/// A figure keeps the size that the template asks for, also where its column is narrower.
void check_width(Context& context, Length width, Length room, document::SourceId source) {
  if (width <= room + Length{64}) return;
  context.findings.add("FIT-02", Severity::warning,
                       "hình rộng " + mm_words(width) + " mm, chỗ đặt chỉ rộng " + mm_words(room) + " mm",
                       source, "đặt hình nhỏ hơn hoặc cột rộng hơn");
}

}  // namespace

Strip set_image(Context& context, const document::Image& image, const document::Block& block,
                const Area& area) {
  Strip strip;
  strip.source = block.source;
  const Extent natural = natural_size(image.picture);
  const Extent box = box_of(image, natural, area.width);
  const Length x = aligned(image.align, area.x, area.width, box.width);
  PictureItem item{image.picture, x, {}, box.width, box.height, std::nullopt};
  if (image.fit != document::Image::Fit::stretch) {
    const bool cover = image.fit == document::Image::Fit::cover;
    const Extent size = proportional(natural, box, cover);
    item.width = size.width;
    item.height = size.height;
    item.x = x + (box.width - size.width) / 2;
    item.y = (box.height - size.height) / 2;
    if (cover) item.clip = {x, Length{}, box.width, box.height};
  }
  check_resolution(context, image, {item.width, item.height}, block.source);
  check_width(context, box.width, area.width, block.source);
  const int node = image.alt.empty() ? -1 : context.structure.add(StructureType::figure);
  if (node >= 0) context.structure.node(node).alt = image.alt;
  strip.height = box.height;
  strip.items.push_back({std::move(item), block.layer, node, std::nullopt});
  return strip;
}

Strip set_qr(Context& context, const document::Qr& qr, const document::Block& block, const Area& area) {
  Strip strip;
  strip.source = block.source;
  strip.height = qr.size;
  check_width(context, qr.size, area.width, block.source);
  const int node = context.structure.add(StructureType::figure);
  if (node >= 0) context.structure.node(node).alt = qr.alt;
  strip.items.push_back(
      {QrItem{qr.value, qr.correction, aligned(qr.align, area.x, area.width, qr.size), {}, qr.size},
       block.layer, node, std::nullopt});
  return strip;
}

Strip set_signature_field(Context& context, const document::SignatureField& field,
                          const document::Block& block, const Area& area) {
  Strip strip;
  strip.source = block.source;
  strip.height = field.height;
  check_width(context, field.width, area.width, block.source);
  const int node = context.structure.add(StructureType::form);
  if (node >= 0) context.structure.node(node).alt = field.alt;
  strip.items.push_back({SignatureFieldItem{field.name,
                                            field.alt,
                                            aligned(field.align, area.x, area.width, field.width),
                                            {},
                                            field.width,
                                            field.height},
                         block.layer, node, std::nullopt});
  return strip;
}

Strip set_rule(const document::Rule& rule, const document::Block& block, const Area& area,
               Length text_width) {
  Strip strip;
  strip.source = block.source;
  strip.height = rule.thickness;
  Length length = resolve(rule.length, area.width, area.width);
  if (rule.length.kind == Size::Kind::text_width) {
    length = scaled(text_width, rule.length.share_millionths, 1'000'000);
  }
  if (rule.line == document::LineStyle::none || length.units <= 0) return strip;
  const Length x = aligned(rule.align, area.x, area.width, length);
  const Length y = rule.thickness / 2;
  strip.items.push_back(
      {LineItem{x, y, x + length, y, rule.thickness, rule.line, rule.color}, block.layer, -1, std::nullopt});
  return strip;
}

}  // namespace sovang::layout
