#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sovang/pdf/print.h"

namespace sovang::pdf {

/// A matrix of PDF: x' = a·x + c·y + e, y' = b·x + d·y + f; points, y upwards.
struct Matrix {
  double a = 1;
  double b = 0;
  double c = 0;
  double d = 1;
  double e = 0;
  double f = 0;

  /// What this does, and then `next`.
  [[nodiscard]] Matrix then(const Matrix& next) const;
};

/// A side of a sheet of paper, in points.
struct Sheet {
  struct Placed {
    std::size_t page = 0;
    Matrix matrix{};
  };
  struct Line {
    double x1 = 0;
    double y1 = 0;
    double x2 = 0;
    double y2 = 0;
  };
  double width = 0;
  double height = 0;
  std::vector<Placed> pages;
  std::vector<Line> crop_marks;
  Matrix onto_paper{};  ///< of everything, the correction of the printer
};

/// A page that is to be printed: its index and size; no index is a blank side.
struct PageSlot {
  std::optional<std::size_t> page;
  PaperSize size{};
};

/// True if every page is a sheet of its own and stays where it is.
[[nodiscard]] bool leaves_pages_alone(const PrintSetup& setup);

/// Lays pages on sheets; both sides of a sheet follow each other. With two sides, the pages must come in
/// pairs.
[[nodiscard]] std::vector<Sheet> impose(const std::vector<PageSlot>& slots, const PrintSetup& setup);

/// The operators of a sheet; its pages are the form XObjects /S0, /S1 …
[[nodiscard]] std::string sheet_content(const Sheet& sheet);

/// The correction as a matrix of a sheet of this size, in points.
[[nodiscard]] Matrix correction_matrix(const PrinterCorrection& correction, double width, double height);

}  // namespace sovang::pdf
