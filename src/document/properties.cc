#include "properties.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace sovang::document {
namespace {

double number_of(std::string_view text) {
  double out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::int64_t millionths(double number) {
  return std::llround(number * 1'000'000.0);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space > 0) out.push_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return out;
}

LineHeight line_height_of(std::string_view text) {
  if (text.ends_with("pt")) return {1000, length_of(text)};
  return {static_cast<std::int32_t>(std::lround(number_of(text) * 1000.0)), std::nullopt};
}

std::optional<Role> role_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Role>, 11> roles = {{{"P", Role::paragraph},
                                                                        {"H1", Role::h1},
                                                                        {"H2", Role::h2},
                                                                        {"H3", Role::h3},
                                                                        {"H4", Role::h4},
                                                                        {"H5", Role::h5},
                                                                        {"H6", Role::h6},
                                                                        {"Title", Role::title},
                                                                        {"Caption", Role::caption},
                                                                        {"Note", Role::note},
                                                                        {"Artifact", Role::artifact}}};
  for (const auto& [name, role] : roles)
    if (name == text) return role;
  return std::nullopt;  // a row's role is another thing
}

PageBreak break_of(std::string_view text) {
  if (text == "page") return PageBreak::page;
  return text == "odd-page" ? PageBreak::odd_page : PageBreak::automatic;
}

template <class T>
void take(std::optional<T>& base, const std::optional<T>& over) {
  if (over) base = over;
}

}  // namespace

Length length_of(std::string_view text) {
  const double number = number_of(text);
  if (text.ends_with("mm")) return Length::mm(number);
  if (text.ends_with("cm")) return Length::mm(number * 10.0);
  return Length::pt(number);
}

Size size_of(std::string_view text) {
  if (text.ends_with('%')) return {Size::Kind::percent, {}, millionths(number_of(text))};
  if (text.ends_with("fr")) return {Size::Kind::fraction, {}, millionths(number_of(text))};
  if (text.ends_with("tw")) return {Size::Kind::text_width, {}, millionths(number_of(text))};
  return {Size::Kind::absolute, length_of(text), 0};
}

Sides<Length> sides_of(std::string_view text) {
  const auto words = words_of(text);
  std::array<Length, 4> sides{};
  for (std::size_t i = 0; i < 4; ++i) {
    // CSS: a missing left is the right, a missing bottom is the top, a missing right is the top.
    const std::size_t from = i < words.size() ? i : i == 3 && words.size() > 1 ? 1 : 0;
    sides[i] = length_of(words[from]);
  }
  return {sides[0], sides[1], sides[2], sides[3]};
}

Border border_of(std::string_view text) {
  if (text == "none") return {};
  Border out{LineStyle::solid, {}, {}};
  for (const std::string_view word : words_of(text)) {
    if (word.ends_with("pt")) {
      out.width = length_of(word);
    } else if (word.starts_with('#')) {
      out.color = color_of(word);
    } else if (word == "double") {
      out.style = LineStyle::double_line;
    } else if (word == "dotted") {
      out.style = LineStyle::dotted;
    } else if (word == "dashed") {
      out.style = LineStyle::dashed;
    }
  }
  return out;
}

Color color_of(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    std::uint8_t out = 0;
    std::from_chars(text.data() + at, text.data() + at + 2, out, 16);
    return out;
  };
  return {byte(1), byte(3), byte(5)};
}

Align align_of(std::string_view text) {
  if (text == "center") return Align::center;
  if (text == "right") return Align::right;
  return text == "justify" ? Align::justify : Align::left;
}

VerticalAlign vertical_of(std::string_view text) {
  if (text == "middle") return VerticalAlign::middle;
  if (text == "bottom") return VerticalAlign::bottom;
  return text == "baseline" ? VerticalAlign::baseline : VerticalAlign::top;
}

FontSize font_size_of(std::string_view text) {
  if (text.ends_with('%')) return {std::nullopt, millionths(number_of(text))};
  return {length_of(text), 0};
}

