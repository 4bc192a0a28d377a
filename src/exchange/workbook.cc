#include "workbook.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <pugixml.hpp>

#include "sovang/base/utf8.h"
#include "sovang/base/xml_guard.h"

#include "xml_fragments.h"

namespace sovang::exchange {
namespace {

/// workbook.xml, its relations and the styles: small in every honest file.
constexpr std::size_t largest_part = std::size_t{8} << 20;

Error broken(const std::string& file, std::string why) {
  return Error{
      ErrorCode::invalid_input, "tệp “" + file + "” không đọc được: " + std::move(why), {file}, "V-69"};
}

Status parse_part(ZipReader& archive, const std::string& file, const std::string& part,
                  pugi::xml_document& out) {
  const Bytes xml = SOVANG_TRY(archive.read(part, largest_part));
  Diagnostics ignored;
  SOVANG_TRY_WITHIN(check_xml(xml, file, {.bytes = largest_part, .depth = 64}, ignored), part);
  if (!out.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) {
    return fail(broken(file, "phần “" + part + "” không phải XML"));
  }
  return {};
}

std::vector<pugi::xml_node> descendants(pugi::xml_node root, std::string_view name) {
  std::vector<pugi::xml_node> found;
  for (pugi::xml_node node = root.first_child(); node;) {
    if (local_name_of(node.name()) == name) found.push_back(node);
    // Depth first without recursion: the depth is limited, but the habit is safer.
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != root && !node.next_sibling())
      node = node.parent();
    if (!node || node == root) break;
    node = node.next_sibling();
  }
  return found;
}

pugi::xml_node child_of(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node node : parent.children()) {
    if (local_name_of(node.name()) == name) return node;
  }
  return {};
}

/// The r:id of a sheet, whatever prefix the file gave to the relationships' namespace.
std::string relation_of(pugi::xml_node sheet) {
  for (const pugi::xml_attribute attribute : sheet.attributes()) {
    const std::string_view name = attribute.name();
    if (name.ends_with(":id")) return attribute.value();
  }
  return {};
}

/// The entry that a relation of xl/workbook.xml points to: absolute ("/xl/…"), or relative to xl/.
std::string part_of_target(std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder = "xl/";
  while (target.starts_with("../") || target.starts_with("./")) {
    if (target.starts_with("../")) folder.clear();
    target.remove_prefix(target.find('/') + 1);
  }
  return folder + std::string(target);
}

std::map<std::string, std::string> relations_of(pugi::xml_node root) {
  std::map<std::string, std::string> parts;
  for (const pugi::xml_node relation : descendants(root, "Relationship")) {
    // A reference to outside is never followed.
    if (std::string_view(relation.attribute("TargetMode").value()) == "External") continue;
    parts.emplace(relation.attribute("Id").value(), part_of_target(relation.attribute("Target").value()));
  }
  return parts;
}

/// Letters of a number format that mean a date, outside quotes, brackets and escapes.
bool is_date_format(std::string_view code) {
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      bracketed = true;
    } else if (c == ']') {
      bracketed = false;
    } else if (!bracketed && (c == 'y' || c == 'Y' || c == 'd' || c == 'D')) {
      return true;
    }
  }
  return false;
}

bool is_built_in_date(int format) {
  return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
         (format >= 50 && format <= 58);
}

std::vector<WorkbookStyle> styles_of(pugi::xml_node root) {
  std::vector<std::string> fonts;
  for (const pugi::xml_node font : child_of(root, "fonts").children()) {
    fonts.emplace_back(child_of(font, "name").attribute("val").value());
  }
  std::map<int, std::string> codes;
  for (const pugi::xml_node format : child_of(root, "numFmts").children()) {
    codes.emplace(format.attribute("numFmtId").as_int(-1), format.attribute("formatCode").value());
  }
  std::vector<WorkbookStyle> styles;
  for (const pugi::xml_node xf : child_of(root, "cellXfs").children()) {
    WorkbookStyle style;
    const auto font = static_cast<std::size_t>(xf.attribute("fontId").as_uint(0));
    if (font < fonts.size()) style.font = fonts[font];
    const int format = xf.attribute("numFmtId").as_int(0);
    const auto code = codes.find(format);
    style.date = code == codes.end() ? is_built_in_date(format) : is_date_format(code->second);
    constexpr int short_date_of_the_machine = 14;
    style.date_by_locale = code == codes.end() && format == short_date_of_the_machine;
    styles.push_back(std::move(style));
  }
  return styles;
}

