#include "compiler.h"

#include <algorithm>

#include "nearest.h"

namespace sovang::document {
namespace {

template <class Id, class T>
Id interned(std::vector<T>& table, const T& value) {
  const auto found = std::find(table.begin(), table.end(), value);
  const auto index = static_cast<std::uint32_t>(found - table.begin());
  if (found == table.end()) table.push_back(value);
  return Id{index};
}

constexpr double narrowest_justified_mm = 100;

}  // namespace

TextStyleId Compiler::intern(const TextStyle& style) {
  return interned<TextStyleId>(parts_->text_styles, style);
}
ParagraphStyleId Compiler::intern(const ParagraphStyle& style) {
  return interned<ParagraphStyleId>(parts_->paragraph_styles, style);
}
BoxId Compiler::intern(const Box& box) {
  return interned<BoxId>(parts_->boxes, box);
}

Node Compiler::make(NodeKind kind, const XmlElement& element, const Here& here) {
  Node out;
  out.kind = kind;
  out.source = static_cast<std::uint32_t>(parts_->sources.size());
  out.layer = here.inherited.layer;
  parts_->sources.push_back({here.file->source.span(element.at), findings_.via()});
  ++nodes_;
  return out;
}

const NamedStyle* Compiler::named_style(const XmlElement& element, std::string_view attribute,
                                        const Here& here) {
  const XmlAttribute* name = element.attribute(attribute);
  if (name == nullptr) return nullptr;
  const NamedStyle* style = library_.style(name->value.text);
  if (style == nullptr) {
    const auto names = library_.style_names();
    error("TPL-05", here, name->value_at, "không có kiểu «" + name->value.text + "»",
          name_hint(name->value.text, names));
  }
  return style;
}

Properties Compiler::properties_of(const XmlElement& element, const Here& here, std::string_view attribute) {
  Properties out;
  if (const NamedStyle* style = named_style(element, attribute, here)) out = style->properties;
  Properties own;
  for (const XmlAttribute& each : element.attributes)
    own.set(each.name, each.value.text);
  out.overlay(own);
  return out;
}

Compiler::Here Compiler::inside_container(const XmlElement& element, const Here& here,
                                          const Properties& properties) {
  Here inner = here;
  inner.inherited.apply_text(properties);
  inner.inherited.apply_paragraph(properties);
  if (const NamedStyle* style = named_style(element, "style", here)) {
    const Properties& of_style = style->properties;
    inner.inherited.space = {of_style.space_before.value_or(Length{}),
                             of_style.space_after.value_or(Length{})};
  }
  return inner;
}

void Compiler::common(Node& node, const XmlElement& element, const Here& here, const Properties& properties) {
  node.id = element.value("id");
  ids_.insert(node.id);
  const std::string_view layer = element.value("layer");
  node.layer = layer == "form" ? Layer::form : layer == "data" ? Layer::data : here.inherited.layer;
  if (layer == "all") node.layer = Layer::all;
  node.keep = keep_of(properties);
  // The space of a container comes only from its attributes (template-language §4).
  if (const XmlAttribute* before = element.attribute("space-before"))
    node.space.before = length_of(before->value.text);
  if (const XmlAttribute* after = element.attribute("space-after"))
    node.space.after = length_of(after->value.text);
}

ParagraphData Compiler::paragraph_style(const Inherited& inherited, Role role) {
  ParagraphStyle style = inherited.paragraph;
  style.role = role;
  return {intern(style), intern(inherited.text)};
}

void Compiler::check_justified(const XmlElement& element, const Here& here, const Inherited& inherited) {
  if (inherited.paragraph.align != Align::justify || here.justify_told || !inherited.width) return;
  if (*inherited.width >= Length::mm(narrowest_justified_mm)) return;
  findings_.warning("TPL-15", here.file->source.span(element.at),
                    "chữ căn đều hai bên trong cột hẹp dưới 100 mm sẽ thưa, khó đọc", "dùng align=\"left\"");
}

std::unique_ptr<Template::Parts> Compiler::compile() {
  parts_ = std::make_unique<Template::Parts>();
  parts_->boxes.emplace_back();  // BoxId 0 is the empty box
  parts_->sources.emplace_back();
  context_ = {&parts_->shapes, &findings_, 0};
  const XmlElement& root = library_.main().root;
  parts_->id = root.value("id");
  parts_->version = root.value("version");
  parts_->kind = root.value("kind");
  if (root.attribute("lang") != nullptr) parts_->lang = root.value("lang");
  parts_->profile = root.value("profile");
  parts_->place = library_.main().source.span(root.at);

  compile_params();
  Names names;
  for (const TopParam& param : parts_->params)
    names.add(param.field.name, param.slot, param.field.type);
  Here here;
  here.file = &library_.main();
  here.names = &names;
  here.inherited.text.lang = parts_->lang;
  parts_->title = text_of(root, "title", here);
  parts_->subject = text_of(root, "subject", here);
  parts_->author = text_of(root, "author", here);
  parts_->keywords = text_of(root, "keywords", here);
  compile_head(here);
  compile_masters(here);
  children(root, Where::body, here, parts_->body);
  check_late_names();
  compile_unused_components();
  parts_->slots = context_.slots;
  parts_->styles = library_.written_styles();
  return std::move(parts_);
}

}  // namespace sovang::document
