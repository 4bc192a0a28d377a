#include <gmock/gmock.h>
#include <zlib.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/base/process.h"
#include "sovang/pdf/writer.h"

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using document::PathStep;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr document::Color red{166, 25, 46};
constexpr document::Color gold{184, 137, 43};

document::PicturePtr picture(document::Drawing drawing, std::string digest = "drawing") {
  auto made = std::make_shared<document::Picture>();
  made->name = "hoa-van.svg";
  made->digest = std::move(digest);
  made->drawing = std::move(drawing);
  return made;
}

document::Shape rectangle(double x, double y, double width, double height) {
  document::Shape shape;
  shape.path = {{PathStep::Kind::move, {{{x, y}}}},
                {PathStep::Kind::line, {{{x + width, y}}}},
                {PathStep::Kind::line, {{{x + width, y + height}}}},
                {PathStep::Kind::line, {{{x, y + height}}}},
                {PathStep::Kind::close, {}}};
  return shape;
}

/// A red frame with a hole, and a gold bar in its lower half.
document::Drawing frame() {
  document::Drawing drawing;
  drawing.width = 100;
  drawing.height = 50;
  document::Shape ring = rectangle(0, 0, 100, 50);
  const document::Shape hole = rectangle(10, 10, 80, 30);
  ring.path.insert(ring.path.end(), hole.path.begin(), hole.path.end());
  ring.fill = red;
  ring.fill_rule = document::FillRule::even_odd;
  document::Shape bar = rectangle(20, 30, 60, 5);
  bar.stroke = gold;
  bar.stroke_width = 2;
  drawing.shapes = {ring, bar};
  return drawing;
}

layout::PictureItem placed(document::PicturePtr shown) {
  layout::PictureItem made;
  made.picture = std::move(shown);
  made.x = Length::mm(50);
  made.y = Length::mm(40);
  made.width = Length::mm(100);
  made.height = Length::mm(50);
  return made;
}

Result<Bytes> try_write(const std::vector<layout::Item>& items, Profile profile = Profile::pdfa_3b,
                        std::size_t count = 1) {
  layout::Pages pages;
  for (std::size_t i = 0; i < count; ++i) {
    pages.pages.push_back(a4_landscape());
    pages.pages[i].items = items;
  }
  PdfFacts made = facts();
  made.profile = profile;
  const PdfCache cache(fonts());
  return write_pdf(pages, made, cache);
}

Bytes written(const std::vector<layout::Item>& items, Profile profile = Profile::pdfa_3b,
              std::size_t count = 1) {
  auto pdf = try_write(items, profile, count);
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or(Bytes{});
}

/// The colour at a place in mm.
class Colors {
 public:
  explicit Colors(const Bytes& pdf) : raster_(sovang::testing::render_page(pdf, 1, 254)) {}
  [[nodiscard]] std::array<int, 3> at(double x, double y) const {
    const std::size_t pixel = (static_cast<std::size_t>(y * 10) * static_cast<std::size_t>(raster_.width) +
                               static_cast<std::size_t>(x * 10)) *
                              3;
    const auto part = [&](std::size_t i) {
      return static_cast<int>(static_cast<unsigned char>(raster_.rgb.at(pixel + i)));
    };
    return {part(0), part(1), part(2)};
  }
  void expect(double x, double y, document::Color color, int tolerance = 3) const {
    const std::array<int, 3> seen = at(x, y);
    EXPECT_NEAR(seen[0], color.red, tolerance) << x << ' ' << y;
    EXPECT_NEAR(seen[1], color.green, tolerance) << x << ' ' << y;
    EXPECT_NEAR(seen[2], color.blue, tolerance) << x << ' ' << y;
  }

 private:
  sovang::testing::Raster raster_;
};

TEST(Drawings, FillTheirBoxWithTheTopOnTop) {
  const Colors page(written({item(placed(picture(frame())))}));
  page.expect(51, 41, red);
  page.expect(149, 89, red);
  page.expect(100, 60, {255, 255, 255});
  page.expect(100, 70, gold);  // the bar's upper edge: 30 of 50
  page.expect(100, 75, gold);
  page.expect(100, 72.5, {255, 255, 255});
  page.expect(49, 65, {255, 255, 255});
}

TEST(Drawings, StandOnceInAFileHoweverOftenTheyAreShown) {
  layout::PictureItem second = placed(picture(frame()));
  second.y = Length::mm(120);
  const Bytes pdf = written({item(placed(picture(frame()))), item(second)}, Profile::pdfa_3b, 3);
  std::size_t count = 0;
  for (std::size_t at = pdf.find("/Subtype /Form"); at != Bytes::npos;
       at = pdf.find("/Subtype /Form", at + 1))
    ++count;
  EXPECT_EQ(count, 1U);
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
}

