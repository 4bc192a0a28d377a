#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "sovang/document/tree.h"

/// Content trees from bytes, for properties and for the fuzz target: every byte string is a tree, and equal
/// bytes are equal trees. Each word of the content is there once ("w17"); what may be repeated begins with
/// "h" or "g".
namespace sovang::layout::testing {

class RandomTree {
 public:
  enum class Frames : std::uint8_t { some, none };

  explicit RandomTree(std::string_view bytes, Frames frames = Frames::some)
      : bytes_(bytes), frames_(frames) {}

  document::Document make() {
    document_.boxes.emplace_back();
    document_.sources.emplace_back();
    make_styles();
    make_master();
    const int sequences = 1 + pick(2);
    for (int i = 0; i < sequences; ++i) {
      document::Sequence sequence;
      if (pick(3) == 0) sequence.page_start = pick(50);
      sequence.children = blocks(0);
      document_.sequences.push_back(std::move(sequence));
    }
    return std::move(document_);
  }

 private:
  using Length = document::Length;

  /// The next byte, below `limit`; 0 when there are no more.
  int pick(int limit) {
    if (at_ >= bytes_.size() || limit <= 1) return 0;
    return static_cast<unsigned char>(bytes_[at_++]) % limit;
  }
  bool chance(int of) { return pick(of) == 1; }

  void make_styles() {
    for (const double size : {14.0, 9.0, 30.0}) {
      document::TextStyle style;
      style.size = Length::pt(size);
      style.bold = chance(2);
      style.italic = chance(4);
      style.letter_spacing = Length::pt(chance(8) ? 1 : 0);
      document_.text_styles.push_back(style);
    }
    for (int i = 0; i < 3; ++i) {
      document::ParagraphStyle style;
      style.align = static_cast<document::Align>(pick(4));
      style.first_line_indent = Length::mm(pick(12));
      style.indent_left = Length::mm(pick(5));
      style.line_height.permille = 1000 + 100 * pick(8);
      if (chance(8)) style.line_height.exact = Length::pt(20 + pick(20));
      style.orphans = pick(4);
      style.widows = pick(4);
      style.wrap = static_cast<document::Wrap>(pick(6) % 3);
      style.bind = static_cast<document::Binding>(pick(2));
      style.line_break = static_cast<document::LineBreaking>(pick(2));
      style.role = static_cast<document::Role>(pick(10));
      document_.paragraph_styles.push_back(style);
    }
    document::Box box;
    box.padding = {Length::mm(pick(4)), Length::mm(pick(4)), Length::mm(pick(4)), Length::mm(pick(4))};
    box.border.top = {document::LineStyle::solid, Length::pt(pick(3)), {}};
    if (chance(2)) box.background = document::Color{1, 2, 3};
    document_.boxes.push_back(box);
  }

  void make_master() {
    document::PageMaster master;
    master.name = "m";
    master.width = Length::mm(80 + pick(200));
    master.height = Length::mm(60 + pick(200));
    master.margin = {Length::mm(pick(20)), Length::mm(pick(20)), Length::mm(10 + pick(10)),
                     Length::mm(pick(20))};
    if (chance(2)) {
      document::RunningContent header;
      header.on = static_cast<document::RunningContent::On>(pick(6));
      document::Paragraph paragraph;
      document::LateText late;
      late.function = chance(2) ? document::LateText::Function::page : document::LateText::Function::pages;
      paragraph.content.emplace_back(late);
      document::Block block;
      block.content = std::move(paragraph);
      header.children.push_back(std::move(block));
      master.headers.push_back(std::move(header));
    }
    document_.masters.push_back(std::move(master));
  }

  document::TextStyleId text_style() { return document::TextStyleId{static_cast<std::uint32_t>(pick(3))}; }
  document::ParagraphStyleId paragraph_style() {
    return document::ParagraphStyleId{static_cast<std::uint32_t>(pick(3))};
  }

