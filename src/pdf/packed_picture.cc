#include "packed_picture.h"

#include <utility>

#include "drawing_content.h"
#include "jpeg.h"
#include "numbers.h"
#include "png.h"

namespace sovang::pdf {
namespace {

std::string image_entries(std::uint32_t width, std::uint32_t height, int bits, std::string_view color_space) {
  std::string out = "/Type /XObject /Subtype /Image /Width ";
  append_int(out, width);
  out += " /Height ";
  append_int(out, height);
  out += " /BitsPerComponent ";
  append_int(out, bits);
  out += " /ColorSpace ";
  out += color_space;
  return out;
}

std::string indexed_space(ByteView palette) {
  std::string out = "[/Indexed /DeviceRGB ";
  append_int(out, static_cast<std::int64_t>(palette.size() / 3) - 1);
  out += " <";
  for (const char c : palette) {
    const auto byte = static_cast<unsigned char>(c);
    out += hex_digits[byte >> 4U];
    out += hex_digits[byte & 15U];
  }
  return out + ">]";
}

/// A PNG without transparency: a PDF reader undoes the same filters and the same deflate.
PackedPicture passed_through(Png&& png) {
  const bool rgb = png.colors == Png::Colors::rgb;
  PackedPicture out;
  out.entries = image_entries(png.width, png.height, png.bit_depth,
                              png.colors == Png::Colors::palette ? indexed_space(png.palette)
                              : rgb                              ? "/DeviceRGB"
                                                                 : "/DeviceGray");
  out.entries += " /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors ";
  append_int(out.entries, rgb ? 3 : 1);
  out.entries += " /BitsPerComponent ";
  append_int(out.entries, png.bit_depth);
  out.entries += " /Columns ";
  append_int(out.entries, png.width);
  out.entries += " >>";
  out.data = std::move(png.packed);
  return out;
}

struct Pixel {
  std::array<unsigned, 3> rgb{};
  unsigned alpha = 255;
};

/// Reads the pixels of an unfiltered PNG of any kind as 8-bit colour and alpha.
class PixelReader {
 public:
  PixelReader(const Png& png, ByteView rows) : png_(png), rows_(rows) {}

  [[nodiscard]] Pixel at(std::uint32_t x, std::uint32_t y) const {
    const std::size_t first = std::size_t{x} * static_cast<std::size_t>(png_.channels());
    Pixel pixel;
    switch (png_.colors) {
      case Png::Colors::palette:
        return from_palette(sample(y, first));
      case Png::Colors::gray:
      case Png::Colors::gray_alpha:
        pixel.rgb.fill(to_byte(sample(y, first)));
        if (png_.colors == Png::Colors::gray_alpha) pixel.alpha = to_byte(sample(y, first + 1));
        if (!png_.transparency.empty() && sample(y, first) == key(0)) pixel.alpha = 0;
        return pixel;
      case Png::Colors::rgb:
      case Png::Colors::rgb_alpha:
        for (std::size_t i = 0; i < 3; ++i)
          pixel.rgb[i] = to_byte(sample(y, first + i));
        if (png_.colors == Png::Colors::rgb_alpha) pixel.alpha = to_byte(sample(y, first + 3));
        if (!png_.transparency.empty() && sample(y, first) == key(0) && sample(y, first + 1) == key(1) &&
            sample(y, first + 2) == key(2)) {
          pixel.alpha = 0;
        }
        return pixel;
    }
    return pixel;
  }

