#include "drawing_pieces.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace sovang::pdf {
namespace {

using document::PathStep;
using document::Shape;

constexpr std::size_t most_subpaths = 4000;  // the search for neighbours is quadratic

struct Box {
  std::int64_t left = 0;
  std::int64_t top = 0;
  std::int64_t right = 0;
  std::int64_t bottom = 0;

  [[nodiscard]] bool meets(const Box& other) const {
    return left <= other.right && other.left <= right && top <= other.bottom && other.top <= bottom;
  }
};

using Subpath = std::vector<PieceStep>;

/// The subpaths in grains. A path that does not begin with a move is left to the caller.
std::vector<Subpath> subpaths_of(const Shape& shape, double grains) {
  std::vector<Subpath> out;
  for (const PathStep& step : shape.path) {
    if (step.kind == PathStep::Kind::move) out.emplace_back();
    if (out.empty()) return {};
    PieceStep& made = out.back().emplace_back();
    made.kind = step.kind;
    for (std::size_t i = 0; i < point_count(step.kind); ++i) {
      made.values[2 * i] = std::llround(std::clamp(step.points[i].x, -1e9, 1e9) * grains);
      made.values[2 * i + 1] = std::llround(std::clamp(step.points[i].y, -1e9, 1e9) * grains);
    }
  }
  // What follows a closed subpath without a move begins at its start: rare, and not worth a case of its own.
  for (const Subpath& subpath : out) {
    const auto closed = std::ranges::find(subpath, PathStep::Kind::close, &PieceStep::kind);
    if (closed != subpath.end() && closed + 1 != subpath.end()) return {};
  }
  return out;
}

/// The box of all points, control points too, with half of the stroke around it.
Box box_of(const Subpath& subpath, std::int64_t around) {
  Box box{INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};
  for (const PieceStep& step : subpath) {
    for (std::size_t i = 0; i < point_count(step.kind); ++i) {
      box.left = std::min(box.left, step.values[2 * i]);
      box.right = std::max(box.right, step.values[2 * i]);
      box.top = std::min(box.top, step.values[2 * i + 1]);
      box.bottom = std::max(box.bottom, step.values[2 * i + 1]);
    }
  }
  return {box.left - around, box.top - around, box.right + around, box.bottom + around};
}

/// For each subpath the first one that it belongs together with.
std::vector<std::size_t> groups_of(const std::vector<Subpath>& subpaths, const Shape& shape, double grains) {
  std::vector<std::size_t> group(subpaths.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  if (!shape.fill) return group;  // strokes of one colour look the same together and one by one
  const auto around =
      shape.stroke ? std::llround(shape.stroke_width * std::max(shape.miter_limit, 1.0) * grains) : 0;
  std::vector<Box> boxes;
  for (const Subpath& subpath : subpaths)
    boxes.push_back(box_of(subpath, around));
  const auto root = [&](std::size_t i) {
    while (group[i] != i)
      i = group[i];
    return i;
  };
  for (std::size_t i = 0; i < subpaths.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (!boxes[i].meets(boxes[k])) continue;
      const std::size_t a = root(i);
      const std::size_t b = root(k);
      group[std::max(a, b)] = std::min(a, b);
    }
  }
  for (std::size_t i = 0; i < subpaths.size(); ++i)
    group[i] = root(i);
  return group;
}

/// The same path seen from its first point, mirrored or not.
Piece seen_from_start(const Subpath& path, int across, int down) {
  Piece piece{path.front().values[0], path.front().values[1], across, down, path};
  for (PieceStep& step : piece.path) {
    for (std::size_t i = 0; i < point_count(step.kind); ++i) {
      step.values[2 * i] = (step.values[2 * i] - piece.x) * across;
      step.values[2 * i + 1] = (step.values[2 * i + 1] - piece.y) * down;
    }
  }
  return piece;
}

Piece common_view(const Subpath& path) {
  Piece best = seen_from_start(path, 1, 1);
  for (const auto& [across, down] : {std::pair{-1, 1}, std::pair{1, -1}, std::pair{-1, -1}}) {
    Piece other = seen_from_start(path, across, down);
    if (other.path < best.path) best = std::move(other);
  }
  return best;
}

}  // namespace

std::vector<Piece> pieces_of(const Shape& shape, double grains) {
  const std::vector<Subpath> subpaths = subpaths_of(shape, grains);
  if (subpaths.size() > most_subpaths) return {};
  const std::vector<std::size_t> group = groups_of(subpaths, shape, grains);
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < subpaths.size(); ++i) {
    if (group[i] != i) continue;
    Subpath together = subpaths[i];
    for (std::size_t k = i + 1; k < subpaths.size(); ++k) {
      if (group[k] == i) together.insert(together.end(), subpaths[k].begin(), subpaths[k].end());
    }
    pieces.push_back(common_view(together));
  }
  return pieces;
}

}  // namespace sovang::pdf
