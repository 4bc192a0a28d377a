#pragma once

#include <cstdint>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

/// What a PNG file holds, after its chunks were checked; the pixels are still packed.
struct Png {
  enum class Colors : std::uint8_t { gray = 0, rgb = 2, palette = 3, gray_alpha = 4, rgb_alpha = 6 };
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int bit_depth = 8;
  Colors colors = Colors::rgb;
  Bytes palette;       ///< RGB triples
  Bytes transparency;  ///< of tRNS
  Bytes packed;        ///< the data of all IDAT chunks: one zlib stream of filtered rows

  [[nodiscard]] int channels() const;
  [[nodiscard]] std::size_t row_bytes() const;
  [[nodiscard]] bool has_alpha() const;
};

/// Reads the chunks of a PNG file (outside bytes: at most 40 million pixels, rule LIM-08). Interlaced files
/// are refused: their pixels cannot be passed on to a PDF. `name` is for the messages.
[[nodiscard]] Result<Png> read_png(ByteView file, std::string_view name);

/// The rows of a PNG, each with its filter byte in front; fails unless they are exactly what the header says.
[[nodiscard]] Result<Bytes> unpack_rows(const Png& png, std::string_view name);

/// Takes the filters of PNG off the rows (which lose their filter bytes).
[[nodiscard]] Bytes unfilter(const Png& png, Bytes rows);

}  // namespace sovang::pdf
