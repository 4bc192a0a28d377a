#include <gmock/gmock.h>

#include "sovang/pdf/writer.h"

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using sovang::testing::Raster;
using ::testing::HasSubstr;

constexpr document::Color red{166, 25, 46};

Bytes written(std::vector<layout::Item> items, Profile profile = Profile::pdfa_3b,
              PrintLayers layers = PrintLayers::all) {
  layout::Pages pages;
  pages.pages.push_back(a4_landscape());
  pages.pages[0].items = std::move(items);
  PdfFacts made = facts();
  made.profile = profile;
  made.layers = layers;
  const PdfCache cache(fonts());
  auto pdf = write_pdf(pages, made, cache);
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or(Bytes{});
}

/// The grey of the page at a place in mm, at 254 dpi = 10 pixels a mm.
class Looker {
 public:
  explicit Looker(const Bytes& pdf) : raster_(sovang::testing::render_page(pdf, 1, 254)) {}
  [[nodiscard]] bool inked(double x, double y) const { return gray(x, y) < 128; }
  [[nodiscard]] int gray(double x, double y) const {
    return raster_.gray(static_cast<int>(x * 10), static_cast<int>(y * 10));
  }
  /// The length of the inked parts on a level line, mm.
  [[nodiscard]] std::vector<double> runs(double y, double from, double to) const {
    std::vector<double> lengths;
    int run = 0;
    for (int x = static_cast<int>(from * 10); x <= static_cast<int>(to * 10); ++x) {
      const bool ink = raster_.gray(x, static_cast<int>(y * 10)) < 128;
      if (ink) ++run;
      if (!ink && run > 0) lengths.push_back(std::exchange(run, 0) / 10.0);
    }
    return lengths;
  }

 private:
  Raster raster_;
};

layout::LineItem rule(double y, document::LineStyle style, double thickness = 1) {
  layout::LineItem made;
  made.x1 = Length::mm(20);
  made.x2 = Length::mm(80);
  made.y1 = made.y2 = Length::mm(y);
  made.thickness = Length::mm(thickness);
  made.style = style;
  return made;
}

TEST(Lines, AreDrawnInTheirStyles) {
  const Looker page(written(
      {item(rule(30, document::LineStyle::solid)), item(rule(40, document::LineStyle::dashed)),
       item(rule(50, document::LineStyle::dotted)), item(rule(60, document::LineStyle::double_line, 3)),
       item(rule(70, document::LineStyle::none))}));
  EXPECT_EQ(page.runs(30, 15, 85).size(), 1U);
  EXPECT_NEAR(page.runs(30, 15, 85).at(0), 60, 0.3);
  EXPECT_EQ(page.runs(40, 15, 85).size(), 12U);  // 3 on, 2 off
  EXPECT_GE(page.runs(50, 15, 85).size(), 29U);
  EXPECT_TRUE(page.inked(50, 59) && page.inked(50, 61));
  EXPECT_FALSE(page.inked(50, 60));
  EXPECT_TRUE(page.runs(70, 15, 85).empty());
}

TEST(Backgrounds, FillTheirBoxAndNoMore) {
  const Looker page(written(
      {item(layout::BackgroundItem{Length::mm(20), Length::mm(30), Length::mm(40), Length::mm(10), red})}));
  EXPECT_TRUE(page.inked(21, 31) && page.inked(59, 39));
  EXPECT_FALSE(page.inked(19.5, 35) || page.inked(60.5, 35) || page.inked(40, 29.5) || page.inked(40, 40.5));
}

TEST(Rotation, TurnsClockwiseAboutTheCornerOfTheFrame) {
  layout::Item turned =
      item(layout::BackgroundItem{Length::mm(100), Length::mm(100), Length::mm(30), Length::mm(5), red});
  turned.rotation = layout::Rotation{90, Length::mm(100), Length::mm(100), Length::mm(30), Length::mm(5)};
  const Looker quarter(written({turned}));
  EXPECT_TRUE(quarter.inked(97.5, 115));    // below the corner, 5 mm to its left
  EXPECT_FALSE(quarter.inked(115, 102.5));  // where it lay before
  turned.rotation->degrees = 180;
  EXPECT_TRUE(Looker(written({turned})).inked(85, 97.5));
  turned.rotation->degrees = 270;
  EXPECT_TRUE(Looker(written({turned})).inked(102.5, 85));
}

TEST(Text, StandsWhereLayoutPutItUnderSpacingAndCondensing) {
  for (const std::int32_t condense : {1000, 920}) {
    for (const double spacing : {0.0, 1.5}) {
      layout::TextItem text = line("QUYẾT ĐỊNH khen thưởng", Length::mm(20), Length::mm(30), Length::pt(14));
      text.condense_permille = condense;
      text.letter_spacing = Length::pt(spacing);
      text.pieces[2].x = Length::mm(100);
      text.pieces[3].x = Length::mm(150);
      const Looker page(written({item(text)}));
      const std::vector<double> before = page.runs(29, 95, 99.9);
      EXPECT_TRUE(before.empty());
      EXPECT_FALSE(page.runs(28.5, 100, 101.5).empty()) << "the stem of k";
      EXPECT_FALSE(page.runs(28.5, 150, 153).empty());
      EXPECT_TRUE(page.runs(28.5, 145, 149.9).empty());
    }
  }
}

