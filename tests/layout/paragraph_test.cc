#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "build.h"
#include "vietnamese_letters.h"

namespace sovang::layout {
namespace {

using document::Align;
using testing::Builder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::items_of;
using testing::laid_out;
using testing::LaidOut;
using testing::lines_of;
using ::testing::Not;
using testing::text_of;

constexpr const char* sentence =
    "Ngày 1/10, UBND tỉnh ban hành Kế hoạch tổ chức thực hiện phong trào thi đua đặc biệt “Quảng Nam đoàn "
    "kết, "
    "chung sức, đồng lòng thi đua phòng, chống và chiến thắng đại dịch COVID-19” theo Quyết định số "
    "1234/QĐ-UBND ngày 01 tháng 10 năm 2021 về phát triển kinh tế - xã hội tại Điều 3 của Kế hoạch.";

TEST(Paragraph, StandsAtTheMarginsWithItsBaselineInTheFirstLine) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::p("Độc lập")}));
  ASSERT_EQ(result.pages.pages.size(), 1U);
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0]->x, Length::mm(30));
  EXPECT_EQ(text_of(*texts[0]), "Độc lập");
  // Half of the font's gap (87 units) and the ascent (1825 units) below the margin.
  const Length wanted = Length::mm(20) + document::scaled(Length::pt(14), 1825 * 2 + 87, 4096);
  EXPECT_NEAR(static_cast<double>((texts[0]->baseline - wanted).units), 0, 3);
}

TEST(Paragraph, FillsJustifiedLinesToTheMarginButNotTheLast) {
  Builder build;
  const auto body = build.para([](auto& style) { style.align = Align::justify; });
  const LaidOut result = laid_out(build.with({Builder::p(sentence, body)}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_GT(texts.size(), 2U);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Length right = texts[i]->x + texts[i]->width;
    if (i + 1 < texts.size()) {
      EXPECT_NEAR(static_cast<double>((right - Length::mm(195)).units), 0, 2) << i;
    } else {
      EXPECT_LT(right, Length::mm(195));
      EXPECT_EQ(texts[i]->space_change_permille, 0);
    }
  }
}

TEST(Paragraph, NeverBreaksInsideAToken) {
  for (int width = 40; width <= 160; width += 3) {
    Builder build;
    const auto body = build.para([](auto& style) { style.align = Align::justify; });
    build.master().margin.right = Length::mm(180 - width);
    const LaidOut result = laid_out(build.with({Builder::p(sentence, body)}));
    for (const std::string& line : lines_of(result.pages.pages[0])) {
      for (const char* end : {"1234/", "QĐ-", "COVID-", "QĐ", "COVID"}) {
        EXPECT_FALSE(line.ends_with(end)) << width << ": " << line;
      }
    }
  }
}

TEST(Paragraph, BreaksNoBoundPairInALineOfAPage) {
  for (int width = 160; width <= 180; ++width) {
    Builder build;
    const auto body = build.para([](auto& style) { style.align = Align::justify; });
    build.master().margin.right = Length::mm(180 - width);
    const LaidOut result = laid_out(build.with({Builder::p(sentence, body)}));
    for (const std::string& line : lines_of(result.pages.pages[0])) {
      for (const char* end : {" số", " ngày", " tháng", " năm", " Điều"}) {
        EXPECT_FALSE(line.ends_with(end)) << width << ": " << line;
      }
      EXPECT_FALSE(line.starts_with("- ")) << width << ": " << line;
    }
  }
}

TEST(Paragraph, StandsWhereItsAlignmentSays) {
  Builder build;
  const auto center = build.para([](auto& style) { style.align = Align::center; });
  const auto right = build.para([](auto& style) { style.align = Align::right; });
  const LaidOut result = laid_out(build.with({Builder::p("Tặng", center), Builder::p("Tặng", right)}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_NEAR((texts[0]->x + texts[0]->width / 2).in_mm(), 112.5, 0.001);
  EXPECT_NEAR((texts[1]->x + texts[1]->width).in_mm(), 195, 0.001);
}

TEST(Paragraph, TakesNoSpaceWhenItIsEmpty) {
  Builder build;
  testing::Block empty = Builder::p("");
  empty.space.before = Length::pt(50);
  const LaidOut with = laid_out(build.with({Builder::p("a"), empty, Builder::p("b")}));
  Builder other;
  const LaidOut without = laid_out(other.with({Builder::p("a"), Builder::p("b")}));
  EXPECT_EQ(facts_text(with.pages, testing::fonts()), facts_text(without.pages, testing::fonts()));
}

TEST(Paragraph, KeepsABlankLineOfANoBreakSpace) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::p("a"), Builder::p("\xC2\xA0"), Builder::p("b")}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 2U);
  const Length lines = texts[1]->baseline - texts[0]->baseline;
  EXPECT_NEAR(static_cast<double>((lines - Builder::line_height() * 2).units), 0, 4);
}

