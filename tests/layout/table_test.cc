#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "build.h"

namespace sovang::layout {
namespace {

using document::Row;
using document::Table;
using testing::Block;
using testing::Builder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::items_of;
using testing::laid_out;
using testing::LaidOut;
using testing::lines_of;
using testing::text_of;

/// A list of `rows` people in two groups, with what a decision's list has.
Table list_of(int rows, int first_group) {
  Table table;
  table.rules = Table::Rules::all;
  table.rule = {document::LineStyle::solid, Length::pt(0.5), {}};
  table.columns = {{Builder::mm(15), {}, ""}, {Builder::fr(), {}, ""}, {Builder::mm(40), {}, ""}};
  table.headers.push_back({Table::HeaderOn::all, {Builder::row({"TT", "Họ và tên", "Tiền thưởng"})}});
  Row carried = Builder::row({"", "Trang trước chuyển sang"});
  carried.cells.push_back(Builder::cell(""));
  carried.cells[2].children = {Builder::p({Builder::late(document::LateText::Function::tally, "amount")})};
  table.headers.push_back({Table::HeaderOn::continued, {carried}});
  Row foot = Builder::row({"", "Cộng chuyển sang trang sau"});
  foot.cells.push_back(Builder::cell(""));
  foot.cells[2].children = {Builder::p({Builder::late(document::LateText::Function::tally, "amount")})};
  table.footers.push_back({Table::FooterOn::on_break, {foot}});
  const auto group = [](const std::string& number, const std::string& name) {
    Row row = Builder::row({number}, Row::Kind::group);
    document::LateText continued = Builder::late(document::LateText::Function::continued);
    continued.when_true = " (tiếp theo)";
    document::Cell cell;
    cell.column_span = 2;
    cell.children.push_back(Builder::p({Builder::run(name), continued}));
    row.cells.push_back(cell);
    row.repeat = true;
    return row;
  };
  for (int i = 0; i < rows; ++i) {
    if (i == 0) table.rows.push_back(group("I", "TẬP THỂ"));
    if (i == first_group) table.rows.push_back(group("II", "CÁ NHÂN"));
    Row row =
        Builder::row({std::to_string(i + 1), "Người thứ " + std::to_string(i + 1), std::to_string(100 + i)});
    row.tallies = {{"n", 1}, {"amount", 100 + i}};
    table.rows.push_back(row);
  }
  Row total = Builder::row({"", "Tổng cộng"}, Row::Kind::total);
  total.cells.push_back(Builder::cell(""));
  total.cells[2].children = {Builder::p({Builder::late(document::LateText::Function::tally, "amount")})};
  table.rows.push_back(total);
  return table;
}

std::int64_t last_number(const std::string& line) {
  const std::size_t space = line.find_last_of(' ');
  return std::stoll(line.substr(space == std::string::npos ? 0 : space + 1));
}

TEST(Table, SetsItsHeaderOnEachPage) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::block(list_of(120, 40))}));
  ASSERT_GT(result.pages.pages.size(), 2U);
  for (const Page& page : result.pages.pages) {
    EXPECT_EQ(lines_of(page).front(), "TT Họ và tên Tiền thưởng") << page.label;
  }
  EXPECT_THAT(result.rules(), IsEmpty());
}

TEST(Table, CarriesTheSumsOfAnIndependentCount) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::block(list_of(150, 60))}));
  std::int64_t sum = 0;
  int rows = 0;
  for (std::size_t i = 0; i < result.pages.pages.size(); ++i) {
    const std::vector<std::string> lines = lines_of(result.pages.pages[i]);
    if (i > 0) {
      EXPECT_EQ(lines[1], "Trang trước chuyển sang " + std::to_string(sum));
    }
    for (const std::string& line : lines) {
      if (line.find("Người thứ ") == std::string::npos) continue;
      sum += last_number(line);
      ++rows;
    }
    if (i + 1 < result.pages.pages.size()) {
      EXPECT_EQ(lines.back(), "Cộng chuyển sang trang sau " + std::to_string(sum));
    } else {
      EXPECT_EQ(lines.back(), "Tổng cộng " + std::to_string(sum));
      EXPECT_GE(lines.size(), 3U);
    }
  }
  EXPECT_EQ(rows, 150);
}

