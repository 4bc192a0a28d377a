#include <cstdint>

#include "sovang/pdf/inspect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  // Either the facts or an error; a reader of strangers' files may do nothing else.
  const auto summary = sovang::pdf::inspect_pdf(input);
  static_cast<void>(summary.has_value());
  return 0;
}
