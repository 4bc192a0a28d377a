// Bytes as a sheet. The first byte says how: as they are, or as the XML of a sheet inside a sound workbook,
// where a checksum would stop most mutations at the door.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/exchange/table.h"
#include "sovang/exchange/zip_writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  sovang::exchange::Limits limits;
  limits.unpacked_bytes = 8U << 20U;
  limits.text_bytes = 8U << 20U;
  limits.cells = 100'000;
  limits.rows = 5'000;
  sovang::Diagnostics diagnostics;
  const auto check = [&](std::string_view bytes) {
    const auto table = sovang::exchange::read_sheet(bytes, "fuzz.xlsx", limits, diagnostics);
    if (table ? !diagnostics.ok() : diagnostics.errors() != 1) std::abort();
    if (!table) return;
    for (const auto& sheet : table->sheets) {
      int last = 0;
      for (const auto& row : sheet.rows) {
        if (row.number <= last || row.cells.empty()) std::abort();
        last = row.number;
      }
    }
  };
  if (data[0] % 2 == 0) {
    check(input);
    return 0;
  }
  const std::array<sovang::exchange::ZipFile, 5> files{
      {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"DS\" r:id=\"a\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Target=\"s.xml\"/><Relationship Id=\"b\" "
        "Target=\"sharedStrings.xml\"/>"
        "</Relationships>"},
       {"xl/sharedStrings.xml", "<sst><si><t>Họ và tên</t></si><si><t>Nguyễn An</t></si></sst>"},
       {"xl/styles.xml",
        "<s><fonts><font><name val=\".VnTime\"/></font></fonts><cellXfs><xf/><xf "
        "numFmtId=\"14\"/></cellXfs></s>"},
       {"xl/s.xml", input}}};
  const auto packed = sovang::exchange::write_zip(files, *sovang::Date::make(2022, 5, 20));
  if (!packed) std::abort();
  check(*packed);
  return 0;
}