TEST(Table, CarriesItsSumsThroughAThousandRandomLists) {
  std::mt19937 random(20211001);  // the same lists each time
  for (int list = 0; list < 1000; ++list) {
    const int rows = 1 + static_cast<int>(random() % 60);
    const int group = static_cast<int>(random() % 60);
    Builder build;
    build.page_of_lines(8 + static_cast<int>(random() % 20));
    Table table = list_of(rows, group);
    for (Row& row : table.rows) {
      if (random() % 4 == 0) row.height = Length::mm(static_cast<double>(random() % 20));
    }
    const LaidOut result = laid_out(build.with({Builder::block(table)}));
    std::int64_t sum = 0;
    int placed = 0;
    for (const Page& page : result.pages.pages) {
      for (const std::string& line : lines_of(page)) {
        const bool carried = line.starts_with("Trang trước") || line.starts_with("Cộng chuyển");
        if (carried || line.starts_with("Tổng cộng")) {
          ASSERT_EQ(last_number(line), sum) << list;
        }
        if (line.find("Người thứ ") == std::string::npos) continue;
        sum += last_number(line);
        ++placed;
      }
    }
    ASSERT_EQ(placed, rows) << list;
  }
}

TEST(Table, SetsTheGroupRowAgainAfterABreakInsideItsGroup) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::block(list_of(120, 40))}));
  const std::vector<std::string> second = lines_of(result.pages.pages.at(1));
  EXPECT_EQ(second.at(2).find("CÁ NHÂN (tiếp theo)") != std::string::npos ||
                second.at(2).find("TẬP THỂ (tiếp theo)") != std::string::npos,
            true)
      << second.at(2);
}

TEST(Table, NeverLeavesAGroupRowAtTheFootOfAPage) {
  for (int first_group = 25; first_group < 50; ++first_group) {
    Builder build;
    const LaidOut result = laid_out(build.with({Builder::block(list_of(80, first_group))}));
    for (const Page& page : result.pages.pages) {
      const std::vector<std::string> lines = lines_of(page);
      const std::size_t last = lines.size() - (page.label == result.pages.pages.back().label ? 1 : 2);
      EXPECT_EQ(lines.at(last).find("CÁ NHÂN"), std::string::npos) << first_group;
    }
  }
}

TEST(Table, TakesABodyRowAlongWithItsTotal) {
  for (int rows = 30; rows < 60; ++rows) {
    Builder build;
    const LaidOut result = laid_out(build.with({Builder::block(list_of(rows, 5))}));
    const std::vector<std::string> lines = lines_of(result.pages.pages.back());
    int people = 0;
    for (const std::string& line : lines)
      people += line.find("Người thứ ") != std::string::npos ? 1 : 0;
    EXPECT_GE(people, 2) << rows;
  }
}

TEST(Table, StaysAboveTheBottomMargin) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::block(list_of(300, 100))}));
  for (const Page& page : result.pages.pages) {
    for (const TextItem* text : items_of<TextItem>(page))
      EXPECT_LE(text->baseline, Length::mm(277));
    for (const LineItem* line : items_of<LineItem>(page))
      EXPECT_LE(line->y2, Length::mm(277));
  }
}

