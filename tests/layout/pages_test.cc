#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "build.h"

namespace sovang::layout {
namespace {

using testing::Block;
using testing::Blocks;
using testing::Builder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::items_of;
using testing::laid_out;
using testing::LaidOut;
using testing::lines_of;
using ::testing::SizeIs;

/// A paragraph of so many lines, "x1", "x2" …
Block lines(const std::string& name, int count) {
  std::vector<document::Inline> content;
  for (int i = 1; i <= count; ++i) {
    if (i > 1) content.emplace_back(document::ForcedBreak{});
    content.emplace_back(Builder::run(name + std::to_string(i)));
  }
  return Builder::p(std::move(content));
}

Block kept(Block block, const std::function<void(document::Keep&)>& change) {
  change(block.keep);
  return block;
}

std::vector<std::size_t> lines_per_page(const LaidOut& result) {
  std::vector<std::size_t> counts;
  for (const Page& page : result.pages.pages)
    counts.push_back(lines_of(page).size());
  return counts;
}

LaidOut on_pages_of(int page_lines, Blocks blocks) {
  Builder build;
  build.page_of_lines(page_lines);
  return laid_out(build.with(std::move(blocks)));
}

TEST(PageBreak, LeavesNoWidowAndNoOrphan) {
  // Paragraphs of 1 to 5 lines around the end of a page of ten.
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 9), lines("b", 1), lines("c", 1)})),
              ElementsAre(10, 1));
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 9), lines("b", 2)})), ElementsAre(9, 2));
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 8), lines("b", 3)})), ElementsAre(8, 3));
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 8), lines("b", 4)})), ElementsAre(10, 2));
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 9), lines("b", 4)})), ElementsAre(9, 4));
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 6), lines("b", 5)})), ElementsAre(9, 2));
}

TEST(PageBreak, KeepsAHeadingWithTheTwoLinesAfterIt) {
  Builder build;
  build.page_of_lines(10);
  const auto heading = build.para([](auto& style) { style.role = document::Role::h2; });
  for (int before = 6; before <= 9; ++before) {
    Builder fresh = build;
    Block title = kept(Builder::p("Tiêu đề", heading), [](auto& keep) { keep.with_next = true; });
    const LaidOut result = laid_out(fresh.with({lines("a", before), title, lines("b", 1), lines("c", 6)}));
    for (const Page& page : result.pages.pages) {
      const std::vector<std::string> text = lines_of(page);
      const auto at = std::find(text.begin(), text.end(), "Tiêu đề");
      if (at != text.end()) {
        EXPECT_GE(text.end() - at, 3) << before;
      }
    }
    EXPECT_THAT(result.rules(), ::testing::Each("PAG-11"));
  }
}

Block signature() {
  Block block = Builder::group({lines("ký", 4)});
  block.keep.together = true;
  block.keep.with_previous_lines = 2;
  return block;
}

TEST(PageBreak, NeverLeavesTheSignatureAlone) {
  // Two lines go with it.
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 8), signature()})), ElementsAre(6, 6));
  // A last paragraph of three lines does not split, so all three go.
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 5), lines("b", 3), signature()})),
              ElementsAre(5, 7));
  // With a last paragraph of one line the one before splits, and leaves two lines of it here.
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 7), lines("b", 1), signature()})),
              ElementsAre(5, 7));
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 6), signature()})), ElementsAre(10));
}

TEST(PageBreak, HasTwoLinesWithTheSignatureAtAThousandRandomLengths) {
  std::mt19937 random(1910);  // the same papers each time
  for (int paper = 0; paper < 1000; ++paper) {
    Blocks blocks;
    int length = 0;
    for (int paragraphs = 1 + static_cast<int>(random() % 6); paragraphs > 0; --paragraphs) {
      const int count = 1 + static_cast<int>(random() % 8);
      blocks.push_back(lines(std::string(1, static_cast<char>('a' + paragraphs)), count));
      length += count;
    }
    if (length < 2) continue;
    blocks.push_back(signature());
    const LaidOut result = on_pages_of(10 + static_cast<int>(random() % 8), std::move(blocks));
    ASSERT_GE(lines_of(result.pages.pages.back()).size(), 6U) << paper;
    for (const std::string& rule : result.rules())
      ASSERT_EQ(rule, "PAG-11") << paper;
  }
}

TEST(PageBreak, KeepsABlockTogether) {
  Block together =
      kept(Builder::group({lines("b", 4), lines("c", 4)}), [](auto& keep) { keep.together = true; });
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 5), together})), ElementsAre(5, 8));
}

TEST(PageBreak, GivesUpKeepTogetherForABlockTallerThanThePage) {
  Block together =
      kept(Builder::group({lines("b", 8), lines("c", 8)}), [](auto& keep) { keep.together = true; });
  const LaidOut result = on_pages_of(10, {lines("a", 3), together});
  EXPECT_THAT(result.rules(), Contains("PAG-03"));
  EXPECT_EQ(testing::words_of(result.pages), "a1 a2 a3 b1 b2 b3 b4 b5 b6 b7 b8 c1 c2 c3 c4 c5 c6 c7 c8 ");
}

