#include <zlib.h>

#include "../../src/pdf/png.h"

namespace {

std::uint32_t big_endian(const std::string& data, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8U | static_cast<unsigned char>(data[at + i]);
  return value;
}

/// Puts right the checksums of all chunks, or no mutation would come past them.
std::string with_checksums(std::string file) {
  for (std::size_t at = 8; at + 12 <= file.size();) {
    const std::size_t size = big_endian(file, at);
    if (size > file.size() - at - 12) break;
    const std::uint32_t sum = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(file.data() + at + 4), static_cast<uInt>(size + 4)));
    for (std::size_t i = 0; i < 4; ++i)
      file[at + 8 + size + i] = static_cast<char>(sum >> (24 - 8 * i));
    at += size + 12;
  }
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string file = with_checksums(std::string(input));
  auto png = sovang::pdf::read_png(file, "a.png");
  if (!png || std::uint64_t{png->width} * png->height > 1'000'000) return 0;
  auto rows = sovang::pdf::unpack_rows(*png, "a.png");
  if (!rows) return 0;
  const auto pixels = sovang::pdf::unfilter(*png, *std::move(rows));
  if (pixels.size() != png->row_bytes() * png->height) __builtin_trap();
  return 0;
}
