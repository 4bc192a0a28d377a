#include <algorithm>
#include <utility>

#include "filler.h"

namespace sovang::document {

void Filler::blocks(const Nodes& nodes, Blocks& out) {
  each(nodes, [this, &out](const Node& node) { block(node, out); });
}

Block& Filler::add(const Node& node, Blocks& out) {
  Block& made = out.emplace_back();
  made.id = node.id;
  made.layer = node.layer;
  made.space = node.space;
  made.keep = node.keep;
  made.box = node.box;
  made.source = source_of(node);
  return made;
}

void Filler::block(const Node& node, Blocks& out) {
  if (!count_node(node)) return;
  if (node.kind == NodeKind::check) {
    out.emplace_back().content = Marker{check(node)};
    return;
  }
  if (node.kind == NodeKind::slot) {
    out.emplace_back().content = Marker{"slot"};
    return blocks(node.children, out);
  }
  // Children are made before the block is added: a reference into `out` would not live through that.
  Blocks own;
  Block& made = add(node, own);
  switch (node.kind) {
    case NodeKind::paragraph: {
      const ParagraphData& data = node.as<ParagraphData>();
      made.content = Paragraph{data.style, data.text_style, inlines(node.children, made.source, node.source)};
      break;
    }
    case NodeKind::group: {
      Group group;
      group.component = node.as<GroupData>().component;
      blocks(node.children, group.children);
      made.content = std::move(group);
      break;
    }
    case NodeKind::frame: {
      Frame frame = node.as<Frame>();
      blocks(node.children, frame.children);
      made.content = std::move(frame);
      break;
    }
    case NodeKind::list:
      list(node, made);
      break;
    case NodeKind::grid:
      grid(node, made);
      break;
    case NodeKind::table:
      table(node, made);
      break;
    case NodeKind::image:
      made.content = image(node);
      break;
    case NodeKind::rule:
      made.content = node.as<Rule>();
      break;
    case NodeKind::qr:
      made.content = qr(node);
      break;
    case NodeKind::signature_field:
      made.content = signature_field(node);
      break;
    default:
      return;  // the compiler puts nothing else among blocks
  }
  out.push_back(std::move(made));
}

void Filler::list(const Node& node, Block& out) {
  const ListData& data = node.as<ListData>();
  List made;
  made.label = data.label;
  made.label_width = data.label_width;
  std::int64_t number = data.start;
  each(node.children, [&](const Node& child) {
    if (child.kind != NodeKind::item || !count_node(child)) return;
    const ItemData& of_item = child.as<ItemData>();
    ListItem item;
    evaluator_.slots[data.number] = Value(number++);
    item.label = text(data.format, node.source);
    item.label_style = of_item.label_style;
    item.text_only = of_item.text_only;
    item.space = child.space;
    item.keep = child.keep;
    item.layer = child.layer;
    item.source = source_of(child);
    blocks(child.children, item.children);
    made.items.push_back(std::move(item));
  });
  out.content = std::move(made);
}

void Filler::grid(const Node& node, Block& out) {
  const GridData& data = node.as<GridData>();
  Grid made;
  made.columns = data.columns;
  made.gap = data.gap;
  each(node.children, [&](const Node& child) {
    if (child.kind != NodeKind::cell || !count_node(child)) return;
    made.cells.push_back(cell_of(child, child.as<CellData>().variants.front()));
  });
  out.content = std::move(made);
}

PicturePtr Filler::picture(const Node& node, const PictureData& data) {
  const std::string src = text(data.src, node.source);
  for (const auto& [path, picture] : data.candidates)
    if (path == src) return picture;
  return nullptr;
}

Image Filler::image(const Node& node) {
  const PictureData& data = node.as<PictureData>();
  Image out;
  out.picture = picture(node, data);
  out.width = data.width;
  out.height = data.height;
  out.fit = data.fit;
  out.align = data.align;
  out.alt = text(data.alt, node.source);
  return out;
}

Qr Filler::qr(const Node& node) {
  const QrData& data = node.as<QrData>();
  Qr out;
  out.value = text(data.value, node.source);
  out.size = data.size;
  out.correction = data.correction;
  out.align = data.align;
  out.alt = text(data.alt, node.source);
  return out;
}

/// A PDF has each field once: a second of the same name, of a loop or a component used twice, is told here.
SignatureField Filler::signature_field(const Node& node) {
  const SignatureFieldData& data = node.as<SignatureFieldData>();
  if (!signature_fields_.insert(data.name).second) {
    Problem twice{"TPL-10", Severity::error,
                  "trường chữ ký «" + data.name + "» có hai lần trong một văn bản"};
    twice.hint = "đặt tên khác cho trường thứ hai; trường chữ ký không đứng trong vòng lặp";
    report(std::move(twice), node.source);
  }
  return {data.name, data.width, data.height, data.align, text(data.alt, node.source)};
}

}  // namespace sovang::document