TEST(PageBreak, GivesRulesUpInTheStatedOrder) {
  // All lines are joined to the next: widows go first, keep-together before keep-with-next.
  Block together = kept(Builder::group({lines("b", 12)}), [](auto& keep) {
    keep.together = true;
    keep.with_next = true;
  });
  const LaidOut result =
      on_pages_of(10, {kept(lines("a", 1), [](auto& keep) { keep.with_next = true; }), together});
  EXPECT_THAT(result.rules(), Contains("PAG-03"));
  EXPECT_THAT(result.rules(), ::testing::Not(Contains("PAG-04")));
}

TEST(PageBreak, ComesWhereATemplateAsksForIt) {
  Block next = kept(lines("b", 1), [](auto& keep) { keep.break_before = document::PageBreak::page; });
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 2), next})), ElementsAre(2, 1));
  Block odd = kept(lines("b", 1), [](auto& keep) { keep.break_before = document::PageBreak::odd_page; });
  EXPECT_THAT(lines_per_page(on_pages_of(10, {lines("a", 2), odd})), ElementsAre(2, 0, 1));
}

TEST(PageBreak, DropsTheGapAtTheTopOfAPageButNotOfASequence) {
  Block spaced = lines("b", 1);
  spaced.space.before = Length::pt(30);
  Builder build;
  build.page_of_lines(10);
  const LaidOut result = laid_out(build.with({lines("a", 10), spaced}));
  const Length top = items_of<TextItem>(result.pages.pages.at(0))[0]->baseline;
  EXPECT_EQ(items_of<TextItem>(result.pages.pages.at(1))[0]->baseline, top);
  Builder other;
  const LaidOut first = laid_out(other.with({spaced}));
  EXPECT_EQ(items_of<TextItem>(first.pages.pages.at(0))[0]->baseline, top + Length::pt(30));
}

TEST(PageBreak, TakesTheLargerOfTwoGaps) {
  Block above = lines("a", 1);
  above.space.after = Length::pt(6);
  Block below = lines("b", 1);
  below.space.before = Length::pt(10);
  const LaidOut result = on_pages_of(10, {above, below});
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  EXPECT_NEAR(static_cast<double>((texts[1]->baseline - texts[0]->baseline).units),
              static_cast<double>((Builder::line_height() + Length::pt(10)).units), 4);
}

TEST(Running, PrintsThePageNumberFromTheSecondPage) {
  Builder build;
  build.page_of_lines(10);
  document::RunningContent header;
  header.on = document::RunningContent::On::not_first;
  header.children = {Builder::p({Builder::late(document::LateText::Function::page), Builder::run("/"),
                                 Builder::late(document::LateText::Function::pages)})};
  build.master().headers.push_back(header);
  const LaidOut result = laid_out(build.with({lines("a", 25)}));
  ASSERT_THAT(result.pages.pages, SizeIs(3));
  EXPECT_EQ(lines_of(result.pages.pages[0]).back(), "a10");
  EXPECT_EQ(lines_of(result.pages.pages[1]).back(), "2/3");
  EXPECT_EQ(lines_of(result.pages.pages[2]).back(), "3/3");
  EXPECT_EQ(result.pages.pages[2].items.back().structure, -1);
}

TEST(Running, PushesTheBodyDownWhereItIsHigherThanTheMargin) {
  Builder build;
  document::RunningContent header;
  header.children = {lines("đầu", 5)};
  build.master().headers.push_back(header);
  const LaidOut result = laid_out(build.with({lines("a", 1)}));
  const Page& page = result.pages.pages.at(0);
  const auto texts = items_of<TextItem>(page);
  ASSERT_THAT(texts, SizeIs(6));
  EXPECT_GT(texts[0]->baseline, texts[5]->baseline);
}

TEST(Running, KnowsOddEvenAndLastPages) {
  Builder build;
  build.page_of_lines(10);
  for (const auto& [on, text] : {std::pair{document::RunningContent::On::odd, "lẻ"},
                                 std::pair{document::RunningContent::On::even, "chẵn"},
                                 std::pair{document::RunningContent::On::last, "cuối"}}) {
    document::RunningContent footer;
    footer.on = on;
    footer.children = {Builder::p(text)};
    build.master().footers.push_back(footer);
  }
  const LaidOut result = laid_out(build.with({lines("a", 25)}));
  ASSERT_THAT(result.pages.pages, SizeIs(3));
  EXPECT_EQ(lines_of(result.pages.pages[0]).back(), "lẻ");
  EXPECT_EQ(lines_of(result.pages.pages[1]).back(), "chẵn");
  // What stands on one page stands one below the other, the last at the foot.
  const std::vector<std::string> last = lines_of(result.pages.pages[2]);
  EXPECT_EQ(last.back(), "cuối");
  EXPECT_EQ(*(last.end() - 2), "lẻ");
}

