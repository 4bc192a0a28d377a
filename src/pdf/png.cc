#include "png.h"

#include <cstdlib>
#include <memory>
#include <string>

#include <libdeflate.h>

namespace sovang::pdf {
namespace {

constexpr ByteView signature = "\x89PNG\r\n\x1A\n";
constexpr std::uint64_t most_pixels = 40'000'000;

tl::unexpected<Error> refuse(std::string_view name, std::string_view what, std::string rule = "LIM-08") {
  return fail(ErrorCode::invalid_input, "ảnh " + std::string(name) + " " + std::string(what), {},
              std::move(rule));
}

std::uint32_t big_endian(ByteView data, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8U | static_cast<unsigned char>(data[offset + i]);
  return value;
}

bool is_known(int bit_depth, unsigned colors) {
  switch (colors) {
    case 0:
      return bit_depth == 1 || bit_depth == 2 || bit_depth == 4 || bit_depth == 8 || bit_depth == 16;
    case 3:
      return bit_depth == 1 || bit_depth == 2 || bit_depth == 4 || bit_depth == 8;
    case 2:
    case 4:
    case 6:
      return bit_depth == 8 || bit_depth == 16;
    default:
      return false;
  }
}

Status read_header(Png& png, ByteView data, std::string_view name) {
  if (data.size() != 13) return refuse(name, "hỏng: phần đầu IHDR sai độ dài");
  png.width = big_endian(data, 0);
  png.height = big_endian(data, 4);
  png.bit_depth = static_cast<unsigned char>(data[8]);
  const unsigned colors = static_cast<unsigned char>(data[9]);
  if (png.width == 0 || png.height == 0 || std::uint64_t{png.width} * png.height > most_pixels) {
    return refuse(name, "có kích thước không hợp lệ hoặc quá 40 triệu điểm ảnh: hãy thu nhỏ ảnh");
  }
  if (!is_known(png.bit_depth, colors) || data[10] != 0 || data[11] != 0) {
    return refuse(name, "dùng kiểu màu mà chuẩn PNG không có");
  }
  if (data[12] != 0) return refuse(name, "là PNG xen kẽ (interlaced): hãy lưu lại không xen kẽ");
  png.colors = static_cast<Png::Colors>(colors);
  return {};
}

/// The predictor of PNG: whichever of left, up and upper left is nearest to left + up − upper left.
int paeth(int left, int up, int upper_left) {
  const int estimate = left + up - upper_left;
  const int to_left = std::abs(estimate - left);
  const int to_up = std::abs(estimate - up);
  const int to_upper_left = std::abs(estimate - upper_left);
  if (to_left <= to_up && to_left <= to_upper_left) return left;
  return to_up <= to_upper_left ? up : upper_left;
}

}  // namespace

int Png::channels() const {
  switch (colors) {
    case Colors::gray:
    case Colors::palette:
      return 1;
    case Colors::gray_alpha:
      return 2;
    case Colors::rgb:
      return 3;
    case Colors::rgb_alpha:
      return 4;
  }
  return 1;
}

std::size_t Png::row_bytes() const {
  return (std::size_t{width} * static_cast<std::size_t>(channels() * bit_depth) + 7) / 8;
}

bool Png::has_alpha() const {
  return colors == Colors::gray_alpha || colors == Colors::rgb_alpha || !transparency.empty();
}

Result<Png> read_png(ByteView file, std::string_view name) {
  if (file.substr(0, signature.size()) != signature) return refuse(name, "không phải là tệp PNG");
  Png png;
  bool ended = false;
  for (std::size_t at = signature.size(); !ended;) {
    if (file.size() - at < 12) return refuse(name, "bị cắt cụt: thiếu phần cuối tệp PNG");
    const std::uint32_t size = big_endian(file, at);
    if (size > file.size() - at - 12)
      return refuse(name, "bị cắt cụt: một đoạn dài hơn phần còn lại của tệp");
    const ByteView type = file.substr(at + 4, 4);
    const ByteView data = file.substr(at + 8, size);
    if (libdeflate_crc32(0, type.data(), size + 4U) != big_endian(file, at + 8 + size)) {
      return refuse(name, "hỏng: tổng kiểm CRC của một đoạn không khớp");
    }
    if ((png.width == 0) != (type == "IHDR")) return refuse(name, "hỏng: IHDR không đứng đầu tệp PNG");
    if (type == "IHDR") SOVANG_TRY(read_header(png, data, name));
    if (type == "PLTE") png.palette = data;
    if (type == "tRNS") png.transparency = data;
    if (type == "IDAT") png.packed += data;
    ended = type == "IEND";
    at += 12 + std::size_t{size};
  }
  const std::size_t colors = png.palette.size() / 3;
  if (png.colors == Png::Colors::palette &&
      (png.palette.size() % 3 != 0 || colors == 0 || colors > 256 || png.transparency.size() > colors)) {
    return refuse(name, "hỏng: bảng màu PLTE sai");
  }
  const std::size_t key = png.colors == Png::Colors::rgb ? 6 : 2;
  if (!png.transparency.empty() && png.colors != Png::Colors::palette &&
      (png.transparency.size() != key ||
       (png.colors != Png::Colors::rgb && png.colors != Png::Colors::gray))) {
    return refuse(name, "hỏng: đoạn tRNS sai độ dài");
  }
  return png;
}

Result<Bytes> unpack_rows(const Png& png, std::string_view name) {
  struct Free {
    void operator()(libdeflate_decompressor* handle) const { libdeflate_free_decompressor(handle); }
  };
  const std::unique_ptr<libdeflate_decompressor, Free> unpacker(libdeflate_alloc_decompressor());
  SOVANG_EXPECT(unpacker != nullptr);
  Bytes rows((png.row_bytes() + 1) * png.height, '\0');
  const libdeflate_result result = libdeflate_zlib_decompress(
      unpacker.get(), png.packed.data(), png.packed.size(), rows.data(), rows.size(), nullptr);
  if (result != LIBDEFLATE_SUCCESS) return refuse(name, "hỏng: dữ liệu điểm ảnh không giải nén được");
  for (std::size_t row = 0; row < png.height; ++row) {
    if (static_cast<unsigned char>(rows[row * (png.row_bytes() + 1)]) > 4) {
      return refuse(name, "hỏng: một dòng dùng bộ lọc mà chuẩn PNG không có");
    }
  }
  return rows;
}

Bytes unfilter(const Png& png, Bytes rows) {
  const std::size_t width = png.row_bytes();
  const std::size_t pixel =
      std::max<std::size_t>(1, static_cast<std::size_t>(png.channels() * png.bit_depth) / 8);
  Bytes out(width * png.height, '\0');
  const Bytes zeros(width, '\0');
  for (std::size_t row = 0; row < png.height; ++row) {
    const char* in = rows.data() + row * (width + 1);
    char* made = out.data() + row * width;
    const char* above = row == 0 ? zeros.data() : made - width;
    const int filter = *in++;
    for (std::size_t i = 0; i < width; ++i) {
      const auto byte = [](char c) { return static_cast<int>(static_cast<unsigned char>(c)); };
      const int left = i < pixel ? 0 : byte(made[i - pixel]);
      const int up = byte(above[i]);
      const int upper_left = i < pixel ? 0 : byte(above[i - pixel]);
      int predicted = 0;
      if (filter == 1) predicted = left;
      if (filter == 2) predicted = up;
      if (filter == 3) predicted = (left + up) / 2;
      if (filter == 4) predicted = paeth(left, up, upper_left);
      made[i] = static_cast<char>((byte(in[i]) + predicted) & 0xFF);
    }
  }
  return out;
}

}  // namespace sovang::pdf
