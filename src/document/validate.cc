#include "validate.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "nearest.h"
#include "schema.h"

namespace sovang::document {
namespace {

std::string tag(std::string_view name) {
  return "<" + std::string(name) + ">";
}

bool is_control(std::string_view name) {
  return name == "if" || name == "choose" || name == "when" || name == "for-each";
}

bool is_inline(std::string_view name) {
  return name == "span" || name == "br" || name == "leader" || name == "footnote";
}

/// image and qr stand in text and among blocks alike.
bool is_either(std::string_view name) {
  return name == "image" || name == "qr";
}

std::string words_for_people(std::string_view words) {
  std::string out;
  for (const char c : words)
    out += c == '|' ? std::string(", ") : std::string(1, c);
  return out;
}

class Validator {
 public:
  Validator(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  void root(XmlElement& element) {
    if (element.name != "template" || element.value("xmlns") != "urn:sovang:template:1") {
      findings_.error("TPL-01", source_.span(element.at),
                      "tệp mẫu phải bắt đầu bằng <template xmlns=\"urn:sovang:template:1\" …>");
      element.broken = true;
      element.children.clear();  // nothing in it was checked, so nobody may look at it
      return;
    }
    drop_namespaces(element);
    const ElementSpec* spec = find_element("template", Context::root);
    check_attributes(element, *spec);
    check_children(element, spec->inside);
  }

 private:
  /// xmlns, and what editors put beside it to find the schema.
  static void drop_namespaces(XmlElement& element) {
    std::erase_if(element.attributes, [](const XmlAttribute& attribute) {
      return attribute.name == "xmlns" || attribute.name.starts_with("xmlns:") ||
             attribute.name.starts_with("xsi:");
    });
  }

  void check_attributes(XmlElement& element, const ElementSpec& spec) {
    std::erase_if(element.attributes, [&](const XmlAttribute& attribute) {
      const AttributeSpec* known = spec.attribute(attribute.name);
      if (known == nullptr) {
        refuse_attribute(attribute, element, spec);
        return true;
      }
      if (fits(*known, attribute.value.text)) return false;
      const std::string allowed =
          known->form == Form::words ? words_for_people(known->words) : std::string(describe(known->form));
      findings_.error("TPL-03", source_.span(attribute.value_at),
                      "giá trị «" + attribute.value.text + "» không dùng được cho " + attribute.name,
                      value_hint(*known, attribute.value.text, allowed));
      if (known->required) element.broken = true;
      return true;
    });
    for (const auto& group : spec.attributes) {
      for (const AttributeSpec& attribute : group) {
        if (!attribute.required || element.broken || element.attribute(attribute.name) != nullptr) continue;
        findings_.error("TPL-04", source_.span(element.at),
                        tag(element.name) + " thiếu thuộc tính «" + std::string(attribute.name) + "»",
                        attribute.name == "alt" ? "ảnh trang trí thì viết alt=\"\"" : "");
        element.broken = true;
      }
    }
    check_id(element);
    if (element.name == "attach" &&
        (element.attribute("select") == nullptr) == (element.attribute("src") == nullptr) &&
        !element.broken) {
      findings_.error("TPL-04", source_.span(element.at), "<attach> cần select hoặc src, chỉ một trong hai");
      element.broken = true;
    }
  }

  static std::string value_hint(const AttributeSpec& spec, std::string_view text,
                                const std::string& allowed) {
    const bool bare_number = !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
    if (bare_number &&
        (spec.form == Form::length || spec.form == Form::size || spec.form == Form::rule_length))
      return std::string(text) + "pt hoặc " + std::string(text) + "mm?";
    std::vector<std::string_view> words;
    for (std::string_view rest = spec.words; !rest.empty();) {
      const std::size_t bar = std::min(rest.find('|'), rest.size());
      words.push_back(rest.substr(0, bar));
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    if (const std::string near = nearest_name(text, words); !near.empty()) return "có phải «" + near + "»?";
    return "cho phép: " + allowed;
  }

  void refuse_attribute(const XmlAttribute& attribute, const XmlElement& element, const ElementSpec& spec) {
    std::vector<std::string_view> names;
    for (const auto& group : spec.attributes)
      for (const AttributeSpec& each : group)
        names.push_back(each.name);
    findings_.error("TPL-02", source_.span(attribute.name_at),
                    tag(element.name) + " không có thuộc tính «" + attribute.name + "»",
                    name_hint(attribute.name, names));
  }

  void check_id(const XmlElement& element) {
    // The id of a check is the rule that it reports under, the id of the template is its name.
    if (element.name == "check" || element.name == "template") return;
    const XmlAttribute* id = element.attribute("id");
    if (id == nullptr || ids_.insert(id->value.text).second) return;
    findings_.error("TPL-10", source_.span(id->value_at), "id «" + id->value.text + "» đã dùng ở chỗ khác");
  }

  void check_children(XmlElement& element, Contexts inside) {
    int stage = 0;
    std::erase_if(element.children, [&](XmlNode& child) {
      if (!child.element) return !check_text(child.text, element, inside);
      return !check_child(*child.element, element, inside, stage);
    });
    if (inside.has(Context::flow)) check_mixture(element);
  }

  bool check_text(const MappedText& text, const XmlElement& parent, Contexts inside) {
    if (is_blank(text.text))
      return inside.overlaps(Contexts(Context::inlines) | Context::flow | Context::text);
    if (inside.overlaps(Contexts(Context::inlines) | Context::flow | Context::text)) return true;
    const std::size_t first = text.text.find_first_not_of(" \t\r\n");
    findings_.error("TPL-12", source_.span(text.source_of(first)),
                    "trong " + tag(parent.name) + " không được viết chữ trực tiếp", "đặt chữ vào <p>");
    return false;
  }

  /// False = the child was refused.
  bool check_child(XmlElement& child, const XmlElement& parent, Contexts inside, int& stage) {
    if (parent.name == "table" && child.name == "if") inside = context_of_table_if(child);
    const ElementSpec* spec = find_element(child.name, inside);
    if (spec == nullptr) {
      refuse_child(child, parent, inside);
      return false;
    }
    if (!in_order(child, parent, inside, stage)) return false;
    check_attributes(child, *spec);
    Contexts within = spec->inside;
    if (spec->content == Content::same_as_place) within = inside_of_control(child, inside);
    if (spec->content == Content::branches_of_place) return check_choose(child, inside);
    check_children(child, within);
    return true;
  }

  /// What a control element may hold is what its place may, plus let, check and attach among sequences.
  static Contexts inside_of_control(const XmlElement&, Contexts place) {
    const bool body = place.has(Context::body);
    return body ? Contexts(Context::body) | Context::body_head : place;
  }

  bool check_choose(XmlElement& choose, Contexts place) {
    bool any = false;
    bool closed = false;
    std::erase_if(choose.children, [&](XmlNode& child) {
      if (!child.element) return !check_text(child.text, choose, Context::branches);
      XmlElement& when = *child.element;
      const ElementSpec* spec = find_element(when.name, Context::branches);
      if (spec == nullptr) {
        refuse_child(when, choose, Context::branches);
        return true;
      }
      if (closed) {
        findings_.error("TPL-01", source_.span(when.at), "<when> không có test phải là nhánh cuối cùng");
        return true;
      }
      check_attributes(when, *spec);
      check_children(when, inside_of_control(when, place));
      any = true;
      closed = when.attribute("test") == nullptr;
      return false;
    });
    if (!any) findings_.error("TPL-04", source_.span(choose.at), "<choose> cần ít nhất một <when>");
    return any;
  }

  /// `if` directly in a table holds columns if its first element does, else rows.
  static Contexts context_of_table_if(const XmlElement& element) {
    for (const XmlNode& child : element.children) {
      if (!child.element) continue;
      if (child.element->name == "if") return context_of_table_if(*child.element);
      return child.element->name == "column" ? Context::columns : Context::rows;
    }
    return Context::rows;
  }

  /// template: head before sequences. define: params first. table: columns, headers, rows, footers.
  bool in_order(const XmlElement& child, const XmlElement& parent, Contexts inside, int& stage) {
    int here = 0;
    std::string_view wanted;
    if (parent.name == "template") {
      here = find_element(child.name, Context::head) != nullptr ? 0 : 1;
      wanted = "phải đứng trước các <sequence>";
    } else if (parent.name == "define") {
      here = child.name == "param" ? 0 : 1;
      wanted = "phải đứng đầu <define>";
    } else if (parent.name == "table") {
      here = inside.bits == Contexts(Context::columns).bits || child.name == "column" ? 0
             : child.name == "header"                                                 ? 1
             : child.name == "footer"                                                 ? 3
                                                                                      : 2;
      wanted = "đứng sai thứ tự: cột, header, hàng, footer";
    }
    if (here < stage) {
      findings_.error("TPL-01", source_.span(child.at), tag(child.name) + " " + std::string(wanted));
      return false;
    }
    stage = here;
    return true;
  }

  void refuse_child(const XmlElement& child, const XmlElement& parent, Contexts inside) {
    std::vector<std::string_view> names;
    for (const ElementSpec& spec : element_specs())
      if (spec.places.overlaps(inside)) names.push_back(spec.name);
    std::string near = nearest_name(child.name, names);
    // «paragraph» is further from «p» than two edits, yet it is what people write.
    if (near.empty() && !is_known_element(child.name)) {
      for (const std::string_view each : names)
        if (child.name.starts_with(each) && each.size() > near.size()) near = each;
    }
    std::string hint = near.empty() ? std::string() : "có phải <" + near + ">?";
    if (hint.empty()) {
      hint = "ở đây được dùng: ";
      for (std::size_t i = 0; i < names.size(); ++i)
        hint.append(i == 0 ? "" : ", ").append(names[i]);
    }
    findings_.error("TPL-01", source_.span(child.at),
                    is_known_element(child.name)
                        ? tag(child.name) + " không được đứng trong " + tag(parent.name)
                        : "không có phần tử " + tag(child.name),
                    std::move(hint));
  }

  struct Mixture {
    bool text = false;
    bool blocks = false;
  };

  /// TPL-12 at the first piece of the second kind.
  void check_mixture(XmlElement& element) {
    if (is_control(element.name)) return;  // looked at from the cell or item around it
    Mixture seen;
    mixture_of(element, seen);
  }

  bool mixture_of(const XmlElement& element, Mixture& seen) {
    for (const XmlNode& child : element.children) {
      if (!child.element) {
        if (is_blank(child.text.text)) continue;
        if (seen.blocks) return mixed(child.text.source_of(child.text.text.find_first_not_of(" \t\r\n")));
        seen.text = true;
      } else if (is_control(child.element->name)) {
        if (!mixture_of(*child.element, seen)) return false;
      } else if (!is_either(child.element->name)) {
        const bool text = is_inline(child.element->name);
        if (text ? seen.blocks : seen.text) return mixed(child.element->at);
        (text ? seen.text : seen.blocks) = true;
      }
    }
    return true;
  }

  bool mixed(std::size_t at) {
    findings_.error("TPL-12", source_.span(at), "một ô hoặc mục chứa chữ thì không chứa thêm khối",
                    "đặt phần chữ vào <p>");
    return false;
  }

  const SourceText& source_;
  Findings& findings_;
  std::set<std::string> ids_;
};

enum class Kind : std::uint8_t { empty, text, blocks };

Kind kind_of_content(const XmlElement& element) {
  for (const XmlNode& child : element.children) {
    if (!child.element) {
      if (!is_blank(child.text.text)) return Kind::text;
    } else if (is_control(child.element->name)) {
      if (const Kind inner = kind_of_content(*child.element); inner != Kind::empty) return inner;
    } else if (!is_either(child.element->name)) {
      return is_inline(child.element->name) ? Kind::text : Kind::blocks;
    }
  }
  return Kind::empty;
}

bool holds_picture(const XmlElement& element) {
  return std::any_of(element.children.begin(), element.children.end(), [](const XmlNode& child) {
    return child.element && (is_either(child.element->name) || holds_picture(*child.element));
  });
}

}  // namespace

void validate(XmlFile& file, Findings& findings) {
  Validator(file.source, findings).root(file.root);
}

bool is_text_content(const XmlElement& element) {
  const Kind kind = kind_of_content(element);
  return kind == Kind::text || (kind == Kind::empty && !holds_picture(element));
}

}  // namespace sovang::document
