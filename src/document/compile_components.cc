#include <algorithm>

#include "compiler.h"
#include "nearest.h"

namespace sovang::document {
namespace {

constexpr int deepest_component = 16;

std::vector<const XmlElement*> children_named(const XmlElement& element, std::string_view name) {
  std::vector<const XmlElement*> out;
  for (const XmlNode& child : element.children)
    if (child.element && !child.element->broken && child.element->name == name)
      out.push_back(child.element.get());
  return out;
}

/// The let children of a use that stand before its other content: its arguments.
std::vector<const XmlElement*> arguments_of(const XmlElement& use) {
  std::vector<const XmlElement*> out;
  for (const XmlNode& child : use.children) {
    if (!child.element || child.element->broken) continue;
    if (child.element->name != "let") break;
    out.push_back(child.element.get());
  }
  return out;
}

}  // namespace

void Compiler::component_params(const XmlElement& define, const XmlFile& file, Structure& record) {
  for (const XmlElement* param : children_named(define, "param"))
    declare(*param, record, file);
}

Node Compiler::use(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::group, element, here);
  const XmlAttribute& name = *element.attribute("name");
  give<GroupData>(out).component = name.value.text;
  const auto found = library_.components().find(name.value.text);
  if (found == library_.components().end()) {
    const auto names = library_.component_names();
    error("TPL-08", here, name.value_at, "không có thành phần «" + name.value.text + "»",
          name_hint(name.value.text, names));
    return out;
  }
  const Definition& component = found->second;
  used_components_.push_back(name.value.text);
  if (component.circular) return out;
  if (here.component_depth >= deepest_component) {
    error("LIM-03", here, element.at,
          "các thành phần gọi nhau quá " + std::to_string(deepest_component) + " cấp");
    return out;
  }
  Names names;
  arguments(element, component, here, names, out);
  findings_.enter("thành phần «" + name.value.text + "», gọi ở " +
                  describe_place(here.file->source.span(element.at)));
  const SlotContent content{&element, &here};
  Here inside = here;
  inside.file = component.file;
  inside.names = &names;
  inside.slot = &content;
  inside.component_depth = here.component_depth + 1;
  inside.in_define = true;
  children(*component.element, Where::blocks, inside, out.children);
  findings_.leave();
  return out;
}

/// Binds the params of a component to what the use passes (TPL-09), as let nodes before its content.
void Compiler::arguments(const XmlElement& use, const Definition& component, const Here& here, Names& inside,
                         Node& group) {
  Structure& record = parts_->shapes.make();
  component_params(*component.element, *component.file, record);
  const auto given = arguments_of(use);
  const auto params = record.field_names();
  for (const XmlElement* let : given) {
    const XmlAttribute& name = *let->attribute("name");
    if (record.field(name.value.text) == nullptr)
      error("TPL-09", here, name.value_at,
            "thành phần «" + std::string(use.value("name")) + "» không có tham số «" + name.value.text + "»",
            name_hint(name.value.text, params));
  }
  for (const Field& field : record.fields) {
    const auto argument = std::find_if(
        given.begin(), given.end(), [&](const XmlElement* let) { return let->value("name") == field.name; });
    Node node = make(NodeKind::let, argument != given.end() ? **argument : use, here);
    LetData& data = give<LetData>(node);
    data.slot = new_slot();
    data.name = field.name;
    data.required = field.required;
    Type type = field.type;
    if (argument != given.end()) {
      node.expression = expression_of(**argument, "value", here);
      if (node.expression) {
        const Type passed = checker(here).check(node.expression->root);
        const bool number = field.type.is(TypeKind::decimal) && passed.may_be_number();
        if (!field.type.is(TypeKind::any) && !passed.may_be(field.type.kind) && !number)
          findings_.error("EXP-05", here.file->source.span(node.expression->start),
                          "tham số «" + field.name + "» cần " + std::string(name_of(field.type.kind)) +
                              ", đây là " + std::string(name_of(passed.kind)));
        // A component that does not say what is in its lists and records takes what it is given.
        const bool closed = field.type.shape != nullptr &&
                            (!field.type.shape->fields.empty() || field.type.shape->item.shape != nullptr);
        if (passed.kind == field.type.kind && passed.shape != nullptr && !closed) type = passed;
      }
    } else if (field.required) {
      error("TPL-09", here, use.at,
            "thành phần «" + std::string(use.value("name")) + "» thiếu tham số «" + field.name + "»",
            "thêm <let name=\"" + field.name + "\" value=\"…\"/>");
    } else if (!field.default_value.is_null()) {
      node.expression.emplace();
      node.expression->root.value = field.default_value;
    }
    inside.add(field.name, data.slot, type);
    group.children.push_back(std::move(node));
  }
}

/// What the use passed, in the names of where it was written; else the slot's own content.
Node Compiler::slot(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::slot, element, here);
  if (!here.in_define) error("TPL-01", here, element.at, "<slot> chỉ đứng trong <define>");
  bool filled = false;
  if (here.slot != nullptr) {
    Here outside = *here.slot->outside;
    outside.inherited = here.inherited;
    const auto arguments = arguments_of(*here.slot->use);
    const std::size_t visible = outside.names->size();
    for (const XmlNode& each : here.slot->use->children) {
      if (!each.element || each.element->broken) continue;
      if (std::find(arguments.begin(), arguments.end(), each.element.get()) != arguments.end()) continue;
      child(*each.element, Where::blocks, outside, out.children);
      filled = true;
    }
    outside.names->cut(visible);
    if (!filled && element.value("required") == "yes")
      error("TPL-09", *here.slot->outside, here.slot->use->at,
            "thành phần «" + std::string(here.slot->use->value("name")) + "» cần nội dung bên trong");
  }
  if (!filled) children(element, Where::blocks, here, out.children);
  return out;
}

}  // namespace sovang::document