TEST(Paragraph, DropsSpacesAtItsEndsAndKeepsThoseBetweenSpans) {
  Builder build;
  const auto bold = build.text([](auto& style) { style.bold = true; });
  const LaidOut result = laid_out(build.with({Builder::p(
      {Builder::run(" "), Builder::run("Bà", bold), Builder::run(" "), Builder::run("An ", bold)})}));
  EXPECT_THAT(lines_of(result.pages.pages[0]), ElementsAre("Bà An"));
}

TEST(Paragraph, SetsAWordOfTwoStylesWithoutASpace) {
  Builder build;
  const auto bold = build.text([](auto& style) { style.bold = true; });
  const LaidOut result =
      laid_out(build.with({Builder::p({Builder::run("Điều 1", bold), Builder::run(". Tặng")})}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0]->x + texts[0]->width, texts[1]->x);
  EXPECT_FALSE(texts[0]->pieces.back().space_after);
}

TEST(Paragraph, BreaksWhereToldAndLeavesAnEmptyLineBetweenTwoBreaks) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::p(
      {Builder::run("a"), document::ForcedBreak{}, document::ForcedBreak{}, Builder::run("b")})}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_NEAR(
      static_cast<double>((texts[1]->baseline - texts[0]->baseline - Builder::line_height() * 2).units), 0,
      4);
}

TEST(Paragraph, KeepsEachKindOfSpaceAsItIsMeant) {
  Builder build;
  build.master().margin.right = Length::mm(140);
  // No break at U+00A0 (not even two) and U+202F; a break without a space at U+200B; a tab is a space.
  const LaidOut result =
      laid_out(build.with({Builder::p("một hai\tba\xC2\xA0\xC2\xA0 bốn năm\xE2\x80\xAFsáu bảy")}));
  EXPECT_THAT(lines_of(result.pages.pages[0]), ElementsAre("một hai ba bốn", "năm sáu bảy"));
  Builder other;
  other.master().margin.right = Length::mm(160);
  const LaidOut broken =
      laid_out(other.with({Builder::p("thi\xE2\x80\x8B"
                                      "đua")}));
  EXPECT_EQ(lines_of(broken.pages.pages[0]).size(), 1U);
}

TEST(Paragraph, CentresLettersThatAreSpacedApart) {
  Builder build;
  const auto spaced = build.text([](auto& style) { style.letter_spacing = Length::pt(6); });
  const auto center = build.para([](auto& style) { style.align = Align::center; });
  const LaidOut result = laid_out(build.with({Builder::p("TẶNG", center, spaced)}));
  const TextItem& text = *items_of<TextItem>(result.pages.pages[0]).at(0);
  const Length seen = text.width - Length::pt(6);
  EXPECT_NEAR((text.x + seen / 2).in_mm(), 112.5, 0.001);
}

