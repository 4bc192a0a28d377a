#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <vector>

#include "sovang/document/drawing.h"

/// Ornaments repeat: a frame is a hundred times the same leaf, moved and mirrored. Written from its own first
/// point, each leaf is the same text, and deflate makes next to nothing of all but the first.
namespace sovang::pdf {

/// A step of a path in whole numbers of the grain that a drawing is written with.
struct PieceStep {
  document::PathStep::Kind kind = document::PathStep::Kind::move;
  std::array<std::int64_t, 6> values{};  ///< x and y in turn; as many as the kind has points

  friend auto operator<=>(const PieceStep&, const PieceStep&) = default;
};

/// A part of a shape that may be painted by itself: its path from (x, y), mirrored so that parts that are
/// mirror images have the same path.
struct Piece {
  std::int64_t x = 0;
  std::int64_t y = 0;
  int across = 1;  ///< -1 = left and right are exchanged
  int down = 1;    ///< -1 = above and below are exchanged
  std::vector<PieceStep> path;
};

/// The parts of a shape: subpaths, and for a filled shape those together whose boxes meet (a ring and its
/// hole). `grains` is how many grains a unit of the drawing has. Empty if the shape has too many subpaths to
/// look at, or none.
[[nodiscard]] std::vector<Piece> pieces_of(const document::Shape& shape, double grains);

/// How many points a step has.
[[nodiscard]] constexpr std::size_t point_count(document::PathStep::Kind kind) {
  switch (kind) {
    case document::PathStep::Kind::move:
    case document::PathStep::Kind::line:
      return 1;
    case document::PathStep::Kind::cubic:
      return 3;
    case document::PathStep::Kind::close:
      return 0;
  }
  return 0;
}

}  // namespace sovang::pdf
