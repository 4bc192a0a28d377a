#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "sovang/pdf/calibration.h"

namespace sovang::pdf {
namespace {

constexpr double from_edge_mm = 20;
constexpr double farthest_mm = 15;
constexpr double largest_scale_error = 0.03;
constexpr double largest_rotation = 1;  // degrees
constexpr double worst_rest_mm = 2;
constexpr double degrees = 180 / 3.14159265358979323846;

struct Point {
  double x = 0;
  double y = 0;
};

/// Where a cross came out, and where it should have.
struct Pair {
  Point printed;
  Point wanted;
};

Point turned(const Point& point, const Point& middle, double angle) {
  const double dx = point.x - middle.x;
  const double dy = point.y - middle.y;
  return {middle.x + dx * std::cos(angle) - dy * std::sin(angle),
          middle.y + dx * std::sin(angle) + dy * std::cos(angle)};
}

/// scale_x, dx, scale_y, dy and a further rotation.
using Unknowns = std::array<double, 5>;

/// Normal equations of a least squares problem with five unknowns, or with the first four of them.
class LeastSquares {
 public:
  explicit LeastSquares(std::size_t unknowns) : unknowns_(unknowns) {}

  void add(const Unknowns& factors, double value) {
    for (std::size_t i = 0; i < unknowns_; ++i) {
      for (std::size_t k = 0; k < unknowns_; ++k)
        sums_[i][k] += factors[i] * factors[k];
      sums_[i][unknowns_] += factors[i] * value;
    }
  }

  /// Gauss with pivots; nothing if the equations do not settle the unknowns.
  [[nodiscard]] std::optional<Unknowns> solve() {
    for (std::size_t step = 0; step < unknowns_; ++step) {
      std::size_t pivot = step;
      for (std::size_t row = step + 1; row < unknowns_; ++row) {
        if (std::abs(sums_[row][step]) > std::abs(sums_[pivot][step])) pivot = row;
      }
      if (std::abs(sums_[pivot][step]) < 1e-6) return {};
      std::swap(sums_[step], sums_[pivot]);
      for (std::size_t row = 0; row < unknowns_; ++row) {
        if (row == step) continue;
        const double factor = sums_[row][step] / sums_[step][step];
        for (std::size_t column = step; column <= unknowns_; ++column)
          sums_[row][column] -= factor * sums_[step][column];
      }
    }
    Unknowns solution{};
    for (std::size_t i = 0; i < unknowns_; ++i)
      solution[i] = sums_[i][unknowns_] / sums_[i][i];
    return solution;
  }

 private:
  std::size_t unknowns_;
  std::array<std::array<double, 6>, 5> sums_{};
};

tl::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::invalid_input, std::move(message), {}, "PRN-01");
}

/// "20,4"
std::string shown(double millimetres) {
  if (std::isnan(millimetres)) return "không đọc được";  // llround of it is no number either
  const long long tenths = std::llround(std::clamp(millimetres, -1e6, 1e6) * 10);
  std::string out = tenths < 0 ? "-" : "";
  out += std::to_string(std::abs(tenths) / 10);
  return out + ',' + std::to_string(std::abs(tenths) % 10);
}

Result<std::vector<Pair>> pairs_of(const PaperSize& paper, std::span<const MeasuredMark> measured) {
  const auto marks = calibration_marks(paper);
  std::vector<Pair> pairs;
  std::string names;
  for (const MeasuredMark& mark : measured) {
    const std::string name(1, mark.name);
    const auto known = std::ranges::find(marks, mark.name, &CalibrationMark::name);
    if (known == marks.end())
      return refuse("không có dấu «" + name + "»: trên tờ cân chỉnh chỉ có A, B, C, D");
    if (names.find(mark.name) != std::string::npos)
      return refuse("dấu " + name + " được ghi hai lần: mỗi dấu chỉ ghi một cặp số");
    names += mark.name;
    for (const double distance : {mark.across_mm, mark.down_mm}) {
      if (std::abs(distance - from_edge_mm) <= farthest_mm) continue;  // false for what is no number
      return refuse("số đo " + shown(distance) + " mm của dấu " + name +
                    " quá xa 20 mm: hãy đo lại từ mép giấy gần nhất đến tâm dấu, và in tờ cân chỉnh ở tỷ lệ "
                    "100 % (không chọn “vừa khổ giấy”)");
    }
    const bool right = mark.name == 'B' || mark.name == 'D';
    const bool below = mark.name == 'C' || mark.name == 'D';
    const Point printed{right ? paper.width.in_mm() - mark.across_mm : mark.across_mm,
                        below ? paper.height.in_mm() - mark.down_mm : mark.down_mm};
    pairs.push_back({printed, {known->x_mm, known->y_mm}});
  }
  std::ranges::sort(names);
  if (names.size() < 2 || (names.size() == 2 && names != "AD" && names != "BC")) {
    return refuse(
        "cần số đo của ít nhất hai dấu ở hai góc đối nhau (A và D, hoặc B và C); đo đủ bốn dấu thì chính xác "
        "hơn");
  }
  return pairs;
}

