#include "sovang/exchange/table_writer.h"

#include <gtest/gtest.h>

#include "sovang/exchange/table.h"

namespace sovang::exchange {
namespace {

PlainTable hostile_table() {
  return {"Kết quả: tra cứu/2022",
          {{"Họ tên", 30}, {"Đơn vị", 40}},
          {{"Nguyễn Thị Mỹ", "Sở Y tế"},
           {"=cmd|' /C calc'!A0", "@SUM(1)"},
           {"-2+3", "＝1+1"},
           {"<b>\"A\" & B</b>", "hai\ndòng, \"trích\""}}};
}

std::vector<std::vector<std::string>> cells_of(const Bytes& bytes, const std::string& name) {
  Diagnostics diagnostics;
  const auto table = read_sheet(bytes, name, Limits{}, diagnostics);
  EXPECT_TRUE(table.has_value()) << (table ? "" : table.error().message);
  std::vector<std::vector<std::string>> out;
  if (!table) return out;
  for (const TableRow& row : table->sheets.at(0).rows) {
    out.emplace_back();
    for (const TableCell& cell : row.cells) {
      EXPECT_EQ(cell.kind, TableCell::Kind::text);
      EXPECT_FALSE(cell.formula);
      out.back().push_back(cell.text);
    }
  }
  return out;
}

TEST(TableWriter, AWorkbookGivesBackItsCellsAsText) {
  const PlainTable table = hostile_table();
  const auto bytes = write_xlsx(table, *Date::make(2022, 5, 20));
  ASSERT_TRUE(bytes.has_value()) << bytes.error().message;
  const auto cells = cells_of(*bytes, "a.xlsx");
  ASSERT_EQ(cells.size(), 5U);
  EXPECT_EQ(cells[0], (std::vector<std::string>{"Họ tên", "Đơn vị"}));
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    EXPECT_EQ(cells[i + 1], table.rows[i]);
}

TEST(TableWriter, TheSameTableGivesTheSameBytes) {
  EXPECT_EQ(*write_xlsx(hostile_table(), *Date::make(2022, 5, 20)),
            *write_xlsx(hostile_table(), *Date::make(2022, 5, 20)));
}

TEST(TableWriter, CsvDisarmsWhatLooksLikeAFormula) {
  EXPECT_NE(write_csv(hostile_table(), CsvSeparator::semicolon).find("\";\""), std::string::npos);
  const Bytes csv = write_csv(hostile_table());
  EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
  for (const char* cell : {"\"'=cmd|' /C calc'!A0\"", "\"'@SUM(1)\"", "\"'-2+3\"", "\"'＝1+1\"",
                           "\"Nguyễn Thị Mỹ\"", "\"hai\ndòng, \"\"trích\"\"\""})
    EXPECT_NE(csv.find(cell), std::string::npos) << cell;
}

}  // namespace
}  // namespace sovang::exchange