TEST(Table, DrawsItsUprightRulesOncePerPage) {
  Builder build;
  const LaidOut result = laid_out(build.with({Builder::block(list_of(25, 10))}));
  const Page& page = result.pages.pages.at(0);
  std::size_t upright = 0;
  for (const LineItem* line : items_of<LineItem>(page))
    upright += line->x1 == line->x2 ? 1U : 0U;
  // Four edges, of which one is interrupted by the two group rows with a wide cell.
  EXPECT_LE(upright, 8U);
  const LineItem* bottom = items_of<LineItem>(page).back();
  EXPECT_EQ(bottom->x1, Length::mm(30));
  EXPECT_EQ(bottom->x2, Length::mm(195));
}

TEST(Table, SplitsARowTallerThanThePageAtItsLines) {
  Builder build;
  std::string achievement;
  for (int i = 0; i < 900; ++i)
    achievement += "tích" + std::to_string(i) + " ";
  Table table;
  table.columns = {{Builder::mm(20), {}, ""}, {Builder::mm(60), {}, ""}};
  table.rows.push_back(Builder::row({"1", "ngắn"}));
  table.rows.push_back(Builder::row({"2", achievement}));
  table.rows.push_back(Builder::row({"3", "ngắn"}));
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  EXPECT_GT(result.pages.pages.size(), 2U);
  EXPECT_THAT(result.rules(), Contains("PAG-06"));
  const std::string words = testing::words_of(result.pages);
  std::size_t at = 0;
  for (int i = 0; i < 900; ++i) {
    at = words.find("tích" + std::to_string(i), at);
    ASSERT_NE(at, std::string::npos) << i;
  }
  for (const Page& page : result.pages.pages) {
    for (const TextItem* text : items_of<TextItem>(page))
      EXPECT_LE(text->baseline, Length::mm(277));
  }
}

/// A table of rows, each a number beside paragraphs of single lines.
Table table_of_lines(const std::vector<int>& lines, Table::SplitRows split) {
  Table table;
  table.split_rows = split;
  table.min_rows_at_break = 1;
  table.columns = {{Builder::mm(20), {}, ""}, {Builder::mm(60), {}, ""}};
  for (std::size_t row = 0; row < lines.size(); ++row) {
    table.rows.push_back(Builder::row({std::to_string(row + 1), ""}));
    std::vector<document::Inline> text;
    for (int line = 1; line <= lines[row]; ++line) {
      if (line > 1) text.emplace_back(document::ForcedBreak{});
      text.emplace_back(Builder::run("dòng " + std::to_string(line)));
    }
    table.rows.back().cells[1].children = {Builder::p(std::move(text))};
  }
  return table;
}

std::vector<std::size_t> lines_per_page(const LaidOut& result) {
  std::vector<std::size_t> lines;
  for (const Page& page : result.pages.pages)
    lines.push_back(lines_of(page).size());
  return lines;
}

TEST(Table, SplitsAnyRowThatItMayAndLeavesTwoLinesOnEitherSide) {
  Builder build;
  build.page_of_lines(10);
  const LaidOut result =
      laid_out(build.with({Builder::block(table_of_lines({7, 6, 9}, Table::SplitRows::yes))}));
  EXPECT_THAT(lines_per_page(result), ElementsAre(10U, 10U, 2U));
  EXPECT_THAT(result.rules(), IsEmpty());
}

TEST(Table, MovesARowWholeThatWouldLeaveALineAlone) {
  Builder build;
  build.page_of_lines(10);
  const LaidOut result =
      laid_out(build.with({Builder::block(table_of_lines({8, 3, 1}, Table::SplitRows::yes))}));
  EXPECT_THAT(lines_per_page(result), ElementsAre(8U, 4U));
}

TEST(Table, ThatMayNotSplitRowsSplitsOneTallerThanThePageAndSaysSo) {
  Builder build;
  build.page_of_lines(10);
  const LaidOut result =
      laid_out(build.with({Builder::block(table_of_lines({2, 14}, Table::SplitRows::no))}));
  EXPECT_THAT(lines_per_page(result), ElementsAre(10U, 6U));
  EXPECT_THAT(result.rules(), ElementsAre("PAG-08"));
}

