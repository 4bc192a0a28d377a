#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/exchange/zip_writer.h"

namespace sovang::exchange::testing {

/// An xlsx file put together from pieces of XML, good or bad.
struct XlsxPieces {
  std::vector<std::pair<std::string, std::string>> sheets;  ///< attributes of <sheet>, whole XML of the part
  std::string shared_strings;                               ///< the <si> elements
  std::string styles;                                       ///< content of <styleSheet>
  std::string workbook_properties;                          ///< "<workbookPr …/>"
  std::map<std::string, std::string> more;                  ///< further parts

  [[nodiscard]] Bytes bytes() const {
    constexpr const char* space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    std::string book =
        std::string("<workbook ") + space + " xmlns:r=\"rel\">" + workbook_properties + "<sheets>";
    std::string links = "<Relationships>";
    std::map<std::string, std::string> parts = more;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      book += "<sheet " + sheets[i].first + " sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
      links += "<Relationship Id=\"rId" + number + "\" Target=\"worksheets/sheet" + number + ".xml\"/>";
      parts["xl/worksheets/sheet" + number + ".xml"] = sheets[i].second;
    }
    if (!shared_strings.empty()) {
      links += "<Relationship Id=\"rIdS\" Target=\"/xl/sharedStrings.xml\"/>";
      parts["xl/sharedStrings.xml"] = std::string("<sst ") + space + ">" + shared_strings + "</sst>";
    }
    if (!styles.empty())
      parts["xl/styles.xml"] = std::string("<styleSheet ") + space + ">" + styles + "</styleSheet>";
    parts["xl/workbook.xml"] = book + "</sheets></workbook>";
    parts["xl/_rels/workbook.xml.rels"] = links + "</Relationships>";
    std::vector<ZipFile> files;
    files.reserve(parts.size());
    for (const auto& [path, content] : parts)
      files.push_back({path, content});
    return *write_zip(files, *Date::make(2022, 5, 20));
  }
};

/// A sheet part around rows and what follows them.
inline std::string sheet_xml(const std::string& rows, const std::string& behind = {}) {
  return "<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>";
}

/// A row of texts in the columns A, B, C …
inline std::string text_row(int number, const std::vector<std::string>& texts,
                            const std::string& attributes = {}) {
  std::string row = "<row r=\"" + std::to_string(number) + "\" " + attributes + ">";
  char column = 'A';
  for (const std::string& text : texts) {
    if (!text.empty()) {
      row += "<c r=\"" + std::string(1, column) + std::to_string(number) + "\" t=\"inlineStr\"><is><t>" +
             text + "</t></is></c>";
    }
    ++column;
  }
  return row + "</row>";
}

/// One sheet with that content.
inline Bytes one_sheet(const std::string& xml) {
  XlsxPieces pieces;
  pieces.sheets = {{"name=\"DS\"", xml}};
  return pieces.bytes();
}

}  // namespace sovang::exchange::testing
