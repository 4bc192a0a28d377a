#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "build.h"

namespace sovang::layout {
namespace {

using document::Align;
using document::Frame;
using testing::Builder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What a frame of one certificate is made of.
struct Parts {
  Frame frame;
  document::TextStyle text;
  document::ParagraphStyle paragraph;
  document::Space space;
  std::string words = "Đã có thành tích xuất sắc trong phong trào thi đua";
  bool keep_together = false;
  document::Layer layer = document::Layer::data;
};

Parts citation() {
  Parts parts;
  parts.frame.x = Length::mm(36);
  parts.frame.y = Length::mm(120);
  parts.frame.width = Builder::mm(100);
  parts.frame.height = Builder::mm(30);
  parts.frame.vertical = document::VerticalAlign::middle;
  parts.frame.max_lines = 3;
  return parts;
}

document::Document certificate(const Parts& parts) {
  Builder build;
  const auto text = build.text([&](auto& style) { style = parts.text; });
  const auto paragraph = build.para([&](auto& style) { style = parts.paragraph; });
  Frame frame = parts.frame;
  document::TextRun run = Builder::run(parts.words, text);
  run.keep_together = parts.keep_together;
  frame.children = {Builder::p(std::vector<document::Inline>{run}, paragraph, text), Builder::p("TẶNG")};
  frame.children.front().space = parts.space;
  frame.children.front().layer = parts.layer;
  testing::Block block = Builder::block(frame);
  block.layer = parts.layer;
  return build.with({Builder::p("Trước khung"), block});
}

/// Everything that the pages show and tell.
std::string all_of(const Pages& pages) {
  std::string out = facts_text(pages, testing::fonts());
  for (const StructureNode& node : pages.structure)
    out += std::to_string(static_cast<int>(node.type)) + " below " + std::to_string(node.parent) + "\n";
  for (const Page& page : pages.pages) {
    for (const Item& item : page.items) {
      out += std::to_string(item.structure) + " layer " + std::to_string(static_cast<int>(item.layer));
      if (const auto* text = std::get_if<TextItem>(&item.content)) {
        for (const TextPiece& piece : text->pieces)
          out += " " + std::to_string(piece.x.units);
        out += " " + std::to_string(text->baseline.units) + " " + std::to_string(text->color.red) +
               (text->underline ? " underlined" : "");
      }
      out += '\n';
    }
  }
  return out;
}

std::string laid_out_with(LayoutCache& cache, const Parts& parts, std::vector<std::string>* rules = nullptr) {
  Diagnostics diagnostics;
  const auto pages = lay_out(certificate(parts), testing::fonts(), cache, diagnostics);
  if (rules != nullptr) {
    for (const Problem& problem : diagnostics.all())
      rules->push_back(problem.rule);
  }
  return pages ? all_of(*pages) : pages.error().message;
}

const std::vector<std::function<void(Parts&)>>& changes() {
  static const std::vector<std::function<void(Parts&)>> all = {
      [](Parts& parts) { parts.words = "Đã có thành tích xuất sắc trong phong trào thi đua năm 2021"; },
      [](Parts& parts) { parts.keep_together = true; },
      [](Parts& parts) { parts.layer = document::Layer::form; },
      [](Parts& parts) { parts.space.before = Length::pt(6); },
      [](Parts& parts) { parts.space.after = Length::pt(6); },
      [](Parts& parts) { parts.frame.x = Length::mm(40); },
      [](Parts& parts) { parts.frame.y = Length::mm(121); },
      [](Parts& parts) { parts.frame.width = Builder::mm(60); },
      [](Parts& parts) { parts.frame.height = Builder::mm(40); },
      [](Parts& parts) { parts.frame.height = {}; },
      [](Parts& parts) { parts.frame.vertical = document::VerticalAlign::bottom; },
      [](Parts& parts) { parts.frame.rotate = 90; },
      [](Parts& parts) { parts.frame.origin = Frame::Origin::margin; },
      [](Parts& parts) { parts.frame.fit = Frame::Fit::shrink; },
      [](Parts& parts) { parts.frame.max_lines = 1; },
      [](Parts& parts) { parts.text.size = Length::pt(13); },
      [](Parts& parts) { parts.text.bold = true; },
      [](Parts& parts) { parts.text.italic = true; },
      [](Parts& parts) { parts.text.underline = true; },
      [](Parts& parts) { parts.text.color.red = 166; },
      [](Parts& parts) { parts.text.letter_spacing = Length::pt(1); },
      [](Parts& parts) { parts.text.family = "Liberation Serif"; },
      [](Parts& parts) { parts.paragraph.align = Align::center; },
      [](Parts& parts) { parts.paragraph.align = Align::justify; },
      [](Parts& parts) { parts.paragraph.first_line_indent = Length::mm(5); },
      [](Parts& parts) { parts.paragraph.indent_left = Length::mm(5); },
      [](Parts& parts) { parts.paragraph.indent_right = Length::mm(5); },
      [](Parts& parts) { parts.paragraph.line_height.exact = Length::pt(20); },
      [](Parts& parts) { parts.paragraph.line_height.permille = 1500; },
      [](Parts& parts) { parts.paragraph.wrap = document::Wrap::balance; },
      [](Parts& parts) { parts.paragraph.wrap = document::Wrap::nowrap; },
      [](Parts& parts) { parts.paragraph.bind = document::Binding::none; },
      [](Parts& parts) { parts.paragraph.line_break = document::LineBreaking::first_fit; },
      [](Parts& parts) { parts.paragraph.role = document::Role::h1; },
      [](Parts& parts) { parts.paragraph.role = document::Role::artifact; },
  };
  return all;
}

TEST(FrameCache, GivesWhatLayingOutGives) {
  LayoutCache fresh;
  const std::string expected = laid_out_with(fresh, citation());
  LayoutCache cache;
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(laid_out_with(cache, citation()), expected) << i;
}

TEST(FrameCache, KnowsEverythingThatAFrameDependsOn) {
  LayoutCache cache;
  for (int i = 0; i < 3; ++i)
    static_cast<void>(laid_out_with(cache, citation()));
  for (std::size_t i = 0; i < changes().size(); ++i) {
    Parts changed = citation();
    changes()[i](changed);
    LayoutCache fresh;
    const std::string expected = laid_out_with(fresh, changed);
    for (int again = 0; again < 3; ++again)
      EXPECT_EQ(laid_out_with(cache, changed), expected) << "change " << i << ", time " << again;
  }
}

TEST(FrameCache, SaysEachTimeThatTextWasMadeSmaller) {
  Parts parts = citation();
  parts.frame.fit = Frame::Fit::shrink;
  parts.frame.max_lines = 1;
  parts.frame.width = Builder::mm(90);
  LayoutCache cache;
  for (int i = 0; i < 4; ++i) {
    std::vector<std::string> rules;
    static_cast<void>(laid_out_with(cache, parts, &rules));
    EXPECT_THAT(rules, ElementsAre("FIT-03")) << i;
  }
}

}  // namespace
}  // namespace sovang::layout