  std::string words(const char* prefix, int count) {
    constexpr const char* ends[] = {"", "", "", ",", "/QĐ-UBND", "ĐỄ", "-"};
    std::string text;
    for (int i = 0; i < count; ++i) {
      if (i > 0) text += pick(9) == 1 ? "\xC2\xA0" : " ";
      text += prefix + std::to_string(++word_) + "x" + ends[pick(7)];
    }
    return text;
  }

  document::Inline inline_part(const char* prefix) {
    switch (pick(12)) {
      case 1:
        return document::ForcedBreak{chance(2)};
      case 2: {
        document::Leader leader;
        leader.pattern = static_cast<document::Leader::Pattern>(pick(3));
        leader.style = text_style();
        return leader;
      }
      case 3: {
        document::LateText late;
        late.function = static_cast<document::LateText::Function>(pick(5));
        late.argument = "n";
        late.style = text_style();
        return late;
      }
      case 4: {
        auto footnote = std::make_shared<document::Footnote>();
        document::TextRun run;
        run.text = words(prefix, 1 + pick(20));
        footnote->content.emplace_back(std::move(run));
        return std::shared_ptr<const document::Footnote>(footnote);
      }
      case 5:
        return document::InlineQr{"X", Length::mm(1 + pick(30)), "mã", {}};
      default: {
        document::TextRun run;
        run.text = words(prefix, 1 + pick(25));
        if (chance(2)) run.text += " ";
        run.style = text_style();
        run.keep_together = chance(8);
        return run;
      }
    }
  }

  document::Paragraph paragraph(const char* prefix) {
    document::Paragraph made;
    made.style = paragraph_style();
    made.text_style = text_style();
    const int parts = pick(4);
    for (int i = 0; i < parts; ++i)
      made.content.push_back(inline_part(prefix));
    return made;
  }

  document::Keep keep() {
    document::Keep made;
    made.together = chance(6);
    made.with_next = chance(6);
    made.with_previous_lines = chance(6) ? pick(4) : 0;
    if (chance(16)) made.break_before = static_cast<document::PageBreak>(pick(3));
    return made;
  }

  document::Blocks blocks(int depth, const char* prefix = "w") {
    document::Blocks made;
    const int count = 1 + pick(depth == 0 ? 12 : 3);
    for (int i = 0; i < count; ++i)
      made.push_back(block(depth, prefix));
    return made;
  }

  document::Block block(int depth, const char* prefix) {
    document::Block made;
    made.space = {Length::pt(pick(20)), Length::pt(pick(20))};
    made.keep = keep();
    if (chance(6)) made.box = document::BoxId{1};
    switch (depth > 2 ? 0 : pick(10)) {
      case 1: {
        document::Group group;
        group.children = blocks(depth + 1, prefix);
        made.content = std::move(group);
        break;
      }
      case 2:
        made.content = list(depth, prefix);
        break;
      case 3:
        made.content = grid(depth, prefix);
        break;
      case 4:
      case 5:
        made.content = table(depth, prefix);
        break;
      case 6:
        if (frames_ == Frames::some) {
          made.content = frame(depth, prefix);
        } else {
          made.content = paragraph(prefix);
        }
        break;
      case 7: {
        document::Qr qr;
        qr.value = "HTTPS://X/" + std::to_string(pick(9));
        qr.size = Length::mm(5 + pick(80));
        made.content = qr;
        break;
      }
      default:
        made.content = paragraph(prefix);
    }
    return made;
  }

  document::List list(int depth, const char* prefix) {
    document::List made;
    made.label = static_cast<document::List::Label>(pick(2));
    const int items = 1 + pick(4);
    for (int i = 0; i < items; ++i) {
      document::ListItem item;
      item.label = std::to_string(i + 1) + ".";
      item.children = blocks(depth + 1, prefix);
      item.keep = keep();
      made.items.push_back(std::move(item));
    }
    return made;
  }

