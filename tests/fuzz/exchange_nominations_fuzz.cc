// Bytes as a unit's list: whatever comes out has a name, a row and printable JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/base/utf8.h"
#include "sovang/exchange/import_json.h"
#include "sovang/exchange/nomination_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  sovang::exchange::Limits limits;
  limits.unpacked_bytes = 8U << 20U;
  limits.cells = 20'000;
  limits.rows = 2'000;
  sovang::Diagnostics diagnostics;
  const auto list = sovang::exchange::read_nominations(
      input, "fuzz.csv", {*sovang::Date::make(2022, 4, 20), {}, limits}, diagnostics);
  if (!list) {
    if (diagnostics.ok() || sovang::exchange::refusal_json(list.error()).empty()) std::abort();
    return 0;
  }
  for (const auto& row : list->rows) {
    if (row.name.empty() || row.row < 1 || sovang::utf8::first_error(row.name)) std::abort();
  }
  if (sovang::utf8::first_error(sovang::exchange::import_json(*list))) std::abort();
  return 0;
}
