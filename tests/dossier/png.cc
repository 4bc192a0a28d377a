#include "png.h"

#include <cstdlib>

#include <zlib.h>

namespace sovang::testing {

namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4))
    value = value << 8U | static_cast<std::uint8_t>(c);
  return value;
}

std::uint8_t paeth(int left, int up, int corner) {
  const int estimate = left + up - corner;
  const int to_left = std::abs(estimate - left);
  const int to_up = std::abs(estimate - up);
  const int to_corner = std::abs(estimate - corner);
  if (to_left <= to_up && to_left <= to_corner) return static_cast<std::uint8_t>(left);
  return static_cast<std::uint8_t>(to_up <= to_corner ? up : corner);
}

/// Undoes the filter of each row (PNG specification §9): `raw` has a filter byte before every row.
bool unfilter(const std::vector<std::uint8_t>& raw, Pixels& out) {
  const std::size_t stride = out.width * out.channels;
  out.samples.assign(stride * out.height, 0);
  for (std::size_t y = 0; y < out.height; ++y) {
    const std::uint8_t* in = &raw[y * (stride + 1)];
    std::uint8_t* row = &out.samples[y * stride];
    for (std::size_t x = 0; x < stride; ++x) {
      const int left = x >= out.channels ? row[x - out.channels] : 0;
      const int up = y > 0 ? row[x - stride] : 0;
      const int corner = y > 0 && x >= out.channels ? *(row + x - stride - out.channels) : 0;
      int predicted = 0;
      switch (in[0]) {
        case 0:
          break;
        case 1:
          predicted = left;
          break;
        case 2:
          predicted = up;
          break;
        case 3:
          predicted = (left + up) / 2;
          break;
        case 4:
          predicted = paeth(left, up, corner);
          break;
        default:
          return false;
      }
      row[x] = static_cast<std::uint8_t>(in[x + 1] + predicted);
    }
  }
  return true;
}

}  // namespace

std::optional<Pixels> read_png(std::string_view file) {
  if (!file.starts_with(signature)) return std::nullopt;
  Pixels picture;
  std::string packed;
  for (std::size_t at = signature.size(); at + 12 <= file.size();) {
    const std::size_t length = big_endian(file.substr(at));
    const std::string_view type = file.substr(at + 4, 4);
    const std::string_view body = file.substr(at + 8, length);
    if (body.size() != length) return std::nullopt;
    if (type == "IHDR") {
      if (length != 13 || body[8] != 8 || body[12] != 0) return std::nullopt;
      picture.width = big_endian(body);
      picture.height = big_endian(body.substr(4));
      picture.channels = body[9] == 0 ? 1 : body[9] == 2 ? 3 : 0;
    } else if (type == "IDAT") {
      packed += body;
    }
    at += length + 12;
  }
  if (picture.channels == 0 || picture.width == 0 || picture.width > 10000 || picture.height > 10000)
    return std::nullopt;
  std::vector<std::uint8_t> raw((picture.width * picture.channels + 1) * picture.height);
  uLongf size = raw.size();
  if (uncompress(raw.data(), &size, reinterpret_cast<const Bytef*>(packed.data()), packed.size()) != Z_OK ||
      size != raw.size() || !unfilter(raw, picture))
    return std::nullopt;
  return picture;
}

std::optional<PictureDifference> compare(const Pixels& a, const Pixels& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels) return std::nullopt;
  double sum = 0;
  std::size_t far = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    const int difference = std::abs(static_cast<int>(a.samples[i]) - static_cast<int>(b.samples[i]));
    sum += difference;
    if (difference > 64) ++far;
  }
  const auto count = static_cast<double>(a.samples.size());
  return PictureDifference{sum / count, static_cast<double>(far) / count};
}

}  // namespace sovang::testing