  document::Cell cell(int depth, const char* prefix) {
    document::Cell made;
    made.column_span = 1 + (chance(5) ? pick(3) : 0);
    made.row_span = 1 + (chance(6) ? pick(3) : 0);
    made.vertical = static_cast<document::VerticalAlign>(pick(4));
    if (chance(3)) made.box = document::BoxId{1};
    made.children = chance(5) ? blocks(depth + 1, prefix) : document::Blocks{};
    if (made.children.empty()) {
      document::Block block;
      block.content = paragraph(prefix);
      made.children.push_back(std::move(block));
    }
    return made;
  }

  document::Size width() {
    return chance(2) ? document::Size{document::Size::Kind::absolute, Length::mm(5 + pick(30)), 0}
                     : document::Size{document::Size::Kind::fraction, {}, 1'000'000 * (1 + pick(3))};
  }

  document::Grid grid(int depth, const char* prefix) {
    document::Grid made;
    for (int i = 1 + pick(3); i > 0; --i)
      made.columns.push_back(width());
    made.gap = Length::mm(pick(4));
    for (int i = pick(6); i > 0; --i)
      made.cells.push_back(cell(depth, prefix));
    return made;
  }

  document::Row row(int depth, std::size_t columns, const char* prefix, document::Row::Kind kind) {
    document::Row made;
    made.kind = kind;
    made.repeat = chance(2);
    made.height = Length::mm(pick(20));
    made.tallies = {{"n", pick(100)}};
    if (chance(8)) made.keep = keep();
    for (std::size_t i = 0; i < columns; ++i) {
      made.cells.push_back(cell(depth, prefix));
      made.cells.back().column_span = 1;
      if (kind != document::Row::Kind::body) made.cells.back().row_span = 1;
    }
    return made;
  }

  document::Table table(int depth, const char* prefix) {
    document::Table made;
    made.rules = static_cast<document::Table::Rules>(pick(4));
    made.rule = {document::LineStyle::solid, Length::pt(0.5), {}};
    made.split_rows = static_cast<document::Table::SplitRows>(pick(3));
    made.min_rows_at_break = pick(4);
    const std::size_t columns = static_cast<std::size_t>(1 + pick(4));
    for (std::size_t i = 0; i < columns; ++i)
      made.columns.push_back({width(), {}, ""});
    for (int i = pick(3); i > 0; --i) {
      made.headers.push_back({static_cast<document::Table::HeaderOn>(pick(3)),
                              {row(3, columns, "h", document::Row::Kind::body)}});
    }
    for (int i = pick(3); i > 0; --i) {
      made.footers.push_back({static_cast<document::Table::FooterOn>(pick(3)),
                              {row(3, columns, "h", document::Row::Kind::body)}});
    }
    const int rows = pick(14);
    for (int i = 0; i < rows; ++i) {
      const bool body = pick(5) != 1;
      const auto kind = body ? document::Row::Kind::body : static_cast<document::Row::Kind>(1 + pick(3));
      made.rows.push_back(row(body ? depth : 3, columns, body ? prefix : "g", kind));
    }
    return made;
  }

  document::Frame frame(int depth, const char* prefix) {
    document::Frame made;
    made.x = Length::mm(pick(60));
    made.y = Length::mm(pick(60));
    made.width = {document::Size::Kind::absolute, Length::mm(20 + pick(100)), 0};
    if (chance(2)) made.height = {document::Size::Kind::absolute, Length::mm(5 + pick(100)), 0};
    made.origin = static_cast<document::Frame::Origin>(pick(2));
    made.vertical = static_cast<document::VerticalAlign>(pick(4));
    made.fit = static_cast<document::Frame::Fit>(pick(3));
    if (chance(2)) made.max_lines = 1 + pick(4);
    made.overflow = document::Frame::Overflow::warn;
    made.rotate = 90 * pick(4);
    made.children = blocks(depth + 1, prefix);
    return made;
  }

  std::string_view bytes_;
  Frames frames_;
  std::size_t at_ = 0;
  int word_ = 0;
  document::Document document_;
};

}  // namespace sovang::layout::testing
