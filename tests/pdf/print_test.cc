#include "sovang/pdf/print.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include <gmock/gmock.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/pdf/inspect.h"

#include "page_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using sovang::testing::flowing;
using ::testing::HasSubstr;
using ::testing::Not;

/// A word as `pdftotext -bbox` finds it, in mm from the top left corner.
struct Word {
  std::size_t page = 0;
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

struct PageBox {
  double width = 0;
  double height = 0;
};

struct Found {
  std::vector<PageBox> pages;
  std::multimap<std::string, Word> words;

  [[nodiscard]] Word word(const std::string& text) const {
    const auto at = words.find(text);
    EXPECT_NE(at, words.end()) << text;
    return at == words.end() ? Word{} : at->second;
  }
};

double number_after(const std::string& line, const std::string& name) {
  const std::size_t at = line.find(name + "=\"");
  return at == std::string::npos ? 0 : std::stod(line.substr(at + name.size() + 2)) * 25.4 / 72;
}

Found found_in(const Bytes& pdf) {
  const auto folder = files::TemporaryFolder::make("sovang-print").value();
  EXPECT_TRUE(files::create_unsynced(folder.path() / "a.pdf", pdf));
  std::istringstream lines(run_process({"pdftotext", "-bbox", folder.path() / "a.pdf", "-"}).value().output);
  Found found;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("<page") != std::string::npos)
      found.pages.push_back({number_after(line, "width"), number_after(line, "height")});
    if (line.find("<word") == std::string::npos) continue;
    const std::size_t begin = line.find('>') + 1;
    found.words.emplace(line.substr(begin, line.find("</word>") - begin),
                        Word{found.pages.size() - 1, number_after(line, "xMin"), number_after(line, "yMin"),
                             number_after(line, "xMax"), number_after(line, "yMax")});
  }
  return found;
}

layout::Page page_of(double width, double height) {
  layout::Page page;
  page.width = Length::mm(width);
  page.height = Length::mm(height);
  return page;
}

/// A paper of pages that hold one word each, 20 mm from the left and 30 mm from the top.
layout::Pages paper(const std::vector<std::string>& words, double width = 210, double height = 297) {
  layout::Pages pages;
  for (const std::string& word : words) {
    layout::Page& page = pages.pages.emplace_back(page_of(width, height));
    page.items.push_back(item(line(word, Length::mm(20), Length::mm(30), Length::pt(14))));
  }
  return pages;
}

Bytes printed(const std::vector<layout::Pages>& papers, const PrintSetup& setup) {
  const PdfCache cache(fonts());
  PrintFile file(cache, setup);
  for (const layout::Pages& pages : papers)
    EXPECT_TRUE(file.add(pages));
  const Bytes pdf = file.finish(facts()).value();
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
  return pdf;
}

constexpr double hundredth = 0.011;  // mm; pdftotext prints 6 decimals of points, we write 3 to 4

// ---- merged
// -------------------------------------------------------------------------------------------------

const std::vector<std::string> names = {"Nguyễn Thị Thử", "Trần Văn Ơn", "Alăng Thị Tẩm", "Ngô Đình Ửng"};

TEST(PrintFile, HoldsAllPagesInOrderWithFontsOnce) {
  std::vector<layout::Pages> papers;
  for (const std::string& name : names)
    papers.push_back(certificate(name, certificate_form()));
  const Bytes merged = printed(papers, {});
  const PdfSummary summary = inspect_pdf(merged).value();
  EXPECT_EQ(summary.pages, names.size());
  EXPECT_EQ(summary.fonts.size(), 3U);
  EXPECT_EQ(summary.claim, "");
  EXPECT_TRUE(summary.attachments.empty());
  const std::string text = flowing(sovang::testing::pdf_text(merged));
  std::size_t at = 0;
  for (const std::string& name : names) {
    at = text.find("Ông (Bà) " + name, at);
    ASSERT_NE(at, std::string::npos) << name;
  }
}

TEST(PrintFile, DrawsWhatTheArchivedFileDraws) {
  const layout::Pages pages = certificate(names[1], certificate_form());
  const PdfCache cache(fonts());
  const auto archived = sovang::testing::render_page(write_pdf(pages, facts(), cache).value(), 1, 100);
  const auto print = sovang::testing::render_page(printed({pages}, {}), 1, 100);
  EXPECT_EQ(sovang::testing::different_pixels(archived, print, 0), 0U);
}

