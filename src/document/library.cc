#include "library.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sovang/base/hash.h"

#include "nearest.h"
#include "validate.h"

namespace sovang::document {
namespace {

constexpr int deepest_include = 8;
constexpr std::size_t most_picture_bytes = std::size_t{200} << 20;
constexpr XmlLimits template_limits{.model_instruction = true};

/// LIM-08: letters without marks, digits, `_ . - /`; nothing that leads out of the folder.
bool is_safe_path(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '/';
  });
  if (!plain) return false;
  for (std::string_view rest = path;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    rest.remove_prefix(slash + 1);
  }
}

/// The element with attributes sorted and comments gone: what the digest of a template is made over.
void append_canonical(const XmlElement& element, std::string& out) {
  const auto field = [&out](char mark, std::string_view text) {
    out.append(1, mark).append(std::to_string(text.size())).append(":").append(text);
  };
  field('<', element.name);
  std::vector<const XmlAttribute*> sorted;
  for (const XmlAttribute& attribute : element.attributes)
    sorted.push_back(&attribute);
  std::sort(sorted.begin(), sorted.end(),
            [](const XmlAttribute* a, const XmlAttribute* b) { return a->name < b->name; });
  for (const XmlAttribute* attribute : sorted) {
    field('@', attribute->name);
    field('=', attribute->value.text);
  }
  for (const XmlNode& child : element.children) {
    if (child.element) {
      append_canonical(*child.element, out);
    } else {
      field('t', child.text.text);
    }
  }
  out += '>';
}

}  // namespace

Status Library::load(std::string_view xml, std::string_view file) {
  SOVANG_TRY(add(xml, file, 0));
  resolve_styles();
  find_component_circles();
  return {};
}

Status Library::add(std::string_view xml, std::string_view file, int depth) {
  auto read = SOVANG_TRY(read_xml(std::string(xml), std::string(file), template_limits, diagnostics_));
  std::string canonical;
  append_canonical(read->root, canonical);
  file_digests_[std::string(file)] = to_hex(sovang::digest(HashKind::sha256, canonical));
  validate(*read, findings_);
  loaded_.push_back(std::move(read));
  const XmlFile& added = *loaded_.back();
  for (const XmlNode& child : added.root.children)
    if (child.element && child.element->name == "include" && !child.element->broken)
      include(*child.element, added, depth + 1);
  collect(added);
  return {};
}

void Library::include(const XmlElement& element, const XmlFile& from, int depth) {
  const XmlAttribute& src = *element.attribute("src");
  if (depth > deepest_include) {
    findings_.error("LIM-03", from.source.span(src.value_at),
                    "các tệp gọi nhau quá " + std::to_string(deepest_include) + " cấp");
    return;
  }
  Found found;
  if (!find(src.value.text, from, src.value_at, found)) return;
  const bool known = std::any_of(loaded_.begin(), loaded_.end(),
                                 [&](const auto& each) { return each->source.file() == found.path; });
  if (known) return;
  findings_.enter("tệp gọi ở " + describe_place(from.source.span(element.at)));
  const Status status = add(found.bytes, found.path, depth);
  findings_.leave();
  // What was wrong in the file is a finding of that file already.
  static_cast<void>(status);
}

bool Library::find(std::string_view path, const XmlFile& from, std::size_t at, Found& found) {
  if (!is_safe_path(path)) {
    findings_.error("LIM-08", from.source.span(at), "đường dẫn «" + std::string(path) + "» không được dùng",
                    "đặt tệp trong thư mục mẫu; tên chỉ gồm chữ không dấu, chữ số và _ . -");
    return false;
  }
  std::vector<std::filesystem::path> places = {std::filesystem::path(from.source.file()).parent_path() /
                                               path};
  if (places.front() != std::filesystem::path(path)) places.emplace_back(path);
  for (const auto& place : places) {
    auto bytes = files_.read(place);
    if (bytes) {
      found = {place.generic_string(), std::move(*bytes)};
      return true;
    }
    if (bytes.error().code == ErrorCode::not_found) continue;
    const std::string& rule = bytes.error().rule;
    findings_.error(rule.empty() ? "TPL-13" : rule, from.source.span(at), bytes.error().message);
    return false;
  }
  findings_.error("TPL-13", from.source.span(at), "không tìm thấy tệp «" + std::string(path) + "»",
                  "tệp phải nằm cạnh tệp mẫu này hoặc trong thư mục mẫu");
  return false;
}