/// An L of 8 × 8 with a hole in its corner at (x, y), mirrored or not, as a part of a shape.
void add_corner(document::Shape& shape, double x, double y, int across, int down) {
  const auto add = [&](std::initializer_list<std::pair<double, double>> points) {
    PathStep::Kind kind = PathStep::Kind::move;
    for (const auto& [dx, dy] : points) {
      shape.path.push_back({kind, {{{x + across * dx, y + down * dy}}}});
      kind = PathStep::Kind::line;
    }
    shape.path.push_back({PathStep::Kind::close, {}});
  };
  add({{0, 0}, {8, 0}, {8, 2}, {2, 2}, {2, 8}, {0, 8}});
  add({{0.5, 0.5}, {0.5, 1.5}, {1.5, 1.5}, {1.5, 0.5}});  // the other way round: a hole
}

/// Corners of all four kinds in `rows` rows, each row its own.
document::Drawing corners(int rows) {
  document::Shape shape;
  shape.fill = red;
  for (int row = 0; row < rows; ++row) {
    add_corner(shape, 10, 10 + 20 * row, 1, 1);
    add_corner(shape, 40, 10 + 20 * row, -1, 1);
    add_corner(shape, 50, 18 + 20 * row, 1, -1);
    add_corner(shape, 90, 18 + 20 * row, -1, -1);
  }
  document::Drawing drawing;
  drawing.width = 100;
  drawing.height = 50;
  drawing.shapes = {shape};
  return drawing;
}

TEST(Drawings, KeepTheirPlaceAndTheirHolesWherePartsComeAgainMirrored) {
  const Colors page(written({item(placed(picture(corners(2))))}));
  struct Corner {
    double x;
    double y;
    int across;
    int down;
  };
  for (const double row : {0.0, 20.0}) {
    for (const Corner& corner :
         {Corner{10, 10, 1, 1}, Corner{40, 10, -1, 1}, Corner{50, 18, 1, -1}, Corner{90, 18, -1, -1}}) {
      const auto expect = [&](double dx, double dy, document::Color color) {
        page.expect(50 + corner.x + corner.across * dx, 40 + corner.y + row + corner.down * dy, color);
      };
      expect(5, 1, red);
      expect(1, 5, red);
      expect(1, 1, {255, 255, 255});
      expect(5, 5, {255, 255, 255});
      expect(-1, 1, {255, 255, 255});
      expect(1, -1, {255, 255, 255});
    }
  }
}

TEST(Drawings, GrowLittleWithPartsThatComeAgain) {
  const auto size = [](int rows) {
    return written({item(placed(picture(corners(rows))))}, Profile::pdfa_3b, 1).size();
  };
  EXPECT_LT(size(50) - size(2), std::size_t{4 * 48 * 12});
}

TEST(Drawings, AreClippedWhereLayoutSaysSo) {
  layout::PictureItem clipped = placed(picture(frame()));
  clipped.clip = {Length::mm(50), Length::mm(40), Length::mm(50), Length::mm(50)};
  const Colors page(written({item(clipped)}));
  page.expect(51, 41, red);
  page.expect(149, 89, {255, 255, 255});
}

void append32(Bytes& out, std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U})
    out += static_cast<char>(value >> shift & 0xFFU);
}

void append_chunk(Bytes& out, const Bytes& type, const Bytes& data) {
  append32(out, static_cast<std::uint32_t>(data.size()));
  out += type + data;
  const Bytes both = type + data;
  append32(out, static_cast<std::uint32_t>(
                    crc32(0, reinterpret_cast<const Bytef*>(both.data()), static_cast<uInt>(both.size()))));
}

Bytes deflated(const Bytes& data) {
  uLongf size = compressBound(data.size());
  Bytes out(size, '\0');
  EXPECT_EQ(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(data.data()),
                     data.size()),
            Z_OK);
  out.resize(size);
  return out;
}

struct PngParts {
  std::uint32_t width = 2;
  std::uint32_t height = 2;
  char depth = 8;
  char colors = 2;
  char interlace = 0;
  Bytes palette;
  Bytes transparency;
  Bytes rows;  ///< with filter bytes
};

Bytes png(const PngParts& parts) {
  Bytes header;
  append32(header, parts.width);
  append32(header, parts.height);
  header += {parts.depth, parts.colors, '\0', '\0', parts.interlace};
  Bytes out = "\x89PNG\r\n\x1A\n";
  append_chunk(out, "IHDR", header);
  if (!parts.palette.empty()) append_chunk(out, "PLTE", parts.palette);
  if (!parts.transparency.empty()) append_chunk(out, "tRNS", parts.transparency);
  append_chunk(out, "IDAT", deflated(parts.rows));
  append_chunk(out, "IEND", "");
  return out;
}

document::PicturePtr raster(Bytes file, document::Raster::Kind kind = document::Raster::Kind::png) {
  auto made = std::make_shared<document::Picture>();
  made->name = "anh.png";
  made->digest = to_hex(digest(HashKind::sha256, file));
  made->raster.emplace();
  made->raster->kind = kind;
  made->raster->bytes = std::move(file);
  return made;
}

Bytes operator""_b(const char* text, std::size_t size) {
  return {text, size};
}

PngParts rgb_parts() {
  PngParts parts;
  // Red and gold; below, the row is the difference to the row above (filter 2): gold again, and red.
  parts.rows = "\x00\xA6\x19\x2E\xB8\x89\x2B"_b + "\x00\xB8\x89\x2B\xA6\x19\x2E"_b;
  return parts;
}

