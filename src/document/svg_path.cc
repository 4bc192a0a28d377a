#include "svg_path.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

namespace sovang::document {
namespace {

constexpr double largest_number = 1e7;

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

double radians(double degrees) {
  return degrees * std::numbers::pi / 180.0;
}

/// Path data, command by command.
class PathReader {
 public:
  PathReader(std::string_view data, std::size_t most_steps, PathBuilder& builder)
      : in_(data), most_steps_(most_steps), builder_(builder) {}

  std::optional<ValueFault> run() {
    in_.skip_space();
    while (!in_.done()) {
      const std::size_t at = in_.at();
      const char letter = in_.peek();
      if (!is_letter(letter)) return ValueFault{at, "cần một lệnh của đường vẽ"};
      if (!begun_ && letter != 'M' && letter != 'm') return ValueFault{at, "đường vẽ phải bắt đầu bằng M"};
      in_.take(letter);
      if (!command(letter)) return ValueFault{in_.at(), "đường vẽ viết sai ở chỗ này"};
      if (builder_.size() > most_steps_) return ValueFault{at, "đường vẽ có quá nhiều nét"};
      in_.skip_space();
    }
    return std::nullopt;
  }

 private:
  /// One letter and all its arguments; false = something else than arguments stands there.
  bool command(char letter) {
    const bool relative = letter >= 'a';
    char kind = static_cast<char>(relative ? letter - 'a' + 'A' : letter);
    if (kind == 'Z') {
      builder_.close();
      last_ = 'Z';
      return true;
    }
    in_.skip_space();
    do {
      if (!segment(kind, relative)) return false;
      last_ = kind;
      if (kind == 'M') kind = 'L';  // further pairs of a move are lines
      if (builder_.size() > most_steps_) return true;
      in_.skip_separator();
    } while (in_.peek() == '-' || in_.peek() == '+' || in_.peek() == '.' || is_digit(in_.peek()));
    return true;
  }

  bool segment(char kind, bool relative) {
    const Point base = relative ? builder_.current() : Point{};
    Point p;
    Point c1;
    Point c2;
    switch (kind) {
      case 'M':
        if (!point(base, p)) return false;
        builder_.move(p);
        begun_ = true;
        return true;
      case 'L':
        if (!point(base, p)) return false;
        builder_.line(p);
        return true;
      case 'H':
      case 'V':
        return straight(kind, base);
      case 'C':
        if (!point(base, c1) || !point(base, c2) || !point(base, p)) return false;
        builder_.cubic(c1, c2, p);
        control_ = c2;
        return true;
      case 'S':
        c1 = reflected('C', 'S');
        if (!point(base, c2) || !point(base, p)) return false;
        builder_.cubic(c1, c2, p);
        control_ = c2;
        return true;
      case 'Q':
        if (!point(base, c1) || !point(base, p)) return false;
        builder_.quadratic(c1, p);
        control_ = c1;
        return true;
      case 'T':
        c1 = reflected('Q', 'T');
        if (!point(base, p)) return false;
        builder_.quadratic(c1, p);
        control_ = c1;
        return true;
      case 'A':
        return arc(base);
      default:
        return false;
    }
  }

  bool straight(char kind, Point base) {
    const auto value = number();
    if (!value) return false;
    Point p = builder_.current();
    (kind == 'H' ? p.x : p.y) = *value + (kind == 'H' ? base.x : base.y);
    builder_.line(p);
    return true;
  }

  bool arc(Point base) {
    const auto rx = number();
    const auto ry = number();
    const auto rotation = number();
    in_.skip_separator();
    const auto large = in_.flag();
    in_.skip_separator();
    const auto sweep = in_.flag();
    Point p;
    if (!rx || !ry || !rotation || !large || !sweep || !point(base, p)) return false;
    builder_.arc({*rx, *ry}, *rotation, *large, *sweep, p);
    return true;
  }

