#include "sovang/document/data_schema.h"

#include <algorithm>

#include "markup.h"
#include "parts.h"
#include "types.h"

/// What a template's params ask of a data file, told three ways: as a list, as a schema, as a form to fill
/// in.
namespace sovang::document {
namespace {

std::string_view type_word(const Type& type) {
  switch (type.kind) {
    case TypeKind::string:
      return "string";
    case TypeKind::integer:
      return "int";
    case TypeKind::decimal:
      return "decimal";
    case TypeKind::boolean:
      return "bool";
    case TypeKind::date:
      return "date";
    case TypeKind::record:
      return "record";
    case TypeKind::list:
      return "list";
    case TypeKind::any:
    case TypeKind::null:
      break;
  }
  return "any";
}

/// A value as data write it; only defaults are written so, which are never lists or records.
std::string scalar_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data())) return *text;
  const std::string xml = canonical_xml(Value::record({{"v", value}}));
  const std::size_t begin = xml.find("<v>");
  const std::size_t end = xml.find("</v>");
  return begin == std::string::npos || end == std::string::npos ? "" : xml.substr(begin + 3, end - begin - 3);
}

/// The record inside a field: its own, or that of a list's items; null where it has none.
const Structure* inside(const Type& type) {
  if (type.is(TypeKind::record)) return type.shape;
  return type.is(TypeKind::list) ? type.shape->item.shape : nullptr;
}

void list_fields(const Structure& record, const std::string& above, std::vector<DataField>& out) {
  for (const Field& field : record.fields) {
    const std::string path = above.empty() ? field.name : above + "." + field.name;
    out.push_back({path, std::string(type_word(field.type)), field.required, scalar_text(field.default_value),
                   field.doc});
    if (const Structure* inner = inside(field.type)) list_fields(*inner, path, out);
  }
}