TEST(Table, SplitsARowOverManyPages) {
  Builder build;
  build.page_of_lines(10);
  const LaidOut result =
      laid_out(build.with({Builder::block(table_of_lines({1, 1, 300, 1}, Table::SplitRows::if_taller))}));
  std::vector<std::size_t> expected(30, 10);
  expected.push_back(3);
  EXPECT_EQ(lines_per_page(result), expected);
  int line = 0;
  for (const Page& page : result.pages.pages) {
    for (const std::string& text : lines_of(page)) {
      if (text.find("dòng ") != std::string::npos && ++line > 3) continue;
    }
  }
  EXPECT_EQ(line, 303);
}

TEST(Table, LeavesOutARepeatedHeaderThatLeavesNoRoomForARow) {
  Builder build;
  build.page_of_lines(8);
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  Row header = Builder::row({""});
  header.cells[0].children.clear();
  for (int i = 0; i < 6; ++i)
    header.cells[0].children.push_back(Builder::p("tiêu đề"));
  table.headers.push_back({Table::HeaderOn::all, {header}});
  for (int i = 0; i < 9; ++i) {
    Row row = Builder::row({""});
    row.cells[0].children = {Builder::p("x" + std::to_string(i)), Builder::p("y"), Builder::p("z")};
    table.rows.push_back(row);
  }
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  EXPECT_THAT(result.rules(), Contains("PAG-05"));
  const std::string words = testing::words_of(result.pages);
  for (int i = 0; i < 9; ++i)
    EXPECT_NE(words.find("x" + std::to_string(i) + " y z"), std::string::npos) << i;
}

TEST(Table, KeepsRowsJoinedByASpanOnOnePage) {
  for (int before = 38; before < 46; ++before) {
    Builder build;
    Table table;
    table.min_rows_at_break = 1;
    table.columns = {{Builder::mm(30), {}, ""}, {Builder::fr(), {}, ""}};
    for (int i = 0; i < before; ++i)
      table.rows.push_back(Builder::row({"x", "y"}));
    Row joined = Builder::row({"chung", "một"});
    joined.cells[0].row_span = 3;
    table.rows.push_back(joined);
    table.rows.push_back(Builder::row({"hai"}));
    table.rows.push_back(Builder::row({"ba"}));
    const LaidOut result = laid_out(build.with({Builder::block(table)}));
    for (const Page& page : result.pages.pages) {
      const std::vector<std::string> lines = lines_of(page);
      const bool has_first = std::find(lines.begin(), lines.end(), "chung một") != lines.end();
      const bool has_last = std::find(lines.begin(), lines.end(), "ba") != lines.end();
      EXPECT_EQ(has_first, has_last) << before;
    }
  }
}

TEST(Table, HasItsRulesOnItsLayer) {
  Builder build;
  testing::Block block = Builder::block(list_of(3, 1));
  block.layer = document::Layer::data;
  const LaidOut result = laid_out(build.with({block}));
  for (const Item& item : result.pages.pages.at(0).items) {
    if (std::holds_alternative<LineItem>(item.content)) {
      EXPECT_EQ(item.layer, document::Layer::data);
    }
  }
}

TEST(Table, MarksHeaderCellsAndRowsInTheStructure) {
  Builder build;
  Table table = list_of(3, 1);
  table.caption = "Danh sách";
  table.rows[1].cells[1].scope = document::Cell::Scope::row;
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  int header_cells = 0;
  int header_rows = 0;
  for (const StructureNode& node : result.pages.structure) {
    header_cells += node.type == StructureType::header_cell ? 1 : 0;
    header_rows += node.header_of_row ? 1 : 0;
    EXPECT_LT(node.parent, static_cast<int>(result.pages.structure.size()));
  }
  EXPECT_EQ(header_cells, 4);
  EXPECT_EQ(header_rows, 1);
}

