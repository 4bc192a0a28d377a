#include "sovang/exchange/table_writer.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sovang/base/xml_text.h"
#include "sovang/exchange/zip_writer.h"

namespace sovang::exchange {
namespace {

constexpr std::size_t longest_cell = 32'000;  ///< Excel holds 32,767 characters
constexpr std::string_view xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The text as far as `most` bytes, not cut inside a letter.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

/// XML has no control characters but tab and line feed: the others are left out.
std::string xml_text(std::string_view text) {
  std::string printable;
  for (const char c : cut(text, longest_cell))
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') printable += c;
  std::string out;
  append_xml_attribute(out, printable);
  return out;
}

std::string cell(std::string_view text, bool head) {
  return std::string("<c t=\"inlineStr\"") + (head ? " s=\"1\"" : "") + "><is><t xml:space=\"preserve\">" +
         xml_text(text) + "</t></is></c>";
}

std::string sheet_xml(const PlainTable& table) {
  std::string out(xml_head);
  out +=
      "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
      "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
      "activePane=\"bottomLeft\" "
      "state=\"frozen\"/></sheetView></sheetViews><cols>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
           std::to_string(table.columns[i].width) + "\" customWidth=\"1\"/>";
  }
  out += "</cols><sheetData><row>";
  for (const PlainTable::Column& column : table.columns)
    out += cell(column.head, true);
  out += "</row>";
  for (const std::vector<std::string>& row : table.rows) {
    out += "<row>";
    for (const std::string& text : row)
      out += cell(text, false);
    out += "</row>";
  }
  return out + "</sheetData></worksheet>";
}

std::string workbook_xml(const PlainTable& table) {
  std::string name;
  for (const char c : table.name)  // signs that a sheet's name may not have
    if (std::string_view("[]:*?/\\").find(c) == std::string_view::npos) name += c;
  return std::string(xml_head) +
         "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
         "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
         "name=\"" +
         xml_text(cut(name, 31)) + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
}

constexpr std::string_view content_types =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";
constexpr std::string_view package_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
constexpr std::string_view workbook_relations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
    "Target=\"styles.xml\"/></Relationships>";
constexpr std::string_view styles =
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    "<fonts count=\"2\"><font><sz val=\"12\"/><name val=\"Times New Roman\"/></font>"
    "<font><b/><sz val=\"12\"/><name val=\"Times New Roman\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>"
    "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\">"
    "<xf fontId=\"0\" applyFont=\"1\"/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";

/// Would a spreadsheet program read this cell of a text file as a formula?
bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) return true;
  // The same signs in full width: Excel takes them for what they look like.
  constexpr std::array<std::string_view, 4> wide{"＝", "＋", "－", "＠"};
  return std::any_of(wide.begin(), wide.end(), [&](std::string_view sign) { return text.starts_with(sign); });
}

void put_csv_cell(Bytes& out, std::string_view text) {
  const bool formula = looks_like_formula(text);
  out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

Result<Bytes> write_xlsx(const PlainTable& table, Date date) {
  const std::string sheet = sheet_xml(table);
  const std::string workbook = workbook_xml(table);
  const std::string types = std::string(xml_head) + std::string(content_types);
  const std::string package = std::string(xml_head) + std::string(package_relations);
  const std::string parts = std::string(xml_head) + std::string(workbook_relations);
  const std::string style = std::string(xml_head) + std::string(styles);
  const std::vector<ZipFile> files{{"[Content_Types].xml", types}, {"_rels/.rels", package},
                                   {"xl/workbook.xml", workbook},  {"xl/_rels/workbook.xml.rels", parts},
                                   {"xl/styles.xml", style},       {"xl/worksheets/sheet1.xml", sheet}};
  return write_zip(files, date);
}

Bytes write_csv(const PlainTable& table, CsvSeparator separator) {
  Bytes out = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += static_cast<char>(separator);
    put_csv_cell(out, table.columns[i].head);
  }
  out += "\r\n";
  for (const std::vector<std::string>& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += static_cast<char>(separator);
      put_csv_cell(out, row[i]);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace sovang::exchange