  std::optional<double> number() {
    in_.skip_separator();
    return in_.number();
  }
  bool point(Point base, Point& out) {
    const auto x = number();
    const auto y = number();
    if (!x || !y) return false;
    out = {base.x + *x, base.y + *y};
    return true;
  }
  /// The control point that makes the curve go on smoothly after one of its own kind.
  [[nodiscard]] Point reflected(char kind, char smooth) const {
    const Point at = builder_.current();
    if (last_ != kind && last_ != smooth) return at;
    return {2 * at.x - control_.x, 2 * at.y - control_.y};
  }

  ValueReader in_;
  std::size_t most_steps_;
  PathBuilder& builder_;
  Point control_;
  char last_ = 'Z';
  bool begun_ = false;
};

}  // namespace

Matrix Matrix::after(const Matrix& inner) const {
  return {a * inner.a + c * inner.b, b * inner.a + d * inner.b,     a * inner.c + c * inner.d,
          b * inner.c + d * inner.d, a * inner.e + c * inner.f + e, b * inner.e + d * inner.f + f};
}

bool Matrix::is_similarity() const {
  const double scale = std::abs(determinant());
  const double slack = 1e-6 * std::max(scale, 1e-12);
  return std::abs(a * a + b * b - scale) <= slack && std::abs(c * c + d * d - scale) <= slack;
}

void PathBuilder::add(PathStep::Kind kind, std::array<Point, 3> points) {
  for (Point& p : points)
    p = matrix_.apply(p);
  steps_.push_back({kind, points});
}

void PathBuilder::move(Point p) {
  add(PathStep::Kind::move, {p, {}, {}});
  current_ = start_ = p;
}
void PathBuilder::line(Point p) {
  add(PathStep::Kind::line, {p, {}, {}});
  current_ = p;
}
void PathBuilder::cubic(Point c1, Point c2, Point p) {
  add(PathStep::Kind::cubic, {c1, c2, p});
  current_ = p;
}
void PathBuilder::quadratic(Point c, Point p) {
  const Point from = current_;
  const auto between = [](Point end, Point control) {
    return Point{end.x + (control.x - end.x) * 2 / 3, end.y + (control.y - end.y) * 2 / 3};
  };
  cubic(between(from, c), between(p, c), p);
}
void PathBuilder::close() {
  steps_.push_back({PathStep::Kind::close, {}});
  current_ = start_;
}

void PathBuilder::arc(Point radii, double rotation, bool large, bool sweep, Point p) {
  const Point from = current_;
  double rx = std::abs(radii.x);
  double ry = std::abs(radii.y);
  if (from.x == p.x && from.y == p.y) return;
  if (rx == 0 || ry == 0) return line(p);
  const double cosine = std::cos(radians(rotation));
  const double sine = std::sin(radians(rotation));
  // F.6.5: the ellipse's own coordinates, with the middle of the chord as origin.
  const double dx = (from.x - p.x) / 2;
  const double dy = (from.y - p.y) / 2;
  const double x1 = cosine * dx + sine * dy;
  const double y1 = -sine * dx + cosine * dy;
  const double too_small = x1 * x1 / (rx * rx) + y1 * y1 / (ry * ry);
  if (too_small > 1) {
    rx *= std::sqrt(too_small);
    ry *= std::sqrt(too_small);
  }
  const double under = rx * rx * y1 * y1 + ry * ry * x1 * x1;
  const double root =
      std::sqrt(std::max(0.0, (rx * rx * ry * ry - under) / under)) * (large == sweep ? -1 : 1);
  const double cx1 = root * rx * y1 / ry;
  const double cy1 = -root * ry * x1 / rx;
  const Matrix ellipse = Matrix{cosine, sine, -sine, cosine, (from.x + p.x) / 2, (from.y + p.y) / 2}.after(
      Matrix{rx, 0, 0, ry, cx1, cy1});
  const double begin = std::atan2((y1 - cy1) / ry, (x1 - cx1) / rx);
  double turn = std::atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - begin;
  if (sweep && turn < 0) turn += 2 * std::numbers::pi;
  if (!sweep && turn > 0) turn -= 2 * std::numbers::pi;
  // At most a quarter of the circle a curve: the error stays under 0.03 % of the radius.
  const int count = std::max(1, static_cast<int>(std::ceil(std::abs(turn) / (std::numbers::pi / 2) - 1e-9)));
  const double step = turn / count;
  const double handle = 4.0 / 3.0 * std::tan(step / 4);
  for (int i = 0; i < count; ++i) {
    const double a0 = begin + step * i;
    const double a1 = a0 + step;
    const Point c1{std::cos(a0) - handle * std::sin(a0), std::sin(a0) + handle * std::cos(a0)};
    const Point c2{std::cos(a1) + handle * std::sin(a1), std::sin(a1) - handle * std::cos(a1)};
    const Point end = i + 1 == count ? p : ellipse.apply({std::cos(a1), std::sin(a1)});
    cubic(ellipse.apply(c1), ellipse.apply(c2), end);
  }
}

void ValueReader::skip_space() {
  while (!done() && is_space(text_[at_]))
    ++at_;
}

void ValueReader::skip_separator() {
  skip_space();
  if (take(',')) skip_space();
}

bool ValueReader::take(char c) {
  if (peek() != c || done()) return false;
  ++at_;
  return true;
}

std::string_view ValueReader::word() {
  const std::size_t start = at_;
  while (!done() && is_letter(text_[at_]))
    ++at_;
  return text_.substr(start, at_ - start);
}

std::optional<double> ValueReader::number() {
  std::string_view rest = text_.substr(at_);
  const bool plus = rest.starts_with('+');
  if (plus) rest.remove_prefix(1);
  const std::size_t sign = !plus && rest.starts_with('-') ? 1 : 0;
  // from_chars would also take inf, nan and what only looks like a number.
  if (rest.size() <= sign || !(is_digit(rest[sign]) || rest[sign] == '.')) return std::nullopt;
  double out = 0;
  const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), out);
  if (error != std::errc() || !(std::abs(out) <= largest_number)) return std::nullopt;
  at_ = static_cast<std::size_t>(stop - text_.data());
  return out;
}