TEST(Paragraph, HoldsAKeptNameTogether) {
  Builder build;
  build.master().margin.right = Length::mm(100);
  document::TextRun name = Builder::run("Nguyễn Thị Minh Khai");
  name.keep_together = true;
  const LaidOut result =
      laid_out(build.with({Builder::p({Builder::run("Tặng Bằng khen cho Bà "), name, Builder::run(" và")})}));
  EXPECT_THAT(lines_of(result.pages.pages[0]), Contains(::testing::HasSubstr("Nguyễn Thị Minh Khai")));
  EXPECT_THAT(result.rules(), IsEmpty());
}

TEST(Paragraph, BreaksAKeptPieceThatIsWiderThanTheLineAndSaysSo) {
  Builder build;
  build.master().margin.right = Length::mm(140);
  document::TextRun name = Builder::run("Công Tằng Tôn Nữ Thị Hồng Phương Khánh");
  name.keep_together = true;
  const LaidOut result = laid_out(build.with({Builder::p({name})}));
  EXPECT_GT(lines_of(result.pages.pages[0]).size(), 1U);
  EXPECT_THAT(result.rules(), ElementsAre("FIT-05"));
  EXPECT_NE(result.diagnostics.all()[0].message.find("«Công Tằng Tôn Nữ Thị Hồng Phương Khánh»"),
            std::string::npos);
  EXPECT_EQ(testing::words_of(result.pages), "Công Tằng Tôn Nữ Thị Hồng Phương Khánh ");
}

TEST(Paragraph, BreaksATokenWiderThanTheLineAndSaysSo) {
  Builder build;
  build.master().margin.right = Length::mm(150);
  const LaidOut result =
      laid_out(build.with({Builder::p("https://thidua.example/van-ban/quyet-dinh_khen-thuong")}));
  const std::vector<std::string> lines = lines_of(result.pages.pages[0]);
  EXPECT_GT(lines.size(), 1U);
  EXPECT_THAT(result.rules(), ElementsAre("FIT-02"));
  std::string joined;
  for (const std::string& line : lines)
    joined += line;
  EXPECT_EQ(joined, "https://thidua.example/van-ban/quyet-dinh_khen-thuong");
  for (const TextItem* text : items_of<TextItem>(result.pages.pages[0])) {
    EXPECT_LE(text->x + text->width, Length::mm(60));
  }
}

