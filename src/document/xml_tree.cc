#include "xml_tree.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <pugixml.hpp>

#include "sovang/base/utf8.h"

namespace sovang::document {
namespace {

/// References stay undecoded and line ends as they are, so that what pugixml hands out are slices of the
/// source.
constexpr unsigned raw_slices = pugi::parse_cdata | pugi::parse_ws_pcdata;

enum class Slice : std::uint8_t { attribute, text, cdata };

/// The character of a reference whose form check_xml() has checked; moves `at` behind it.
char32_t reference(std::string_view raw, std::size_t& at) {
  constexpr std::array<std::pair<std::string_view, char>, 5> named = {
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  for (const auto& [name, character] : named) {
    if (raw.substr(at, name.size()) != name) continue;
    at += name.size();
    return static_cast<char32_t>(character);
  }
  at += 2;
  const bool hexadecimal = raw[at] == 'x';
  if (hexadecimal) ++at;
  char32_t code = 0;
  for (; raw[at] != ';'; ++at) {
    const char c = raw[at];
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    code = code * (hexadecimal ? 16U : 10U) + static_cast<char32_t>(digit);
  }
  ++at;
  return code;
}

MappedText decode(std::string_view raw, std::size_t source_at, Slice slice) {
  MappedText out;
  out.text.reserve(raw.size());
  out.map.emplace_back(0, source_at);
  for (std::size_t i = 0; i < raw.size();) {
    const std::size_t start = i;
    const char c = raw[i];
    if (c == '&' && slice != Slice::cdata) {
      utf8::append(out.text, reference(raw, i));
    } else if (c == '\r') {
      i += i + 1 < raw.size() && raw[i + 1] == '\n' ? 2U : 1U;
      out.text += slice == Slice::attribute ? ' ' : '\n';
    } else {
      ++i;
      out.text += slice == Slice::attribute && (c == '\n' || c == '\t') ? ' ' : c;
    }
    if (i != start + 1) out.map.emplace_back(out.text.size(), source_at + i);
  }
  return out;
}

/// More elements than any document holds (LIM-04): a tree of them would take more memory than the text allows
/// to think. Comments are counted too; nobody writes a million.
constexpr std::ptrdiff_t most_elements = 1'000'000;

bool has_too_many_elements(std::string_view text) {
  return std::count(text.begin(), text.end(), '<') > 2 * most_elements;  // a start and an end tag each
}

class Builder {
 public:
  explicit Builder(const char* start) : start_(start) {}

  /// Depth is bounded by check_xml().
  XmlElement element(const pugi::xml_node& node) const {
    XmlElement out;
    out.name = node.name();
    out.at = offset(node.name()) - 1;
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      XmlAttribute& made = out.attributes.emplace_back();
      made.name = attribute.name();
      made.name_at = offset(attribute.name());
      made.value_at = offset(attribute.value());
      made.value = decode(attribute.value(), made.value_at, Slice::attribute);
    }
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_element) {
        out.children.push_back({{}, std::make_unique<XmlElement>(element(child))});
      } else {
        const Slice slice = child.type() == pugi::node_cdata ? Slice::cdata : Slice::text;
        add_text(out, decode(child.value(), offset(child.value()), slice));
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::size_t offset(const char* pointer) const {
    return static_cast<std::size_t>(pointer - start_);
  }
  static void add_text(XmlElement& parent, MappedText text) {
    if (text.text.empty()) return;
    if (!parent.children.empty() && !parent.children.back().element) {
      parent.children.back().text.append(text);
    } else {
      parent.children.push_back({std::move(text), nullptr});
    }
  }

  const char* start_;
};

}  // namespace

std::size_t MappedText::source_of(std::size_t at) const {
  auto after = std::upper_bound(map.begin(), map.end(), at,
                                [](std::size_t value, const auto& entry) { return value < entry.first; });
  if (after == map.begin()) return 0;
  const auto& [text_at, source_at] = *std::prev(after);
  return source_at + (at - text_at);
}

void MappedText::append(const MappedText& other) {
  const auto shift = static_cast<std::uint32_t>(text.size());
  text += other.text;
  for (const auto& [text_at, source_at] : other.map)
    map.emplace_back(text_at + shift, source_at);
}

const XmlAttribute* XmlElement::attribute(std::string_view attribute_name) const {
  for (const XmlAttribute& attribute : attributes)
    if (attribute.name == attribute_name) return &attribute;
  return nullptr;
}

std::string_view XmlElement::value(std::string_view attribute_name) const {
  const XmlAttribute* found = attribute(attribute_name);
  return found != nullptr ? std::string_view(found->value.text) : std::string_view();
}

Result<std::unique_ptr<XmlFile>> read_xml(std::string bytes, std::string file, const XmlLimits& limits,
                                          Diagnostics& diagnostics) {
  SOVANG_TRY(check_xml(bytes, file, limits, diagnostics));
  if (has_too_many_elements(bytes)) {
    const SourceSpan place{file, 1, 1};
    std::string message = "tệp có quá " + std::to_string(most_elements) + " phần tử";
    diagnostics.add({"LIM-04", Severity::error, message, place, "chia dữ liệu thành nhiều tệp nhỏ hơn"});
    return fail(ErrorCode::invalid_input, std::move(message), place, "LIM-04");
  }
  std::string copy = bytes;
  auto out = std::make_unique<XmlFile>(XmlFile{SourceText(std::move(file), std::move(bytes)), {}});
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer_inplace(copy.data(), copy.size(), raw_slices, pugi::encoding_utf8);
  if (!parsed || !document.document_element()) {
    // check_xml() is stricter than pugixml, so this is a bug of ours; say so instead of going on.
    const SourceSpan place =
        out->source.span(static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)));
    diagnostics.add({"XML-01", Severity::error, "tệp XML viết sai", place});
    return fail(ErrorCode::invalid_input, "tệp XML viết sai", place, "XML-01");
  }
  out->root = Builder(copy.data()).element(document.document_element());
  return out;
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

}  // namespace sovang::document
