#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/drawing.h"

namespace sovang::document {

/// x' = a·x + c·y + e, y' = b·x + d·y + f.
struct Matrix {
  double a = 1;
  double b = 0;
  double c = 0;
  double d = 1;
  double e = 0;
  double f = 0;

  [[nodiscard]] Point apply(Point p) const { return {a * p.x + c * p.y + e, b * p.x + d * p.y + f}; }
  /// First `inner`, then this.
  [[nodiscard]] Matrix after(const Matrix& inner) const;
  [[nodiscard]] double determinant() const { return a * d - b * c; }
  /// Circles stay circles: what a stroke of one width needs.
  [[nodiscard]] bool is_similarity() const;
};

/// Adds steps in user coordinates, mapped by a matrix.
class PathBuilder {
 public:
  explicit PathBuilder(const Matrix& matrix) : matrix_(matrix) {}

  void move(Point p);
  void line(Point p);
  void cubic(Point c1, Point c2, Point p);
  void quadratic(Point c, Point p);
  /// An elliptical arc to `p` (SVG 1.1 F.6): radii, rotation in degrees, flags.
  void arc(Point radii, double rotation, bool large, bool sweep, Point p);
  void close();

  [[nodiscard]] Point current() const { return current_; }
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  [[nodiscard]] std::vector<PathStep> take() { return std::move(steps_); }

 private:
  void add(PathStep::Kind kind, std::array<Point, 3> points);

  Matrix matrix_;
  std::vector<PathStep> steps_;
  Point current_;
  Point start_;
};

/// A mistake in an attribute: the byte of the value and what is wrong.
struct ValueFault {
  std::size_t at = 0;
  std::string message;
};

/// Reads numbers and words from a value.
class ValueReader {
 public:
  explicit ValueReader(std::string_view text) : text_(text) {}

  void skip_space();
  /// White space and at most one comma.
  void skip_separator();
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] char peek() const { return done() ? '\0' : text_[at_]; }
  bool take(char c);
  /// Letters.
  std::string_view word();
  /// A number of SVG, at most ten million in size; nothing if none stands here.
  std::optional<double> number();
  /// The flag of an arc: one digit, 0 or 1.
  std::optional<bool> flag();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// Path data with all its commands, at most `most_steps` steps.
[[nodiscard]] std::optional<ValueFault> read_path(std::string_view data, std::size_t most_steps,
                                                  PathBuilder& builder);
/// translate, scale, rotate, skewX, skewY, matrix in a row.
[[nodiscard]] std::optional<ValueFault> read_transform(std::string_view text, Matrix& out);

}  // namespace sovang::document