TEST(Grid, StandsCellsSideBySideOnOneBaseline) {
  Builder build;
  document::Grid grid;
  grid.columns = {Builder::mm(62), Builder::fr()};
  grid.gap = Length::mm(3);
  grid.cells = {Builder::cell("SỞ NỘI VỤ"), Builder::cell("CỘNG HÒA")};
  const LaidOut result = laid_out(build.with({Builder::block(grid)}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0]->baseline, texts[1]->baseline);
  EXPECT_EQ(texts[1]->x, Length::mm(30) + Length::mm(62) + Length::mm(3));
}

TEST(Grid, PutsACellAtTheBottomOfItsRow) {
  Builder build;
  document::Grid grid;
  grid.columns = {Builder::fr(), Builder::fr()};
  grid.cells = {Builder::cell("ngắn"), Builder::cell("")};
  grid.cells[0].vertical = document::VerticalAlign::bottom;
  grid.cells[1].children = {Builder::p("một"), Builder::p("hai")};
  const LaidOut result = laid_out(build.with({Builder::block(grid)}));
  const auto texts = items_of<TextItem>(result.pages.pages[0]);
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_EQ(texts[0]->baseline, texts[2]->baseline);
}

/// Whether all text of all pages stands above the foot of the body.
bool all_text_in_the_body(const LaidOut& result, const document::PageMaster& master) {
  for (const Page& page : result.pages.pages) {
    for (const TextItem* text : items_of<TextItem>(page)) {
      if (text->baseline > master.height - master.margin.bottom) return false;
    }
  }
  return !result.pages.pages.empty();
}

