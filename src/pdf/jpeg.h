#pragma once

#include <cstdint>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

/// What the frame header of a JPEG file says.
struct JpegHeader {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int components = 3;  ///< 1 = grey, 3 = colour
};

/// Reads the markers up to the frame header. Refuses CMYK, more than 8 bits a sample, and the lossless and
/// arithmetic processes, which PDF readers cannot show.
[[nodiscard]] Result<JpegHeader> read_jpeg(ByteView file, std::string_view name);

}  // namespace sovang::pdf