int count_of(std::string_view text) {
  int out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

void Properties::set(std::string_view name, std::string_view value) {
  if (name == "font-family") font_family = value;
  if (name == "font-size") font_size = font_size_of(value);
  if (name == "font-weight") bold = value == "bold";
  if (name == "font-style") italic = value == "italic";
  if (name == "text-decoration") underline = value == "underline";
  if (name == "text-transform") upper = value == "upper";
  if (name == "color") color = color_of(value);
  if (name == "letter-spacing") letter_spacing = length_of(value);
  if (name == "lang") lang = value;
  if (name == "align") align = align_of(value), own_align = true;
  if (name == "first-line-indent") first_line_indent = length_of(value);
  if (name == "indent-left") indent_left = length_of(value);
  if (name == "indent-right") indent_right = length_of(value);
  if (name == "line-height") line_height = line_height_of(value);
  if (name == "orphans") orphans = count_of(value);
  if (name == "widows") widows = count_of(value);
  if (name == "wrap")
    wrap = value == "nowrap" ? Wrap::nowrap : value == "balance" ? Wrap::balance : Wrap::normal;
  if (name == "bind") bind = value == "none" ? Binding::none : Binding::automatic;
  if (name == "line-break") line_break = value == "first-fit" ? LineBreaking::first_fit : LineBreaking::best;
  if (name == "role") role = role_of(value);
  if (name == "space-before") space_before = length_of(value);
  if (name == "space-after") space_after = length_of(value);
  if (name == "keep-together") keep_together = value == "yes";
  if (name == "keep-with-next") keep_with_next = value == "yes";
  if (name == "keep-with-previous")
    keep_with_previous = value == "yes" ? 1 : value == "no" ? 0 : count_of(value);
  if (name == "break-before") break_before = break_of(value);
  if (name == "break-after") break_after = break_of(value);
  if (name == "padding") padding = sides_of(value);
  if (name == "border") border = {border_of(value), border_of(value), border_of(value), border_of(value)};
  if (name == "border-top") border.top = border_of(value);
  if (name == "border-right") border.right = border_of(value);
  if (name == "border-bottom") border.bottom = border_of(value);
  if (name == "border-left") border.left = border_of(value);
  if (name == "background") background = color_of(value);
}

void Properties::overlay(const Properties& over) {
  take(font_family, over.font_family);
  take(font_size, over.font_size);
  take(bold, over.bold);
  take(italic, over.italic);
  take(underline, over.underline);
  take(upper, over.upper);
  take(color, over.color);
  take(letter_spacing, over.letter_spacing);
  take(lang, over.lang);
  take(align, over.align);
  take(first_line_indent, over.first_line_indent);
  take(indent_left, over.indent_left);
  take(indent_right, over.indent_right);
  take(line_height, over.line_height);
  take(orphans, over.orphans);
  take(widows, over.widows);
  take(wrap, over.wrap);
  take(bind, over.bind);
  take(line_break, over.line_break);
  take(role, over.role);
  take(space_before, over.space_before);
  take(space_after, over.space_after);
  take(keep_together, over.keep_together);
  take(keep_with_next, over.keep_with_next);
  take(keep_with_previous, over.keep_with_previous);
  take(break_before, over.break_before);
  take(break_after, over.break_after);
  take(padding, over.padding);
  take(border.top, over.border.top);
  take(border.right, over.border.right);
  take(border.bottom, over.border.bottom);
  take(border.left, over.border.left);
  take(background, over.background);
  own_align = own_align || over.own_align;
}

void Inherited::apply_text(const Properties& properties) {
  if (properties.font_family) text.family = *properties.font_family;
  if (properties.font_size) {
    const FontSize& size = *properties.font_size;
    text.size = size.absolute ? *size.absolute : scaled(text.size, size.percent_millionths, 100'000'000);
  }
  if (properties.bold) text.bold = *properties.bold;
  if (properties.italic) text.italic = *properties.italic;
  if (properties.underline) text.underline = *properties.underline;
  if (properties.color) text.color = *properties.color;
  if (properties.letter_spacing) text.letter_spacing = *properties.letter_spacing;
  if (properties.lang) text.lang = *properties.lang;
  if (properties.upper) upper = *properties.upper;
}

void Inherited::apply_paragraph(const Properties& properties) {
  ParagraphStyle& style = paragraph;
  if (properties.align) style.align = *properties.align;
  if (properties.first_line_indent) style.first_line_indent = *properties.first_line_indent;
  if (properties.indent_left) style.indent_left = *properties.indent_left;
  if (properties.indent_right) style.indent_right = *properties.indent_right;
  if (properties.line_height) style.line_height = *properties.line_height;
  if (properties.orphans) style.orphans = *properties.orphans;
  if (properties.widows) style.widows = *properties.widows;
  if (properties.wrap) style.wrap = *properties.wrap;
  if (properties.bind) style.bind = *properties.bind;
  if (properties.line_break) style.line_break = *properties.line_break;
}

Keep keep_of(const Properties& properties) {
  return {properties.keep_together.value_or(false), properties.keep_with_next.value_or(false),
          properties.keep_with_previous.value_or(0), properties.break_before.value_or(PageBreak::automatic),
          properties.break_after.value_or(PageBreak::automatic)};
}

Box box_of(const Properties& properties, const Box& base) {
  Box out = base;
  if (properties.padding) out.padding = *properties.padding;
  if (properties.border.top) out.border.top = *properties.border.top;
  if (properties.border.right) out.border.right = *properties.border.right;
  if (properties.border.bottom) out.border.bottom = *properties.border.bottom;
  if (properties.border.left) out.border.left = *properties.border.left;
  if (properties.background) out.background = properties.background;
  return out;
}

}  // namespace sovang::document
