#include <algorithm>
#include <array>

#include "compiler.h"
#include "nearest.h"

namespace sovang::document {
namespace {

/// Data cannot nest deeper (LIM-03): a longer path would be a field that nobody can give.
constexpr std::ptrdiff_t deepest_data = 62;

RunningContent::On running_on(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, RunningContent::On>, 6> words = {
      {{"all", RunningContent::On::all},
       {"first", RunningContent::On::first},
       {"not-first", RunningContent::On::not_first},
       {"odd", RunningContent::On::odd},
       {"even", RunningContent::On::even},
       {"last", RunningContent::On::last}}};
  for (const auto& [name, on] : words)
    if (name == word) return on;
  return RunningContent::On::all;
}

struct PageSize {
  Length width;
  Length height;
};

PageSize page_size(const XmlElement& element) {
  const std::string_view text = element.value("size");
  PageSize out{Length::mm(210), Length::mm(297)};
  if (text == "A3") out = {Length::mm(297), Length::mm(420)};
  if (text == "A5") out = {Length::mm(148), Length::mm(210)};
  if (const std::size_t space = text.find(' '); space != std::string_view::npos)
    out = {length_of(text.substr(0, space)), length_of(text.substr(space + 1))};
  const std::string_view orientation = element.value("orientation");
  const bool landscape = orientation == "landscape";
  // A size in mm is taken as written unless the orientation says otherwise.
  const bool turn = landscape ? out.height > out.width : orientation == "portrait" && out.width > out.height;
  if (turn) std::swap(out.width, out.height);
  return out;
}

Attachment::Relationship relationship_of(std::string_view word) {
  if (word == "Source") return Attachment::Relationship::source;
  if (word == "Alternative") return Attachment::Relationship::alternative;
  return word == "Supplement" ? Attachment::Relationship::supplement : Attachment::Relationship::data;
}

std::string mime_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types = {
      {{".xml", "application/xml"},
       {".svg", "image/svg+xml"},
       {".png", "image/png"},
       {".jpg", "image/jpeg"},
       {".csv", "text/csv"},
       {".txt", "text/plain"}}};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return std::string(type);
  return "application/octet-stream";
}

}  // namespace

void Compiler::compile_params() {
  const XmlFile& file = library_.main();
  for (const XmlNode& child : file.root.children)
    if (child.element && !child.element->broken && child.element->name == "param")
      declare(*child.element, parts_->schema, file);
  parts_->data_slot = new_slot();
  for (const Field& field : parts_->schema.fields)
    parts_->params.push_back({field, new_slot()});
}

/// Adds a param to the record that its path leads to.
void Compiler::declare(const XmlElement& param, Structure& record, const XmlFile& file) {
  const XmlAttribute& name = *param.attribute("name");
  const std::string_view path = name.value.text;
  std::size_t dot = 0;
  Structure* target = shape_at(record, path, dot, param, file);
  if (target == nullptr) return;
  const std::string_view last = path.substr(dot);
  const TypeKind kind = type_from(param.value("type")).value_or(TypeKind::any);
  Field field{std::string(last), {kind}, param.value("required") == "yes", {}};
  if (kind == TypeKind::record || kind == TypeKind::list) {
    field.type.shape = &parts_->shapes.make();
    field.type.shape->path = path;
  }
  if (const XmlAttribute* given = param.attribute("default")) {
    const auto value = read_scalar(kind, given->value.text);
    if (!value)
      findings_.error("TPL-03", file.source.span(given->value_at),
                      "giá trị mặc định không hợp kiểu " + std::string(name_of(kind)),
                      std::string(scalar_form(kind)));
    field.default_value = value.value_or(Value());
  }
  field.doc = param.value("doc");
  if (target->field(last) != nullptr) {
    findings_.error("TPL-10", file.source.span(name.value_at), "tham số «" + std::string(path) + "» đã khai",
                    "mỗi đường dẫn khai một lần, cha đứng trước con");
    return;
  }
  target->fields.push_back(std::move(field));
}

/// The record that holds the last part of a path; `dot` becomes the byte at which that part begins. Records
/// on the way that no param declares are made.
Structure* Compiler::shape_at(Structure& record, std::string_view path, std::size_t& dot,
                              const XmlElement& param, const XmlFile& file) {
  if (std::count(path.begin(), path.end(), '.') >= deepest_data) {
    findings_.error("LIM-03", file.source.span(param.attribute("name")->value_at),
                    "đường dẫn có quá " + std::to_string(deepest_data) + " cấp");
    return nullptr;
  }
  Structure* at = &record;
  dot = 0;
  for (std::size_t end = path.find('.'); end != std::string_view::npos; end = path.find('.', dot)) {
    const std::string_view part = path.substr(dot, end - dot);
    auto field = std::find_if(at->fields.begin(), at->fields.end(),
                              [part](const Field& each) { return each.name == part; });
    if (field == at->fields.end()) {
      Structure& made = parts_->shapes.make();
      made.path = path.substr(0, end);
      at->fields.push_back({std::string(part), {TypeKind::record, &made}, false, {}});
      field = std::prev(at->fields.end());
    }
    if (field->type.is(TypeKind::list)) {
      Structure& list = *field->type.shape;
      if (list.item.shape == nullptr) {
        list.item = {TypeKind::record, &parts_->shapes.make()};
        list.item.shape->path = list.path;
      }
      at = list.item.shape;
    } else if (field->type.is(TypeKind::record)) {
      at = field->type.shape;
    } else {
      findings_.error("TPL-03", file.source.span(param.attribute("name")->value_at + dot),
                      "«" + std::string(path.substr(0, end)) + "» không phải bản ghi hay danh sách",
                      "khai nó với type=\"record\" hoặc type=\"list\"");
      return nullptr;
    }
    dot = end + 1;
  }
  return at;
}