template <class Map>
void Library::define(Map& map, const XmlElement& element, const XmlFile& file) {
  const XmlAttribute& name = *element.attribute("name");
  auto& entry = map[name.value.text];
  if (entry.element != nullptr) {
    findings_.error("TPL-10", file.source.span(name.value_at), "tên «" + name.value.text + "» đã dùng",
                    "đã có ở " + describe_place(entry.file->source.span(entry.element->at)));
    return;
  }
  entry.element = &element;
  entry.file = &file;
}

void Library::collect(const XmlFile& file) {
  std::map<std::string, Definition, std::less<>> masters;
  for (const auto& [name, definition] : masters_)
    masters[name] = definition;
  for (const XmlNode& child : file.root.children) {
    if (!child.element || child.element->broken) continue;
    const XmlElement& element = *child.element;
    if (element.name == "define") define(components_, element, file);
    if (element.name == "style") {
      define(styles_, element, file);
      style_order_.emplace_back(element.value("name"));
    }
    if (element.name == "page-master") {
      define(masters, element, file);
      if (masters[std::string(element.value("name"))].element == &element)
        masters_.emplace_back(element.value("name"), masters[std::string(element.value("name"))]);
    }
  }
}

const NamedStyle* Library::style(std::string_view name) const {
  const auto found = styles_.find(name);
  return found != styles_.end() ? &found->second : nullptr;
}

std::vector<std::string_view> Library::style_names() const {
  std::vector<std::string_view> out;
  for (const auto& [name, style] : styles_)
    out.emplace_back(name);
  return out;
}

std::vector<std::string_view> Library::component_names() const {
  std::vector<std::string_view> out;
  for (const auto& [name, component] : components_)
    out.emplace_back(name);
  return out;
}

std::vector<WrittenStyle> Library::written_styles() const {
  std::vector<WrittenStyle> out;
  for (const auto& [name, style] : styles_) {
    WrittenStyle written{name, style.file->source.span(style.element->at), {}};
    std::set<const NamedStyle*> seen;
    for (const NamedStyle* at = &style; at != nullptr && seen.insert(at).second;
         at = this->style(at->element->value("based-on"))) {
      for (const XmlAttribute& attribute : at->element->attributes)
        if (attribute.name != "name" && attribute.name != "based-on")
          written.values.emplace(attribute.name, attribute.value.text);
    }
    out.push_back(std::move(written));
  }
  return out;
}

/// Lays each style over its chain. A link that leads back into the chain is TPL-06 and not followed.
void Library::resolve_styles() {
  std::set<std::string, std::less<>> reported;
  for (const std::string& start : style_order_) {
    std::vector<const NamedStyle*> chain;
    for (const NamedStyle* at = style(start); at != nullptr;) {
      chain.push_back(at);
      const XmlAttribute* link = at->element->attribute("based-on");
      if (link == nullptr) break;
      const NamedStyle* next = style(link->value.text);
      const SourceSpan place = at->file->source.span(link->value_at);
      if (next == nullptr) {
        const auto names = style_names();
        findings_.error("TPL-05", place, "không có kiểu «" + link->value.text + "»",
                        name_hint(link->value.text, names));
      } else if (std::find(chain.begin(), chain.end(), next) != chain.end()) {
        // A circle has one link to report, whichever of its styles the walk began at.
        const bool new_circle = std::none_of(chain.begin(), chain.end(), [&](const NamedStyle* each) {
          return reported.contains(each->element->value("name"));
        });
        if (new_circle) findings_.error("TPL-06", place, "các kiểu dựa vòng quanh lên nhau");
        for (const NamedStyle* each : chain)
          reported.emplace(each->element->value("name"));
        next = nullptr;
      }
      at = next;
    }
    Properties& flat = styles_.find(start)->second.properties;
    flat = {};
    for (auto each = chain.rbegin(); each != chain.rend(); ++each) {
      Properties own;
      for (const XmlAttribute& attribute : (*each)->element->attributes)
        own.set(attribute.name, attribute.value.text);
      own.own_align = own.own_align && *each == chain.front();
      flat.overlay(own);
    }
  }
}