TEST(PageNumbers, SettleInTheFlow) {
  for (const int length : {85, 95, 105}) {
    Builder build;
    build.page_of_lines(10);
    Block there = lines("cuối", 1);
    there.id = "phu-luc";
    const LaidOut result = laid_out(build.with(
        {Builder::p(
             {Builder::run("Xem trang "), Builder::late(document::LateText::Function::page_of, "phu-luc"),
              Builder::run(" trong "), Builder::late(document::LateText::Function::pages),
              Builder::run(" trang, đây là trang "), Builder::late(document::LateText::Function::page)}),
         lines("a", length), there}));
    const std::string pages = std::to_string(result.pages.pages.size());
    EXPECT_EQ(lines_of(result.pages.pages[0])[0],
              "Xem trang " + pages + " trong " + pages + " trang, đây là trang 1");
    EXPECT_THAT(result.rules(), IsEmpty());
  }
}

TEST(PageNumbers, StartAgainInAnAppendix) {
  Builder build;
  build.page_of_lines(10);
  document::Sequence appendix;
  appendix.page_start = 1;
  appendix.page_format = document::Sequence::PageFormat::upper_roman;
  appendix.id = "phu-luc";
  appendix.children = {lines("b", 15)};
  build.with({lines("a", 15)});
  build.document().sequences.push_back(appendix);
  const LaidOut result = laid_out(build.document());
  std::vector<std::string> labels;
  for (const Page& page : result.pages.pages)
    labels.push_back(page.label);
  EXPECT_THAT(labels, ElementsAre("1", "2", "I", "II"));
  ASSERT_FALSE(result.pages.anchors.empty());
  EXPECT_EQ(result.pages.anchors[0].page, 2U);
}

Block with_note(const std::string& text, const std::string& note, int lines_of_note) {
  auto footnote = std::make_shared<document::Footnote>();
  for (int i = 1; i <= lines_of_note; ++i) {
    if (i > 1) footnote->content.emplace_back(document::ForcedBreak{});
    footnote->content.emplace_back(Builder::run(note + std::to_string(i)));
  }
  return Builder::p({Builder::run(text), std::shared_ptr<const document::Footnote>(footnote)});
}

TEST(Footnote, StandsOnThePageOfItsMark) {
  const LaidOut result = on_pages_of(10, {lines("a", 5), with_note("có chú thích", "chú", 2), lines("b", 8)});
  const std::vector<std::string> first = lines_of(result.pages.pages.at(0));
  EXPECT_THAT(first, Contains("có chú thích"));
  EXPECT_EQ(first.back(), "chú2");
  const Page& page = result.pages.pages[0];
  EXPECT_LE(items_of<TextItem>(page).back()->baseline, page.height - Length::mm(20));
}

TEST(Footnote, FlowsOnWhenItIsLargerThanTheRoom) {
  const LaidOut result =
      on_pages_of(10, {lines("a", 2), with_note("có chú thích", "chú", 14), lines("b", 2)});
  const std::string words = testing::words_of(result.pages);
  std::size_t at = 0;
  for (int i = 1; i <= 14; ++i) {
    const std::size_t next = words.find("chú" + std::to_string(i) + " ", at);
    ASSERT_NE(next, std::string::npos) << i;
    at = next;
  }
  for (const Page& page : result.pages.pages) {
    for (const TextItem* text : items_of<TextItem>(page))
      EXPECT_LE(text->baseline, page.height - Length::mm(20));
  }
}

TEST(Footnote, ComesFromACellToo) {
  Builder build;
  document::Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  document::Row row = Builder::row({""});
  row.cells[0].children = {with_note("ô", "chú", 1)};
  table.rows.push_back(row);
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  // The mark beside the cell's text and the one before the note stand higher than their lines.
  EXPECT_THAT(lines_of(result.pages.pages.at(0)), ElementsAre("ô", "1", "1", "chú1"));
}

TEST(Pages, AreEmptyOnlyWithAFinding) {
  Builder build;
  const LaidOut result = laid_out(build.with({}));
  EXPECT_THAT(result.pages.pages, SizeIs(1));
  EXPECT_THAT(result.rules(), ElementsAre("PAG-10"));
}

TEST(Facts, AreTheSameTwice) {
  const Blocks blocks{lines("a", 7), signature(), with_note("x", "y", 2), lines("b", 30)};
  EXPECT_EQ(facts_text(on_pages_of(12, blocks).pages, testing::fonts()),
            facts_text(on_pages_of(12, blocks).pages, testing::fonts()));
}

TEST(Facts, PrintALineForEachItem) {
  Builder build;
  const auto bold = build.text([](auto& style) {
    style.bold = true;
    style.size = Length::pt(13);
  });
  const LaidOut result = laid_out(build.with({Builder::p("CỘNG HÒA", {}, bold)}));
  EXPECT_EQ(facts_text(result.pages, testing::fonts()),
            "page 1 210.00 297.00 sequence=1 master=portrait number=1 layer=all\n"
            "T 30.00 24.18 w=" +
                document::mm_text(items_of<TextItem>(result.pages.pages[0])[0]->width) +
                " LiberationSerif-Bold 13.00 sp=0.00 P \"CỘNG HÒA\"\n");
}

}  // namespace
}  // namespace sovang::layout
