#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sovang/base/result.h"

#include "parts.h"

namespace sovang::document {

/// Properties by their Vietnamese names, values as people write them: {"cỡ chữ", "13 pt"}.
using Look = std::vector<std::pair<std::string, std::string>>;

/// Something on the paper: a paragraph, a table, a row … or a condition around some of these.
struct Outline {
  std::string kind;  ///< "đoạn văn"
  std::string text;  ///< its own words, with {expressions}; of a condition its test
  Look look;
  SourceSpan place;
  std::vector<Outline> children;
  std::string words;  ///< its text and that of all inside
  std::string deep;   ///< kind and text of this and all inside: equal for what reads the same
};

/// A compiled template as a tree of what stands on the paper. Components and slots leave no level of their
/// own.
[[nodiscard]] Outline outline_of(const Template::Parts& parts);

/// The properties of compiled styles and nodes (outline_look.cc).
void look_of(const TextStyle& style, Look& out);
void look_of(const ParagraphStyle& style, Look& out);
void look_of(const Box& box, Look& out);
void look_of(const CellVariant& cell, const Template::Parts& parts, Look& out);
void look_of(const PageMaster& master, Look& out);
/// What the node itself says: space, keeps, layer, and the settings of its kind.
void look_of(const Node& node, const Template::Parts& parts, Look& out);

/// "13,5 pt", "12,7 mm".
[[nodiscard]] std::string in_points(Length length);
[[nodiscard]] std::string in_millimetres(Length length);

}  // namespace sovang::document
