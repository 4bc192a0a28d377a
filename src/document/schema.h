#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

/// The elements and attributes of the template language as one table (template-language §3, §4). Validation,
/// compilation and the XSD for editors all read it.
namespace sovang::document {

/// Where an element may stand, and what may stand inside one. The values are bits.
enum class Context : std::uint16_t {
  nothing = 0,
  root = 1U << 0U,        ///< the template itself
  head = 1U << 1U,        ///< the children of template before its sequences
  body = 1U << 2U,        ///< sequences and control
  body_head = 1U << 3U,   ///< let, check, attach inside control at the level of sequences
  master = 1U << 4U,      ///< in page-master
  parameters = 1U << 5U,  ///< param at the start of define
  blocks = 1U << 6U,
  items = 1U << 7U,
  cells = 1U << 8U,
  columns = 1U << 9U,
  bands = 1U << 10U,  ///< header and footer of a table
  rows = 1U << 11U,
  inlines = 1U << 12U,
  flow = 1U << 13U,      ///< in cell and item: text and inlines, or blocks
  branches = 1U << 14U,  ///< the when of choose
  text = 1U << 15U       ///< text with placeholders, no elements
};

/// A set of contexts.
struct Contexts {
  std::uint16_t bits = 0;

  constexpr Contexts() = default;
  constexpr Contexts(Context one)
      : bits(static_cast<std::uint16_t>(one)) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] constexpr bool has(Context one) const {
    return (bits & static_cast<std::uint16_t>(one)) != 0;
  }
  [[nodiscard]] constexpr bool overlaps(Contexts other) const { return (bits & other.bits) != 0; }
};
constexpr Contexts operator|(Contexts a, Contexts b) {
  Contexts out;
  out.bits = static_cast<std::uint16_t>(a.bits | b.bits);
  return out;
}

/// The form of an attribute's value.
enum class Form : std::uint8_t {
  free_text,   ///< anything, taken as it is
  text,        ///< text with placeholders
  expression,  ///< one expression
  words,       ///< one of AttributeSpec::words
  length,
  size,
  track,
  tracks,
  lengths,
  rule_length,
  font_size,
  line_height,
  color,
  border,
  name,
  path,
  ident,
  file,
  yes_no,
  lines,  ///< yes, no or a count
  count,
  start,  ///< a count or continue
  version,
  page_size,
  condense,  ///< 10% … 999%
  tally      ///< "n: 1; amount: r.amount"
};

struct AttributeSpec {
  std::string_view name;
  Form form = Form::free_text;
  bool required = false;
  std::string_view words{};  ///< allowed words with | between them
};

/// Control elements take the context that they stand in.
enum class Content : std::uint8_t { fixed, same_as_place, branches_of_place };

struct ElementSpec {
  std::string_view name;
  Contexts places;
  std::array<std::span<const AttributeSpec>, 7> attributes;
  Content content = Content::fixed;
  Contexts inside;
  std::string_view doc;

  [[nodiscard]] const AttributeSpec* attribute(std::string_view attribute_name) const;
};

[[nodiscard]] std::span<const ElementSpec> element_specs();
/// The element as it is in one of the places; null if it may not stand there.
[[nodiscard]] const ElementSpec* find_element(std::string_view name, Contexts places);
/// True if some place takes an element of this name.
[[nodiscard]] bool is_known_element(std::string_view name);

/// Does the text have the form? `text` and `expression` are looked at elsewhere and always fit.
[[nodiscard]] bool fits(const AttributeSpec& spec, std::string_view text);
/// What the form allows, for messages: "số và đơn vị mm, cm, pt".
[[nodiscard]] std::string_view describe(Form form);

}  // namespace sovang::document