void expect_red_and_gold(const Colors& page) {
  page.expect(60, 45, red);
  page.expect(140, 45, gold);
  page.expect(60, 85, gold);
  page.expect(140, 85, red);
}

TEST(Png, OfColoursIsShownAndPassedThrough) {
  const Bytes pdf = written({item(placed(raster(png(rgb_parts()))))});
  EXPECT_THAT(pdf, HasSubstr(deflated(rgb_parts().rows)));
  expect_red_and_gold(Colors(pdf));
}

TEST(Png, WithAPaletteIsShown) {
  PngParts parts;
  parts.colors = 3;
  parts.depth = 1;
  parts.palette = "\xA6\x19\x2E\xB8\x89\x2B";
  parts.rows = "\x00\x40\x00\x80"_b;
  expect_red_and_gold(Colors(written({item(placed(raster(png(parts))))})));
}

PngParts alpha_parts() {
  PngParts parts;
  parts.colors = 6;
  // Opaque red, clear; half clear black, opaque gold. The second row is filtered by the average (3).
  parts.rows = "\x01\xA6\x19\x2E\xFF\x5A\xE7\xD2\x01"_b + "\x00\x00\x00\x00\x80\xB8\x89\x2B\xFF"_b;
  return parts;
}

void expect_alpha(const Colors& page) {
  page.expect(60, 45, red);
  page.expect(140, 45, {255, 255, 255});
  page.expect(60, 85, {127, 127, 127}, 4);
  page.expect(140, 85, gold);
}

TEST(Png, WithAlphaLetsThePaperThrough) {
  const Bytes pdf = written({item(placed(raster(png(alpha_parts()))))});
  EXPECT_THAT(pdf, HasSubstr("/SMask"));
  expect_alpha(Colors(pdf));
}

TEST(Png, WithAlphaIsLaidOnWhiteInLevel1b) {
  const Bytes pdf =
      written({item(placed(raster(png(alpha_parts())))), item(placed(picture(frame())))}, Profile::pdfa_1b);
  EXPECT_THAT(pdf, Not(HasSubstr("/SMask")));
  if (!sovang::testing::has_preflight()) GTEST_SKIP() << "PDFBox Preflight is not installed";
  EXPECT_EQ(sovang::testing::preflight_complaints(pdf), "");
}

TEST(Png, OfSixteenBitsIsShown) {
  PngParts parts;
  parts.depth = 16;
  parts.colors = 0;
  parts.rows = "\x00\xFF\xFF\x00\x00"_b + "\x00\x00\x00\xFF\xFF"_b;
  const Colors page(written({item(placed(raster(png(parts))))}));
  page.expect(60, 45, {255, 255, 255});
  page.expect(140, 45, {0, 0, 0});
}

void expect_refused(const Bytes& file, const std::string& word) {
  const auto result = try_write({item(placed(raster(file)))});
  ASSERT_FALSE(result) << word;
  EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  EXPECT_THAT(result.error().message, HasSubstr("anh.png"));
  EXPECT_THAT(result.error().message, HasSubstr(word));
}

TEST(Png, ThatIsDamagedIsRefusedWithItsName) {
  const Bytes whole = png(rgb_parts());
  expect_refused(whole.substr(0, whole.size() - 14), "cắt cụt");
  Bytes flipped = whole;
  flipped[45] = static_cast<char>(flipped[45] ^ 1);
  expect_refused(flipped, "hỏng");
  PngParts shorter = rgb_parts();
  shorter.rows.resize(7);
  expect_refused(png(shorter), "không giải nén");
  PngParts filter = rgb_parts();
  filter.rows[0] = 9;
  expect_refused(png(filter), "bộ lọc");
  PngParts huge = rgb_parts();
  huge.width = huge.height = 60000;
  expect_refused(png(huge), "40 triệu");
  PngParts interlaced = rgb_parts();
  interlaced.interlace = 1;
  expect_refused(png(interlaced), "xen kẽ");
}

TEST(Jpeg, IsPassedThrough) {
  // A JPEG of one of our own pages, made by poppler.
  const auto folder = files::TemporaryFolder::make("sovang-jpeg").value();
  ASSERT_TRUE(files::create_unsynced(
      folder.path() / "a.pdf",
      written({item(layout::BackgroundItem{{}, {}, Length::mm(300), Length::mm(300), red})})));
  ASSERT_TRUE(run_process(
      {"pdftoppm", "-r", "20", "-jpeg", "-singlefile", folder.path() / "a.pdf", folder.path() / "a"}));
  const Bytes file = files::read(folder.path() / "a.jpg").value();
  const Bytes pdf = written({item(placed(raster(file, document::Raster::Kind::jpeg)))});
  EXPECT_THAT(pdf, HasSubstr(file));
  Colors(pdf).expect(100, 65, red, 6);
  EXPECT_FALSE(try_write({item(placed(raster(file.substr(0, 40), document::Raster::Kind::jpeg)))}));
}

}  // namespace
}  // namespace sovang::pdf::testing
