#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sovang/document/template.h"

#include "markup.h"
#include "schema.h"

/// The table of elements as an XSD, for completion and help in editors. It is looser than the check in the
/// order of children and in what depends on the content, and equal in everything else.
namespace sovang::document {
namespace {

constexpr std::array<std::pair<Context, std::string_view>, 16> contexts = {
    {{Context::root, "root"},
     {Context::head, "head"},
     {Context::body, "body"},
     {Context::body_head, "body-head"},
     {Context::master, "master"},
     {Context::parameters, "parameters"},
     {Context::blocks, "blocks"},
     {Context::items, "items"},
     {Context::cells, "cells"},
     {Context::columns, "columns"},
     {Context::bands, "bands"},
     {Context::rows, "rows"},
     {Context::inlines, "inlines"},
     {Context::flow, "flow"},
     {Context::branches, "branches"},
     {Context::text, "text"}}};

/// "blocks" or "head-body": names what may stand somewhere.
std::string name_of(Contexts places) {
  std::string out;
  for (const auto& [context, name] : contexts)
    if (places.has(context)) out.append(out.empty() ? "" : "-").append(name);
  return out.empty() ? "empty" : out;
}

std::string_view pattern_of(Form form) {
  switch (form) {
    case Form::length:
      return "0|-?[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt)";
    case Form::size:
      return "0|[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt|%)";
    case Form::track:
      return "[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt|%|fr)";
    case Form::tracks:
      return "[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt|%|fr)( +[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt|%|fr))*";
    case Form::lengths:
      return "(0|[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt))( +(0|[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt))){0,3}";
    case Form::rule_length:
      return "[0-9]{1,9}(\\.[0-9]{1,9})?(mm|cm|pt|%|tw)";
    case Form::font_size:
      return "[0-9]{1,9}(\\.[0-9]{1,9})?(pt|%)";
    case Form::line_height:
      return "[0-9]{1,9}(\\.[0-9]{1,9})?(pt)?";
    case Form::color:
      return "#[0-9A-Fa-f]{6}";
    case Form::border:
      return "none|[0-9]{1,9}(\\.[0-9]{1,9})?pt( (solid|double|dotted|dashed))?( #[0-9A-Fa-f]{6})?";
    case Form::name:
      return "[A-Za-z_][A-Za-z0-9_]*";
    case Form::path:
      return "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*";
    case Form::ident:
      return "[A-Za-z0-9][A-Za-z0-9._\\-]*";
    case Form::yes_no:
      return "yes|no";
    case Form::lines:
      return "yes|no|0*[1-9][0-9]{0,8}";
    case Form::count:
      return "0*[1-9][0-9]{0,8}";
    case Form::start:
      return "continue|0*[1-9][0-9]{0,8}";
    case Form::version:
      return "[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}";
    case Form::page_size:
      return "A3|A4|A5|[0-9]{1,9}(\\.[0-9]{1,9})?mm [0-9]{1,9}(\\.[0-9]{1,9})?mm";
    case Form::condense:
      return "[1-9][0-9]{1,2}%";
    case Form::file:
    case Form::expression:
      return ".+";
    case Form::free_text:
    case Form::text:
    case Form::words:
    case Form::tally:
      break;
  }
  return {};
}

class XsdWriter {
 public:
  std::string run() {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- Made from the table in src/document/schema.cc; a test holds the two equal. Do not edit. -->\n"
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"urn:sovang:template:1\"\n"
        "           targetNamespace=\"urn:sovang:template:1\" elementFormDefault=\"qualified\">\n";
    forms();
    attribute_groups();
    element(*find_element("template", Context::root), Context::root, 1);
    while (!wanted_.empty()) {
      const Contexts next = wanted_.back();
      wanted_.pop_back();
      group(next);
    }
    return out_ + "</xs:schema>\n";
  }

 private:
  void line(int depth, const std::string& text) {
    out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
  }

  /// The name of the group of what may stand in some places; makes sure that it is written.
  std::string want(Contexts places) {
    if (groups_.insert(places.bits).second) wanted_.push_back(places);
    return name_of(places);
  }

  void forms() {
    for (std::size_t i = 0; i <= static_cast<std::size_t>(Form::tally); ++i) {
      const auto form = Form{static_cast<std::uint8_t>(i)};
      const std::string_view pattern = pattern_of(form);
      if (pattern.empty()) continue;
      line(1, "<xs:simpleType name=\"" + type_name(form) +
                  "\"><xs:restriction base=\"xs:string\"><xs:pattern value=\"" + std::string(pattern) +
                  "\"/></xs:restriction></xs:simpleType>");
    }
  }

