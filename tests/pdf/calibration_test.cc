#include "sovang/pdf/calibration.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using sovang::testing::flowing;
using ::testing::HasSubstr;

const PaperSize a4{Length::mm(210), Length::mm(297)};
const double width = a4.width.in_mm();  // to the grain of our lengths
const double height = a4.height.in_mm();

/// A printer that is off in a way that we know, and what a ruler says about its sheet.
struct BadPrinter {
  double dx = 0;
  double dy = 0;
  double scale_x = 1;
  double scale_y = 1;
  double rotation = 0;  ///< degrees, clockwise about the middle

  [[nodiscard]] std::pair<double, double> print(double x, double y) const {
    const double angle = rotation * 3.14159265358979323846 / 180;
    const double cx = width / 2;
    const double cy = height / 2;
    const double u = scale_x * x + dx - cx;
    const double v = scale_y * y + dy - cy;
    return {cx + u * std::cos(angle) - v * std::sin(angle), cy + u * std::sin(angle) + v * std::cos(angle)};
  }
  [[nodiscard]] std::vector<MeasuredMark> measured(std::string_view names = "ABCD") const {
    std::vector<MeasuredMark> out;
    for (const CalibrationMark& mark : calibration_marks(a4)) {
      if (names.find(mark.name) == std::string_view::npos) continue;
      const auto [x, y] = print(mark.x_mm, mark.y_mm);
      const bool right = mark.name == 'B' || mark.name == 'D';
      const bool below = mark.name == 'C' || mark.name == 'D';
      out.push_back({mark.name, right ? width - x : x, below ? height - y : y});
    }
    return out;
  }
};

/// Where the corrected printer puts (x, y).
std::pair<double, double> corrected(const BadPrinter& printer, const PrinterCorrection& by, double x,
                                    double y) {
  const double angle = by.rotate_degrees * 3.14159265358979323846 / 180;
  const double u = by.scale_x * x + by.dx_mm - width / 2;
  const double v = by.scale_y * y + by.dy_mm - height / 2;
  return printer.print(width / 2 + u * std::cos(angle) - v * std::sin(angle),
                       height / 2 + u * std::sin(angle) + v * std::cos(angle));
}

void expect_cured(const BadPrinter& printer, std::string_view names, double tolerance) {
  const auto fit = fit_printer(a4, printer.measured(names));
  ASSERT_TRUE(fit) << fit.error().message;
  EXPECT_LT(fit->rest_mm, tolerance);
  for (const double x : {20.0, 105.0, 190.0}) {
    for (const double y : {20.0, 150.0, 277.0}) {
      const auto [px, py] = corrected(printer, fit->correction, x, y);
      EXPECT_NEAR(px, x, tolerance);
      EXPECT_NEAR(py, y, tolerance);
    }
  }
}

TEST(FitPrinter, LeavesAGoodPrinterAlone) {
  const PrinterFit fit = fit_printer(a4, BadPrinter{}.measured()).value();
  EXPECT_NEAR(fit.correction.dx_mm, 0, 1e-9);
  EXPECT_NEAR(fit.correction.scale_y, 1, 1e-9);
  EXPECT_NEAR(fit.correction.rotate_degrees, 0, 1e-9);
  EXPECT_NEAR(fit.rest_mm, 0, 1e-9);
}

TEST(FitPrinter, MovesBackWhatThePrinterMoved) {
  const PrinterFit fit = fit_printer(a4, BadPrinter{1.2, -0.8, 1, 1, 0}.measured()).value();
  EXPECT_NEAR(fit.correction.dx_mm, -1.2, 1e-9);
  EXPECT_NEAR(fit.correction.dy_mm, 0.8, 1e-9);
}

TEST(FitPrinter, CuresShiftScaleAndRotationTogether) {
  expect_cured({1.4, -2.1, 1.004, 0.997, 0}, "ABCD", 1e-6);
  // A turned printer with unequal scales shears a little too; that part stays.
  expect_cured({1.4, -2.1, 1.004, 0.997, 0.4}, "ABCD", 0.02);
  expect_cured({-3, 2, 1.002, 1.002, -0.9}, "ABD", 0.01);
}

TEST(FitPrinter, NeedsTwoOppositeCornersForShiftAndScale) {
  expect_cured({0.7, 0.5, 0.996, 1.003, 0}, "AD", 1e-6);
  expect_cured({0.7, 0.5, 0.996, 1.003, 0}, "BC", 1e-6);
  for (const char* names : {"", "A", "AB", "AC", "BD"})
    EXPECT_FALSE(fit_printer(a4, BadPrinter{}.measured(names))) << names;
}

