#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "sovang/document/template.h"
#include "sovang/text/normal.h"

#include "nearest.h"
#include "parts.h"
#include "types.h"
#include "xml_tree.h"

namespace sovang::document {
namespace {

constexpr XmlLimits data_limits{.bytes = std::size_t{64} << 20};
constexpr std::string_view data_namespace = "urn:sovang:data:1";

/// Reads the elements of a data file into values by the types that params declare.
class DataReader {
 public:
  DataReader(const SourceText& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  Value record(const XmlElement& element, const Structure& shape, const std::string& path) {
    RecordFields fields;
    std::set<std::string_view> seen;
    check_content(element, path);
    for (const XmlNode& child : element.children) {
      if (!child.element) continue;
      const XmlElement& inner = *child.element;
      const std::string inner_path = path.empty() ? inner.name : path + "." + inner.name;
      if (!seen.insert(inner.name).second) {
        error("DAT-01", inner.at, "trường «" + inner_path + "» viết hai lần",
              "danh sách khai type=\"list\" trong mẫu");
        continue;
      }
      const Field* field = shape.field(inner.name);
      if (field == nullptr) report_unused(inner, shape, inner_path);
      Value value = field != nullptr ? typed(inner, field->type, inner_path) : untyped(inner);
      fields.emplace_back(inner.name, std::move(value));
    }
    for (const Field& field : shape.fields) {
      if (!field.required || !field.default_value.is_null()) continue;
      const auto found = std::find_if(fields.begin(), fields.end(),
                                      [&](const auto& each) { return each.first == field.name; });
      if (found != fields.end() && !found->second.is_null()) continue;
      if (found != fields.end() && bad_.contains(found->first)) continue;
      const std::string inner_path = path.empty() ? field.name : path + "." + field.name;
      error("DAT-03", place_of_child(element, field.name), "dữ liệu thiếu «" + inner_path + "»",
            "mẫu cần trường này");
    }
    return placed(Value::record(std::move(fields)), element.at);
  }

 private:
  Value typed(const XmlElement& element, const Type& type, const std::string& path) {
    check_attributes(element, path);
    switch (type.kind) {
      case TypeKind::any:
      case TypeKind::null:
        return untyped(element);
      case TypeKind::record:
        return structured(element, type, path);
      case TypeKind::list:
        return list(element, type, path);
      case TypeKind::string:
      case TypeKind::boolean:
      case TypeKind::integer:
      case TypeKind::decimal:
      case TypeKind::date:
        return scalar(element, type.kind, path);
    }
    return {};
  }

  Value structured(const XmlElement& element, const Type& type, const std::string& path) {
    if (has_elements(element)) return record(element, *type.shape, path);
    const std::string text = text_of(element);
    if (!text.empty())
      error("DAT-01", text_at(element),
            "«" + path + "» phải là bản ghi, đây là chữ «" + shortened(text) + "»");
    return {};
  }

  Value list(const XmlElement& element, const Type& type, const std::string& path) {
    ValueList items;
    check_content(element, path);
    if (!has_elements(element) && !text_of(element).empty())
      error("DAT-01", text_at(element),
            "«" + path + "» phải là danh sách, đây là chữ «" + shortened(text_of(element)) + "»");
    for (const XmlNode& child : element.children) {
      if (!child.element) continue;
      const XmlElement& item = *child.element;
      const std::string item_path = path + "[" + std::to_string(items.size() + 1) + "]";
      check_attributes(item, item_path);
      if (type.shape->item.shape == nullptr) {
        items.push_back(untyped(item));
      } else if (!has_elements(item) && !text_of(item).empty()) {
        error("DAT-05", text_at(item), "phần tử «" + item_path + "» phải là bản ghi, đây là chữ",
              "đặt từng trường trong một thẻ con");
        items.emplace_back();
      } else {
        items.push_back(record(item, *type.shape->item.shape, item_path));
      }
    }
    return placed(Value::list(std::move(items)), element.at);
  }

  Value scalar(const XmlElement& element, TypeKind kind, const std::string& path) {
    for (const XmlNode& child : element.children) {
      if (!child.element) continue;
      error("DAT-01", child.element->at,
            "«" + path + "» phải là " + std::string(name_of(kind)) + ", đây có thẻ con");
      bad_.insert(element.name);
      return {};
    }
    const std::string text = text_of(element);
    if (text.empty() && kind != TypeKind::string) return {};
    const auto value = read_scalar(kind, text);
    if (!value) {
      error("DAT-01", text_at(element),
            "«" + path + "» phải là " + std::string(name_of(kind)) + ", đây là «" + shortened(text) + "»",
            std::string(scalar_form(kind)));
      bad_.insert(element.name);
      return {};
    }
    return placed(*value, text.empty() ? element.at : text_at(element));
  }

  /// What no param describes: text, a record, or a list where names repeat.
  Value untyped(const XmlElement& element) {
    if (!has_elements(element)) return placed(Value(text_of(element)), element.at);
    std::set<std::string_view> names;
    bool repeated = false;
    for (const XmlNode& child : element.children)
      if (child.element) repeated = !names.insert(child.element->name).second || repeated;
    ValueList items;
    RecordFields fields;
    for (const XmlNode& child : element.children) {
      if (!child.element) continue;
      Value value = untyped(*child.element);
      if (repeated) {
        items.push_back(std::move(value));
      } else {
        fields.emplace_back(child.element->name, std::move(value));
      }
    }
    return placed(repeated ? Value::list(std::move(items)) : Value::record(std::move(fields)), element.at);
  }

  void check_attributes(const XmlElement& element, const std::string& path) {
    for (const XmlAttribute& attribute : element.attributes)
      error("DAT-01", attribute.name_at,
            "«" + path + "» có thuộc tính «" + attribute.name + "»; dữ liệu không dùng thuộc tính",
            "viết thành thẻ con");
  }

  void check_content(const XmlElement& element, const std::string& path) {
    if (!has_elements(element)) return;
    for (const XmlNode& child : element.children) {
      if (child.element || is_blank(child.text.text)) continue;
      const std::size_t first = child.text.text.find_first_not_of(" \t\r\n");
      error("DAT-01", child.text.source_of(first),
            "có chữ lẫn giữa các trường" + (path.empty() ? "" : " của «" + path + "»"));
    }
  }

  void report_unused(const XmlElement& element, const Structure& shape, const std::string& path) {
    std::string without_numbers;
    bool inside = false;
    for (const char c : path) {
      inside = c == '[' || (inside && c != ']');
      if (!inside && c != ']') without_numbers += c;
    }
    if (!unused_.insert(without_numbers).second) return;
    const auto names = shape.field_names();
    const std::string near = nearest_name(element.name, names);
    add("DAT-06", Severity::info, element.at, "mẫu không dùng trường «" + without_numbers + "»",
        near.empty() ? "" : "có phải «" + near + "»?");
  }

  static bool has_elements(const XmlElement& element) {
    return std::any_of(element.children.begin(), element.children.end(),
                       [](const XmlNode& child) { return child.element != nullptr; });
  }

  /// Runs of space made one, trimmed, NFC.
  static std::string text_of(const XmlElement& element) {
    std::string out;
    for (const XmlNode& child : element.children) {
      if (child.element) continue;
      for (const char c : child.text.text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space) {
          out += c;
        } else if (!out.empty() && out.back() != ' ') {
          out += ' ';
        }
      }
    }
    if (out.ends_with(' ')) out.pop_back();
    if (text::is_nfc(out)) return out;
    return text::normalise(out).value_or(out);
  }

