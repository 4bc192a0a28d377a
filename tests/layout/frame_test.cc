#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "build.h"

namespace sovang::layout {
namespace {

using document::Align;
using document::Frame;
using testing::Block;
using testing::Builder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::items_of;
using testing::laid_out;
using testing::LaidOut;
using testing::lines_of;

constexpr const char* long_name = "Công Tằng Tôn Nữ Thị Hồng Phương Khánh";

/// The name line of a certificate in a frame of so many millimetres.
struct NameLine {
  LaidOut result;
  std::vector<const TextItem*> texts;
};

NameLine name_line(double width, int max_lines, const std::string& name = long_name, bool keep = false) {
  Builder build;
  build.master().width = Length::mm(420);
  const auto bold = build.text([](auto& style) {
    style.bold = true;
    style.size = Length::pt(34);
  });
  const auto center = build.para([](auto& style) {
    style.align = Align::center;
    style.wrap = document::Wrap::balance;
  });
  Frame frame;
  frame.x = Length::mm(60);
  frame.y = Length::mm(134);
  frame.width = Builder::mm(width);
  frame.height = Builder::mm(40);
  frame.fit = Frame::Fit::condense_shrink;
  frame.min_font_size = Length::pt(24);
  frame.max_lines = max_lines;
  frame.vertical = document::VerticalAlign::middle;
  document::TextRun run = Builder::run(name, bold);
  run.keep_together = keep;
  frame.children = {Builder::p(std::vector<document::Inline>{run}, center)};
  Block block = Builder::block(frame);
  block.id = "name";
  NameLine line{laid_out(build.with({block})), {}};
  if (!line.result.pages.pages.empty()) line.texts = items_of<TextItem>(line.result.pages.pages[0]);
  return line;
}

TEST(Frame, LeavesTextAloneThatFits) {
  const NameLine line = name_line(300, 2);
  ASSERT_EQ(line.texts.size(), 1U);
  EXPECT_EQ(line.texts[0]->size, Length::pt(34));
  EXPECT_EQ(line.texts[0]->condense_permille, 1000);
  EXPECT_THAT(line.result.rules(), IsEmpty());
}

TEST(Frame, CondensesFirst) {
  const Length natural = name_line(300, 1).texts.at(0)->width;
  const NameLine line = name_line(natural.in_mm() * 0.95, 1);
  ASSERT_EQ(line.texts.size(), 1U);
  EXPECT_EQ(line.texts[0]->size, Length::pt(34));
  EXPECT_NEAR(line.texts[0]->condense_permille, 949, 1);
  EXPECT_LE(line.texts[0]->width.in_mm(), natural.in_mm() * 0.95 + 0.001);
  EXPECT_THAT(line.result.rules(), ElementsAre("FIT-03"));
}

TEST(Frame, ThenMakesLettersSmallerInHalfPoints) {
  const Length natural = name_line(300, 1).texts.at(0)->width;
  const NameLine line = name_line(natural.in_mm() * 0.8, 1);
  ASSERT_EQ(line.texts.size(), 1U);
  EXPECT_EQ(line.texts[0]->condense_permille, 920);
  EXPECT_EQ(line.texts[0]->size, Length::pt(29.5));  // 0.8 / 0.92 × 34 = 29.6
  EXPECT_LE(line.texts[0]->width.in_mm(), natural.in_mm() * 0.8);
}

TEST(Frame, ThenTakesASecondLineAtFullSize) {
  const Length natural = name_line(300, 1).texts.at(0)->width;
  const NameLine line = name_line(natural.in_mm() * 0.6, 2);
  ASSERT_EQ(line.texts.size(), 2U);
  EXPECT_EQ(line.texts[0]->size, Length::pt(34));
  EXPECT_EQ(line.texts[0]->condense_permille, 1000);
  EXPECT_THAT(line.result.rules(), IsEmpty());
}

TEST(Frame, SaysWhatDoesNotFitAndByHowMuch) {
  const NameLine line = name_line(100, 1);
  EXPECT_THAT(line.result.rules(), ElementsAre("FIT-01"));
  const std::string& message = line.result.diagnostics.all()[0].message;
  EXPECT_NE(message.find("khung «name»"), std::string::npos) << message;
  EXPECT_NE(message.find("có 100,0 mm (cỡ 24 pt, co 92 %)"), std::string::npos) << message;
  EXPECT_FALSE(line.result.diagnostics.all()[0].hint.empty());
}

TEST(Frame, NeverBreaksInsideAKeptName) {
  const NameLine line = name_line(100, 2, long_name, true);
  EXPECT_THAT(line.result.rules(), ElementsAre("FIT-01"));
}

TEST(Frame, CentresItsTextInItsHeight) {
  const NameLine line = name_line(300, 1);
  const Length own = document::scaled(Length::pt(34), 1825 + 443 + 87, 2048);
  const Length top = line.texts.at(0)->baseline - document::scaled(Length::pt(34), 1825 * 2 + 87, 4096);
  EXPECT_NEAR((top + own / 2).in_mm(), 134 + 20, 0.01);
  EXPECT_NEAR((line.texts[0]->x + line.texts[0]->width / 2).in_mm(), 60 + 150, 0.01);
}

TEST(Frame, TakesNoSpaceInTheFlow) {
  Builder build;
  Frame frame;
  frame.x = Length::mm(100);
  frame.y = Length::mm(250);
  frame.width = Builder::mm(50);
  frame.children = {Builder::p("trong khung")};
  const LaidOut with = laid_out(build.with({Builder::p("a"), Builder::block(frame), Builder::p("b")}));
  const auto texts = items_of<TextItem>(with.pages.pages.at(0));
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_EQ(texts[1]->x, Length::mm(100));
  EXPECT_GT(texts[1]->baseline, Length::mm(250));
  EXPECT_NEAR(static_cast<double>((texts[2]->baseline - texts[0]->baseline - Builder::line_height()).units),
              0, 4);
}

TEST(Frame, CountsFromTheMarginWhereAsked) {
  Builder build;
  Frame frame;
  frame.origin = Frame::Origin::margin;
  frame.width = Builder::mm(50);
  frame.children = {Builder::p("a")};
  const LaidOut result = laid_out(build.with({Builder::block(frame)}));
  EXPECT_EQ(items_of<TextItem>(result.pages.pages.at(0)).at(0)->x, Length::mm(30));
}

TEST(Frame, OverflowIsAnErrorUnlessTheTemplateSaysOtherwise) {
  for (const auto& [overflow, rules] :
       {std::pair{Frame::Overflow::error, 1}, std::pair{Frame::Overflow::warn, 1},
        std::pair{Frame::Overflow::clip, 0}}) {
    Builder build;
    Frame frame;
    frame.width = Builder::mm(50);
    frame.height = Builder::mm(8);
    frame.overflow = overflow;
    frame.children = {Builder::p("một"), Builder::p("hai"), Builder::p("ba")};
    const LaidOut result = laid_out(build.with({Builder::block(frame)}));
    EXPECT_EQ(result.rules().size(), static_cast<std::size_t>(rules));
    EXPECT_EQ(result.pages.pages.empty(), overflow == Frame::Overflow::error);
  }
}

TEST(Frame, TurnsAboutItsCorner) {
  Builder build;
  Frame frame;
  frame.x = Length::mm(20);
  frame.y = Length::mm(30);
  frame.width = Builder::mm(50);
  frame.height = Builder::mm(10);
  frame.rotate = 90;
  frame.children = {Builder::p("đứng")};
  const LaidOut result = laid_out(build.with({Builder::block(frame)}));
  const Item& item = result.pages.pages.at(0).items.at(0);
  ASSERT_TRUE(item.rotation.has_value());
  EXPECT_EQ(item.rotation->degrees, 90);
  EXPECT_EQ(item.rotation->x, Length::mm(20));
  EXPECT_EQ(item.rotation->width, Length::mm(50));
}

TEST(MasterFrames, AreMadeOnceForAllDocumentsOfABatch) {
  LayoutCache cache;
  FormContentPtr first;
  for (const char* text : {"Bà An", "Ông Bình"}) {
    Builder build;
    Frame frame;
    frame.width = Builder::mm(100);
    frame.children = {Builder::p("BẰNG KHEN")};
    build.master().frames = {Builder::block(frame)};
    build.master().frames_key = "key";
    Diagnostics diagnostics;
    const Result<Pages> pages = lay_out(build.with({Builder::p(text)}), testing::fonts(), cache, diagnostics);
    ASSERT_TRUE(pages);
    ASSERT_NE(pages->pages.at(0).form, nullptr);
    EXPECT_EQ(pages->pages[0].form->items.size(), 1U);
    if (first != nullptr) {
      EXPECT_EQ(pages->pages[0].form, first);
    }
    first = pages->pages[0].form;
  }
}

TEST(MasterFrames, AreNoFormWhenTheyPrintThePageNumber) {
  Builder build;
  Frame frame;
  frame.width = Builder::mm(100);
  frame.children = {Builder::p({Builder::run("Trang "), Builder::late(document::LateText::Function::page)})};
  build.master().frames = {Builder::block(frame)};
  const LaidOut result = laid_out(build.with({Builder::p("a")}));
  EXPECT_EQ(result.pages.pages.at(0).form, nullptr);
  EXPECT_EQ(lines_of(result.pages.pages[0]).at(0), "Trang 1");
}

document::PicturePtr picture(double width, double height) {
  auto made = std::make_shared<document::Picture>();
  made->name = "hoa-van.svg";
  made->drawing = document::Drawing{width, height, {}};
  return made;
}

TEST(Image, IsContainedCoveringOrStretched) {
  for (const auto fit :
       {document::Image::Fit::contain, document::Image::Fit::cover, document::Image::Fit::stretch}) {
    Builder build;
    document::Image image;
    image.picture = picture(100, 50);
    image.width = Builder::mm(40);
    image.height = Builder::mm(40);
    image.fit = fit;
    const LaidOut result = laid_out(build.with({Builder::block(image)}));
    const PictureItem& item = *items_of<PictureItem>(result.pages.pages.at(0)).at(0);
    switch (fit) {
      case document::Image::Fit::contain:
        EXPECT_EQ(item.width, Length::mm(40));
        EXPECT_EQ(item.height, Length::mm(40) / 2);
        EXPECT_EQ(item.y, Length::mm(20) + (Length::mm(40) - item.height) / 2);
        EXPECT_FALSE(item.clip.has_value());
        break;
      case document::Image::Fit::cover:
        EXPECT_EQ(item.width, Length::mm(40) * 2);
        EXPECT_EQ(item.height, Length::mm(40));
        ASSERT_TRUE(item.clip.has_value());
        EXPECT_EQ((*item.clip)[0], Length::mm(30));
        EXPECT_EQ((*item.clip)[2], Length::mm(40));
        break;
      case document::Image::Fit::stretch:
        EXPECT_EQ(item.width, Length::mm(40));
        EXPECT_EQ(item.height, Length::mm(40));
        break;
    }
  }
}

TEST(Image, WarnsOfTooFewDots) {
  Builder build;
  auto made = std::make_shared<document::Picture>();
  made->name = "anh.png";
  made->raster = document::Raster{document::Raster::Kind::png, 100, 100, {}};
  document::Image image;
  image.picture = made;
  image.width = Builder::mm(100);
  const LaidOut result = laid_out(build.with({Builder::block(image)}));
  EXPECT_THAT(result.rules(), ElementsAre("FIT-04"));
}

TEST(Figure, WiderThanItsColumnIsTold) {
  Builder build;
  document::Qr qr;
  qr.value = "HTTPS://THIDUA.EXAMPLE/X";
  qr.size = Length::mm(30);
  document::Grid grid;
  grid.columns = {Builder::mm(20), Builder::fr()};
  grid.cells.resize(2);
  grid.cells[0].children = {Builder::block(qr)};
  grid.cells[1].children = {Builder::p("chữ")};
  EXPECT_EQ(laid_out(build.with({Builder::block(grid)})).rules(), std::vector<std::string>{"FIT-02"});
  EXPECT_TRUE(laid_out(Builder().with({Builder::block(qr)})).rules().empty());
}

}  // namespace
}  // namespace sovang::layout
