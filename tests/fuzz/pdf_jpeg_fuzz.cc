#include "../../src/pdf/jpeg.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto header = sovang::pdf::read_jpeg(input, "a.jpg");
  if (header && (header->width == 0 || header->height == 0)) __builtin_trap();
  return 0;
}
