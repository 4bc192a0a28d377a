#include "compiler.h"

namespace sovang::document {
namespace {

/// A template that unfolds into more than this is a mistake: components that use each other many times over.
constexpr std::size_t most_nodes = 200'000;

}  // namespace

void Compiler::children(const XmlElement& element, Where where, const Here& here, Nodes& out) {
  const std::size_t visible = here.names->size();
  for (const XmlNode& each : element.children) {
    // The params of a component are read where it is used.
    if (!each.element || each.element->broken || each.element->name == "param") continue;
    child(*each.element, where, here, out);
  }
  // A let is seen to the end of its parent. At the top it has been compiled with the head.
  here.names->cut(visible);
}

void Compiler::child(const XmlElement& element, Where where, const Here& here, Nodes& out) {
  if (nodes_ > most_nodes) {
    if (nodes_ != most_nodes + 2)
      error("LIM-04", here, element.at,
            "mẫu sau khi ghép thành phần có quá " + std::to_string(most_nodes) + " phần tử");
    nodes_ = most_nodes + 2;
    return;
  }
  if (control(element, where, here, out)) return;
  switch (where) {
    case Where::body:
      if (element.name == "sequence") out.push_back(sequence(element, here));
      return;
    case Where::blocks:
      out.push_back(block_child(element, here));
      return;
    case Where::items:
      out.push_back(item(element, here));
      return;
    case Where::cells:
      out.push_back(cell(element, here));
      return;
    case Where::columns:
      if (element.name == "column") out.push_back(column(element, here));
      return;
    case Where::rows:
      if (element.name == "row") out.push_back(row(element, here));
      return;
    case Where::inlines:
      inline_child(element, here, out);
      return;
  }
}

/// Compiles the elements that every place may hold; false if this is another one.
bool Compiler::control(const XmlElement& element, Where where, const Here& here, Nodes& out) {
  if (element.name == "if") {
    out.push_back(condition(element, where, here));
  } else if (element.name == "choose") {
    out.push_back(choose(element, where, here));
  } else if (element.name == "for-each") {
    out.push_back(loop(element, where, here));
  } else if (element.name == "let" || element.name == "check" || element.name == "attach") {
    // At the top of the template these belong to the head, which was compiled before.
    if (where == Where::body && parent_is_template(element)) return true;
    if (element.name == "let") out.push_back(let(element, here));
    if (element.name == "check") out.push_back(check(element, here));
    if (element.name == "attach") out.push_back(attachment(element, here));
  } else {
    return false;
  }
  return true;
}

bool Compiler::parent_is_template(const XmlElement& element) const {
  for (const XmlNode& child : library_.main().root.children)
    if (child.element.get() == &element) return true;
  return false;
}

Node Compiler::condition(const XmlElement& element, Where where, const Here& here) {
  Node out = make(NodeKind::condition, element, here);
  out.expression = expression_of(element, "test", here);
  if (out.expression) checker(here).check_condition(out.expression->root);
  if (where == Where::inlines) {
    inlines(element, here, text_keep_together_, out.children);
  } else {
    children(element, where, here, out.children);
  }
  return out;
}

Node Compiler::choose(const XmlElement& element, Where where, const Here& here) {
  Node out = make(NodeKind::choose, element, here);
  for (const XmlNode& child : element.children)
    if (child.element && !child.element->broken)
      out.children.push_back(condition(*child.element, where, here));
  return out;
}

Node Compiler::loop(const XmlElement& element, Where where, const Here& outer) {
  Node out = make(NodeKind::loop, element, outer);
  LoopData& data = give<LoopData>(out);
  Type item;
  out.expression = expression_of(element, "select", outer);
  if (out.expression) item = checker(outer).check_list(*out.expression);
  data.shape = item.shape;
  data.name = element.value("as");
  data.separator = text_of(element, "separator", outer);
  data.item = new_slot();
  data.loop = new_slot();
  new_slot();
  new_slot();

  const std::size_t visible = outer.names->size();
  const auto outer_loop = outer.names->loop;
  bind(element, "as", data.item, item, outer);
  if (element.attribute("index") != nullptr) {
    data.index = new_slot();
    bind(element, "index", *data.index, {TypeKind::integer}, outer);
  }
  outer.names->loop = data.loop;
  if (where == Where::inlines) {
    inlines(element, outer, text_keep_together_, out.children);
  } else {
    children(element, where, outer, out.children);
  }
  outer.names->loop = outer_loop;
  outer.names->cut(visible);
  return out;
}

/// Makes a name visible. No name hides another (template-language §7).
void Compiler::bind(const XmlElement& element, std::string_view attribute, std::uint32_t slot, Type type,
                    const Here& here) {
  const XmlAttribute* name = element.attribute(attribute);
  if (name == nullptr) return;
  if (here.names->find(name->value.text) != nullptr)
    error("TPL-10", here, name->value_at, "tên «" + name->value.text + "» đã dùng cho giá trị khác ở đây",
          "đặt tên khác");
  here.names->add(name->value.text, slot, type);
}

Node Compiler::let(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::let, element, here);
  LetData& data = give<LetData>(out);
  data.slot = new_slot();
  data.name = element.value("name");
  Type type;
  out.expression = expression_of(element, "value", here);
  if (out.expression) type = checker(here).check(out.expression->root);
  bind(element, "name", data.slot, type, here);
  return out;
}

Node Compiler::check(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::check, element, here);
  CheckData& data = give<CheckData>(out);
  data.id = element.value("id");
  const std::string_view severity = element.value("severity");
  if (severity == "warning") data.severity = Severity::warning;
  if (severity == "info") data.severity = Severity::info;
  out.expression = expression_of(element, "test", here);
  if (out.expression) checker(here).check_condition(out.expression->root);
  for (const XmlNode& child : element.children)
    if (!child.element) data.message = text_of(child.text, here);
  return out;
}

}  // namespace sovang::document
