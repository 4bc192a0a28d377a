#include "sovang/base/xml_text.h"

namespace sovang {
namespace {

/// What stands for `c` in the text of an element; empty = itself.
std::string_view text_entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    default:
      return {};
  }
}

std::string_view attribute_entity(char c) {
  switch (c) {
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return text_entity(c);
  }
}

void append(std::string& out, std::string_view text, std::string_view (*entity_of)(char)) {
  for (const char c : text) {
    if (const std::string_view entity = entity_of(c); !entity.empty()) {
      out += entity;
    } else {
      out += c;
    }
  }
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  append(out, text, text_entity);
}

void append_xml_attribute(std::string& out, std::string_view text) {
  append(out, text, attribute_entity);
}

}  // namespace sovang
