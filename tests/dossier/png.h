#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::testing {

/// A picture as 8-bit samples, `channels` a pixel (1 = grey, 3 = red, green, blue).
struct Pixels {
  std::size_t width = 0;
  std::size_t height = 0;
  std::size_t channels = 0;
  std::vector<std::uint8_t> samples;
};

/// Reads the PNG that pdftoppm writes: 8 bits, grey or RGB, not interlaced. Nothing for any other file.
[[nodiscard]] std::optional<Pixels> read_png(std::string_view file);

/// How far two pictures of the same size are apart.
struct PictureDifference {
  double mean = 0;       ///< of the absolute differences of all samples, 0 … 255
  double share_far = 0;  ///< share of the samples that differ by more than 64
};
/// Nothing if the sizes differ.
[[nodiscard]] std::optional<PictureDifference> compare(const Pixels& a, const Pixels& b);

}  // namespace sovang::testing