  static std::string type_name(Form form) { return "form-" + std::to_string(static_cast<int>(form)); }

  /// The properties that many elements share, each set named after its first attribute.
  void attribute_groups() {
    std::map<const AttributeSpec*, int> uses;
    for (const ElementSpec& spec : element_specs())
      for (const auto& attributes : spec.attributes)
        if (attributes.size() > 1) ++uses[attributes.data()];
    for (const ElementSpec& spec : element_specs()) {
      for (const auto& attributes : spec.attributes) {
        if (attributes.size() < 2 || uses[attributes.data()] < 2) continue;
        if (!shared_.insert(attributes.data()).second) continue;
        line(1, "<xs:attributeGroup name=\"with-" + std::string(attributes.front().name) + "\">");
        for (const AttributeSpec& each : attributes)
          attribute(each, 2);
        line(1, "</xs:attributeGroup>");
      }
    }
  }

  void group(Contexts places) {
    line(1, "<xs:group name=\"" + name_of(places) + "\">");
    line(2, "<xs:choice>");
    std::set<std::string_view> names;
    for (const ElementSpec& spec : element_specs())
      if (spec.places.overlaps(places) && names.insert(spec.name).second) element(spec, places, 3);
    line(2, "</xs:choice>");
    line(1, "</xs:group>");
  }

  void element(const ElementSpec& spec, Contexts places, int depth) {
    Contexts inside = spec.inside;
    if (spec.content == Content::same_as_place) inside = inside_of_control(spec, places);
    if (spec.content == Content::branches_of_place) inside = Context::branches;
    const bool mixed = inside.overlaps(Contexts(Context::inlines) | Context::flow | Context::text);
    line(depth, "<xs:element name=\"" + std::string(spec.name) + "\">");
    line(depth + 1, "<xs:annotation><xs:documentation>" + escape_markup(spec.doc) +
                        "</xs:documentation></xs:annotation>");
    line(depth + 1, mixed ? "<xs:complexType mixed=\"true\">" : "<xs:complexType>");
    if (spec.content == Content::branches_of_place) {
      branches(places, depth + 2);
    } else if (inside.bits != 0 && inside.bits != Contexts(Context::text).bits) {
      line(depth + 2, "<xs:group ref=\"" + want(inside) + "\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>");
    }
    for (const auto& attributes : spec.attributes) {
      if (!attributes.empty() && shared_.contains(attributes.data())) {
        line(depth + 2, "<xs:attributeGroup ref=\"with-" + std::string(attributes.front().name) + "\"/>");
        continue;
      }
      for (const AttributeSpec& each : attributes)
        attribute(each, depth + 2);
    }
    line(depth + 1, "</xs:complexType>");
    line(depth, "</xs:element>");
  }

  /// choose: its when, with what the place of the choose allows.
  void branches(Contexts places, int depth) {
    const ElementSpec& when = *find_element("when", Context::branches);
    line(depth, "<xs:sequence maxOccurs=\"unbounded\">");
    element(when, places, depth + 1);
    line(depth, "</xs:sequence>");
  }

  /// Of the places of the parent those in which this control element may stand.
  static Contexts inside_of_control(const ElementSpec& spec, Contexts places) {
    Contexts out;
    out.bits = static_cast<std::uint16_t>(places.bits & (spec.name == "when" ? 0xFFFFU : spec.places.bits));
    return out.has(Context::body) ? Contexts(Context::body) | Context::body_head : out;
  }

  void attribute(const AttributeSpec& spec, int depth) {
    const std::string begin =
        "<xs:attribute name=\"" + std::string(spec.name) + "\"" + (spec.required ? " use=\"required\"" : "");
    if (spec.form != Form::words) {
      const std::string type = pattern_of(spec.form).empty() ? "xs:string" : type_name(spec.form);
      return line(depth, begin + " type=\"" + type + "\"/>");
    }
    std::string values;
    for (std::string_view rest = spec.words; !rest.empty();) {
      const std::size_t bar = std::min(rest.find('|'), rest.size());
      values += "<xs:enumeration value=\"" + std::string(rest.substr(0, bar)) + "\"/>";
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    line(depth, begin + "><xs:simpleType><xs:restriction base=\"xs:string\">" + values +
                    "</xs:restriction></xs:simpleType></xs:attribute>");
  }

  std::string out_;
  std::set<const AttributeSpec*> shared_;  ///< attribute sets that stand in groups
  std::set<std::uint16_t> groups_;
  std::vector<Contexts> wanted_;
};

}  // namespace

std::string template_xsd() {
  return XsdWriter().run();
}

}  // namespace sovang::document