TEST(PrintFile, ShowsTheNumbersOfTheGoldenBookAsPageLabels) {
  const PdfCache cache(fonts());
  PrintFile file(cache, {});
  ASSERT_TRUE(file.add(paper({"a"}), "37"));
  ASSERT_TRUE(file.add(paper({"b"}), "38"));
  ASSERT_TRUE(file.add(paper({"c", "d"}), "40"));
  EXPECT_THAT(file.finish(facts()).value(),
              HasSubstr("/PageLabels << /Nums [0 << /S /D /St 37 >> 2 << /P (40-1) >> 3 << /P (40-2) >> ]"));
}

TEST(PrintFile, CountsTheSheetsWherePapersHaveNoLabels) {
  layout::Pages pages = paper({"a"});
  pages.pages[0].label = "1";
  EXPECT_THAT(printed({pages, pages}, {}), Not(HasSubstr("/PageLabels")));
}

TEST(PrintFile, KeepsReadersQuickWithAPageTreeOfManyPages) {
  std::vector<layout::Pages> papers;
  for (int i = 0; i < 200; ++i)
    papers.push_back(certificate("Số " + std::to_string(i), certificate_form()));
  const Bytes merged = printed(papers, {});
  EXPECT_EQ(inspect_pdf(merged).value().pages, 200U);
  EXPECT_LT(merged.size(), 400'000U);
}

// ---- layers
// -------------------------------------------------------------------------------------------------

TEST(PrintFile, OfTheDataLayerLeavesWhatTheBlankHasAlready) {
  PrintSetup setup;
  setup.layers = PrintLayers::data;
  const std::string text =
      flowing(sovang::testing::pdf_text(printed({certificate(names[0], certificate_form())}, setup)));
  EXPECT_THAT(text, HasSubstr(names[0]));
  EXPECT_THAT(text, Not(HasSubstr("BẰNG KHEN")));
  setup.layers = PrintLayers::form;
  const std::string form =
      flowing(sovang::testing::pdf_text(printed({certificate(names[0], certificate_form())}, setup)));
  EXPECT_THAT(form, Not(HasSubstr(names[0])));
  EXPECT_THAT(form, HasSubstr("BẰNG KHEN"));
}

TEST(PrintFile, OfTheTwoLayersLaidOverEachOtherIsTheWhole) {
  const layout::Pages pages = certificate(names[0], certificate_form());
  const auto raster = [&](PrintLayers layers) {
    PrintSetup setup;
    setup.layers = layers;
    return sovang::testing::render_page(printed({pages}, setup), 1, 72);
  };
  const auto all = raster(PrintLayers::all);
  const auto form = raster(PrintLayers::form);
  const auto data = raster(PrintLayers::data);
  int inked = 0;
  for (int y = 0; y < all.height; ++y) {
    for (int x = 0; x < all.width; ++x) {
      ASSERT_EQ(all.gray(x, y), std::min(form.gray(x, y), data.gray(x, y))) << x << ' ' << y;
      if (all.gray(x, y) < 128) ++inked;
    }
  }
  EXPECT_GT(inked, 1000);
}

// ---- printer profiles: template-language §18, case 18
// -------------------------------------------------------

TEST(PrinterCorrection, MovesAMarkAsTheProfileSays) {
  layout::Pages pages;
  pages.pages.push_back(page_of(420, 297));
  pages.pages[0].items.push_back(item(line("dấu", Length::mm(300), Length::mm(200), Length::pt(12))));
  PrintSetup setup;
  const Found before = found_in(printed({pages}, setup));
  setup.correction = {1.2, -0.8, 1.002, 1.002, 0, 0};
  const Found after = found_in(printed({pages}, setup));
  EXPECT_NEAR(before.word("dấu").left, 300, hundredth);
  EXPECT_NEAR(after.word("dấu").left, 301.8, hundredth);
  // The box of a word reaches from ascent to descent about the baseline; its share above is the same in both.
  const auto baseline = [](const Word& word, double share) {
    return word.top + share * (word.bottom - word.top);
  };
  const Word plain = before.word("dấu");
  const double share = (200 - plain.top) / (plain.bottom - plain.top);
  EXPECT_NEAR(baseline(after.word("dấu"), share), 199.6, hundredth);
  EXPECT_NEAR(after.pages[0].width, 420, hundredth);
}

TEST(PrinterCorrection, LeavesTheArchivedFileAsItIs) {
  const layout::Pages pages = certificate(names[0], certificate_form());
  const PdfCache cache(fonts());
  const Bytes before = write_pdf(pages, facts(), cache).value();
  PrintSetup setup;
  setup.correction = {1.2, -0.8, 1.002, 1.002, 0.3, 180};
  PrintFile file(cache, setup);
  ASSERT_TRUE(file.add(pages));
  EXPECT_NE(file.finish(facts()).value(), before);
  EXPECT_EQ(write_pdf(pages, facts(), cache).value(), before);
}

TEST(PrinterCorrection, TurnsAboutTheMiddleOfThePaper) {
  layout::Pages pages;
  pages.pages.push_back(page_of(200, 200));
  pages.pages[0].items.push_back(item(line("x", Length::mm(190), Length::mm(100), Length::pt(10))));
  PrintSetup setup;
  const Word plain = found_in(printed({pages}, setup)).word("x");
  setup.correction.rotate_degrees = 1;
  const Word turned = found_in(printed({pages}, setup)).word("x");
  // 90 mm to the right of the middle, one degree clockwise: 90 · sin 1° = 1.57 mm down.
  EXPECT_NEAR((turned.top + turned.bottom) / 2 - (plain.top + plain.bottom) / 2, 1.57, 0.03);
}

TEST(PrinterCorrection, TurnsABlankThatGoesInWithAnotherEdgeFirst) {
  const layout::Pages pages = paper({"góc"}, 297, 210);
  PrintSetup setup;
  setup.correction.turn = 90;
  const Found quarter = found_in(printed({pages}, setup));
  EXPECT_NEAR(quarter.pages[0].width, 210, hundredth);
  EXPECT_NEAR(quarter.pages[0].height, 297, hundredth);
  EXPECT_NEAR(quarter.word("góc").top, 20, hundredth);
  setup.correction.turn = 180;
  EXPECT_NEAR(found_in(printed({pages}, setup)).word("góc").right, 297 - 20, hundredth);
  setup.correction.turn = 270;
  EXPECT_NEAR(found_in(printed({pages}, setup)).word("góc").bottom, 297 - 20, hundredth);
}

// ---- several pages to a sheet
// -------------------------------------------------------------------------------

PrintSetup on(PagesPerSheet count, std::string_view paper, CropMarks marks = CropMarks::no) {
  PrintSetup setup;
  setup.pages_per_sheet = count;
  setup.sheet = paper_named(paper).value();
  setup.crop_marks = marks;
  return setup;
}

TEST(Imposition, PutsTwoA4CertificatesOnAnA3AsTheyAre) {
  const Found found =
      found_in(printed({paper({"một"}, 297, 210), paper({"hai"}, 297, 210), paper({"ba"}, 297, 210)},
                       on(PagesPerSheet::two, "A3")));
  ASSERT_EQ(found.pages.size(), 2U);
  EXPECT_NEAR(found.pages[0].width, 297, hundredth);
  EXPECT_NEAR(found.pages[0].height, 420, hundredth);
  EXPECT_NEAR(found.word("một").left, 20, hundredth);
  EXPECT_NEAR(found.word("hai").left, 20, hundredth);
  EXPECT_NEAR(found.word("hai").top - found.word("một").top, 210, hundredth);
  EXPECT_EQ(found.word("ba").page, 1U);
}

TEST(Imposition, PutsFourPagesOnAnA4InTheOrderOfReading) {
  const Found found =
      found_in(printed({paper({"1a", "2b", "3c", "4d", "5e"})}, on(PagesPerSheet::four, "A4")));
  ASSERT_EQ(found.pages.size(), 2U);
  EXPECT_NEAR(found.word("1a").left, 10, hundredth);
  EXPECT_NEAR(found.word("2b").left, 105 + 10, hundredth);
  EXPECT_NEAR(found.word("3c").left, 10, hundredth);
  EXPECT_NEAR(found.word("3c").top - found.word("1a").top, 148.5, hundredth);
  EXPECT_NEAR(found.word("4d").left, 105 + 10, hundredth);
  EXPECT_EQ(found.word("5e").page, 1U);
}

TEST(Imposition, NeverEnlargesAPage) {
  const Found found = found_in(printed({paper({"thẻ"}, 100, 70)}, on(PagesPerSheet::two, "A4")));
  const Found plain = found_in(printed({paper({"thẻ"}, 100, 70)}, {}));
  EXPECT_NEAR(found.word("thẻ").right - found.word("thẻ").left,
              plain.word("thẻ").right - plain.word("thẻ").left, hundredth);
}

/// The ends of all crop marks of a file of one page, in mm.
std::size_t crop_marks_in(const Bytes& pdf) {
  std::size_t count = 0;
  for (std::size_t at = pdf.find("l S\n"); at != std::string::npos; at = pdf.find("l S\n", at + 1))
    ++count;
  return count;
}

TEST(Imposition, DrawsCropMarksWhereTheyHaveRoom) {
  const std::vector<layout::Pages> cards = {paper({"a"}, 90, 60), paper({"b"}, 90, 60), paper({"c"}, 90, 60),
                                            paper({"d"}, 90, 60)};
  // Four cards with white around: eight marks each.
  EXPECT_EQ(crop_marks_in(printed(cards, on(PagesPerSheet::four, "A4", CropMarks::yes))), 32U);
  EXPECT_EQ(crop_marks_in(printed(cards, on(PagesPerSheet::four, "A4"))), 0U);
  // Two A4 fill an A3 to its edges; on SRA3 the marks at the outer edges have room, those between the two
  // not.
  const std::vector<layout::Pages> two = {paper({"a"}, 297, 210), paper({"b"}, 297, 210)};
  EXPECT_EQ(crop_marks_in(printed(two, on(PagesPerSheet::two, "A3", CropMarks::yes))), 0U);
  EXPECT_EQ(crop_marks_in(printed(two, on(PagesPerSheet::two, "SRA3", CropMarks::yes))), 16U);
}

TEST(Imposition, MakesRoomForCropMarksWhereItShrinksAnyway) {
  const Bytes pdf = printed({paper({"a", "b"})}, on(PagesPerSheet::two, "A4", CropMarks::yes));
  EXPECT_EQ(crop_marks_in(pdf), 16U);
}

// ---- both sides
// ---------------------------------------------------------------------------------------------

TEST(Duplex, BeginsEveryPaperOnAFrontSide) {
  PrintSetup setup;
  setup.sides = Sides::both_long_edge;
  const Bytes pdf = printed({paper({"một"}), paper({"hai", "ba", "bốn"}), paper({"năm", "sáu"})}, setup);
  const Found found = found_in(pdf);
  EXPECT_EQ(found.pages.size(), 8U);
  EXPECT_EQ(found.word("một").page, 0U);
  EXPECT_EQ(found.word("hai").page, 2U);
  EXPECT_EQ(found.word("bốn").page, 4U);
  EXPECT_EQ(found.word("năm").page, 6U);
  EXPECT_THAT(pdf, HasSubstr("/Duplex /DuplexFlipLongEdge"));
  setup.sides = Sides::both_short_edge;
  EXPECT_THAT(printed({paper({"một"})}, setup), HasSubstr("/Duplex /DuplexFlipShortEdge"));
}

TEST(Duplex, PutsTheBackOfEachCardBehindItsFront) {
  PrintSetup setup = on(PagesPerSheet::two, "A4");
  setup.sides = Sides::both_long_edge;
  const std::vector<layout::Pages> cards = {paper({"t1", "s1"}, 100, 140), paper({"t2", "s2"}, 100, 140)};
  const Found found = found_in(printed(cards, setup));
  ASSERT_EQ(found.pages.size(), 2U);
  // Turned over about an upright edge, left and right change places; about a lying one, up and down do.
  const bool side_by_side = std::abs(found.word("t1").left - found.word("t2").left) > 1;
  const bool upright = found.pages[0].height > found.pages[0].width;
  const bool swapped = side_by_side ? found.word("s1").left > found.word("s2").left
                                    : found.word("s1").top > found.word("s2").top;
  EXPECT_EQ(swapped, side_by_side == upright);
  setup.sides = Sides::both_short_edge;
  const Found other = found_in(printed(cards, setup));
  const bool swapped_too = side_by_side ? other.word("s1").left > other.word("s2").left
                                        : other.word("s1").top > other.word("s2").top;
  EXPECT_NE(swapped, swapped_too);
}

TEST(PaperNamed, KnowsTheSizesOfAnOffice) {
  EXPECT_EQ(paper_named("A3")->height, Length::mm(420));
  EXPECT_EQ(paper_named("400x300")->width, Length::mm(400));
  for (const char* wrong : {"", "A9", "x", "10x10", "400x", "400x300mm", "-400x300", "9999x300"})
    EXPECT_FALSE(paper_named(wrong)) << wrong;
}

}  // namespace
}  // namespace sovang::pdf::testing