std::optional<bool> ValueReader::flag() {
  const char c = peek();
  if (c != '0' && c != '1') return std::nullopt;
  ++at_;
  return c == '1';
}

std::optional<ValueFault> read_path(std::string_view data, std::size_t most_steps, PathBuilder& builder) {
  return PathReader(data, most_steps, builder).run();
}

std::optional<ValueFault> read_transform(std::string_view text, Matrix& out) {
  ValueReader in(text);
  in.skip_space();
  while (!in.done()) {
    const std::size_t at = in.at();
    const std::string_view name = in.word();
    in.skip_space();
    std::vector<double> n;
    bool good = in.take('(');
    while (good && n.size() <= 6) {
      in.skip_separator();
      if (in.take(')')) break;
      const auto number = in.number();
      good = number.has_value();
      if (good) n.push_back(*number);
    }
    if (!good) return ValueFault{in.at(), "phép biến hình viết sai"};
    Matrix step;
    const std::size_t count = n.size();
    if (name == "translate" && (count == 1 || count == 2)) {
      step = {1, 0, 0, 1, n[0], count == 2 ? n[1] : 0};
    } else if (name == "scale" && (count == 1 || count == 2)) {
      step = {n[0], 0, 0, count == 2 ? n[1] : n[0], 0, 0};
    } else if (name == "rotate" && (count == 1 || count == 3)) {
      const double c = std::cos(radians(n[0]));
      const double s = std::sin(radians(n[0]));
      step = {c, s, -s, c, 0, 0};
      if (count == 3) step = Matrix{1, 0, 0, 1, n[1], n[2]}.after(step).after({1, 0, 0, 1, -n[1], -n[2]});
    } else if (name == "skewX" && count == 1) {
      step.c = std::tan(radians(n[0]));
    } else if (name == "skewY" && count == 1) {
      step.b = std::tan(radians(n[0]));
    } else if (name == "matrix" && count == 6) {
      step = {n[0], n[1], n[2], n[3], n[4], n[5]};
    } else {
      return ValueFault{at, "không có phép biến hình này, hoặc thiếu số"};
    }
    out = out.after(step);
    in.skip_separator();
  }
  return std::nullopt;
}

}  // namespace sovang::document
