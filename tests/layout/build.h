#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/layout/layout.h"

#include "test_fonts.h"

/// A small builder of content trees, as the template language would make them.
namespace sovang::layout::testing {

using document::Block;
using document::Blocks;
using document::Document;
using document::Length;

class Builder {
 public:
  Builder() {
    document_.boxes.emplace_back();
    document_.sources.emplace_back();
    document_.text_styles.emplace_back();
    document_.paragraph_styles.emplace_back();
    document::PageMaster master;
    master.name = "portrait";
    master.width = Length::mm(210);
    master.height = Length::mm(297);
    master.margin = {Length::mm(20), Length::mm(15), Length::mm(20), Length::mm(30)};
    document_.masters.push_back(std::move(master));
  }

  document::TextStyleId text(const std::function<void(document::TextStyle&)>& change) {
    document::TextStyle style;
    change(style);
    document_.text_styles.push_back(style);
    return document::TextStyleId{static_cast<std::uint32_t>(document_.text_styles.size() - 1)};
  }
  document::ParagraphStyleId para(const std::function<void(document::ParagraphStyle&)>& change) {
    document::ParagraphStyle style;
    change(style);
    document_.paragraph_styles.push_back(style);
    return document::ParagraphStyleId{static_cast<std::uint32_t>(document_.paragraph_styles.size() - 1)};
  }
  document::BoxId box(const document::Box& box) {
    document_.boxes.push_back(box);
    return document::BoxId{static_cast<std::uint32_t>(document_.boxes.size() - 1)};
  }
  document::SourceId source(int line) {
    document::Source source;
    source.place = {"mau.xml", line, 1, 0};
    document_.sources.push_back(std::move(source));
    return document::SourceId{static_cast<std::uint32_t>(document_.sources.size() - 1)};
  }

  static document::TextRun run(std::string text, document::TextStyleId style = {}) {
    document::TextRun run;
    run.text = std::move(text);
    run.style = style;
    return run;
  }
  static Block p(std::vector<document::Inline> content, document::ParagraphStyleId style = {},
                 document::TextStyleId text_style = {}) {
    Block block;
    block.content = document::Paragraph{style, text_style, std::move(content)};
    return block;
  }
  static Block p(std::string text, document::ParagraphStyleId style = {},
                 document::TextStyleId text_style = {}) {
    return p(std::vector<document::Inline>{run(std::move(text), text_style)}, style, text_style);
  }
  template <class Content>
  static Block block(Content content) {
    Block block;
    block.content = std::move(content);
    return block;
  }
  static Block group(Blocks children) {
    document::Group group;
    group.children = std::move(children);
    return block(std::move(group));
  }
  static document::Cell cell(std::string text, document::TextStyleId style = {}) {
    document::Cell cell;
    cell.text_only = true;
    cell.children.push_back(p(std::move(text), {}, style));
    return cell;
  }
  static document::Row row(std::vector<std::string> cells,
                           document::Row::Kind kind = document::Row::Kind::body) {
    document::Row row;
    row.kind = kind;
    for (std::string& text : cells)
      row.cells.push_back(cell(std::move(text)));
    return row;
  }
  static document::Size mm(double millimetres) {
    return {document::Size::Kind::absolute, Length::mm(millimetres), 0};
  }
  static document::Size fr(int shares = 1) {
    return {document::Size::Kind::fraction, {}, std::int64_t{1'000'000} * shares};
  }
  static document::Size percent(int share) {
    return {document::Size::Kind::percent, {}, std::int64_t{1'000'000} * share};
  }
  static document::LateText late(document::LateText::Function function, std::string argument = {}) {
    document::LateText late;
    late.function = function;
    late.argument = std::move(argument);
    return late;
  }

  document::PageMaster& master() { return document_.masters.front(); }
  Document& document() { return document_; }

  /// A page of this height in lines of 14 pt (16.1 pt each).
  void page_of_lines(int lines) { master().height = line_height() * lines + Length::mm(40) + Length{100}; }
  static Length line_height() { return document::scaled(Length::pt(14), 1825 + 443 + 87, 2048); }

  Document with(Blocks blocks) {
    document::Sequence sequence;
    sequence.children = std::move(blocks);
    document_.sequences.push_back(std::move(sequence));
    return document_;
  }

 private:
  Document document_;
};

struct LaidOut {
  Pages pages;
  Diagnostics diagnostics;

  [[nodiscard]] std::vector<std::string> rules() const {
    std::vector<std::string> rules;
    for (const Problem& problem : diagnostics.all())
      rules.push_back(problem.rule);
    return rules;
  }
};

inline LaidOut laid_out(const Document& document) {
  LaidOut result;
  LayoutCache cache;
  Result<Pages> pages = lay_out(document, fonts(), cache, result.diagnostics);
  if (pages) result.pages = *std::move(pages);
  return result;
}

/// The text of a line item, with single spaces where the text has them.
inline std::string text_of(const TextItem& item) {
  std::string text;
  for (const TextPiece& piece : item.pieces) {
    text += piece.shaped->text;
    if (piece.space_after && &piece != &item.pieces.back()) text += ' ';
  }
  return text;
}

/// The lines of a page: text items, those on one baseline joined, in the order of the page.
inline std::vector<std::string> lines_of(const Page& page) {
  std::vector<std::string> lines;
  Length baseline{-1};
  for (const Item& item : page.items) {
    const auto* text = std::get_if<TextItem>(&item.content);
    if (text == nullptr) continue;
    if (!lines.empty() && text->baseline == baseline) {
      lines.back() += " " + text_of(*text);
    } else {
      lines.push_back(text_of(*text));
    }
    baseline = text->baseline;
  }
  return lines;
}

template <class Content>
std::vector<const Content*> items_of(const Page& page) {
  std::vector<const Content*> found;
  for (const Item& item : page.items) {
    if (const auto* content = std::get_if<Content>(&item.content)) found.push_back(content);
  }
  return found;
}

/// All words of the pages in order, one space between two.
inline std::string words_of(const Pages& pages) {
  std::string words;
  for (const Page& page : pages.pages) {
    for (const TextItem* item : items_of<TextItem>(page))
      words += text_of(*item) + " ";
  }
  return words;
}

}  // namespace sovang::layout::testing
