#include "sovang/exchange/table.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zip.h>

#include "exchange/make_xlsx.h"

namespace sovang::exchange {
namespace {

using testing::one_sheet;
using testing::sheet_xml;
using testing::text_row;
using testing::XlsxPieces;
using Kind = TableCell::Kind;

Result<Table> read(ByteView bytes, const Limits& limits = {}) {
  Diagnostics diagnostics;
  auto table = read_sheet(bytes, "ds.xlsx", limits, diagnostics);
  // A refusal is told once, in the same words.
  EXPECT_EQ(diagnostics.all().size(), table ? 0U : 1U);
  if (!table && !diagnostics.all().empty()) {
    EXPECT_EQ(diagnostics.all()[0].message, table.error().message);
  }
  return table;
}

std::string refusal(ByteView bytes, const Limits& limits = {}) {
  const auto table = read(bytes, limits);
  EXPECT_FALSE(table);
  return table ? std::string() : table.error().rule + " " + table.error().message;
}

::testing::AssertionResult speaks_of(const std::string& message, std::string_view rule,
                                     std::string_view word) {
  if (message.starts_with(rule) && message.find(word) != std::string::npos &&
      message.find("ds.xlsx") != std::string::npos) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure()
         << message << " does not say " << rule << " and “" << word << "” and the file";
}

TEST(Xlsx, ReadsEveryKindOfCell) {
  XlsxPieces pieces;
  pieces.shared_strings =
      "<si><t>chung</t></si><si><r><t>hai </t></r><r><t>đoạn</t></r><rPh><t>x</t></rPh></si>";
  pieces.styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts>"
      "<fonts><font><name val=\"Calibri\"/></font><font><name val=\".VnTime\"/></font></fonts>"
      "<cellXfs><xf/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/><xf fontId=\"1\"/></cellXfs>";
  pieces.sheets = {
      {"name=\"DS\"",
       sheet_xml("<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\" s=\"3\"><v>1</v></c>"
                 "<c r=\"C3\" s=\"1\"><v>32580</v></c><c r=\"D3\" s=\"2\"><v>28948.5</v></c>"
                 "<c r=\"E3\"><f>1+1</f><v>2</v></c><c r=\"G3\" t=\"b\"><v>1</v></c>"
                 "<c r=\"H3\" t=\"d\"><v>2022-05-20T00:00:00</v></c>"
                 "<c r=\"I3\" t=\"str\"><v>a_x000A_b</v></c></row>")}};
  const auto table = read(pieces.bytes());
  ASSERT_TRUE(table) << table.error().message;
  ASSERT_EQ(table->sheets.at(0).rows.size(), 1U);
  const TableRow& row = table->sheets[0].rows[0];
  EXPECT_EQ(row.number, 3);
  ASSERT_EQ(row.cells.size(), 9U);
  EXPECT_EQ(row.cells[0].text, "chung");
  EXPECT_EQ(row.cells[1].text, "hai đoạn");
  EXPECT_EQ(row.cells[1].font, ".VnTime");
  EXPECT_EQ(row.cells[2].kind, Kind::date);
  EXPECT_EQ(row.cells[2].text, "1989-03-13");
  EXPECT_FALSE(row.cells[2].date_by_locale);
  EXPECT_EQ(row.cells[3].text, "1979-04-03");
  EXPECT_TRUE(row.cells[3].date_by_locale);
  EXPECT_TRUE(row.cells[4].formula);
  EXPECT_EQ(row.cells[4].kind, Kind::number);
  EXPECT_EQ(row.cells[5].kind, Kind::empty);
  EXPECT_EQ(row.cells[6].kind, Kind::boolean);
  EXPECT_EQ(row.cells[7].text, "2022-05-20");
  EXPECT_EQ(row.cells[8].text, "a\nb");
}

TEST(Xlsx, CountsDaysFrom1904WhereTheFileSaysSo) {
  XlsxPieces pieces;
  pieces.workbook_properties = "<workbookPr date1904=\"1\"/>";
  pieces.styles = "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>";
  pieces.sheets = {{"name=\"DS\"", sheet_xml("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>31118</v></c></row>")}};
  EXPECT_EQ(read(pieces.bytes())->sheets[0].rows[0].cells[0].text, "1989-03-13");
}

TEST(Xlsx, KnowsThat1900WasNoLeapYear) {
  XlsxPieces pieces;
  pieces.styles = "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>";
  pieces.sheets = {
      {"name=\"DS\"", sheet_xml("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>59</v></c><c r=\"B1\" s=\"1\"><v>60"
                                "</v></c><c r=\"C1\" s=\"1\"><v>61</v></c></row>")}};
  const auto table = read(pieces.bytes());
  EXPECT_EQ(table->sheets[0].rows[0].cells[0].text, "1900-02-28");
  EXPECT_EQ(table->sheets[0].rows[0].cells[1].kind, Kind::number);
  EXPECT_EQ(table->sheets[0].rows[0].cells[2].text, "1900-03-01");
}

TEST(Xlsx, TellsHiddenSheetsAndRows) {
  XlsxPieces pieces;
  pieces.sheets = {{"name=\"A\"", sheet_xml(text_row(1, {"x"}) + text_row(2, {"y"}, "hidden=\"1\""))},
                   {"name=\"B\" state=\"veryHidden\"", sheet_xml(text_row(1, {"z"}))}};
  const auto table = read(pieces.bytes());
  EXPECT_FALSE(table->sheets[0].rows[0].hidden);
  EXPECT_TRUE(table->sheets[0].rows[1].hidden);
  EXPECT_TRUE(table->sheets[1].hidden);
}

TEST(Xlsx, FillsVerticallyMergedCells) {
  const auto table =
      read(one_sheet(sheet_xml(text_row(3, {"1", "Sở"}) + text_row(4, {"2"}) + text_row(5, {"3"}),
                               "<mergeCells><mergeCell ref=\"B3:B4\"/></mergeCells>")));
  const auto& rows = table->sheets[0].rows;
  EXPECT_EQ(rows[1].cells.at(1).text, "Sở");
  EXPECT_EQ(rows[1].cells[1].merged_from_row, 3);
  EXPECT_EQ(rows[0].cells[1].merged_from_row, 0);
  EXPECT_EQ(rows[2].cells.size(), 1U);
}

TEST(Xlsx, ReadsElementsWithAPrefix) {
  const auto table =
      read(one_sheet("<x:worksheet xmlns:x=\"s\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
                     "t=\"inlineStr\"><x:is><x:t>An</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"));
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->sheets[0].rows.at(0).cells[0].text, "An");
}

TEST(Xlsx, IsNotFooledByMarkupInCommentsAndAttributes) {
  const auto table = read(one_sheet("<worksheet a=\"<row>&gt;>\"><!-- <row r=\"1\"> --><sheetData>" +
                                    text_row(1, {"An"}) + "</sheetData></worksheet>"));
  // "<" in an attribute is not well-formed, but it must not start a row either.
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->sheets[0].rows.size(), 1U);
}

