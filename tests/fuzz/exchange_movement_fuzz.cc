// Bytes as one of a movement's XML files; the first byte says which.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/exchange/movement_files.h"

namespace {

template <class Reader>
void check(Reader reader, std::string_view xml) {
  sovang::Diagnostics diagnostics;
  const auto read = reader(xml, "fuzz.xml", diagnostics);
  if (read.has_value() != diagnostics.ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view xml(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0:
      check(sovang::exchange::read_movement, xml);
      break;
    case 1:
      check(sovang::exchange::read_units, xml);
      break;
    case 2:
      check(sovang::exchange::read_legal_bases, xml);
      break;
    case 3:
      check(sovang::exchange::read_achievements, xml);
      break;
    case 4:
      check(sovang::exchange::read_council_session, xml);
      break;
    default:
      check(sovang::exchange::read_office_facts, xml);
      break;
  }
  return 0;
}