TEST(Table, MeasuresRowsWithTheSumsThatTheyPrint) {
  Builder build;
  build.page_of_lines(6);
  Table table;
  table.columns = {{Builder::mm(10), {}, ""}};
  for (int i = 0; i < 6; ++i) {
    Row row = Builder::row({""});
    row.tallies = {{"n", 100'000}};
    row.cells[0].children = {Builder::p({Builder::late(document::LateText::Function::tally, "n")})};
    table.rows.push_back(row);
  }
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  // Each sum breaks into two lines in its narrow column: three rows on a page.
  EXPECT_EQ(result.pages.pages.size(), 2U);
  EXPECT_TRUE(all_text_in_the_body(result, build.master()));
}

TEST(Table, PrintsSumsInACellOfAnotherTable) {
  Builder build;
  const auto summed = [](std::int64_t value) {
    Row row = Builder::row({""});
    row.tallies = {{"n", value}};
    row.cells[0].children = {Builder::p({Builder::late(document::LateText::Function::tally, "n")})};
    return row;
  };
  Table inner;
  inner.columns = {{Builder::fr(), {}, ""}};
  inner.rows = {summed(1), summed(2), summed(3)};
  Table outer;
  outer.columns = {{Builder::fr(), {}, ""}};
  outer.rows = {summed(10), summed(20), summed(30)};
  outer.rows[1].cells[0].children.insert(outer.rows[1].cells[0].children.begin(), Builder::block(inner));
  const LaidOut result = laid_out(build.with({Builder::block(outer)}));
  EXPECT_THAT(lines_of(result.pages.pages.at(0)), ElementsAre("10", "1", "3", "6", "30", "60"));
}

TEST(Table, KeepsRoomForFootersBeforeAForcedBreak) {
  Builder build;
  build.page_of_lines(6);
  Table table;
  table.min_rows_at_break = 0;
  table.columns = {{Builder::fr(), {}, ""}};
  Row foot = Builder::row({"chân 1"});
  foot.cells[0].children.push_back(Builder::p("chân 2"));
  foot.cells[0].children.push_back(Builder::p("chân 3"));
  table.footers.push_back({Table::FooterOn::on_break, {foot}});
  for (int i = 1; i <= 6; ++i)
    table.rows.push_back(Builder::row({"hàng " + std::to_string(i)}));
  table.rows[5].keep.break_before = document::PageBreak::page;
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  ASSERT_EQ(result.pages.pages.size(), 3U);
  EXPECT_TRUE(all_text_in_the_body(result, build.master()));
  EXPECT_THAT(lines_of(result.pages.pages[1]), ElementsAre("hàng 4", "hàng 5", "chân 1", "chân 2", "chân 3"));
}

TEST(Table, MeasuresFootersWithThePageNumberOfTheirPage) {
  Builder build;
  build.page_of_lines(4);
  Table table;
  table.min_rows_at_break = 0;
  table.columns = {{Builder::mm(4), {}, ""}, {Builder::fr(), {}, ""}};
  Row foot = Builder::row({"", ""});
  foot.cells[0].children = {Builder::p({Builder::late(document::LateText::Function::page)})};
  table.footers.push_back({Table::FooterOn::on_break, {foot}});
  for (int i = 0; i < 40; ++i)
    table.rows.push_back(Builder::row({"", "hàng"}));
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  // "10" needs two lines in its column, "9" one.
  ASSERT_GT(result.pages.pages.size(), 10U);
  EXPECT_TRUE(all_text_in_the_body(result, build.master()));
}

TEST(Table, SaysThatFootersBelowARowWithAFootnoteHaveNoRoom) {
  Builder build;
  build.page_of_lines(8);
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  Row foot = Builder::row({"chân"});
  for (int i = 0; i < 3; ++i)
    foot.cells[0].children.push_back(Builder::p("chân"));
  table.footers.push_back({Table::FooterOn::on_break, {foot}});
  std::string words;
  for (int i = 0; i < 120; ++i)
    words += "chú thích ";
  auto note = std::make_shared<document::Footnote>();
  note->content.emplace_back(Builder::run(words));
  Row row = Builder::row({"một"});
  for (int i = 0; i < 4; ++i)
    row.cells[0].children.push_back(Builder::p("dòng"));
  row.cells[0].children.push_back(
      Builder::p({Builder::run("sáu"), std::shared_ptr<const document::Footnote>(note)}));
  table.rows = {row, Builder::row({"hàng sau"})};
  EXPECT_THAT(laid_out(build.with({Builder::block(table)})).rules(), Contains("PAG-08"));
}

TEST(Grid, IsAsHighAsCellsPushedDownToACommonBaseline) {
  Builder build;
  const auto large = build.text([](auto& style) { style.size = Length::pt(30); });
  document::Grid grid;
  grid.columns = {Builder::fr(), Builder::fr(), Builder::fr()};
  grid.cells = {Builder::cell("TO", large), Builder::cell("một"), Builder::cell("")};
  grid.cells[1].children.push_back(Builder::p("hai"));
  grid.cells[1].children.push_back(Builder::p("ba"));
  for (document::Cell& cell : grid.cells)
    cell.vertical = document::VerticalAlign::baseline;
  const LaidOut result = laid_out(build.with({Builder::block(grid), Builder::p("sau")}));
  const auto texts = items_of<TextItem>(result.pages.pages.at(0));
  ASSERT_EQ(texts.size(), 5U);
  EXPECT_EQ(texts[0]->baseline, texts[1]->baseline);
  EXPECT_EQ(texts[4]->baseline - texts[3]->baseline, texts[3]->baseline - texts[2]->baseline);
}

TEST(List, StandsBelowALabelThatIsHigherThanItsFirstRow) {
  Builder build;
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  table.rows = {Builder::row({""})};
  table.rows[0].cells[0].children.clear();
  document::List list;
  list.label = document::List::Label::hang;
  list.items.emplace_back();
  list.items[0].label = "1.";
  list.items[0].children = {Builder::block(table), Builder::p("sau")};
  const LaidOut result = laid_out(build.with({Builder::block(list)}));
  EXPECT_THAT(lines_of(result.pages.pages.at(0)), ElementsAre("1.", "sau"));
}

TEST(List, KeepsItsLabelBesideTheFirstPartOfARowThatIsCut) {
  Builder build;
  build.page_of_lines(6);
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  table.rows = {Builder::row({""})};
  table.rows[0].cells[0].children.clear();
  for (int i = 1; i <= 9; ++i)
    table.rows[0].cells[0].children.push_back(Builder::p("dòng " + std::to_string(i)));
  document::List list;
  list.label = document::List::Label::hang;
  list.items.emplace_back();
  list.items[0].label = "a)";
  Block held = Builder::block(table);
  held.id = "bang";
  list.items[0].children = {held};
  const LaidOut result = laid_out(build.with({Builder::p("trước"), Builder::block(list)}));
  ASSERT_EQ(result.pages.pages.size(), 2U);
  EXPECT_EQ(lines_of(result.pages.pages[0])[1], "a) dòng 1");
  EXPECT_THAT(lines_of(result.pages.pages[1]), ElementsAre("dòng 6", "dòng 7", "dòng 8", "dòng 9"));
  ASSERT_EQ(result.pages.anchors.size(), 1U);
  EXPECT_EQ(result.pages.anchors[0].page, 0U);
}

TEST(Table, HasItsCaptionAsItsFirstChildAndOnItsPage) {
  Builder build;
  build.page_of_lines(5);
  const auto caption = build.para([](auto& style) { style.role = document::Role::caption; });
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  table.rows = {Builder::row({"một"}), Builder::row({"hai"})};
  table.caption = "Danh sách";
  table.summary = "Hai hàng";
  const LaidOut result =
      laid_out(build.with({Builder::p("1"), Builder::p("2"), Builder::p("3"), Builder::p("4"),
                           Builder::p("Bảng 1. Danh sách", caption), Builder::block(table)}));
  ASSERT_EQ(result.pages.pages.size(), 2U);
  EXPECT_EQ(lines_of(result.pages.pages[1]).at(0), "Bảng 1. Danh sách");
  const auto& nodes = result.pages.structure;
  const auto at = std::find_if(nodes.begin(), nodes.end(),
                               [](const StructureNode& node) { return node.type == StructureType::table; });
  ASSERT_NE(at, nodes.end());
  EXPECT_EQ(at->title, "Danh sách");
  EXPECT_EQ(at->summary, "Hai hàng");
  EXPECT_EQ((at + 1)->type, StructureType::caption);
  EXPECT_EQ((at + 1)->parent, at - nodes.begin());
  EXPECT_EQ(std::count_if(nodes.begin(), nodes.end(),
                          [](const StructureNode& node) { return node.type == StructureType::table; }),
            1);
}

TEST(Table, GivesPlacesToItsRowsThatHaveAnId) {
  Builder build;
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  table.rows = {Builder::row({"một"}), Builder::row({"hai"})};
  table.rows[1].id = "hai";
  const LaidOut result = laid_out(build.with({Builder::block(table)}));
  ASSERT_EQ(result.pages.anchors.size(), 1U);
  EXPECT_EQ(result.pages.anchors[0].id, "hai");
}

TEST(Table, WritesSumsInTheWordsOfTheOffice) {
  Builder build;
  document::LateText sum = Builder::late(document::LateText::Function::tally, "n");
  sum.steps = {{document::LateText::Filter::in_words, 0, "", true, true},
               {document::LateText::Filter::sentence_case, 0, "", false, false}};
  Table table;
  table.columns = {{Builder::fr(), {}, ""}};
  table.rows = {Builder::row({"một"}), Builder::row({""}, Row::Kind::total)};
  table.rows[0].tallies = {{"n", 2005}};
  table.rows[1].cells[0].children = {Builder::p({sum})};
  EXPECT_THAT(lines_of(laid_out(build.with({Builder::block(table)})).pages.pages.at(0)),
              ElementsAre("một", "Hai ngàn không trăm lẻ năm"));
}

}  // namespace
}  // namespace sovang::layout
