#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/document/tree.h"

/// The properties of template-language §4 as written, before inheritance.
namespace sovang::document {

struct FontSize {
  std::optional<Length> absolute;
  std::int64_t percent_millionths = 0;  ///< of the parent, where absolute is not set
};

struct Properties {
  std::optional<std::string> font_family;
  std::optional<FontSize> font_size;
  std::optional<bool> bold;
  std::optional<bool> italic;
  std::optional<bool> underline;
  std::optional<bool> upper;
  std::optional<Color> color;
  std::optional<Length> letter_spacing;
  std::optional<std::string> lang;

  std::optional<Align> align;
  std::optional<Length> first_line_indent;
  std::optional<Length> indent_left;
  std::optional<Length> indent_right;
  std::optional<LineHeight> line_height;
  std::optional<int> orphans;
  std::optional<int> widows;
  std::optional<Wrap> wrap;
  std::optional<Binding> bind;
  std::optional<LineBreaking> line_break;
  std::optional<Role> role;

  std::optional<Length> space_before;
  std::optional<Length> space_after;

  std::optional<bool> keep_together;
  std::optional<bool> keep_with_next;
  std::optional<int> keep_with_previous;
  std::optional<PageBreak> break_before;
  std::optional<PageBreak> break_after;

  std::optional<Sides<Length>> padding;
  Sides<std::optional<Border>> border;
  std::optional<Color> background;

  /// `align` was written on the element or in the style that it names, not in one that this is based on.
  bool own_align = false;

  /// Takes one attribute, whose form was checked; others than properties are passed over.
  void set(std::string_view name, std::string_view value);
  /// Takes everything that `over` says.
  void overlay(const Properties& over);
};

/// Measures in the forms that were checked: "12.7mm", "0", "40%", "2fr", "0.4tw".
[[nodiscard]] Length length_of(std::string_view text);
[[nodiscard]] Size size_of(std::string_view text);
/// One to four lengths in the order of CSS.
[[nodiscard]] Sides<Length> sides_of(std::string_view text);
[[nodiscard]] Border border_of(std::string_view text);
[[nodiscard]] Color color_of(std::string_view text);
[[nodiscard]] Align align_of(std::string_view text);
[[nodiscard]] VerticalAlign vertical_of(std::string_view text);
[[nodiscard]] FontSize font_size_of(std::string_view text);
[[nodiscard]] int count_of(std::string_view text);

/// What an element hands down to what stands in it.
struct Inherited {
  TextStyle text;
  bool upper = false;
  ParagraphStyle paragraph;
  Layer layer = Layer::all;
  /// Space of the paragraphs that name no style: of the nearest container that names one.
  Space space;
  /// Width that is there for text, where it is known.
  std::optional<Length> width;

  void apply_text(const Properties& properties);
  void apply_paragraph(const Properties& properties);
};

[[nodiscard]] Keep keep_of(const Properties& properties);
/// The box properties laid over `base`.
[[nodiscard]] Box box_of(const Properties& properties, const Box& base = {});

}  // namespace sovang::document
