#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"

namespace sovang::document {

struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend constexpr bool operator==(const Color&, const Color&) = default;
};

struct Point {
  double x = 0;
  double y = 0;
};

/// One step of a path. Quadratic curves and arcs of the source are cubics here; coordinates are absolute.
struct PathStep {
  enum class Kind : std::uint8_t { move, line, cubic, close };
  Kind kind = Kind::move;
  std::array<Point, 3> points{};  ///< move and line use the first, cubic all three (control, control, end)
};

enum class FillRule : std::uint8_t { nonzero, even_odd };
enum class LineCap : std::uint8_t { butt, round, square };
enum class LineJoin : std::uint8_t { miter, round, bevel };

/// A filled or stroked path, or both. Transforms of the source are applied already.
struct Shape {
  std::vector<PathStep> path;
  std::optional<Color> fill;
  FillRule fill_rule = FillRule::nonzero;
  std::optional<Color> stroke;
  double stroke_width = 1;
  LineCap cap = LineCap::butt;
  LineJoin join = LineJoin::miter;
  double miter_limit = 4;
  std::vector<double> dashes;
};

/// A vector drawing read from SVG: shapes in painting order in a box of width × height user units, y
/// downwards.
struct Drawing {
  double width = 0;
  double height = 0;
  std::vector<Shape> shapes;
};

/// A raster picture, kept as the bytes of its file.
struct Raster {
  enum class Kind : std::uint8_t { png, jpeg };
  Kind kind = Kind::png;
  int width = 0;   ///< pixels
  int height = 0;  ///< pixels
  Bytes bytes;
};

/// A picture that a document uses: exactly one of the two is set. Shared between the documents of a batch.
struct Picture {
  std::string name;    ///< the path in the template, for messages
  std::string digest;  ///< SHA-256 of the file, hex: equal pictures have equal digests
  std::optional<Drawing> drawing;
  std::optional<Raster> raster;
};
using PicturePtr = std::shared_ptr<const Picture>;

}  // namespace sovang::document