Status refuse_absurd(const PrinterCorrection& correction) {
  for (const double scale : {correction.scale_x, correction.scale_y}) {
    if (std::abs(scale - 1) > largest_scale_error) {
      return refuse("máy in đang co giãn trang " + shown(std::abs(scale - 1) * 100) +
                    " %: hãy in lại tờ cân chỉnh ở tỷ lệ 100 % (Actual size), rồi đo lại");
    }
  }
  if (std::abs(correction.rotate_degrees) > largest_rotation) {
    return refuse(
        "giấy bị lệch " + shown(std::abs(correction.rotate_degrees)) +
        " độ: hãy chỉnh thanh chặn giấy của khay cho sát mép giấy, in lại tờ cân chỉnh, rồi đo lại");
  }
  return {};
}

}  // namespace

std::array<CalibrationMark, 4> calibration_marks(const PaperSize& paper) {
  const double right = paper.width.in_mm() - from_edge_mm;
  const double below = paper.height.in_mm() - from_edge_mm;
  return {CalibrationMark{'A', from_edge_mm, from_edge_mm}, CalibrationMark{'B', right, from_edge_mm},
          CalibrationMark{'C', from_edge_mm, below}, CalibrationMark{'D', right, below}};
}

Result<PrinterFit> fit_printer(const PaperSize& paper, std::span<const MeasuredMark> measured) {
  const std::vector<Pair> pairs = SOVANG_TRY(pairs_of(paper, measured));
  const Point middle{paper.width.in_mm() / 2, paper.height.in_mm() / 2};
  const bool with_rotation = pairs.size() > 2;
  double angle = 0;
  Unknowns found{};
  // The rotation is linear for small angles only: a second round settles what the first left.
  for (int round = 0; round < 3; ++round) {
    LeastSquares equations(with_rotation ? 5 : 4);
    for (const Pair& pair : pairs) {
      const Point target = turned(pair.wanted, middle, -angle);
      equations.add({pair.printed.x, 1, 0, 0, -(target.y - middle.y)}, target.x);
      equations.add({0, 0, pair.printed.y, 1, target.x - middle.x}, target.y);
    }
    const std::optional<Unknowns> solved = equations.solve();
    if (!solved) return refuse("các số đo không đủ để tính: hãy đo cả bốn dấu A, B, C, D");
    found = *solved;
    angle += found[4];
  }
  PrinterFit fit;
  fit.correction.scale_x = found[0];
  fit.correction.dx_mm = found[1];
  fit.correction.scale_y = found[2];
  fit.correction.dy_mm = found[3];
  fit.correction.rotate_degrees = angle * degrees;
  SOVANG_TRY(refuse_absurd(fit.correction));
  for (const Pair& pair : pairs) {
    const Point moved =
        turned({found[0] * pair.printed.x + found[1], found[2] * pair.printed.y + found[3]}, middle, angle);
    fit.rest_mm = std::max(fit.rest_mm, std::hypot(moved.x - pair.wanted.x, moved.y - pair.wanted.y));
  }
  if (fit.rest_mm > worst_rest_mm) {
    return refuse("các số đo không khớp nhau (còn lệch " + shown(fit.rest_mm) +
                  " mm): có lẽ một số bị đọc nhầm, hãy đo lại cả bốn dấu");
  }
  return fit;
}

}  // namespace sovang::pdf
