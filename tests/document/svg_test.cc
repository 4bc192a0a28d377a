#include "sovang/document/svg.h"

#include <cmath>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

std::string svg(const std::string& content, const std::string& box = "0 0 100 50") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"" + box + "\">" + content + "</svg>";
}

std::string number(double value) {
  std::string out = std::to_string(std::round(value * 100) / 100);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out == "-0" ? "0" : out;
}

/// The steps of all shapes as M, L, C and Z with rounded coordinates.
std::string steps(const std::string& text) {
  Diagnostics diagnostics;
  const auto drawing = read_svg(text, "a.svg", diagnostics);
  if (!drawing) return testing::report(diagnostics);
  std::string out;
  for (const Shape& shape : drawing->shapes) {
    for (const PathStep& step : shape.path) {
      const std::string letters = "MLCZ";
      const auto kind = static_cast<std::size_t>(step.kind);
      out += letters[kind];
      const std::size_t points = step.kind == PathStep::Kind::cubic   ? 3
                                 : step.kind == PathStep::Kind::close ? 0
                                                                      : 1;
      for (std::size_t i = 0; i < points; ++i)
        out += (i > 0 ? " " : "") + number(step.points[i].x) + "," + number(step.points[i].y);
    }
    out += ";";
  }
  return out;
}

/// The finding as "line:column rule", or "read".
std::string verdict(const std::string& text) {
  Diagnostics diagnostics;
  if (read_svg(text, "a.svg", diagnostics)) return "read";
  if (diagnostics.all().size() != 1) return "not one finding";
  const Problem& problem = diagnostics.all().front();
  return std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column) + " " + problem.rule;
}

TEST(Svg, ReadsEveryPathCommand) {
  EXPECT_EQ(steps(svg("<path d='M1 2 3 4L5 6H7V8z'/>")), "M1,2L3,4L5,6L7,6L7,8Z;");
  EXPECT_EQ(steps(svg("<path d='m1 2 3 4l5 6h7v8Z'/>")), "M1,2L4,6L9,12L16,12L16,20Z;");
  EXPECT_EQ(steps(svg("<path d='M0 0C1 2 3 4 5 6S9 10 11 12'/>")), "M0,0C1,2 3,4 5,6C7,8 9,10 11,12;");
  EXPECT_EQ(steps(svg("<path d='M0 0Q3 6 6 0T12 0'/>")), "M0,0C2,4 4,4 6,0C8,-4 10,-4 12,0;");
  EXPECT_EQ(steps(svg("<path d='M0 0S1 1 2 2'/>")), "M0,0C0,0 1,1 2,2;") << "nothing to reflect";
  EXPECT_EQ(steps(svg("<path d='M1 1zm1 1h1'/>")), "M1,1ZM2,2L3,2;") << "a closed path goes on at its start";
}

TEST(Svg, ReadsNumbersThatRunTogether) {
  EXPECT_EQ(steps(svg("<path d='M1.5.5-2-.5e1'/>")), "M1.5,0.5L-2,-5;");
  EXPECT_EQ(steps(svg("<path d='M0,0 A5 5 0 0110 0'/>")).substr(0, 5), "M0,0C");
}

TEST(Svg, TurnsArcsIntoCurvesThatEndWhereTheyShould) {
  Diagnostics diagnostics;
  const auto drawing = read_svg(svg("<path d='M0 10A10 10 0 0 1 10 0'/>"), "a.svg", diagnostics);
  ASSERT_TRUE(drawing);
  const auto& path = drawing->shapes.front().path;
  ASSERT_EQ(path.size(), 2U);
  EXPECT_EQ(path[1].points[2].x, 10);
  EXPECT_EQ(path[1].points[2].y, 0);
  // The middle of the curve lies on the circle around (10, 10).
  const auto& p = path[1].points;
  const double x = (0 + 3 * p[0].x + 3 * p[1].x + p[2].x) / 8;
  const double y = (10 + 3 * p[0].y + 3 * p[1].y + p[2].y) / 8;
  EXPECT_NEAR(std::hypot(x - 10, y - 10), 10, 0.005);
}

TEST(Svg, GrowsRadiiThatAreTooSmall) {
  EXPECT_EQ(steps(svg("<path d='M0 0A1 1 0 0 1 10 0'/>")),
            "M0,0C0,-2.76 2.24,-5 5,-5C7.76,-5 10,-2.76 10,0;");
  EXPECT_EQ(steps(svg("<path d='M0 0A0 1 0 0 1 10 0'/>")), "M0,0L10,0;");
}

TEST(Svg, ReadsTheBasicShapes) {
  EXPECT_EQ(steps(svg("<rect x='1' y='2' width='3' height='4'/>")), "M1,2L4,2L4,6L1,6L1,2Z;");
  EXPECT_EQ(steps(svg("<line x1='1' y1='2' x2='3' y2='4' stroke='#000'/>")), "M1,2L3,4;");
  EXPECT_EQ(steps(svg("<polyline points='1,2 3,4'/><polygon points='1 2 3 4 5 6'/>")),
            "M1,2L3,4;M1,2L3,4L5,6Z;");
  EXPECT_EQ(steps(svg("<circle cx='5' cy='5' r='0'/>")), "") << "no size, no shape";
  EXPECT_EQ(steps(svg("<ellipse cx='5' cy='5' rx='2' ry='1'/>")).substr(0, 5), "M7,5C");
  EXPECT_EQ(steps(svg("<line x1='1' y1='2' x2='3' y2='4'/>")), "") << "a line has nothing to fill";
}

