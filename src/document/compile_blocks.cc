#include <algorithm>

#include "compiler.h"
#include "validate.h"

namespace sovang::document {
namespace {

void constant_texts(const Expr& expr, std::vector<std::string>& out, bool& known) {
  if (expr.op == Op::conditional) {
    constant_texts(expr.children[1], out, known);
    constant_texts(expr.children[2], out, known);
  } else if (const auto* text = std::get_if<std::string>(&expr.value.data());
             expr.op == Op::constant && text != nullptr) {
    out.push_back(*text);
  } else {
    known = false;
  }
}

/// Every text that placeholders of the form {if … then 'a' else 'b'} can come to; nothing if there are
/// others.
std::optional<std::vector<std::string>> possible_texts(const CompiledText& text) {
  constexpr std::size_t most = 64;
  std::vector<std::string> out = {""};
  for (const CompiledText::Piece& piece : text.pieces) {
    std::vector<std::string> choices = {piece.literal};
    if (piece.expression) {
      bool known = true;
      choices.clear();
      constant_texts(piece.expression->root, choices, known);
      if (!known) return std::nullopt;
    }
    std::vector<std::string> longer;
    for (const std::string& begin : out)
      for (const std::string& end : choices)
        longer.push_back(begin + end);
    out = std::move(longer);
    if (out.size() > most) return std::nullopt;
  }
  return out;
}

Qr::Correction correction_of(std::string_view word) {
  if (word == "L") return Qr::Correction::low;
  if (word == "Q") return Qr::Correction::quartile;
  return word == "H" ? Qr::Correction::high : Qr::Correction::medium;
}

}  // namespace

Node Compiler::block_child(const XmlElement& element, const Here& here) {
  if (element.name == "p") return paragraph(element, here);
  if (element.name == "list") return list(element, here);
  if (element.name == "grid") return grid(element, here);
  if (element.name == "table") return table(element, here);
  if (element.name == "frame") return frame(element, here);
  if (element.name == "image") return image(element, here, NodeKind::image);
  if (element.name == "rule") return rule(element, here);
  if (element.name == "qr") return qr(element, here, NodeKind::qr);
  if (element.name == "signature-field") return signature_field(element, here);
  if (element.name == "use") return use(element, here);
  if (element.name == "slot") return slot(element, here);
  return group(element, here);
}

Node Compiler::paragraph(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::paragraph, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.box = intern(box_of(properties));
  // A paragraph without a style of its own takes the space that its container's style gives.
  const bool styled = element.attribute("style") != nullptr;
  out.space.before = properties.space_before.value_or(styled ? Length{} : here.inherited.space.before);
  out.space.after = properties.space_after.value_or(styled ? Length{} : here.inherited.space.after);
  Here inner = here;
  inner.inherited.apply_text(properties);
  inner.inherited.apply_paragraph(properties);
  give<ParagraphData>(out) = paragraph_style(inner.inherited, properties.role.value_or(Role::paragraph));
  check_justified(element, here, inner.inherited);
  inlines(element, inner, false, out.children);
  return out;
}

Node Compiler::group(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::group, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  Box box = box_of(properties);
  Here inner = inside_container(element, here, properties);
  inner.inherited.layer = out.layer;
  if (const XmlAttribute* width = element.attribute("width")) {
    box.width = size_of(width->value.text);
    if (box.width.kind == Size::Kind::absolute) inner.inherited.width = box.width.length;
    if (box.width.kind == Size::Kind::percent && inner.inherited.width)
      inner.inherited.width = scaled(*inner.inherited.width, box.width.share_millionths, 100'000'000);
  }
  if (inner.inherited.width) *inner.inherited.width -= box.padding.left + box.padding.right;
  out.box = intern(box);
  give<GroupData>(out);
  children(element, Where::blocks, inner, out.children);
  return out;
}

Node Compiler::list(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::list, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  ListData& data = give<ListData>(out);
  if (element.value("label") == "hang") data.label = List::Label::hang;
  if (const XmlAttribute* width = element.attribute("label-width"))
    data.label_width = size_of(width->value.text);
  if (const XmlAttribute* start = element.attribute("start")) data.start = count_of(start->value.text);
  Here inner = inside_container(element, here, properties);
  inner.inherited.layer = out.layer;
  data.number = new_slot();
  const std::size_t visible = here.names->size();
  here.names->add("n", data.number, {TypeKind::integer});
  if (element.attribute("format") != nullptr) {
    data.format = text_of(element, "format", here);
  } else {
    data.format.pieces.push_back({"-", std::nullopt});
  }
  here.names->cut(visible);
  const Properties label = [&] {
    const NamedStyle* style = named_style(element, "label-style", here);
    return style != nullptr ? style->properties : Properties{};
  }();
  label_properties_.push_back(label);
  children(element, Where::items, inner, out.children);
  label_properties_.pop_back();
  return out;
}

Node Compiler::item(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::item, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  ItemData& data = give<ItemData>(out);
  Here inner = inside_container(element, here, properties);
  inner.inherited.layer = out.layer;
  Inherited label = inner.inherited;
  label.apply_text(label_properties_.back());
  data.label_style = intern(label.text);
  data.text_only = is_text_content(element);
  if (!data.text_only) {
    children(element, Where::blocks, inner, out.children);
    return out;
  }
  Node text = make(NodeKind::paragraph, element, inner);
  give<ParagraphData>(text) = paragraph_style(inner.inherited, Role::paragraph);
  text.space = inner.inherited.space;
  check_justified(element, inner, inner.inherited);
  inlines(element, inner, false, text.children);
  out.children.push_back(std::move(text));
  return out;
}

Node Compiler::grid(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::grid, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.box = intern(box_of(properties));
  GridData& data = give<GridData>(out);
  for (std::string_view rest = element.value("columns"); !rest.empty();) {
    const std::size_t space = std::min(rest.find(' '), rest.size());
    if (space > 0) data.columns.push_back(size_of(rest.substr(0, space)));
    rest.remove_prefix(std::min(space + 1, rest.size()));
  }
  if (const XmlAttribute* gap = element.attribute("gap")) data.gap = length_of(gap->value.text);
  Here inner = inside_container(element, here, properties);
  inner.inherited.layer = out.layer;
  TableScope* const outer = table_;
  table_ = nullptr;
  grid_tracks(data, here, inner);
  children(element, Where::cells, inner, out.children);
  table_ = outer;
  return out;
}

/// A cell of a grid may be as wide as the widest track: only that is known before the cells are placed.
void Compiler::grid_tracks(const GridData& data, const Here& here, Here& inner) {
  inner.inherited.width.reset();
  if (!here.inherited.width || data.columns.empty()) return;
  Length fixed = data.gap * static_cast<std::int64_t>(data.columns.size() - 1);
  std::int64_t shares = 0;
  Length widest{};
  for (const Size& track : data.columns) {
    Length width = track.length;
    if (track.kind == Size::Kind::percent)
      width = scaled(*here.inherited.width, track.share_millionths, 100'000'000);
    if (track.kind == Size::Kind::fraction) {
      shares += track.share_millionths;
      continue;
    }
    fixed += width;
    widest = std::max(widest, width);
  }
  for (const Size& track : data.columns)
    if (track.kind == Size::Kind::fraction && shares > 0)
      widest = std::max(widest, scaled(*here.inherited.width - fixed, track.share_millionths, shares));
  inner.inherited.width = widest;
}

Node Compiler::frame(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::frame, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.box = intern(box_of(properties));
  Frame& data = give<Frame>(out);
  const auto given = [&element](std::string_view name) { return element.attribute(name) != nullptr; };
  data.x = length_of(element.value("x"));
  data.y = length_of(element.value("y"));
  data.width = size_of(element.value("width"));
  if (given("height")) data.height = size_of(element.value("height"));
  if (element.value("origin") == "margin") data.origin = Frame::Origin::margin;
  data.vertical = vertical_of(element.value("valign"));
  if (element.value("fit") == "shrink") data.fit = Frame::Fit::shrink;
  if (element.value("fit") == "condense-shrink") data.fit = Frame::Fit::condense_shrink;
  if (given("min-font-size")) {
    const FontSize size = font_size_of(element.value("min-font-size"));
    data.min_font_size = size.absolute
                             ? *size.absolute
                             : scaled(here.inherited.text.size, size.percent_millionths, 100'000'000);
  }
  if (given("min-condense")) data.min_condense_permille = count_of(element.value("min-condense")) * 10;
  if (given("max-lines")) data.max_lines = count_of(element.value("max-lines"));
  if (element.value("overflow") == "warn") data.overflow = Frame::Overflow::warn;
  if (element.value("overflow") == "clip") data.overflow = Frame::Overflow::clip;
  if (given("rotate")) data.rotate = count_of(element.value("rotate"));
  Here inner = inside_container(element, here, properties);
  inner.inherited.layer = out.layer;
  inner.inherited.width.reset();
  if (data.width.kind == Size::Kind::absolute) inner.inherited.width = data.width.length;
  children(element, Where::blocks, inner, out.children);
  return out;
}

void Compiler::collect_pictures(PictureData& data, const XmlElement& element, const Here& here) {
  const XmlAttribute& src = *element.attribute("src");
  const auto paths = possible_texts(data.src);
  if (!paths) {
    error("TPL-03", here, src.value_at, "tên ảnh phải viết sẵn trong mẫu",
          "dùng tên cố định, hoặc {if … then 'a.svg' else 'b.svg'}");
    return;
  }
  for (const std::string& path : *paths)
    if (PicturePtr picture = library_.picture(path, *here.file, src.value_at))
      data.candidates.emplace_back(path, std::move(picture));
}

Node Compiler::image(const XmlElement& element, const Here& here, NodeKind kind) {
  Node out = make(kind, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.space = {properties.space_before.value_or(Length{}), properties.space_after.value_or(Length{})};
  PictureData& data = give<PictureData>(out);
  data.src = text_of(element, "src", here);
  collect_pictures(data, element, here);
  if (const XmlAttribute* width = element.attribute("width")) data.width = size_of(width->value.text);
  if (const XmlAttribute* height = element.attribute("height")) data.height = size_of(height->value.text);
  if (element.value("fit") == "cover") data.fit = Image::Fit::cover;
  if (element.value("fit") == "stretch") data.fit = Image::Fit::stretch;
  data.align = align_of(element.value("align"));
  data.alt = text_of(element, "alt", here);
  return out;
}

Node Compiler::rule(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::rule, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.space = {properties.space_before.value_or(Length{}), properties.space_after.value_or(Length{})};
  Rule& data = give<Rule>(out);
  data.color = properties.color.value_or(here.inherited.text.color);
  if (const XmlAttribute* length = element.attribute("length")) data.length = size_of(length->value.text);
  if (const XmlAttribute* thickness = element.attribute("thickness"))
    data.thickness = length_of(thickness->value.text);
  const std::string_view line = element.value("line");
  if (line == "double") data.line = LineStyle::double_line;
  if (line == "dotted") data.line = LineStyle::dotted;
  if (line == "dashed") data.line = LineStyle::dashed;
  data.align = align_of(element.value("align"));
  return out;
}

Node Compiler::qr(const XmlElement& element, const Here& here, NodeKind kind) {
  Node out = make(kind, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.space = {properties.space_before.value_or(Length{}), properties.space_after.value_or(Length{})};
  QrData& data = give<QrData>(out);
  data.value = text_of(element, "value", here);
  data.size = length_of(element.value("size"));
  data.correction = correction_of(element.value("ec"));
  data.align = align_of(element.value("align"));
  data.alt = text_of(element, "alt", here);
  return out;
}

Node Compiler::signature_field(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::signature_field, element, here);
  const Properties properties = properties_of(element, here);
  common(out, element, here, properties);
  out.space = {properties.space_before.value_or(Length{}), properties.space_after.value_or(Length{})};
  SignatureFieldData& data = give<SignatureFieldData>(out);
  data.name = element.value("name");
  data.width = length_of(element.value("width"));
  data.height = length_of(element.value("height"));
  data.align = align_of(element.value("align"));
  data.alt = text_of(element, "alt", here);
  return out;
}

}  // namespace sovang::document
