#include "sovang/dossier/page_overlay.h"

#include <algorithm>
#include <stdexcept>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"
#include "sovang/document/picture.h"

#include "support/shared.h"

namespace sovang::dossier {
namespace {

using sovang::testing::project_file;
using sovang::testing::read_all;

const Forms& forms() {
  static const Forms all = [] {
    Diagnostics diagnostics;
    return *Forms::load(project_file(""), diagnostics);
  }();
  return all;
}

LaidOutPaper paper_of(const std::string& form) {
  Diagnostics diagnostics;
  const auto read = forms().form(form, diagnostics);
  const auto data = document::read_data(**read, read_all(project_file("templates/" + form + "/example.xml")),
                                        "d.xml", diagnostics);
  auto paper = forms().lay_out(**read, *data, Date::from_days(0), {}, diagnostics);
  if (!paper) throw std::runtime_error(paper.error().message);
  return std::move(*paper);
}

LaidOutPaper lone(std::string_view blocks) {
  Diagnostics diagnostics;
  const auto folder = document::template_folder(project_file("templates"));
  const auto form =
      document::parse_template(R"(<template xmlns="urn:sovang:template:1" id="t" version="1.0.0" kind="k">)"
                               R"(<page-master name="m" size="A4" margin="20mm"/><sequence master="m">)" +
                                   std::string(blocks) + "</sequence></template>",
                               "t.xml", *folder, diagnostics);
  const auto data = document::read_data(*form, R"(<data xmlns="urn:sovang:data:1"/>)", "d.xml", diagnostics);
  // no caption and no header cells: not for PDF/UA
  auto paper =
      forms().lay_out(*form, *data, Date::from_days(0), {.profile = pdf::Profile::plain}, diagnostics);
  if (!paper) throw std::runtime_error(paper.error().message);
  return std::move(*paper);
}

/// The lines of one colour, as "x1 y1 x2 y2" in mm.
std::vector<std::string> lines_of(const layout::Page& page, document::Color color) {
  std::vector<std::string> out;
  for (const layout::Item& item : page.items)
    if (const auto* line = std::get_if<layout::LineItem>(&item.content);
        line != nullptr && line->color == color)
      out.push_back(document::mm_text(line->x1) + " " + document::mm_text(line->y1) + " " +
                    document::mm_text(line->x2) + " " + document::mm_text(line->y2));
  return out;
}

bool has_label(const layout::Page& page, const std::string& name) {
  return std::any_of(page.items.begin(), page.items.end(), [&](const layout::Item& item) {
    const auto* text = std::get_if<layout::TextItem>(&item.content);
    return text != nullptr && text->size == document::Length::pt(5) &&
           text->pieces.front().shaped->text == name;
  });
}

TEST(ShowBoxes, OutlinesAFrameWhereTheTemplatePutsIt) {
  LaidOutPaper paper =
      lone(R"(<frame id="ten" x="30mm" y="50mm" width="100mm" height="40mm"><p>Chào</p></frame>)");
  ASSERT_TRUE(show_boxes(paper, forms().fonts()));
  const auto lines = lines_of(paper.pages.pages.front(), {0xC0, 0, 0});
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "30.00 50.00 130.00 50.00");
  EXPECT_EQ(lines[1], "30.00 90.00 130.00 90.00");
  EXPECT_TRUE(has_label(paper.pages.pages.front(), "ten"));
}

TEST(ShowBoxes, OutlinesCellsAndTheLinesOfTheirText) {
  LaidOutPaper paper = lone(
      "<table><column width=\"40mm\"/><column "
      "width=\"60mm\"/><row><cell>a</cell><cell>b</cell></row></table>");
  ASSERT_TRUE(show_boxes(paper, forms().fonts()));
  const auto cells = lines_of(paper.pages.pages.front(), {0, 0x60, 0xC0});
  ASSERT_EQ(cells.size(), 8U);
  EXPECT_EQ(cells[0].substr(0, 12), "20.00 20.00 ");
  EXPECT_EQ(cells[0].substr(12, 6), "60.00 ");
  EXPECT_EQ(cells[4].substr(0, 12), "60.00 20.00 ");
  EXPECT_EQ(lines_of(paper.pages.pages.front(), {0, 0xA0, 0x40}).size(), 2U);
}

TEST(ShowBoxes, LeavesEveryFormAsItIsAndOnlyDrawsOverIt) {
  for (const std::string form : {"quyet-dinh", "bang-khen", "to-trinh", "danh-sach"}) {
    LaidOutPaper paper = paper_of(form);
    const std::vector<layout::Page> before = paper.pages.pages;
    ASSERT_TRUE(show_boxes(paper, forms().fonts()));
    ASSERT_EQ(paper.pages.pages.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
      EXPECT_GT(paper.pages.pages[i].items.size(), before[i].items.size()) << form << " " << i;
    EXPECT_EQ(paper.facts.profile, pdf::Profile::plain);
    EXPECT_TRUE(pdf::write_pdf(paper.pages, paper.facts, forms().pdf_cache())) << form;
  }
}

/// A white PNG of one pixel.
document::PicturePtr pixel() {
  const auto bytes = from_base64(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==");
  Diagnostics diagnostics;
  auto read = document::read_picture(*bytes, "phoi.png", diagnostics);
  if (!read) throw std::runtime_error(read.error().message);
  return std::make_shared<const document::Picture>(std::move(*read));
}

TEST(PutOnScan, LeavesOnlyTheDataOverThePictureOfTheBlank) {
  LaidOutPaper paper = paper_of("bang-khen");
  Diagnostics diagnostics;
  put_on_scan(paper, pixel(), diagnostics);
  EXPECT_EQ(paper.facts.layers, pdf::PrintLayers::data);
  EXPECT_EQ(paper.facts.profile, pdf::Profile::plain);
  EXPECT_TRUE(paper.facts.attachments.empty());
  for (const layout::Page& page : paper.pages.pages) {
    const auto* behind = std::get_if<layout::PictureItem>(&page.items.front().content);
    ASSERT_NE(behind, nullptr);
    EXPECT_EQ(behind->width, page.width);
    EXPECT_EQ(behind->height, page.height);
  }
  ASSERT_EQ(diagnostics.all().size(), 1U);  // a square is no A4 page
  EXPECT_EQ(diagnostics.all().front().severity, Severity::warning);
  EXPECT_TRUE(pdf::write_pdf(paper.pages, paper.facts, forms().pdf_cache()));
}

}  // namespace
}  // namespace sovang::dossier