TEST(Svg, AppliesTransformsFromInsideOut) {
  EXPECT_EQ(steps(svg("<g transform='translate(10 20)'><path transform='scale(2)' d='M1 1'/></g>")),
            "M12,22;");
  EXPECT_EQ(steps(svg("<path transform='rotate(90 1 1)' d='M2 1'/>")), "M1,2;");
  EXPECT_EQ(steps(svg("<path transform='matrix(1 0 0 1 3,4) skewX(45)' d='M1 1'/>")), "M5,5;");
  EXPECT_EQ(steps(svg("<path d='M1 1'/>", "-10 -20 5 5")), "M11,21;") << "the box begins at 0, 0";
}

TEST(Svg, ScalesStrokesWithTheirShape) {
  Diagnostics diagnostics;
  const auto drawing = read_svg(svg("<g stroke='red' stroke-width='2' stroke-dasharray='1 2 3' "
                                    "transform='scale(3)'><path d='M0 0H1'/></g>"),
                                "a.svg", diagnostics);
  ASSERT_TRUE(drawing);
  const Shape& shape = drawing->shapes.front();
  EXPECT_DOUBLE_EQ(shape.stroke_width, 6);
  EXPECT_EQ(shape.dashes, (std::vector<double>{3, 6, 9, 3, 6, 9})) << "an odd list is repeated";
  EXPECT_EQ(shape.stroke, (Color{255, 0, 0}));
}

TEST(Svg, HandsPaintDown) {
  Diagnostics diagnostics;
  const auto drawing = read_svg(svg("<g fill='#abc' fill-rule='evenodd'><path d='M0 0H1'/><path "
                                    "style='fill:#102030; stroke: #FFF' d='M0 0H1'/></g>"),
                                "a.svg", diagnostics);
  ASSERT_TRUE(drawing) << testing::report(diagnostics);
  EXPECT_EQ(drawing->shapes[0].fill, (Color{0xAA, 0xBB, 0xCC}));
  EXPECT_EQ(drawing->shapes[0].fill_rule, FillRule::even_odd);
  EXPECT_EQ(drawing->shapes[1].fill, (Color{0x10, 0x20, 0x30}));
  EXPECT_EQ(drawing->shapes[1].stroke, (Color{255, 255, 255}));
}

TEST(Svg, RefusesWhatItCannotDrawWithItsPlace) {
  const std::size_t start = svg("").size() - 6;
  const auto at = [start](std::size_t offset) {
    return "1:" + std::to_string(start + 1 + offset) + " LIM-07";
  };
  EXPECT_EQ(verdict(svg("<text>a</text>")), at(0));
  EXPECT_EQ(verdict(svg("<script/>")), at(0));
  EXPECT_EQ(verdict(svg("<use href='#a'/>")), at(0));
  EXPECT_EQ(verdict(svg("<g><image href='x.png'/></g>")), at(3));
  EXPECT_EQ(verdict(svg("<path opacity='0.5' d='M0 0'/>")), at(15));
  EXPECT_EQ(verdict(svg("<path fill='url(#g)' d='M0 0'/>")), at(12));
  EXPECT_EQ(verdict(svg("<path d='M0 0 X'/>")), at(15));
  EXPECT_EQ(verdict(svg("<path d='M0 0 L1'/>")), at(16));
  EXPECT_EQ(verdict(svg("<path d='L1 1'/>")), at(9));
  EXPECT_EQ(verdict(svg("<path onclick='x()' d='M0 0'/>")), at(6));
  EXPECT_EQ(verdict(svg("<path d='M1e99 0'/>")), at(10));
  EXPECT_EQ(verdict(svg("<path stroke='#000' transform='scale(1 2)' d='M0 0H1'/>")), at(0))
      << "an uneven pen";
  EXPECT_EQ(verdict(svg("<rect width='-1' height='1'/>")), at(0));
  EXPECT_EQ(verdict(svg("<rect width='1mm' height='1'/>")), at(13));
  EXPECT_EQ(verdict(svg("chữ")), at(0));
}

TEST(Svg, RefusesOtherFiles) {
  EXPECT_EQ(verdict("<svg/>"), "1:1 LIM-07");
  EXPECT_EQ(verdict("<html/>"), "1:1 LIM-07");
  EXPECT_EQ(verdict("<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>"), "1:1 XML-02");
  EXPECT_EQ(verdict(svg("", "0 0 0 10")), "1:50 LIM-07");
}

TEST(Svg, ReadsTheArtOfTheForms) {
  int count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(sovang::testing::project_file("templates/art"))) {
    if (entry.path().extension() != ".svg") continue;
    Diagnostics diagnostics;
    const auto drawing =
        read_svg(sovang::testing::read_all(entry.path()), entry.path().string(), diagnostics);
    EXPECT_TRUE(drawing) << testing::report(diagnostics);
    EXPECT_GT(drawing ? drawing->shapes.size() : 0, 3U) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 5);
}

TEST(Svg, ReadsTheReferenceArtInsideItsBox) {
  SOVANG_NEEDS_SHARED("reference/art");
  int count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(sovang::testing::shared_file("reference/art"))) {
    if (entry.path().extension() != ".svg") continue;
    Diagnostics diagnostics;
    const auto drawing =
        read_svg(sovang::testing::read_all(entry.path()), entry.path().string(), diagnostics);
    ASSERT_TRUE(drawing) << testing::report(diagnostics);
    for (const Shape& shape : drawing->shapes) {
      for (const PathStep& step : shape.path) {
        if (step.kind == PathStep::Kind::close) continue;
        const Point& end = step.points[step.kind == PathStep::Kind::cubic ? 2 : 0];
        ASSERT_TRUE(end.x >= -0.5 && end.y >= -0.5 && end.x <= drawing->width + 0.5 &&
                    end.y <= drawing->height + 0.5)
            << entry.path();
      }
    }
    ++count;
  }
  EXPECT_EQ(count, 15);
}

}  // namespace
}  // namespace sovang::document