TEST(FitPrinter, SaysHowMuchIsLeftWhenTheValuesDoNotAgree) {
  std::vector<MeasuredMark> measured = BadPrinter{1, 1, 1, 1, 0}.measured();
  measured[3].across_mm += 1.5;
  const PrinterFit fit = fit_printer(a4, measured).value();
  EXPECT_GT(fit.rest_mm, good_rest_mm);
  EXPECT_LT(fit.rest_mm, 1.5);
}

std::string refusal(const std::vector<MeasuredMark>& measured) {
  const auto fit = fit_printer(a4, measured);
  return fit ? std::string("accepted") : fit.error().rule + ' ' + fit.error().message;
}

TEST(FitPrinter, RefusesWhatNoPrinterDoes) {
  std::vector<MeasuredMark> typo = BadPrinter{}.measured();
  typo[1].down_mm = 204;  // a comma forgotten
  EXPECT_THAT(refusal(typo), HasSubstr("PRN-01 số đo 204,0 mm của dấu B quá xa 20 mm"));
  EXPECT_THAT(refusal(BadPrinter{0, 0, 0.96, 0.96, 0}.measured()), HasSubstr("co giãn trang"));
  EXPECT_THAT(refusal(BadPrinter{0, 0, 1, 1, 1.5}.measured()), HasSubstr("lệch 1,5 độ"));
  std::vector<MeasuredMark> torn = BadPrinter{}.measured();
  torn[0].across_mm = 25;  // two opposite corners to the right, the other two not: no shift does that
  torn[3].across_mm = 15;
  EXPECT_THAT(refusal(torn), HasSubstr("không khớp nhau"));
  EXPECT_THAT(refusal({{'A', 20, 20}, {'A', 20, 20}}), HasSubstr("ghi hai lần"));
  EXPECT_THAT(refusal({{'A', 20, 20}, {'E', 20, 20}}), HasSubstr("không có dấu «E»"));
  EXPECT_THAT(refusal({{'A', std::nan(""), 20}, {'D', 20, 20}}), HasSubstr("quá xa"));
}

Bytes sheet(const PaperSize& paper) {
  const layout::Pages pages =
      calibration_sheet(paper, "Máy in: HP phòng Tổng hợp", "sovang calibrate hp --measured A=20/20", fonts())
          .value();
  const PdfCache cache(fonts());
  PrintFile file(cache, {});
  EXPECT_TRUE(file.add(pages));
  return file.finish(facts()).value();
}

TEST(CalibrationSheet, TellsInVietnameseWhatToDo) {
  const Bytes pdf = sheet(a4);
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
  const std::string text = flowing(sovang::testing::pdf_text(pdf));
  EXPECT_THAT(text, HasSubstr("TỜ CÂN CHỈNH MÁY IN"));
  EXPECT_THAT(text, HasSubstr("Máy in: HP phòng Tổng hợp"));
  EXPECT_THAT(text, HasSubstr("sovang calibrate hp --measured"));
}

TEST(CalibrationSheet, HasItsCrossesTwentyMillimetresFromTheEdges) {
  const int dpi = 254;  // ten pixels a mm
  for (const PaperSize& paper : {a4, PaperSize{Length::mm(420), Length::mm(297)}, *paper_named("A5")}) {
    const auto page = sovang::testing::render_page(sheet(paper), 1, dpi);
    for (const CalibrationMark& mark : calibration_marks(paper)) {
      const int x = static_cast<int>(std::lround(mark.x_mm * 10));
      const int y = static_cast<int>(std::lround(mark.y_mm * 10));
      // Both arms are dark along 7 mm, and 0.8 mm beside them there is white between the ticks.
      for (int i = -70; i <= 70; ++i) {
        EXPECT_LT(std::min(page.gray(x + i, y), page.gray(x + i, y - 1)), 160) << mark.name << ' ' << i;
        EXPECT_LT(std::min(page.gray(x, y + i), page.gray(x - 1, y + i)), 160) << mark.name << ' ' << i;
      }
      EXPECT_GT(page.gray(x + 35, y + 8), 200) << mark.name;
    }
  }
}

TEST(CalibrationSheet, RefusesPaperThatHasNoRoom) {
  EXPECT_FALSE(calibration_sheet({Length::mm(100), Length::mm(150)}, "x", "y", fonts()));
}

}  // namespace
}  // namespace sovang::pdf::testing
