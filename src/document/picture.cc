#include <array>
#include <string>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/document/svg.h"

#include "library.h"

namespace sovang::document {
namespace {

constexpr std::size_t largest_picture = std::size_t{20} << 20;
constexpr std::int64_t most_pixels = 40'000'000;

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < count; ++i)
    out = (out << 8U) | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

struct PixelSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

/// The IHDR chunk, which must be the first.
std::optional<PixelSize> png_size(std::string_view bytes) {
  constexpr std::size_t header = 8 + 8 + 13;
  if (bytes.size() < header || bytes.substr(12, 4) != "IHDR" || big_endian(bytes, 8, 4) != 13)
    return std::nullopt;
  return PixelSize{big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
}

/// Walks the segments to the first start of frame.
std::optional<PixelSize> jpeg_size(std::string_view bytes) {
  for (std::size_t at = 2; at + 4 <= bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) != 0xFF) return std::nullopt;
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {  // no length
      at += 2;
      continue;
    }
    const std::uint32_t length = big_endian(bytes, at + 2, 2);
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      if (length < 7 || at + 9 > bytes.size()) return std::nullopt;
      return PixelSize{big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
    }
    if (marker == 0xD9 || marker == 0xDA || length < 2) return std::nullopt;  // no frame before the picture
    at += 2 + length;
  }
  return std::nullopt;
}

tl::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::invalid_input, std::move(message), {}, "LIM-07");
}

Result<Raster> read_raster(Bytes bytes, Raster::Kind kind, std::string_view name) {
  const auto size = kind == Raster::Kind::png ? png_size(bytes) : jpeg_size(bytes);
  const std::string quoted = "ảnh «" + std::string(name) + "»";
  if (!size || size->width == 0 || size->height == 0)
    return refuse(quoted + " hỏng: không đọc được kích thước");
  if (static_cast<std::int64_t>(size->width) > most_pixels / static_cast<std::int64_t>(size->height))
    return refuse(quoted + " có " + std::to_string(size->width) + " × " + std::to_string(size->height) +
                  " điểm ảnh, quá 40 triệu");
  Raster out;
  out.kind = kind;
  out.width = static_cast<int>(size->width);
  out.height = static_cast<int>(size->height);
  out.bytes = std::move(bytes);
  return out;
}

}  // namespace

Result<Picture> read_picture(Bytes bytes, std::string_view name, Diagnostics& diagnostics) {
  if (bytes.size() > largest_picture) return refuse("ảnh «" + std::string(name) + "» lớn hơn 20 MiB");
  Picture out;
  out.name = name;
  out.digest = to_hex(digest(HashKind::sha256, bytes));
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) {
    out.raster = SOVANG_TRY(read_raster(std::move(bytes), Raster::Kind::png, name));
  } else if (bytes.starts_with("\xFF\xD8\xFF")) {
    out.raster = SOVANG_TRY(read_raster(std::move(bytes), Raster::Kind::jpeg, name));
  } else if (bytes.find("<svg") != Bytes::npos) {
    out.drawing = SOVANG_TRY(read_svg(bytes, name, diagnostics));
  } else {
    return refuse("ảnh «" + std::string(name) + "» không phải PNG, JPEG hay SVG");
  }
  return out;
}

}  // namespace sovang::document