TEST(Paragraph, FillsTheLineWithDots) {
  Builder build;
  document::Leader leader;
  const LaidOut result =
      laid_out(build.with({Builder::p({Builder::run("Họ và tên:"), leader, Builder::run("1")})}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_GT(text_of(*texts[1]).size(), 50U);
  EXPECT_NEAR((texts[2]->x + texts[2]->width).in_mm(), 195, 0.01);
  EXPECT_EQ(texts[1]->x + texts[1]->width, texts[2]->x);
}

TEST(Paragraph, SharesTheLineBetweenLeadersAlsoWithoutASpaceBetweenThem) {
  Builder build;
  const LaidOut result = laid_out(build.with(
      {Builder::p({Builder::run("a"), document::Leader{}, Builder::run("b"), document::Leader{}})}));
  const auto texts = items_of<TextItem>(result.pages.pages.at(0));
  ASSERT_EQ(texts.size(), 4U);
  EXPECT_LE(texts[3]->x + texts[3]->width, Length::mm(195));
  EXPECT_NEAR(texts[1]->width.in_mm(), texts[3]->width.in_mm(), 2);
}

/// Found by random trees: what letter-spacing adds behind a last letter is no room for a rule.
TEST(Paragraph, EndsALeaderOfSpacedLettersWhereTheLineEnds) {
  for (const auto pattern : {document::Leader::Pattern::rule, document::Leader::Pattern::dots}) {
    Builder build;
    const auto spaced = build.text([](auto& style) { style.letter_spacing = Length::pt(6); });
    document::Leader leader;
    leader.pattern = pattern;
    leader.style = spaced;
    const LaidOut result = laid_out(build.with({Builder::p({Builder::run("Ghi chú", spaced), leader})}));
    const auto texts = items_of<TextItem>(result.pages.pages[0]);
    const auto rules = items_of<LineItem>(result.pages.pages[0]);
    const bool dotted = pattern == document::Leader::Pattern::dots;
    ASSERT_EQ(texts.size() + rules.size(), 2U);
    const Length end = dotted ? texts[1]->x + texts[1]->width : rules[0]->x2;
    EXPECT_NEAR(end.in_mm(), 195, 0.01) << dotted;
  }
}

TEST(Paragraph, SaysWhichLetterTheFontLacksAndWhere) {
  Builder build;
  document::TextRun run = Builder::run("nốt 𝄞");
  run.source = build.source(41);
  const LaidOut result = laid_out(build.with({Builder::p({run})}));
  ASSERT_THAT(result.rules(), ElementsAre("FNT-02"));
  EXPECT_EQ(result.diagnostics.all()[0].where.line, 41);
  EXPECT_NE(result.diagnostics.all()[0].message.find("U+1D11E"), std::string::npos);
  EXPECT_THAT(result.pages.pages, IsEmpty());
}

TEST(Paragraph, KeepsTheInkOfLinesApartAtSingleSpacing) {
  for (const bool bold : {false, true}) {
    for (const bool italic : {false, true}) {
      Builder build;
      build.master().margin.right = Length::mm(120);
      const auto style = build.text([&](auto& text) {
        text.bold = bold;
        text.italic = italic;
      });
      std::string words;
      for (std::size_t at = 0; at < vietnamese_letters.size();) {
        const std::size_t length = static_cast<unsigned char>(vietnamese_letters[at]) >= 0xE0 ? 3 : 2;
        words += std::string(vietnamese_letters.substr(at, length)) + " ";
        at += length;
      }
      const LaidOut result = laid_out(build.with({Builder::p(words, {}, style)}));
      std::size_t letters = 0;
      Length ink_above = Length::mm(20) - Length::mm(0.05);
      for (const TextItem* text : items_of<TextItem>(result.pages.pages[0])) {
        Length lowest{};
        for (const TextPiece& piece : text->pieces) {
          const Length top = text->baseline - document::scaled(text->size, piece.shaped->top, 2048);
          EXPECT_GE(top, ink_above) << piece.shaped->text;
          lowest =
              std::max(lowest, text->baseline - document::scaled(text->size, piece.shaped->bottom, 2048));
          ++letters;
        }
        ink_above = lowest;
      }
      EXPECT_EQ(letters, 134U);
    }
  }
}

TEST(Paragraph, HonoursAnExactLineHeight) {
  Builder build;
  const auto exact = build.para([](auto& style) { style.line_height.exact = Length::pt(18); });
  const LaidOut result = laid_out(build.with({Builder::p("a", exact), Builder::p("b", exact)}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[1]->baseline - texts[0]->baseline, Length::pt(18));
}

TEST(Paragraph, BalancesTheNameOfABody) {
  Builder build;
  build.master().margin.right = Length::mm(118);
  const auto style = build.para([](auto& para) {
    para.align = Align::center;
    para.wrap = document::Wrap::balance;
  });
  const auto text = build.text([](auto& t) {
    t.size = Length::pt(13);
    t.bold = true;
  });
  const LaidOut result = laid_out(build.with({Builder::p("TRUNG TÂM KIỂM SOÁT BỆNH TẬT TỈNH", style, text)}));
  EXPECT_THAT(lines_of(result.pages.pages[0]), ElementsAre("TRUNG TÂM KIỂM SOÁT", "BỆNH TẬT TỈNH"));
}

TEST(Paragraph, WarnsOfALineThatMayNotWrap) {
  Builder build;
  build.master().margin.right = Length::mm(160);
  const auto style = build.para([](auto& para) { para.wrap = document::Wrap::nowrap; });
  const LaidOut result = laid_out(build.with({Builder::p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", style)}));
  EXPECT_EQ(lines_of(result.pages.pages[0]).size(), 1U);
  EXPECT_THAT(result.rules(), ElementsAre("FIT-02"));
}

TEST(List, RunsItsLabelIntoTheFirstLine) {
  Builder build;
  document::List list;
  document::ListItem item;
  item.label = "Điều 1.";
  item.label_style = build.text([](auto& text) { text.bold = true; });
  item.children.push_back(Builder::p("Tặng Bằng khen"));
  list.items.push_back(item);
  const LaidOut result = laid_out(build.with({Builder::block(list)}));
  EXPECT_THAT(lines_of(result.pages.pages[0]), ElementsAre("Điều 1. Tặng Bằng khen"));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  EXPECT_EQ(result.pages.structure[static_cast<std::size_t>(result.pages.pages[0].items[0].structure)].type,
            StructureType::label);
  EXPECT_EQ(texts.size(), 2U);
}

TEST(List, HangsItsTextBehindTheLabel) {
  Builder build;
  document::List list;
  list.label = document::List::Label::hang;
  list.label_width = Builder::mm(10);
  document::ListItem item;
  item.label = "a)";
  item.children.push_back(Builder::p(sentence));
  list.items.push_back(item);
  const LaidOut result = laid_out(build.with({Builder::block(list)}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_GT(texts.size(), 2U);
  EXPECT_EQ(text_of(*texts[0]), "a)");
  EXPECT_EQ(texts[0]->x, Length::mm(30));
  EXPECT_EQ(texts[0]->baseline, texts[1]->baseline);
  for (std::size_t i = 1; i < texts.size(); ++i)
    EXPECT_EQ(texts[i]->x, Length::mm(30) + Length::mm(10));
}

TEST(Box, IsPaintedBehindAndAroundItsParagraph) {
  Builder build;
  document::Box box;
  box.padding = {Length::mm(2), Length::mm(3), Length::mm(2), Length::mm(3)};
  box.background = document::Color{200, 200, 200};
  box.border.top = {document::LineStyle::solid, Length::pt(1), {}};
  testing::Block block = Builder::p("Trong khung");
  block.box = build.box(box);
  const LaidOut result = laid_out(build.with({block}));
  const Page& page = result.pages.pages[0];
  ASSERT_EQ(page.items.size(), 3U);
  const auto* background = std::get_if<BackgroundItem>(&page.items[0].content);
  ASSERT_NE(background, nullptr);
  EXPECT_EQ(background->x, Length::mm(30));
  EXPECT_EQ(background->y, Length::mm(20));
  EXPECT_EQ(std::get<TextItem>(page.items[1].content).x, Length::mm(30) + Length::mm(3));
  EXPECT_EQ(std::get<LineItem>(page.items[2].content).y1, Length::mm(20));
}

TEST(Rule, IsAShareOfTheLineBeforeIt) {
  Builder build;
  const auto center = build.para([](auto& style) { style.align = Align::center; });
  document::Rule rule;
  rule.length = {document::Size::Kind::text_width, {}, 400'000};
  rule.align = Align::center;
  const LaidOut result = laid_out(build.with({Builder::p("SỞ NỘI VỤ", center), Builder::block(rule)}));
  const Page& page = result.pages.pages[0];
  const Length text = items_of<TextItem>(page)[0]->width;
  const LineItem& line = *items_of<LineItem>(page)[0];
  EXPECT_NEAR(static_cast<double>((line.x2 - line.x1).units), static_cast<double>(text.units) * 0.4, 2);
  EXPECT_NEAR(((line.x1 + line.x2) / 2).in_mm(), 112.5, 0.001);
}

}  // namespace
}  // namespace sovang::layout