/// As the usual spreadsheet program writes it: declarations, extensions, spans, shared strings, x14ac
/// attributes.
TEST(Xlsx, ReadsWhatTheUsualProgramWrites) {
  const std::string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n";
  const std::string space =
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
      "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"x14ac xr\" "
      "xmlns:x14ac=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac\" xmlns:xr=\"xr\"";
  const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string book =
      declaration + "<workbook " + space +
      "><fileVersion appName=\"xl\"/><workbookPr defaultThemeVersion=\"166925\"/><mc:AlternateContent "
      "xmlns:mc=\"m\"><mc:Choice Requires=\"x15\"><x15ac:absPath url=\"C:\\\" xmlns:x15ac=\"x\"/></mc:Choice>"
      "</mc:AlternateContent><bookViews><workbookView xWindow=\"0\"/></bookViews><sheets><sheet name=\"Danh "
      "sách\" "
      "sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames><definedName name=\"_xlnm.Print_Titles\" "
      "localSheetId=\"0\">"
      "'Danh sách'!$1:$1</definedName></definedNames><calcPr calcId=\"191029\"/></workbook>";
  const std::string links =
      declaration +
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
      "Id=\"rId3\" Type=\"" +
      relation + "styles\" Target=\"styles.xml\"/><Relationship Id=\"rId4\" Type=\"" + relation +
      "sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId1\" Type=\"" + relation +
      "worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
  const std::string sheet = declaration + "<worksheet " + space +
                            " xr:uid=\"{0}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension "
                            "ref=\"A1:B2\"/><sheetViews><sheetView "
                            "tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" "
                            "topLeftCell=\"A2\"/></sheetView></sheetViews><cols><col "
                            "min=\"1\" max=\"1\" width=\"5\"/></cols><sheetData><row r=\"1\" spans=\"1:2\" "
                            "x14ac:dyDescent=\"0.25\"><c r=\"A1\" "
                            "t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"/></row><row r=\"2\" spans=\"1:2\" "
                            "ht=\"30\" customHeight=\"1\" hidden=\"0\">"
                            "<c r=\"A2\"><v>1</v></c><c r=\"B2\" "
                            "t=\"s\"><v>1</v></c></row></sheetData><pageMargins left=\"0.7\"/></worksheet>";
  const std::string strings =
      declaration + "<sst " + space +
      " count=\"2\" uniqueCount=\"2\"><si><t>STT</t></si><si><t xml:space=\"preserve\"> An "
      "</t><phoneticPr fontId=\"1\"/></si></sst>";
  const std::string styles =
      declaration + "<styleSheet " + space +
      "><fonts count=\"1\" x14ac:knownFonts=\"1\"><font><sz "
      "val=\"11\"/><name val=\"Times New Roman\"/></font></fonts><cellXfs count=\"2\"><xf numFmtId=\"0\" "
      "fontId=\"0\"/><xf numFmtId=\"49\" fontId=\"0\"/></cellXfs></styleSheet>";
  const std::vector<ZipFile> files{{"[Content_Types].xml", declaration},  {"xl/workbook.xml", book},
                                   {"xl/_rels/workbook.xml.rels", links}, {"xl/worksheets/sheet1.xml", sheet},
                                   {"xl/sharedStrings.xml", strings},     {"xl/styles.xml", styles}};
  const auto packed = write_zip(files, *Date::make(2022, 5, 20));
  ASSERT_TRUE(packed) << packed.error().message;
  const auto table = read(*packed);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->sheets[0].name, "Danh sách");
  ASSERT_EQ(table->sheets[0].rows.size(), 2U);
  EXPECT_EQ(table->sheets[0].rows[1].cells.at(1).text, " An ");
  EXPECT_EQ(table->sheets[0].rows[1].cells[1].font, "Times New Roman");
}

