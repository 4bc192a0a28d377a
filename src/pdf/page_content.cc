#include <optional>
#include <string>
#include <variant>

#include "content.h"
#include "structure.h"

namespace sovang::pdf {
namespace {

using document::Length;
using layout::Item;

/// The turn of an item's frame about its top left corner (template-language §3, `rotate`).
void turn(Operators& operators, const layout::Rotation& rotation, Length page_height) {
  // A clockwise turn on paper; PDF's y axis points up.
  const int quarter = (rotation.degrees / 90 % 4 + 4) % 4;
  constexpr std::array<std::array<std::int64_t, 4>, 4> matrices = {
      {{1, 0, 0, 1}, {0, -1, 1, 0}, {-1, 0, 0, -1}, {0, 1, -1, 0}}};
  const auto& [a, b, c, d] = matrices[static_cast<std::size_t>(quarter)];
  // p' = M (p - corner) + corner, with the corner in PDF's coordinates.
  const Length x = rotation.x;
  const Length y = page_height - rotation.y;
  operators.concatenate({a, b, c, d}, x - (x * a + y * c), y - (x * b + y * d));
}

struct WriteItem {
  ContentWriter& writer;

  /// No paint: write_items() hands fields on before it comes to this.
  Status operator()(const layout::SignatureFieldItem&) const { return {}; }

  Status operator()(const layout::TextItem& item) const { return write_text(writer, item); }
  Status operator()(const layout::QrItem& item) const { return write_qr(writer, item); }
  Status operator()(const layout::LineItem& item) const {
    write_line(writer, item);
    return {};
  }
  Status operator()(const layout::BackgroundItem& item) const {
    write_background(writer, item);
    return {};
  }
  Status operator()(const layout::PictureItem& item) const {
    write_picture(writer, item);
    return {};
  }
};

/// Opens and closes marked content where the structure node changes (ISO 32000-1 §14.6). In a tagged file
/// everything is marked: as content of a node, or as an artifact.
class Marker {
 public:
  Marker(ContentWriter& writer, const std::vector<layout::StructureNode>* structure)
      : writer_(writer), structure_(structure) {}

  void enter(std::int32_t node) {
    if (structure_ == nullptr) return;
    if (is_artifact(*structure_, node)) node = -1;
    if (current_ == node) return;
    leave();
    current_ = node;
    if (node < 0) {
      writer_.operators.raw("/Artifact BMC");
      return;
    }
    std::string out = "/";
    out += structure_name((*structure_)[static_cast<std::size_t>(node)].type);
    writer_.operators.raw(out + " << /MCID " + std::to_string(writer_.marks.size()) + " >> BDC");
    writer_.marks.push_back(node);
  }
  void leave() {
    if (current_) writer_.operators.raw("EMC");
    current_.reset();
  }

 private:
  ContentWriter& writer_;
  const std::vector<layout::StructureNode>* structure_;
  std::optional<std::int32_t> current_;
};

Status write_items(ContentWriter& writer, Marker& marker, const std::vector<Item>& items, PrintLayers layers,
                   Length page_height) {
  for (const Item& item : items) {
    if (!is_printed(item, layers)) continue;
    if (const auto* field = std::get_if<layout::SignatureFieldItem>(&item.content)) {
      if (item.rotation) {
        return fail(ErrorCode::unsupported,
                    "trường chữ ký «" + field->name + "» nằm trong khung xoay: hãy đặt ngoài khung ấy");
      }
      writer.fields.push_back(item);
      continue;
    }
    marker.enter(item.structure);
    if (item.rotation) {
      writer.operators.save();
      turn(writer.operators, *item.rotation, page_height);
    }
    SOVANG_TRY(std::visit(WriteItem{writer}, item.content));
    if (item.rotation) writer.operators.restore();
  }
  marker.leave();
  return {};
}

Content taken(ContentWriter&& writer) {
  return {writer.operators.finish(), std::move(writer.glyphs), std::move(writer.pictures),
          std::move(writer.marks), std::move(writer.fields)};
}

}  // namespace

bool is_printed(const Item& item, PrintLayers layers) {
  switch (item.layer) {
    case document::Layer::all:
      return true;
    case document::Layer::form:
      return layers != PrintLayers::data;
    case document::Layer::data:
      return layers != PrintLayers::form;
  }
  return true;
}

Result<Content> page_content(const layout::Page& page, PrintLayers layers, ContentTools tools,
                             const std::vector<layout::StructureNode>* structure) {
  ContentWriter writer{tools, Operators(page.height)};
  Marker marker(writer, structure);
  if (page.form) {
    marker.enter(-1);
    writer.operators.paint("M");
  }
  SOVANG_TRY(write_items(writer, marker, page.items, layers, page.height));
  return taken(std::move(writer));
}

Result<Content> form_content(const layout::FormContent& form, Length page_height, PrintLayers layers,
                             ContentTools tools) {
  ContentWriter writer{tools, Operators(page_height)};
  Marker marker(writer, nullptr);  // the page marks the whole form as an artifact
  SOVANG_TRY(write_items(writer, marker, form.items, layers, page_height));
  if (!writer.fields.empty()) {
    return fail(ErrorCode::invalid_input,
                "trường chữ ký không đặt được trong khung của trang mẫu, vì khung ấy có trên mọi trang", {},
                "TPL-10");
  }
  return taken(std::move(writer));
}

}  // namespace sovang::pdf
