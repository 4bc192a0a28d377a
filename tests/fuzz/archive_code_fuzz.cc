// What people type, scan or hand in for verification: codes of certificates, notes of the log, inventories and
// queries. The first byte says which.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../../src/archive/code.h"
#include "../../src/archive/inventory.h"
#include "../../src/archive/log.h"
#include "../../src/archive/query.h"

namespace {

void check_inventory(std::string_view json) {
  const auto inventory = sovang::archive::parse_inventory(json);
  if (!inventory) return;
  // What was read is written and read to the same again.
  const std::string once = sovang::archive::to_json(*inventory);
  const auto again = sovang::archive::parse_inventory(once);
  if (!again || sovang::archive::to_json(*again) != once) std::abort();
}

void check_query(std::string_view typed) {
  const auto parts = sovang::archive::parse_query(typed);
  if (!parts) return;
  std::size_t last = 0;
  for (const auto& mark : sovang::archive::highlights_in(typed, *parts)) {
    if (mark.begin < last || mark.end <= mark.begin || mark.end > typed.size()) std::abort();
    last = mark.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string key(32, 'k');
  switch (data[0] % 4) {
    case 0:
      // Nobody has signed with this key.
      if (sovang::archive::read_code(text, key)) std::abort();
      break;
    case 1:
      if (sovang::archive::read_note(text, key)) std::abort();
      break;
    case 2:
      check_inventory(text);
      break;
    default:
      check_query(text);
      break;
  }
  return 0;
}
