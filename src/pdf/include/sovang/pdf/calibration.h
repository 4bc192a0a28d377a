#pragma once

#include <array>
#include <span>
#include <string>

#include "sovang/base/result.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/print.h"

/// How an office finds out where its printer really prints (template-language §12): a sheet with four
/// crosses, a ruler, and a little arithmetic.
namespace sovang::pdf {

/// A cross of the sheet, in mm from the top left corner of the paper.
struct CalibrationMark {
  char name = 'A';
  double x_mm = 0;
  double y_mm = 0;
};

/// A, B above and C, D below, from left to right, each 20 mm from the two edges next to it.
[[nodiscard]] std::array<CalibrationMark, 4> calibration_marks(const PaperSize& paper);

/// The sheet: crosses with rulers of mm, a grid of 10 mm, and what to do with them, in Vietnamese. One page.
/// `how` names the printer (and tray) on the sheet, `command` is what to type with the measured values.
/// Papers smaller than 140 × 140 mm have no room for it.
[[nodiscard]] Result<layout::Pages> calibration_sheet(const PaperSize& paper, std::string_view how,
                                                      std::string_view command,
                                                      const layout::FontBook& fonts);

/// What a ruler says about a cross: the distances of its middle from the two edges next to it, in mm.
struct MeasuredMark {
  char name = 'A';
  double across_mm = 20;  ///< from the left edge, or for B and D from the right one
  double down_mm = 20;    ///< from the upper edge, or for C and D from the lower one
};

struct PrinterFit {
  PrinterCorrection correction;
  double rest_mm = 0;  ///< how far off the worst cross would be after the correction
};

/// A rest above this says that the paper slipped, or that a value was read wrongly.
inline constexpr double good_rest_mm = 0.3;

/// The correction that brings the crosses to their places, by least squares: shift, scale and, from three
/// crosses on, rotation. Two crosses must be opposite corners. Fails with what is wrong and what to do if a
/// cross is unknown, named twice or more than 15 mm off, if the scale is off by more than 3 %, the rotation
/// is above 1°, or the rest is above 2 mm.
[[nodiscard]] Result<PrinterFit> fit_printer(const PaperSize& paper, std::span<const MeasuredMark> measured);

}  // namespace sovang::pdf