  /// The first character of the value, or the element where it is empty.
  static std::size_t text_at(const XmlElement& element) {
    for (const XmlNode& child : element.children) {
      if (child.element) continue;
      const std::size_t first = child.text.text.find_first_not_of(" \t\r\n");
      if (first != std::string::npos) return child.text.source_of(first);
    }
    return element.at;
  }

  static std::size_t place_of_child(const XmlElement& element, std::string_view name) {
    for (const XmlNode& child : element.children)
      if (child.element && child.element->name == name) return child.element->at;
    return element.at;
  }

  static std::string shortened(const std::string& text) {
    constexpr std::size_t longest = 60;
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
      --end;
    return text.substr(0, end) + "…";
  }

  Value placed(Value value, std::size_t at) {
    value.set_place(source_.span(at));
    return value;
  }
  void error(std::string_view rule, std::size_t at, std::string message, std::string hint = {}) {
    add(rule, Severity::error, at, std::move(message), std::move(hint));
  }
  void add(std::string_view rule, Severity severity, std::size_t at, std::string message, std::string hint) {
    Problem problem{std::string(rule), severity, std::move(message)};
    problem.where = source_.span(at);
    problem.hint = std::move(hint);
    diagnostics_.add(std::move(problem));
  }

  const SourceText& source_;
  Diagnostics& diagnostics_;
  std::set<std::string> unused_;
  std::set<std::string, std::less<>> bad_;  ///< fields whose value was reported: not missing as well
};

}  // namespace

Result<Value> read_data(const Template& form, std::string_view xml, std::string_view file,
                        Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.errors();
  const auto read = SOVANG_TRY(read_xml(std::string(xml), std::string(file), data_limits, diagnostics));
  const XmlElement& root = read->root;
  DataReader reader(read->source, diagnostics);
  if (root.name != "data" || root.value("xmlns") != data_namespace) {
    const SourceSpan place = read->source.span(root.at);
    diagnostics.add({"DAT-01", Severity::error,
                     "tệp dữ liệu phải bắt đầu bằng <data xmlns=\"urn:sovang:data:1\">", place});
    return fail(ErrorCode::findings, "không đọc được dữ liệu", place, "DAT-01");
  }
  Value value = reader.record(root, form.parts().schema, {});
  if (diagnostics.errors() != errors_before)
    return fail(ErrorCode::findings, "dữ liệu «" + std::string(file) + "» có lỗi phải sửa",
                {std::string(file), 0, 0});
  return value;
}

}  // namespace sovang::document