class Writer {
 public:
  void line(int depth, std::string_view text) {
    out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Element by element as read_data() goes through them.
class SchemaWriter {
 public:
  std::string run(const Structure& record) {
    out_.line(0, R"(<?xml version="1.0" encoding="UTF-8"?>)");
    out_.line(0, R"(<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:sovang:data:1")");
    out_.line(0, R"(         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">)");
    out_.line(1, "<start>");
    out_.line(2, R"(<element name="data">)");
    fields(record, 3);
    out_.line(2, "</element>");
    out_.line(1, "</start>");
    anything();
    out_.line(0, "</grammar>");
    return out_.take();
  }

 private:
  void fields(const Structure& record, int depth) {
    out_.line(depth, "<interleave>");
    for (const Field& field : record.fields)
      this->field(field, depth + 1);
    out_.line(depth + 1, "<zeroOrMore>");
    out_.line(depth + 2, "<element>");
    if (record.fields.empty()) {
      out_.line(depth + 3, "<anyName/>");
    } else {
      out_.line(depth + 3, "<anyName>");
      std::string names;
      for (const Field& field : record.fields)
        names += "<name>" + field.name + "</name>";
      out_.line(depth + 4, "<except>" + names + "</except>");
      out_.line(depth + 3, "</anyName>");
    }
    out_.line(depth + 3, R"(<ref name="anything"/>)");
    out_.line(depth + 2, "</element>");
    out_.line(depth + 1, "</zeroOrMore>");
    out_.line(depth, "</interleave>");
  }

  void field(const Field& field, int depth) {
    const bool needed = field.required && field.default_value.is_null();
    if (!needed) out_.line(depth++, "<optional>");
    out_.line(depth, "<element name=\"" + field.name + "\">");
    if (!field.doc.empty())
      out_.line(depth + 1,
                "<a:documentation xmlns:a=\"http://relaxng.org/ns/compatibility/annotations/1.0\">" +
                    escape_markup(field.doc) + "</a:documentation>");
    value(field.type, needed, depth + 1);
    out_.line(depth, "</element>");
    if (!needed) out_.line(--depth, "</optional>");
  }

  /// An empty element is null; for a string it is ''.
  void value(const Type& type, bool needed, int depth) {
    switch (type.kind) {
      case TypeKind::string:
        return out_.line(depth, "<text/>");
      case TypeKind::integer:
        return scalar("-?[0-9]+", needed, depth);
      case TypeKind::decimal:
        return scalar("-?[0-9]+(\\.[0-9]+)?", needed, depth);
      case TypeKind::boolean:
        return scalar("true|false", needed, depth);
      case TypeKind::date:
        return scalar("[0-9]{4}-[0-9]{2}-[0-9]{2}", needed, depth);
      case TypeKind::record:
        return record(*type.shape, needed, depth);
      case TypeKind::list:
        return list(type, depth);
      case TypeKind::any:
      case TypeKind::null:
        return out_.line(depth, R"(<ref name="untyped"/>)");
    }
  }

  void scalar(std::string_view pattern, bool needed, int depth) {
    if (!needed) out_.line(depth++, "<choice>");
    if (!needed) out_.line(depth, R"(<data type="token"><param name="maxLength">0</param></data>)");
    out_.line(depth,
              R"(<data type="token"><param name="pattern">)" + std::string(pattern) + "</param></data>");
    if (!needed) out_.line(--depth, "</choice>");
  }

  void record(const Structure& record, bool needed, int depth) {
    if (needed) return fields(record, depth);
    out_.line(depth, "<choice>");
    out_.line(depth + 1, "<empty/>");
    fields(record, depth + 1);
    out_.line(depth, "</choice>");
  }

  void list(const Type& type, int depth) {
    out_.line(depth, "<zeroOrMore>");
    out_.line(depth + 1, "<element>");
    out_.line(depth + 2, "<anyName/>");
    const Structure* item = type.shape->item.shape;
    if (item != nullptr) {
      fields(*item, depth + 2);
    } else {
      out_.line(depth + 2, R"(<ref name="untyped"/>)");
    }
    out_.line(depth + 1, "</element>");
    out_.line(depth, "</zeroOrMore>");
  }

  void anything() {
    out_.line(1, R"(<define name="untyped">)");
    out_.line(2, R"(<interleave><text/><zeroOrMore><element><anyName/><ref name="anything"/></element>)"
                 "</zeroOrMore></interleave>");
    out_.line(1, "</define>");
    out_.line(1, R"(<define name="anything">)");
    out_.line(2, R"(<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>)");
    out_.line(2, R"(<ref name="untyped"/>)");
    out_.line(1, "</define>");
  }

  Writer out_;
};

class BlankWriter {
 public:
  std::string run(const Template& form) {
    out_.line(0, R"(<?xml version="1.0" encoding="UTF-8"?>)");
    out_.line(0, comment("Dữ liệu của mẫu " + form.id() + " " + form.version() +
                         ". Điền vào giữa các thẻ; xóa thẻ không bắt buộc mà không dùng."));
    out_.line(0, R"(<data xmlns="urn:sovang:data:1">)");
    fields(form.parts().schema, 1);
    out_.line(0, "</data>");
    return out_.take();
  }

 private:
  static std::string comment(std::string text) {
    for (std::size_t at = 0; (at = text.find("--", at)) != std::string::npos;)
      text.replace(at, 2, "- ");
    if (text.ends_with('-')) text += ' ';
    return "<!-- " + text + " -->";
  }

  /// "số nguyên, bắt buộc; viết số liền nhau …: tiền thưởng".
  static std::string explained(const Field& field) {
    std::string out(name_of(field.type.kind));
    if (field.required) out += ", bắt buộc";
    if (!field.default_value.is_null()) out += ", bỏ trống là " + scalar_text(field.default_value);
    if (const std::string_view form = scalar_form(field.type.kind); !form.empty())
      out.append("; ").append(form);
    if (field.type.is(TypeKind::list)) out += "; mỗi phần tử một thẻ <i>, chép thêm cho đủ";
    if (!field.doc.empty()) out += ". " + field.doc;
    return comment(out);
  }

  void fields(const Structure& record, int depth) {
    for (const Field& field : record.fields) {
      const Structure* inner = inside(field.type);
      if (inner == nullptr) {
        const std::string item = field.type.is(TypeKind::list) ? "<i></i>" : "";
        out_.line(depth, "<" + field.name + ">" + item + "</" + field.name + "> " + explained(field));
        continue;
      }
      out_.line(depth, "<" + field.name + "> " + explained(field));
      if (field.type.is(TypeKind::list)) {
        out_.line(depth + 1, "<i>");
        fields(*inner, depth + 2);
        out_.line(depth + 1, "</i>");
      } else {
        fields(*inner, depth + 1);
      }
      out_.line(depth, "</" + field.name + ">");
    }
  }

  Writer out_;
};

}  // namespace

std::vector<DataField> data_fields(const Template& form) {
  std::vector<DataField> out;
  list_fields(form.parts().schema, {}, out);
  return out;
}

std::string data_schema(const Template& form) {
  return SchemaWriter().run(form.parts().schema);
}

std::string blank_data(const Template& form) {
  return BlankWriter().run(form);
}

}  // namespace sovang::document