void Compiler::compile_head(Here& here) {
  for (const XmlNode& child : library_.main().root.children) {
    if (!child.element || child.element->broken) continue;
    const XmlElement& element = *child.element;
    if (element.name == "let") parts_->head.push_back(let(element, here));
    if (element.name == "check") parts_->head.push_back(check(element, here));
    if (element.name == "attach") parts_->head.push_back(attachment(element, here));
  }
}

void Compiler::compile_masters(const Here& here) {
  for (const auto& [name, definition] : library_.masters())
    compile_master(definition, here);
}

void Compiler::compile_master(const Definition& definition, const Here& outer) {
  const XmlElement& element = *definition.element;
  CompiledMaster out;
  PageMaster& page = out.settings;
  const PageSize size = page_size(element);
  page.name = element.value("name");
  page.width = size.width;
  page.height = size.height;
  page.margin = sides_of(element.value("margin"));
  if (const XmlAttribute* bleed = element.attribute("bleed")) page.bleed = length_of(bleed->value.text);
  if (const XmlAttribute* offset = element.attribute("header-offset"))
    page.header_offset = length_of(offset->value.text);
  if (const XmlAttribute* offset = element.attribute("footer-offset"))
    page.footer_offset = length_of(offset->value.text);
  Here here = outer;
  here.file = definition.file;
  here.inherited.width = page.width - page.margin.left - page.margin.right;
  for (const XmlNode& child : element.children) {
    if (!child.element || child.element->broken) continue;
    if (child.element->name == "frame") {
      out.frames.push_back(frame(*child.element, here));
      continue;
    }
    const Here inner = inside_container(*child.element, here, properties_of(*child.element, here));
    CompiledMaster::Running& running = out.running.emplace_back();
    running.header = child.element->name == "header";
    running.on = running_on(child.element->value("on"));
    children(*child.element, Where::blocks, inner, running.children);
  }
  parts_->masters.push_back(std::move(out));
}

/// Components that no use put in place are checked by themselves, so that a library can be checked alone.
void Compiler::compile_unused_components() {
  for (const auto& [name, component] : library_.components()) {
    if (component.circular) continue;
    if (std::find(used_components_.begin(), used_components_.end(), name) != used_components_.end()) continue;
    Names names;
    Structure& record = parts_->shapes.make();
    component_params(*component.element, *component.file, record);
    for (const Field& field : record.fields)
      names.add(field.name, new_slot(), field.type);
    Here here;
    here.file = component.file;
    here.names = &names;
    here.in_define = true;
    here.inherited.text.lang = parts_->lang;
    Nodes dropped;
    children(*component.element, Where::blocks, here, dropped);
  }
}

std::optional<std::size_t> Compiler::master_of(const XmlElement& element, std::string_view attribute,
                                               const Here& here) {
  const XmlAttribute* name = element.attribute(attribute);
  if (name == nullptr) return std::nullopt;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < parts_->masters.size(); ++i) {
    names.push_back(parts_->masters[i].settings.name);
    if (names.back() == name->value.text) return i;
  }
  error("TPL-08", here, name->value_at, "không có trang mẫu «" + name->value.text + "»",
        name_hint(name->value.text, names));
  return std::nullopt;
}

Node Compiler::sequence(const XmlElement& element, const Here& outer) {
  Node out = make(NodeKind::sequence, element, outer);
  SequenceData& data = give<SequenceData>(out);
  Here here = inside_container(element, outer, properties_of(element, outer));
  if (const auto master = master_of(element, "master", outer)) {
    data.master = *master;
    const PageMaster& page = parts_->masters[*master].settings;
    here.inherited.width = page.width - page.margin.left - page.margin.right;
  }
  data.first_master = master_of(element, "first-master", outer);
  if (const XmlAttribute* start = element.attribute("page-start")) {
    data.page_start_written = true;
    if (start->value.text != "continue") data.page_start = count_of(start->value.text);
  }
  const std::string_view format = element.value("page-format");
  if (format == "i") data.page_format = Sequence::PageFormat::lower_roman;
  if (format == "I") data.page_format = Sequence::PageFormat::upper_roman;
  if (format == "a") data.page_format = Sequence::PageFormat::alpha;
  out.id = element.value("id");
  ids_.insert(out.id);
  children(element, Where::blocks, here, out.children);
  return out;
}

Node Compiler::attachment(const XmlElement& element, const Here& here) {
  Node out = make(NodeKind::attachment, element, here);
  AttachmentData& data = give<AttachmentData>(out);
  data.name = text_of(element, "name", here);
  data.description = text_of(element, "description", here);
  data.relationship = relationship_of(element.value("relationship"));
  data.mime = "application/xml";
  if (const XmlAttribute* src = element.attribute("src")) {
    data.file = library_.bytes(src->value.text, *here.file, src->value_at);
    data.mime = mime_of(src->value.text);
  } else {
    out.expression = expression_of(element, "select", here);
    // `.` is the whole data here: there is no other name for it.
    Checker check = checker(here);
    check.set_item(parts_->data_slot, {TypeKind::record, &parts_->schema});
    if (out.expression) check.check(out.expression->root);
  }
  return out;
}

}  // namespace sovang::document