void Library::find_component_circles() {
  std::map<std::string, int> state;
  for (const XmlFile* file : [this] {
         std::vector<const XmlFile*> files;
         for (const auto& each : loaded_)
           files.push_back(each.get());
         return files;
       }()) {
    for (const XmlNode& child : file->root.children) {
      if (!child.element || child.element->broken || child.element->name != "define") continue;
      std::vector<std::string> path;
      walk_component(std::string(child.element->value("name")), path, state);
    }
  }
}

namespace {

void uses_in(const XmlElement& element, std::vector<const XmlElement*>& out) {
  if (element.name == "use" && !element.broken) out.push_back(&element);
  for (const XmlNode& child : element.children)
    if (child.element) uses_in(*child.element, out);
}

}  // namespace

/// Depth first; state 1 = on the path, 2 = done.
void Library::walk_component(const std::string& name, std::vector<std::string>& path,
                             std::map<std::string, int>& state) {
  const auto found = components_.find(name);
  if (found == components_.end() || state[name] == 2) return;
  state[name] = 1;
  path.push_back(name);
  std::vector<const XmlElement*> uses;
  uses_in(*found->second.element, uses);
  for (const XmlElement* use : uses) {
    const XmlAttribute& target = *use->attribute("name");
    if (state[target.value.text] == 1) {
      findings_.error("TPL-07", found->second.file->source.span(target.value_at),
                      "các thành phần gọi vòng quanh nhau: «" + target.value.text + "»");
      for (auto each = std::find(path.begin(), path.end(), target.value.text); each != path.end(); ++each)
        components_.find(*each)->second.circular = true;
    } else {
      walk_component(target.value.text, path, state);
    }
  }
  path.pop_back();
  state[name] = 2;
}

std::shared_ptr<const Bytes> Library::bytes(std::string_view path, const XmlFile& from, std::size_t at) {
  Found found;
  if (!find(path, from, at, found)) return nullptr;
  file_digests_[found.path] = to_hex(sovang::digest(HashKind::sha256, found.bytes));
  return std::make_shared<const Bytes>(std::move(found.bytes));
}

PicturePtr Library::picture(std::string_view path, const XmlFile& from, std::size_t at) {
  Found found;
  if (!find(path, from, at, found)) return nullptr;
  if (const auto known = pictures_.find(found.path); known != pictures_.end()) return known->second;
  picture_bytes_ += found.bytes.size();
  if (picture_bytes_ > most_picture_bytes) {
    findings_.error("LIM-07", from.source.span(at), "các ảnh của mẫu cộng lại quá 200 MiB");
    return nullptr;
  }
  Diagnostics inside;
  auto read = read_picture(std::move(found.bytes), found.path, inside);
  PicturePtr out;
  if (read) {
    file_digests_[found.path] = read->digest;
    out = std::make_shared<const Picture>(std::move(*read));
  } else {
    std::string hint;
    if (!inside.all().empty()) hint = describe(inside.all().front());
    findings_.error("LIM-07", from.source.span(at), read.error().message, std::move(hint));
  }
  pictures_[found.path] = out;
  return out;
}

std::string Library::digest() const {
  std::string all;
  for (const auto& [path, digest] : file_digests_)
    all.append(path).append("\n").append(digest).append("\n");
  return to_hex(sovang::digest(HashKind::sha256, all));
}

}  // namespace sovang::document
