#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/base/xml_guard.h"

#include "source_text.h"

/// An XML file as a tree whose every name and character knows its byte in the source.
namespace sovang::document {

/// Text after references were decoded and line ends made LF.
struct MappedText {
  std::string text;
  /// Where the distance between text and source changes: (byte of text, byte of source), ascending.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> map;

  /// The source byte of a byte of the text; one past the end gives one past the source's last.
  [[nodiscard]] std::size_t source_of(std::size_t at) const;
  void append(const MappedText& other);
};

struct XmlAttribute {
  std::string name;
  std::size_t name_at = 0;
  std::size_t value_at = 0;  ///< the first byte inside the quotes
  MappedText value;
};

struct XmlElement;

/// Text or an element.
struct XmlNode {
  MappedText text;
  std::unique_ptr<XmlElement> element;  ///< null for text
};

struct XmlElement {
  std::string name;
  std::size_t at = 0;  ///< of its `<`
  std::vector<XmlAttribute> attributes;
  std::vector<XmlNode> children;
  /// A finding was made that would make others follow from it; later steps leave the element alone.
  bool broken = false;

  [[nodiscard]] const XmlAttribute* attribute(std::string_view attribute_name) const;
  /// The value of an attribute; empty if it is not there.
  [[nodiscard]] std::string_view value(std::string_view attribute_name) const;
};

/// A file that was read: its text and its root element.
struct XmlFile {
  SourceText source;
  XmlElement root;
};

/// Reads a file that passes check_xml(). Comments are dropped and the text on both sides joined; CDATA is
/// text.
[[nodiscard]] Result<std::unique_ptr<XmlFile>> read_xml(std::string bytes, std::string file,
                                                        const XmlLimits& limits, Diagnostics& diagnostics);

/// True for the white space of XML only.
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace sovang::document