TEST(HostileXlsx, ZipBombIsRefused) {
  const std::string rows(8 << 20, ' ');
  EXPECT_TRUE(speaks_of(refusal(one_sheet(sheet_xml(rows))), "LIM-06", "nén hơn 100 lần"));
}

TEST(HostileXlsx, UnpackedSizeIsLimited) {
  Limits limits;
  limits.unpacked_bytes = 10'000;
  std::string rows;
  for (int i = 1; i < 2'000; ++i)
    rows += text_row(i, {std::to_string(i * 7919)});
  EXPECT_TRUE(speaks_of(refusal(one_sheet(sheet_xml(rows)), limits), "LIM-06", "giải nén"));
}

TEST(HostileXlsx, AMillionRowsAreRefused) {
  std::string rows;
  for (int i = 1; i <= 1'000'000; ++i)
    rows += "<row r=\"" + std::to_string(i) + "\"><c><v>1</v></c></row>";
  Limits limits;
  limits.compression_ratio = 10'000;
  const std::string message = refusal(one_sheet(sheet_xml(rows)), limits);
  EXPECT_TRUE(speaks_of(message, "LIM-07", "hơn 100000 dòng"));
  EXPECT_NE(message.find("trang “DS”, dòng 100001"), std::string::npos) << message;
}

TEST(HostileXlsx, TooManyColumnsAreRefused) {
  EXPECT_TRUE(speaks_of(refusal(one_sheet(sheet_xml("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"))),
                        "LIM-07", "hơn 256 cột"));
}

TEST(HostileXlsx, OneStringInManyCellsIsLimited) {
  XlsxPieces pieces;
  pieces.shared_strings = "<si><t>" + std::string(30'000, 'a') + "</t></si>";
  std::string rows;
  for (int i = 1; i <= 3'000; ++i)
    rows += "<row r=\"" + std::to_string(i) + "\"><c t=\"s\"><v>0</v></c></row>";
  pieces.sheets = {{"name=\"DS\"", sheet_xml(rows)}};
  Limits limits;
  limits.text_bytes = 50U << 20U;
  EXPECT_TRUE(speaks_of(refusal(pieces.bytes(), limits), "LIM-07", "50 MB"));
}

TEST(HostileXlsx, DeepNestingIsRefused) {
  std::string deep;
  for (int i = 0; i < 1'000; ++i)
    deep += "<a>";
  EXPECT_TRUE(speaks_of(refusal(one_sheet("<worksheet>" + deep)), "LIM-03", "lồng nhau"));
}

TEST(HostileXlsx, DocumentTypeIsRefused) {
  EXPECT_TRUE(
      speaks_of(refusal(one_sheet("<!DOCTYPE a [<!ENTITY b \"c\">]>" + sheet_xml(""))), "XML-02", "DOCTYPE"));
}

TEST(HostileXlsx, TruncationIsSeenAtEveryLength) {
  const Bytes whole = one_sheet(sheet_xml(text_row(1, {"Họ và tên", "Đơn vị"}) + text_row(2, {"An", "Sở"})));
  for (std::size_t length = 2; length < whole.size(); length += 7) {
    EXPECT_FALSE(read(ByteView(whole).substr(0, length))) << length;
  }
  EXPECT_TRUE(speaks_of(refusal(ByteView(whole).substr(0, whole.size() / 2)), "V-69", "cắt cụt"));
}

TEST(HostileXlsx, DamagedBytesAreSeen) {
  std::string text;
  for (int i = 0; i < 400; ++i)
    text += static_cast<char>('a' + i * i * i % 23);
  const Bytes bytes = one_sheet(sheet_xml(text_row(1, {text})));
  const std::string name = "xl/worksheets/sheet1.xml";
  // Behind the local header come the packed bytes of the sheet; any bit that is wrong there fails the
  // checksum.
  const std::size_t begin = bytes.find(name) + name.size();
  for (std::size_t i = 0; i < 100; ++i) {
    Bytes damaged = bytes;
    damaged[begin + i] = static_cast<char>(damaged[begin + i] ^ 0x10);
    EXPECT_NE(refusal(damaged).find("ds.xlsx"), std::string::npos) << i;
  }
}

TEST(HostileXlsx, PasswordsAreNamed) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  const std::string content = "<workbook/>";
  zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
  const auto index = static_cast<zip_uint64_t>(zip_file_add(archive, "xl/workbook.xml", source, 0));
  ASSERT_EQ(zip_file_set_encryption(archive, index, ZIP_EM_AES_256, "mật khẩu"), 0);
  ASSERT_EQ(zip_close(archive), 0);
  zip_stat_t stat;
  zip_stat_init(&stat);
  ASSERT_EQ(zip_source_stat(target, &stat), 0);
  Bytes bytes(stat.size, '\0');
  ASSERT_EQ(zip_source_open(target), 0);
  ASSERT_EQ(zip_source_read(target, bytes.data(), bytes.size()), static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  EXPECT_TRUE(speaks_of(refusal(bytes), "V-69", "mật khẩu"));
}

TEST(HostileXlsx, MacrosAreRefused) {
  XlsxPieces pieces;
  pieces.sheets = {{"name=\"DS\"", sheet_xml("")}};
  pieces.more["xl/vbaProject.bin"] = "x";
  EXPECT_TRUE(speaks_of(refusal(pieces.bytes()), "V-69", "macro"));
}

TEST(HostileXlsx, RowsAndCellsMustStandWhereTheySay) {
  EXPECT_TRUE(
      speaks_of(refusal(one_sheet(sheet_xml(text_row(2, {"a"}) + text_row(1, {"b"})))), "V-69", "thứ tự"));
  EXPECT_TRUE(speaks_of(refusal(one_sheet(sheet_xml("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"))), "V-69",
                        "đứng sai chỗ"));
  EXPECT_TRUE(speaks_of(refusal(one_sheet(sheet_xml("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>"))),
                        "V-69", "chuỗi không có"));
}

TEST(OtherFiles, AreRefusedByName) {
  EXPECT_TRUE(speaks_of(refusal(""), "V-69", "rỗng"));
  EXPECT_TRUE(speaks_of(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "V-69", "mật khẩu"));
  EXPECT_TRUE(speaks_of(refusal("%PDF-1.7"), "V-69", "PDF"));
  EXPECT_TRUE(speaks_of(refusal(std::string("GIF89a\0\0\1\2", 10)), "V-69", "không phải tệp chữ"));
  Limits limits;
  limits.file_bytes = 10;
  EXPECT_TRUE(speaks_of(refusal("một dòng dài", limits), "LIM-02", "lớn hơn"));
}

TEST(Delimited, FindsTheSeparator) {
  EXPECT_EQ(read("STT,Tên\n1,An\n2,Bình\n")->separator, ',');
  EXPECT_EQ(read("STT;Tên\n1;An, Bình\n")->separator, ';');
  EXPECT_EQ(read("STT\tTên\n1\tAn, Bình; Chi\n")->separator, '\t');
  EXPECT_EQ(read("sep=;\nTên\nAn, Bình\n")->separator, ';');
}

TEST(Delimited, ReadsQuotesAndKeepsLineNumbers) {
  const auto table = read("STT;Tên\r\n1;\"An\r\n\"\"Ba\"\"; Chi\"\r\n\r\n2;\"Sao\" Việt\r\n");
  ASSERT_TRUE(table) << table.error().message;
  const auto& rows = table->sheets[0].rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1].number, 2);
  EXPECT_EQ(rows[1].cells[1].text, "An\r\n\"Ba\"; Chi");
  EXPECT_EQ(rows[2].number, 5);
  EXPECT_EQ(rows[2].cells[1].text, "Sao Việt");
}

TEST(Delimited, NamesTheLineOfAnOpenQuote) {
  const auto table = read("STT;Tên\n1;\"An\n2;Bình\n");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().where.line, 2);
  EXPECT_EQ(table.error().rule, "V-69");
}

TEST(Delimited, ReadsUtf16InBothOrders) {
  const std::string little(
      "\xFF\xFE"
      "S\0\t\0\x91\x01\n\0",
      10);
  const std::string big(
      "\xFE\xFF"
      "\0S\0\t\x01\x91\0\n",
      10);
  for (const std::string& bytes : {little, big}) {
    const auto table = read(bytes);
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_EQ(table->sheets[0].rows[0].cells.at(1).text, "Ƒ");
    EXPECT_TRUE(table->byte_order_mark);
  }
  EXPECT_TRUE(speaks_of(refusal(std::string("\xFF\xFE"
                                            "S\0\x00\xD8",
                                            6)),
                        "V-69", "UTF-16 hỏng"));
}

TEST(Delimited, LimitsRowsColumnsAndCells) {
  Limits limits;
  limits.rows = 2;
  EXPECT_TRUE(speaks_of(refusal("a,b\nc,d\ne,f\n", limits), "LIM-07", "hơn 2 dòng"));
  limits = {};
  limits.columns = 2;
  EXPECT_TRUE(speaks_of(refusal("a,b,c\n", limits), "LIM-07", "hơn 2 cột"));
  limits = {};
  limits.cell_bytes = 3;
  EXPECT_TRUE(speaks_of(refusal("a,bcde\n", limits), "LIM-07", "dài hơn 3"));
}

}  // namespace
}  // namespace sovang::exchange