TEST(Text, IsUnderlinedFromEndToEnd) {
  layout::TextItem text = line("Điều 1. Khen thưởng", Length::mm(20), Length::mm(30), Length::pt(28));
  text.underline = true;
  const Looker page(written({item(text)}));
  // 0.11 em below the baseline: 28 pt = 9.88 mm.
  const std::vector<double> runs = page.runs(30 + 9.88 * 0.11, 15, 200);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_NEAR(runs[0], text.width.in_mm(), 0.3);
}

TEST(Qr, IsReadByAScanner) {
  layout::QrItem code;
  code.value = "HTTPS://THIDUA.EXAMPLE/X/6J3G-Y8UK";
  code.x = Length::mm(40);
  code.y = Length::mm(150);
  code.size = Length::mm(22);
  EXPECT_EQ(sovang::testing::decode_qr(written({item(code)}), 1), code.value);
}

TEST(Qr, HoldsVietnameseText) {
  layout::QrItem code;
  code.value = "Quyết định số 3792/QĐ-UBND";
  code.size = Length::mm(30);
  code.x = code.y = Length::mm(50);
  EXPECT_EQ(sovang::testing::decode_qr(written({item(code)}), 1), code.value);
}

TEST(Qr, LeavesFourModulesOfQuiet) {
  layout::QrItem code;
  code.value = "A";  // version 1: 21 modules, 29 with the quiet zone
  code.size = Length::mm(29);
  code.x = code.y = Length::mm(50);
  const Looker page(written({item(code)}));
  EXPECT_FALSE(page.inked(53.9, 53.9));
  EXPECT_TRUE(page.inked(54.1, 54.1));
  EXPECT_FALSE(page.inked(75.1, 54.5));
  EXPECT_TRUE(page.inked(74.9, 54.5));
}

TEST(Qr, RefusesWhatIsTooLong) {
  layout::QrItem code;
  code.value = std::string(4000, 'x');
  code.size = Length::mm(30);
  layout::Pages pages;
  pages.pages.push_back(a4_landscape());
  pages.pages[0].items.push_back(item(code));
  const PdfCache cache(fonts());
  const auto result = write_pdf(pages, facts(), cache);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().rule, "TPL-17");
}

TEST(Layers, OfFormAndDataTogetherAreThePage) {
  const layout::Pages pages = certificate("Nguyễn Thị Thử Nghiệm", certificate_form());
  const PdfCache cache(fonts());
  const auto render = [&](PrintLayers layers) {
    PdfFacts made = facts();
    made.layers = layers;
    return sovang::testing::render_page(write_pdf(pages, made, cache).value(), 1, 100);
  };
  const Raster all = render(PrintLayers::all);
  const Raster form = render(PrintLayers::form);
  const Raster data = render(PrintLayers::data);
  Raster together = form;
  for (std::size_t i = 0; i < together.rgb.size(); ++i) {
    if (static_cast<unsigned char>(data.rgb[i]) < static_cast<unsigned char>(together.rgb[i]))
      together.rgb[i] = data.rgb[i];
  }
  EXPECT_EQ(sovang::testing::different_pixels(all, together, 2), 0U);
  EXPECT_GT(sovang::testing::different_pixels(all, form, 2), 1000U);
  EXPECT_GT(sovang::testing::different_pixels(all, data, 2), 1000U);
}

TEST(Printing, IsNeverScaled) {
  EXPECT_THAT(written({}), HasSubstr("/PrintScaling /None /PickTrayByPDFSize true"));
  EXPECT_THAT(written({}, Profile::pdfa_1b), ::testing::Not(HasSubstr("/PrintScaling")));
}

TEST(Bleed, EnlargesThePaperRoundTheTrimmedPage) {
  layout::Pages pages;
  pages.pages.push_back(a4_landscape());
  pages.pages[0].bleed = Length::mm(3);
  pages.pages[0].items.push_back(
      item(layout::BackgroundItem{Length::mm(-3), Length::mm(-3), Length::mm(10), Length::mm(10), red}));
  const PdfCache cache(fonts());
  const Bytes pdf = write_pdf(pages, facts(), cache).value();
  const Raster raster = sovang::testing::render_page(pdf, 1, 254);
  EXPECT_NEAR(raster.width, 3030, 1);
  EXPECT_LT(raster.gray(5, 5), 128);
  EXPECT_GT(raster.gray(105, 105), 128);
  EXPECT_THAT(pdf, HasSubstr("/TrimBox [0 0 841.89 595.276]"));
}

}  // namespace
}  // namespace sovang::pdf::testing