/// The text of a string item: its runs, without the phonetic guide.
std::string text_of_item(pugi::xml_node item) {
  std::string text;
  for (const pugi::xml_node child : item.children()) {
    const std::string_view name = local_name_of(child.name());
    if (name == "t") text += child.text().get();
    if (name == "r") text += child_of(child, "t").text().get();
  }
  return unescaped(text);
}

Result<std::vector<std::string>> shared_strings_of(ZipReader& archive, const std::string& file,
                                                   const std::string& part, const Limits& limits) {
  std::vector<std::string> strings;
  std::uint64_t bytes = 0;
  XmlFragments items(file, {"si"}, [&](std::string_view, std::string_view fragment) -> Status {
    pugi::xml_document document;
    if (!document.load_buffer(fragment.data(), fragment.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                              pugi::encoding_utf8)) {
      return fail(broken(file, "bảng chuỗi không phải XML"));
    }
    strings.push_back(text_of_item(document.document_element()));
    bytes += strings.back().size();
    if (strings.back().size() > limits.cell_bytes || strings.size() > limits.cells ||
        bytes > limits.text_bytes) {
      return fail(broken(file, "bảng chuỗi quá lớn"));
    }
    return {};
  });
  SOVANG_TRY(archive.stream(part, [&items](std::string_view piece) { return items.feed(piece); }));
  SOVANG_TRY(items.finish());
  return strings;
}

}  // namespace

std::string_view local_name_of(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.find(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

std::string unescaped(std::string_view text) {
  constexpr std::size_t escape_size = 7;  // "_x000D_"
  std::string out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find("_x"), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    unsigned code = 0;
    const bool long_enough = text.size() >= escape_size && text[escape_size - 1] == '_';
    const char* const digits = text.data() + 2;
    if (long_enough) {
      const auto [end, wrong] = std::from_chars(digits, digits + 4, code, 16);
      const bool scalar = code < 0xD800 || code > 0xDFFF;
      if (wrong == std::errc() && end == digits + 4 && scalar && code != 0) {
        utf8::append(out, static_cast<char32_t>(code));
        text.remove_prefix(escape_size);
        continue;
      }
    }
    out += text.substr(0, 2);
    text.remove_prefix(2);
  }
  return out;
}

Result<Workbook> read_workbook(ZipReader& archive, const std::string& file, const Limits& limits) {
  if (archive.has("xl/vbaProject.bin")) {
    return fail(broken(file, "tệp chứa macro; hãy lưu lại dạng .xlsx rồi gửi"));
  }
  pugi::xml_document book;
  pugi::xml_document links;
  SOVANG_TRY(parse_part(archive, file, "xl/workbook.xml", book));
  SOVANG_TRY(parse_part(archive, file, "xl/_rels/workbook.xml.rels", links));
  const auto parts = relations_of(links.document_element());
  Workbook workbook;
  const pugi::xml_node root = book.document_element();
  workbook.dates_from_1904 = child_of(root, "workbookPr").attribute("date1904").as_bool(false);
  for (const pugi::xml_node sheet : child_of(root, "sheets").children()) {
    const auto part = parts.find(relation_of(sheet));
    if (part == parts.end() || !archive.has(part->second)) {
      return fail(broken(file, "thiếu trang tính “" + std::string(sheet.attribute("name").value()) + "”"));
    }
    const std::string_view state = sheet.attribute("state").value();
    workbook.sheets.push_back(
        {sheet.attribute("name").value(), state == "hidden" || state == "veryHidden", part->second});
  }
  if (workbook.sheets.empty()) return fail(broken(file, "tệp không có trang tính nào"));
  if (workbook.sheets.size() > static_cast<std::size_t>(limits.sheets)) {
    return fail(ErrorCode::invalid_input,
                "tệp “" + file + "” có hơn " + std::to_string(limits.sheets) + " trang tính", {file},
                "LIM-05");
  }
  if (archive.has("xl/styles.xml")) {
    pugi::xml_document styles;
    SOVANG_TRY(parse_part(archive, file, "xl/styles.xml", styles));
    workbook.styles = styles_of(styles.document_element());
  }
  for (const auto& [id, part] : parts) {
    if (part.ends_with("sharedStrings.xml") && archive.has(part)) {
      workbook.shared_strings = SOVANG_TRY(shared_strings_of(archive, file, part, limits));
    }
  }
  return workbook;
}

}  // namespace sovang::exchange
