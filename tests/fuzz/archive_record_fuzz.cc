// record.xml from outside: an old register, or a store that somebody else wrote.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/archive/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  const auto records = sovang::archive::read_records(xml, "fuzz.xml");
  if (!records) return 0;
  for (const sovang::archive::Record& record : *records) {
    // What was read is written and read to the same again.
    const std::string once = sovang::archive::to_xml(record);
    const auto again = sovang::archive::read_record(once);
    if (!again || sovang::archive::to_xml(*again) != once) std::abort();
  }
  return 0;
}
