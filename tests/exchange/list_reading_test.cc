// How lists are read, one behaviour at a time; the real lists are in nomination_list_test.cc.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sovang/exchange/import_json.h"
#include "sovang/exchange/nomination_list.h"

#include "exchange/make_xlsx.h"
#include "list_names.h"
#include "list_values.h"

namespace sovang::exchange {
namespace {

using domain::RecipientKind;
using testing::one_sheet;
using testing::sheet_xml;
using testing::text_row;

const Date today = *Date::make(2022, 4, 20);
constexpr const char* provincial = "Bằng khen của Chủ tịch UBND tỉnh";

struct Reading {
  Result<NominationList> list;
  Diagnostics diagnostics;
};

Reading read(ByteView bytes, std::string_view file = "ds.csv") {
  Diagnostics diagnostics;
  auto list = read_nominations(bytes, file, {today}, diagnostics);
  return {std::move(list), std::move(diagnostics)};
}

std::vector<std::string> categories(const NominationList& list) {
  std::vector<std::string> found;
  for (const ImportWarning& warning : list.warnings)
    found.push_back(warning.category + ":" + std::to_string(warning.row));
  return found;
}

TEST(Refusal, NamesAMissingNameColumn) {
  const Reading reading = read("STT;Đơn vị;Hình thức\n1;Sở Y tế;Giấy khen\n");
  ASSERT_FALSE(reading.list);
  EXPECT_EQ(reading.list.error().rule, "IMP-01");
  EXPECT_EQ(reading.list.error().where.line, 1);
  EXPECT_NE(reading.list.error().message.find("ds.csv, dòng 1"), std::string::npos)
      << reading.list.error().message;
  EXPECT_EQ(reading.diagnostics.errors(), 1U);
}

TEST(Refusal, NamesAnUnknownAwardWithItsPlace) {
  const Reading reading = read(one_sheet(sheet_xml(text_row(3, {"STT", "Họ và tên", "Đơn vị", "Hình thức"}) +
                                                   text_row(4, {"1", "Nguyễn An", "Sở Y tế", provincial}) +
                                                   text_row(5, {"2", "Trần Bình", "Sở Y tế", "Bằng khen"}) +
                                                   text_row(6, {"3", "Lê Chi", "Sở Y tế", "Huy hiệu vàng"}))),
                               "ds.xlsx");
  ASSERT_FALSE(reading.list);
  EXPECT_EQ(reading.list.error().rule, "IMP-02");
  EXPECT_NE(reading.list.error().message.find("ds.xlsx, trang “DS”, dòng 5"), std::string::npos);
  EXPECT_NE(reading.list.error().message.find("“Bằng khen”"), std::string::npos);
  // Both rows are told.
  EXPECT_EQ(reading.diagnostics.errors(), 2U);
}

TEST(Refusal, OfOneFileDoesNotReachTheNext) {
  Diagnostics diagnostics;
  EXPECT_FALSE(
      read_nominations("STT;Họ và tên;Hình thức\n1;Nguyễn An;Huy hiệu\n", "a.csv", {today}, diagnostics));
  EXPECT_TRUE(
      read_nominations("STT;Họ và tên;Hình thức\n1;Trần Bình;Giấy khen\n", "b.csv", {today}, diagnostics));
}

TEST(Refusal, IsNotLostAmongManyWarnings) {
  std::string text = "STT;Họ và tên;Hình thức\n";
  for (int i = 1; i <= 1'200; ++i)
    text += std::to_string(i) + ";Nguyễn An;\n";
  const Reading reading = read(text + "1201;Trần Bình;Huy hiệu\n");
  ASSERT_FALSE(reading.list);
  EXPECT_EQ(reading.list.error().where.line, 1'202);
}

TEST(Refusal, OfAFileWithoutRows) {
  for (const std::string& bytes :
       {std::string("\xEF\xBB\xBF"), std::string("\n\n"), one_sheet(sheet_xml(""))}) {
    const Reading reading = read(bytes);
    ASSERT_FALSE(reading.list);
    EXPECT_EQ(reading.list.error().rule, "V-69");
    EXPECT_EQ(reading.diagnostics.errors(), 1U);
  }
}

TEST(Refusal, OfARowWithoutAName) {
  const Reading reading =
      read("STT;Họ và tên;Chức vụ;Đơn vị\n1;Nguyễn An;Bác sĩ;Sở Y tế\n2;;Bác sĩ;Sở Y tế\n");
  ASSERT_TRUE(reading.list);
  EXPECT_EQ(reading.list->rows.size(), 1U);
  ASSERT_EQ(reading.diagnostics.errors(), 1U);
  EXPECT_EQ(reading.diagnostics.all()[0].rule, "V-01");
  EXPECT_EQ(reading.diagnostics.all()[0].where.line, 3);
}

TEST(Encoding, ThatNobodyKnowsIsDoubtedAloud) {
  const Reading reading = read("STT;Ho va ten;Don vi\n1;Jos\xE9 Garcia;Caf\xE9\n");
  ASSERT_TRUE(reading.list);
  EXPECT_EQ(reading.list->rows.at(0).name, "José Garcia");
  ASSERT_EQ(reading.diagnostics.all().size(), 1U);
  EXPECT_EQ(reading.diagnostics.all()[0].rule, "V-37");
}

TEST(Rows, NothingIsDroppedInSilence) {
  const Reading reading = read(
      "STT;Họ và tên;Giới tính\n1;Nguyễn An;Nam\n;Ghi chú giữa danh sách;\n2;Trần Bình;Nam\nTổng cộng: 2 "
      "người;;\n;GIÁM ĐỐC;\n");
  ASSERT_TRUE(reading.list);
  EXPECT_EQ(reading.list->rows.size(), 2U);
  ASSERT_EQ(reading.diagnostics.all().size(), 1U);
  EXPECT_EQ(reading.diagnostics.all()[0].rule, "IMP-05");
  EXPECT_EQ(reading.diagnostics.all()[0].where.line, 3);
}

TEST(Rows, ARepeatedHeaderAndColumnNumbersAreSkipped) {
  const Reading reading = read(
      "STT;Họ và tên;Giới tính\n(1);(2);(3)\n1;Nguyễn An;Nam\nSTT;Họ và tên;Giới tính\n2;Trần Bình;Nam\n");
  ASSERT_TRUE(reading.list);
  EXPECT_EQ(reading.list->rows.size(), 2U);
  EXPECT_TRUE(reading.diagnostics.all().empty());
}

TEST(Rows, SectionsGiveTheKindAndTheForm) {
  const Reading reading = read(
      one_sheet(sheet_xml(text_row(1, {"STT", "Tên tập thể, họ và tên", "Chức vụ"}) +
                          text_row(2, {"A", "BẰNG KHEN CỦA THỦ TƯỚNG CHÍNH PHỦ"}) +
                          text_row(3, {"I", "TẬP THỂ"}) + text_row(4, {"1", "Sở Y tế"}) +
                          text_row(5, {"II", "CÁ NHÂN"}) + text_row(6, {"1", "Nguyễn An", "Bác sĩ"}) +
                          text_row(7, {"III", "HỘ GIA ĐÌNH"}) + text_row(8, {"1", "Hộ ông Trần Bình"}))));
  ASSERT_TRUE(reading.list);
  const auto& rows = reading.list->rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].kind, RecipientKind::collective);
  EXPECT_EQ(rows[1].kind, RecipientKind::individual);
  EXPECT_EQ(rows[2].kind, RecipientKind::household);
  for (const auto& row : rows)
    EXPECT_EQ(row.form.value, "BKTTG");
}

TEST(Rows, FormulasAreNeverMoreThanText) {
  const Reading reading = read("STT;Họ và tên;Đơn vị\n1;Nguyễn An;=1+1\n2;Trần Bình;@Sở\n");
  EXPECT_EQ(reading.list->rows[0].workplace, "=1+1");
  EXPECT_EQ(reading.list->rows[1].workplace, "@Sở");
}

TEST(Rows, APostAndAUnitInOneColumnAreSplit) {
  const Reading reading = read(
      "STT;Họ và tên;Chức vụ, đơn vị công tác\n1;Nguyễn An;Trưởng phòng, Sở Y tế\n2;Trần Bình;Chiến sĩ\n");
  EXPECT_EQ(reading.list->rows[0].title, "Trưởng phòng");
  EXPECT_EQ(reading.list->rows[0].workplace, "Sở Y tế");
  EXPECT_EQ(reading.list->rows[1].title, "Chiến sĩ");
}

TEST(Duplicates, AreFoundAcrossSheets) {
  testing::XlsxPieces pieces;
  const std::string rows =
      text_row(1, {"STT", "Họ và tên", "Ngày sinh"}) + text_row(2, {"1", "Lê Chi", "01/02/1980"});
  pieces.sheets = {{"name=\"A\"", sheet_xml(rows)}, {"name=\"B\"", sheet_xml(rows)}};
  const Reading reading = read(pieces.bytes());
  const auto& warnings = reading.list->warnings;
  const auto found = std::ranges::find(warnings, "duplicate_person", &ImportWarning::category);
  ASSERT_NE(found, warnings.end());
  EXPECT_EQ(found->sheet, "B");
  EXPECT_EQ(found->detail, "trùng trang “A” dòng 2: “Lê Chi”");
}

TEST(Names, ArePartedFromWhatStandsAround) {
  const PersonCell full = split_person("Đ/c Thiếu tá Quách Bá Thành - Đội trưởng Đội CSGT - TT");
  EXPECT_EQ(full.honorific, "đồng chí");
  EXPECT_EQ(full.rank, "Thiếu tá");
  EXPECT_EQ(full.name, "Quách Bá Thành");
  EXPECT_EQ(full.title, "Đội trưởng Đội CSGT - TT");
  EXPECT_EQ(split_person("Đại úy quân nhân chuyên nghiệp Hồ Viết Hải, Nhân viên").rank,
            "Đại úy quân nhân chuyên nghiệp");
  EXPECT_EQ(split_person("TS. Lê Thị Diễm").degree, "TS.");
  EXPECT_EQ(split_person("Ông A Đàm").name, "A Đàm");
}

TEST(Names, OfOtherKindsStayWhole) {
  for (const char* name :
       {"Lê Thị Kim Thanh (pháp danh Thích Nữ Diệu An)", "Joseph Nguyễn Hoàng Phúc", "Y Xíu", "H'Hen Niê",
        "Công Tằng Tôn Nữ Thị Như Ý", "Đoàn Thị Thu", "Ông Ích Khiêm"}) {
    EXPECT_EQ(split_person(name).name, name);
  }
}

TEST(Organisations, AreToldFromPeople) {
  for (const char* name :
       {"Sở Y tế", "Uỷ ban nhân dân xã", "UBND xã Trà Mai", "Nhân dân và cán bộ huyện Duy Xuyên",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Tổ COVID cộng đồng", "Đại đội 3"}) {
    EXPECT_TRUE(names_an_organisation(name)) << name;
  }
  for (const char* name : {"Đoàn Thị Thu", "Tô Ngọc Vân", "Đại tá Lê Văn Được", "Bảo Ninh", "Khoát Văn An"}) {
    EXPECT_FALSE(names_an_organisation(name)) << name;
  }
}

TEST(Counts, AreReadFromClosingLines) {
  EXPECT_EQ(stated_count("Danh sách này có 02 tập thể và 04 cá nhân./.")->collectives, 2);
  EXPECT_EQ(stated_count("Danh sách này có 02 tập thể và 04 cá nhân./.")->individuals, 4);
  EXPECT_EQ(stated_count("Tổng cộng: 08 đồng chí")->all, 8);
  EXPECT_EQ(stated_count("(Danh sách gồm có 13 người)")->all, 13);
  EXPECT_EQ(stated_count("Tổng: 7 người")->all, 7);
  EXPECT_FALSE(stated_count("Tổng Công ty Cổ phần Cơ khí"));
}

TEST(BirthDates, DoubtIsTold) {
  const auto read_text = [](const char* text) {
    ListCell cell;
    cell.kind = TableCell::Kind::text;
    cell.text = cell.original = text;
    return read_birth(cell, today);
  };
  EXPECT_EQ(read_text("21 / 6 / 1977").date, Date::make(1977, 6, 21));
  EXPECT_EQ(read_text("10/10/96").doubt, "two_digit_year");
  EXPECT_EQ(read_text("1967").year, 1967);
  EXPECT_EQ(read_text("31/02/1980").doubt, "invalid_date");
  EXPECT_EQ(read_text("29/02/2000").date, Date::make(2000, 2, 29));
  EXPECT_EQ(read_text("12/25/1980").doubt, "invalid_date");
  EXPECT_EQ(read_text("không rõ").doubt, "invalid_date");
  EXPECT_EQ(read_text("30545").doubt, "date_serial_guessed");
}

TEST(Figures, CommasGroupThousands) {
  const auto value = [](const char* text) {
    ListCell cell;
    cell.kind = TableCell::Kind::text;
    cell.text = text;
    return read_figure(cell).value;
  };
  EXPECT_EQ(value("500,000"), 500'000);
  EXPECT_EQ(value("20,000,000"), 20'000'000);
  EXPECT_EQ(value("1.250.000 đ"), 1'250'000);
  EXPECT_EQ(value("12,5"), std::nullopt);
  EXPECT_EQ(value("nhiều"), std::nullopt);
}

TEST(ImportJson, EscapesWhatItMust) {
  NominationList list;
  list.file = "a\"b\\c\x01.csv";
  list.format = Table::Format::csv;
  list.separator = '\t';
  const auto parsed = nlohmann::json::parse(import_json(list));
  EXPECT_EQ(parsed.at("file"), list.file);
  EXPECT_EQ(parsed.at("separator"), "\t");
}

TEST(Hidden, RowsAndSheetsAreOnlyTold) {
  testing::XlsxPieces pieces;
  pieces.sheets = {{"name=\"A\"", sheet_xml(text_row(1, {"STT", "Họ và tên", "Giới tính"}) +
                                            text_row(2, {"1", "Ông Lê An", "Nam"}, "hidden=\"1\"") +
                                            text_row(3, {"2", "Trần Bình", "Nam"}))},
                   {"name=\"nháp\" state=\"hidden\"", sheet_xml(text_row(1, {"Nguyễn Văn Nháp"}))}};
  const Reading reading = read(pieces.bytes());
  ASSERT_EQ(reading.list->rows.size(), 1U);
  EXPECT_EQ(reading.list->rows[0].name, "Trần Bình");
  const std::vector<std::string> found = categories(*reading.list);
  EXPECT_NE(std::ranges::find(found, "hidden_row:2"), found.end());
  EXPECT_NE(std::ranges::find(found, "hidden_sheet:0"), found.end());
  EXPECT_EQ(reading.list->warnings[0].detail, "Lê An");
}

}  // namespace
}  // namespace sovang::exchange