 private:
  [[nodiscard]] unsigned byte(std::size_t offset) const { return static_cast<unsigned char>(rows_[offset]); }
  [[nodiscard]] unsigned sample(std::uint32_t y, std::size_t index) const {
    const std::size_t row = std::size_t{y} * png_.row_bytes();
    const auto depth = static_cast<std::size_t>(png_.bit_depth);
    if (depth == 16) return byte(row + index * 2) << 8U | byte(row + index * 2 + 1);
    const std::size_t bit = index * depth;
    return byte(row + bit / 8) >> (8 - depth - bit % 8) & ((1U << depth) - 1);
  }
  [[nodiscard]] unsigned to_byte(unsigned value) const {
    return value * 255U / ((1U << static_cast<unsigned>(png_.bit_depth)) - 1);
  }
  [[nodiscard]] unsigned key(std::size_t channel) const {
    return static_cast<unsigned>(static_cast<unsigned char>(png_.transparency[channel * 2])) << 8U |
           static_cast<unsigned char>(png_.transparency[channel * 2 + 1]);
  }
  [[nodiscard]] Pixel from_palette(unsigned index) const {
    Pixel pixel;
    if (index * 3 + 2 >= png_.palette.size()) return pixel;
    for (std::size_t i = 0; i < 3; ++i)
      pixel.rgb[i] = static_cast<unsigned char>(png_.palette[index * 3 + i]);
    if (index < png_.transparency.size()) pixel.alpha = static_cast<unsigned char>(png_.transparency[index]);
    return pixel;
  }

  const Png& png_;
  ByteView rows_;
};

PackedPicture repacked(const Png& png, ByteView rows, Transparency transparency, Packer& packer) {
  const PixelReader reader(png, rows);
  Bytes colors;
  Bytes mask;
  colors.reserve(std::size_t{png.width} * png.height * 3);
  for (std::uint32_t y = 0; y < png.height; ++y) {
    for (std::uint32_t x = 0; x < png.width; ++x) {
      const Pixel pixel = reader.at(x, y);
      for (const unsigned part : pixel.rgb) {
        const unsigned shown = transparency == Transparency::kept
                                   ? part
                                   : (part * pixel.alpha + 255U * (255U - pixel.alpha) + 127U) / 255U;
        colors += static_cast<char>(shown);
      }
      if (transparency == Transparency::kept) mask += static_cast<char>(pixel.alpha);
    }
  }
  PackedPicture out;
  out.entries = image_entries(png.width, png.height, 8, "/DeviceRGB") + " /Filter /FlateDecode";
  out.data = packer.pack(colors, Effort::best);
  if (!mask.empty() && png.has_alpha()) {
    out.mask_entries = image_entries(png.width, png.height, 8, "/DeviceGray") + " /Filter /FlateDecode";
    out.mask = packer.pack(mask, Effort::best);
  }
  return out;
}

Result<PackedPicture> pack_png(ByteView file, std::string_view name, Transparency transparency,
                               Packer& packer) {
  Png png = SOVANG_TRY(read_png(file, name));
  Bytes rows = SOVANG_TRY(unpack_rows(png, name));
  // 16 bits a sample came with PDF 1.5, and paper does not show them.
  if (!png.has_alpha() && png.bit_depth <= 8) return passed_through(std::move(png));
  return repacked(png, unfilter(png, std::move(rows)), transparency, packer);
}

Result<PackedPicture> pack_jpeg(const document::Raster& raster, std::string_view name) {
  const JpegHeader header = SOVANG_TRY(read_jpeg(raster.bytes, name));
  PackedPicture out;
  out.entries =
      image_entries(header.width, header.height, 8, header.components == 1 ? "/DeviceGray" : "/DeviceRGB") +
      " /Filter /DCTDecode";
  out.data = raster.bytes;
  return out;
}

}  // namespace

Result<PackedPicture> pack_picture(const document::Picture& picture, Transparency transparency,
                                   Packer& packer) {
  if (picture.drawing) {
    PackedPicture out;
    out.entries = drawing_entries(*picture.drawing) + " /Filter /FlateDecode";
    out.data = packer.pack(drawing_content(*picture.drawing), Effort::best);
    return out;
  }
  SOVANG_EXPECT(picture.raster.has_value());
  if (picture.raster->kind == document::Raster::Kind::jpeg) return pack_jpeg(*picture.raster, picture.name);
  return pack_png(picture.raster->bytes, picture.name, transparency, packer);
}

ObjectRef put_picture(ObjectFile& file, const PackedPicture& picture) {
  if (picture.mask_entries.empty()) return file.add_stream(picture.entries, picture.data);
  const ObjectRef mask = file.add_stream(picture.mask_entries, picture.mask);
  return file.add_stream(picture.entries + " /SMask " + to_text(mask), picture.data);
}

}  // namespace sovang::pdf
