#include "sovang/document/template.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::fill_xml;
using testing::findings;
using testing::MemoryFiles;
using testing::template_with;

/// The blocks of the one sequence, as the dump shows them, without indent; or the findings.
std::string fill_blocks(const std::string& head, const std::string& blocks, const std::string& fields = "") {
  const MemoryFiles files;
  const auto filled = fill_xml(template_with(head, blocks), data_with(fields), files);
  if (!filled.document) return findings(filled.diagnostics);
  const std::string tree = tree_text(*filled.document);
  return tree.substr(tree.find("sequence\n") + 9);
}

/// The rules of all findings, in order.
std::string rules(const std::string& xml, const TemplateFiles& files = MemoryFiles()) {
  Diagnostics diagnostics;
  const auto form = parse_template(xml, "t.xml", files, diagnostics);
  std::string out;
  for (const Problem& problem : diagnostics.all())
    out += (out.empty() ? "" : " ") + problem.rule;
  EXPECT_EQ(form.has_value(), diagnostics.errors() == 0) << testing::report(diagnostics);
  return out;
}

const Paragraph& paragraph(const Document& document, std::size_t index) {
  return std::get<Paragraph>(document.sequences.front().children[index].content);
}

// ---- text and white space ------------------------------------------------------------------------------

TEST(TemplateText, CollapsesSpacesAcrossSpansAndDropsThemAtTheEnds) {
  EXPECT_EQ(fill_blocks("", "<p>\n  <span>Bà</span> <span> An </span>\n</p>"), "  p Bà An\n");
  EXPECT_EQ(fill_blocks("", "<p>a<br/> b</p>"), "  p a\u2028b\n");
  EXPECT_EQ(fill_blocks("", "<p>a&#160;&#160;b</p>"), "  p a\u00A0\u00A0b\n");
  EXPECT_EQ(fill_blocks("", "<p>a<!-- c -->b<![CDATA[ < ]]></p>"), "  p ab <\n");
}

TEST(TemplateText, MakesTextNfcAlsoWhereItIsPutTogether) {
  EXPECT_EQ(fill_blocks("<param name='m' type='string'/>", "<p>e{m}</p>", "<m>\u0302\u0323</m>"), "  p ệ\n");
  EXPECT_EQ(fill_blocks("", "<p>thi\u00ADđua</p>"), "  p thiđua\n") << "no hyphenation";
}

TEST(TemplateText, RefusesControlAndDirectionMarks) {
  EXPECT_EQ(rules(template_with("", "<p>a\u202Eb</p>")), "DAT-07");
  EXPECT_EQ(fill_blocks("<param name='m' type='string'/>", "<p>{m}</p>", "<m>a\u0085b</m>"),
            "t.xml:1:175 DAT-07\n");
}

TEST(TemplateText, BracesDoubledAreBraces) {
  EXPECT_EQ(fill_blocks("", "<p>{{x}} {'}'}</p>"), "  p {x} }\n");
}

TEST(TemplateText, LoopsPutSeparatorsBetween) {
  EXPECT_EQ(fill_blocks("<param name='l' type='list'/>",
                        "<p><for-each select='l' as='x' separator=', '>{x}</for-each>.</p>",
                        "<l><i>a</i><i>b</i><i>c</i></l>"),
            "  p a, b, c.\n");
}

// ---- styles --------------------------------------------------------------------------------------------

TEST(TemplateStyles, NearestWins) {
  const MemoryFiles files;
  const auto filled = fill_xml(
      template_with(
          "<style name='base' font-size='10pt' color='#112233'/><style name='big' based-on='base' "
          "font-size='200%'/><style name='box' font-weight='bold' space-after='6pt' space-before='2pt'/>",
          "<block style='box'><p>a</p><p style='big'>b</p><p style='big' font-size='7pt' "
          "space-after='1pt'>c</p></block>"),
      data_with(""), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const auto& group = filled.document->sequences.front().children.front();
  const auto& children = std::get<Group>(group.content).children;
  const auto style = [&](std::size_t i) {
    return filled.document->text_style(std::get<Paragraph>(children[i].content).text_style);
  };
  EXPECT_TRUE(style(0).bold) << "text properties of a container are inherited";
  EXPECT_EQ(style(0).size, Length::pt(14));
  EXPECT_EQ(style(1).size, Length::pt(28)) << "200 % of the parent's 14 pt";
  EXPECT_EQ(style(1).color, (Color{0x11, 0x22, 0x33}));
  EXPECT_EQ(style(2).size, Length::pt(7)) << "an attribute is stronger than the style";
  EXPECT_EQ(children[0].space, (Space{Length::pt(2), Length::pt(6)})) << "no style: space of the container's";
  EXPECT_EQ(children[1].space, (Space{})) << "its own style names none";
  EXPECT_EQ(children[2].space, (Space{{}, Length::pt(1)}));
  EXPECT_EQ(group.space, (Space{})) << "the container's own space comes from its attributes only";
}

TEST(TemplateStyles, AColumnAlignsUnlessRowOrCellSayOtherwise) {
  const MemoryFiles files;
  const auto filled =
      fill_xml(template_with(
                   "<style name='base' align='left'/><style name='cell' based-on='base'/><style name='head' "
                   "based-on='cell' align='center'/><style name='group' based-on='cell' font-weight='bold'/>",
                   "<table style='cell'><column/><column align='right'/>"
                   "<header><row style='head'><cell>a</cell><cell>b</cell></row></header>"
                   "<row style='group'><cell>a</cell><cell>b</cell></row>"
                   "<row><cell align='center'>a</cell><cell align='left'>b</cell></row></table>"),
               data_with(""), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const Document& document = *filled.document;
  const auto& table = std::get<Table>(document.sequences.front().children.front().content);
  const auto align = [&](const Row& row, std::size_t cell) {
    const auto& text = std::get<Paragraph>(row.cells[cell].children.front().content);
    return document.paragraph_style(text.style).align;
  };
  EXPECT_EQ(align(table.headers[0].rows[0], 1), Align::center) << "the row's own style";
  EXPECT_EQ(align(table.rows[0], 0), Align::left);
  EXPECT_EQ(align(table.rows[0], 1), Align::right) << "stronger than what the row's style is based on";
  EXPECT_EQ(align(table.rows[1], 1), Align::left) << "the cell's own attribute";
}

TEST(TemplateStyles, CapitalsAreFinalText) {
  const MemoryFiles files;
  const auto filled =
      fill_xml(template_with("", "<p text-transform='upper'>đường {'ngô quyền'}</p>"), data_with(""), files);
  ASSERT_TRUE(filled.document);
  EXPECT_EQ(std::get<TextRun>(paragraph(*filled.document, 0).content.front()).text, "ĐƯỜNG NGÔ QUYỀN");
  EXPECT_NE(filled.tree().find("p đường ngô quyền"), std::string::npos) << "the dump shows what was written";
}

// ---- components ----------------------------------------------------------------------------------------

TEST(TemplateComponents, SlotTakesContentInTheNamesOfItsUse) {
  const std::string head =
      "<param name='who' type='string'/><define name='frame'><param name='title' type='string'/>"
      "<p>{title}</p><slot><p>empty</p></slot></define>";
  EXPECT_EQ(fill_blocks(head, "<use name='frame'><let name='title' value=\"'T'\"/><p>{who}</p></use>",
                        "<who>An</who>"),
            "  use frame\n    p T\n    slot\n    p An\n");
  EXPECT_EQ(fill_blocks(head, "<use name='frame'><let name='title' value=\"'T'\"/></use>"),
            "  use frame\n    p T\n    slot\n    p empty\n");
}

TEST(TemplateComponents, SeeTheirParametersOnly) {
  EXPECT_EQ(rules(template_with("<param name='who' type='string'/><define name='c'><p>{who}</p></define>",
                                "<use name='c'/>")),
            "DAT-02");
}

TEST(TemplateComponents, FindingsSayThroughWhichUseTheyCame) {
  const MemoryFiles files;
  Diagnostics diagnostics;
  const auto form =
      parse_template(template_with("<define name='c'><p style='lable'>x</p></define><style name='label'/>",
                                   "<use name='c'/>"),
                     "t.xml", files, diagnostics);
  EXPECT_FALSE(form);
  ASSERT_EQ(diagnostics.all().size(), 1U);
  const Problem& problem = diagnostics.all().front();
  EXPECT_EQ(problem.rule, "TPL-05");
  EXPECT_NE(problem.hint.find("label"), std::string::npos);
  ASSERT_EQ(problem.via.size(), 1U);
  EXPECT_TRUE(problem.via.front().starts_with("thành phần «c», gọi ở t.xml:1:")) << problem.via.front();
}

TEST(TemplateComponents, ThatDoubleManyTimesAreRefused) {
  std::string head = "<define name='c0'><p>x</p></define>";
  for (int i = 1; i < 15; ++i) {
    const std::string inner = "<use name='c" + std::to_string(i - 1) + "'/>";
    head += "<define name='c" + std::to_string(i) + "'>" + inner + inner + inner + inner + "</define>";
  }
  EXPECT_EQ(rules(template_with(head, "<use name='c14'/>")), "LIM-04");
}

TEST(TemplateComponents, AnArgumentThatIsMissingInTheDataIsFound) {
  EXPECT_EQ(fill_blocks("<param name='who' type='string'/><define name='c'><param name='x' type='string' "
                        "required='yes'/><p>{x}</p></define>",
                        "<use name='c'><let name='x' value='who'/></use>")
                .substr(0, 6),
            "t.xml:");
}

// ---- tables --------------------------------------------------------------------------------------------

TEST(TemplateTables, CellsFromAboveTakeTheirColumns) {
  EXPECT_EQ(fill_blocks("",
                        "<table><column/><column/><row><cell rowspan='2'>a</cell><cell>b</cell></row>"
                        "<row><cell>c</cell></row></table>"),
            "  table\n    row a | b\n    row c\n");
  EXPECT_EQ(fill_blocks("",
                        "<table><column/><column/><row><cell rowspan='2'>a</cell><cell>b</cell></row>"
                        "<row><cell>c</cell><cell>d</cell></row></table>")
                .substr(0, 6),
            "t.xml:")
      << "TPL-14 is found with data where it cannot be seen before";
}

TEST(TemplateTables, ColumnsMayDependOnData) {
  const std::string table =
      "<table><column/><if test='wide'><column align='right'/></if>"
      "<row><cell>a</cell><if test='wide'><cell>b</cell></if></row></table>";
  const std::string head = "<param name='wide' type='bool'/>";
  EXPECT_EQ(fill_blocks(head, table, "<wide>true</wide>"), "  table\n    row a | b\n");
  EXPECT_EQ(fill_blocks(head, table, "<wide>false</wide>"), "  table\n    row a\n");
}

TEST(TemplateTables, RowsCarryTheirSums) {
  const MemoryFiles files;
  const auto filled = fill_xml(
      template_with("", "<table><column/><row tally=\"n: 1; a: 2 * 3\"><cell>x</cell></row></table>"),
      data_with(""), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const auto& table = std::get<Table>(filled.document->sequences.front().children.front().content);
  EXPECT_EQ(table.rows.front().tallies,
            (std::vector<std::pair<std::string, std::int64_t>>{{"n", 1}, {"a", 6}}));
}

// ---- pages ---------------------------------------------------------------------------------------------

TEST(TemplatePages, FramesOfAMasterHaveOneKeyForEqualContent) {
  const std::string xml =
      "<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" kind=\"k\"><param name='a' "
      "type='string'/>"
      "<param name='b' type='string'/><page-master name='m' size='A3' orientation='landscape' margin='10mm'>"
      "<frame x='0' y='0' width='50mm'><p>{a}</p></frame></page-master><sequence "
      "master='m'><p>{b}</p></sequence>"
      "</template>";
  const MemoryFiles files;
  const auto key = [&](const std::string& fields) {
    return fill_xml(xml, data_with(fields), files).document->masters.front().frames_key;
  };
  const std::string first = key("<a>x</a><b>1</b>");
  EXPECT_EQ(first.size(), 64U);
  EXPECT_EQ(first, key("<a>x</a><b>2</b>")) << "other data in the flow";
  EXPECT_NE(first, key("<a>y</a><b>1</b>"));
  const auto filled = fill_xml(xml, data_with("<a>x</a><b>1</b>"), files);
  EXPECT_EQ(filled.document->masters.front().width, Length::mm(420)) << "landscape";
}

TEST(TemplatePages, OnlyTheFirstSequenceBeginsAtOneByItself) {
  const MemoryFiles files;
  const auto filled = fill_xml(
      "<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" kind=\"k\"><page-master name='m' "
      "size='A4' "
      "margin='1cm'/><sequence master='m'/><sequence master='m'/><sequence master='m' page-start='1'/>"
      "<sequence master='m' page-start='continue'/></template>",
      data_with(""), files);
  ASSERT_TRUE(filled.document);
  const auto& sequences = filled.document->sequences;
  EXPECT_EQ(sequences[0].page_start, 1);
  EXPECT_FALSE(sequences[1].page_start);
  EXPECT_EQ(sequences[2].page_start, 1);
  EXPECT_FALSE(sequences[3].page_start);
}

TEST(TemplatePages, LateMarksKeepTheirFilters) {
  const MemoryFiles files;
  const auto filled =
      fill_xml(template_with("",
                             "<p id=\"n\">{page() | pad(3)}{page_of('n') | in_words | sentence_case}{if "
                             "continued() then 'a' else 'b'}</p>"),
               data_with(""), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const auto& content = paragraph(*filled.document, 0).content;
  EXPECT_EQ(late_number_text(std::get<LateText>(content[0]), 7), "007");
  EXPECT_EQ(late_number_text(std::get<LateText>(content[1]), 21), "Hai mươi mốt");
  EXPECT_EQ(std::get<LateText>(content[1]).argument, "n");
  EXPECT_EQ(std::get<LateText>(content[2]).when_true, "a");
  EXPECT_EQ(rules(template_with("", "<p>{page() + 1}</p>")), "EXP-09");
  EXPECT_EQ(rules(template_with("", "<p>{page() | upper}</p>")), "EXP-09");
}

// ---- files ---------------------------------------------------------------------------------------------

TEST(TemplateFolders, AreNotLeft) {
  const auto temporary =
      std::filesystem::temp_directory_path() / ("sovang-template-" + std::to_string(::getpid()));
  std::filesystem::create_directories(temporary / "in");
  std::ofstream(temporary / "secret") << "x";
  std::ofstream(temporary / "in" / "a") << "a";
  std::filesystem::create_symlink(temporary / "secret", temporary / "in" / "link");
  const auto files = template_folder(temporary / "in");
  EXPECT_EQ(files->read("a").value_or(""), "a");
  EXPECT_EQ(files->read("b").error().code, ErrorCode::not_found);
  EXPECT_EQ(files->read("link").error().rule, "LIM-08");
  EXPECT_EQ(files->read("../secret").error().rule, "LIM-08");
  EXPECT_EQ(files->read(temporary / "secret").error().rule, "LIM-08");
  std::filesystem::remove_all(temporary);
}

TEST(TemplateFolders, IncludesAreFoundBesideTheFileThenFromTheRoot) {
  MemoryFiles files;
  files.files["sub/lib.xml"] =
      "<template xmlns=\"urn:sovang:template:1\" id=\"l\" version=\"1.0.0\" kind=\"library\">"
      "<include src='common.xml'/><style name='a'/></template>";
  files.files["common.xml"] =
      "<template xmlns=\"urn:sovang:template:1\" id=\"c\" version=\"1.0.0\" kind=\"library\">"
      "<include src='sub/lib.xml'/><style name='b'/></template>";
  EXPECT_EQ(rules(template_with("<include src='sub/lib.xml'/>", "<p style='a'/><p style='b'/>"), files), "")
      << "files that include each other are read once";
}

TEST(TemplateFolders, ADigestKnowsEveryFileButNotTheOrderOfAttributes) {
  const auto digest = [](const std::string& paragraph, const std::string& library) {
    MemoryFiles files;
    files.files["l.xml"] =
        "<template xmlns=\"urn:sovang:template:1\" id=\"l\" version=\"1.0.0\" kind=\"library\">" + library +
        "</template>";
    Diagnostics diagnostics;
    const auto form =
        parse_template(template_with("<include src='l.xml'/>", paragraph), "t.xml", files, diagnostics);
    return form ? form->digest() : "";
  };
  const std::string first = digest("<p align='left' wrap='normal'>x</p>", "<style name='a'/>");
  EXPECT_EQ(first.size(), 64U);
  EXPECT_EQ(first, digest("<p wrap='normal' align='left'><!-- c -->x</p>", "<style name='a'/>"));
  EXPECT_NE(first, digest("<p align='left' wrap='normal'>y</p>", "<style name='a'/>"));
  EXPECT_NE(first, digest("<p align='left' wrap='normal'>x</p>", "<style name='b'/>"));
}

TEST(TemplateFolders, PicturesAreReadOnceAndCheckedByTheirBytes) {
  MemoryFiles files;
  files.files["a.png"] = std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0", 29);
  files.files["huge.png"] =
      std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\xC3\x50\0\0\xC3\x50\x08\x02\0\0\0", 29);
  files.files["b.jpg"] =
      std::string("\xFF\xD8\xFF\xE0\0\x04zz\xFF\xC0\0\x0B\x08\0\x05\0\x07\x01\x01\x11\0", 21);
  files.files["c.svg"] = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><text/></svg>";
  files.files["d.svg"] = "plain text";
  const auto image = [](const std::string& src) { return "<image src=\"" + src + "\" alt=''/>"; };
  EXPECT_EQ(rules(template_with("", image("huge.png")), files), "LIM-07");
  EXPECT_EQ(rules(template_with("", image("c.svg")), files), "LIM-07");
  EXPECT_EQ(rules(template_with("", image("d.svg")), files), "LIM-07");
  EXPECT_EQ(rules(template_with("", image("e.png")), files), "TPL-13");
  EXPECT_EQ(rules(template_with("<param name='p' type='string'/>", image("{p}.png")), files), "TPL-03");
  const auto filled = fill_xml(template_with("<param name='c' type='bool'/>",
                                             image("a.png") + image("{if c then 'a.png' else 'b.jpg'}") +
                                                 image("{if c then 'b.jpg' else 'a.png'}")),
                               data_with("<c>true</c>"), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const auto picture = [&](std::size_t i) {
    return std::get<Image>(filled.document->sequences.front().children[i].content).picture;
  };
  EXPECT_EQ(picture(0), picture(1)) << "one object";
  EXPECT_EQ(picture(0)->raster->height, 32);
  EXPECT_EQ(picture(2)->raster->width, 7);
  EXPECT_EQ(picture(2)->raster->kind, Raster::Kind::jpeg);
}

// ---- checks --------------------------------------------------------------------------------------------

TEST(TemplateChecks, ReportUnderTheirOwnIdAndSeverity) {
  const MemoryFiles files;
  const std::string head =
      "<param name='n' type='int'/><check id='X-1' severity='warning' test='n gt 1'>Có {n}.</check>";
  const auto filled = fill_xml(template_with(head, "<p>x</p>"), data_with("<n>1</n>"), files);
  ASSERT_TRUE(filled.document) << "a warning does not stop";
  ASSERT_EQ(filled.diagnostics.all().size(), 1U);
  EXPECT_EQ(filled.diagnostics.all().front().rule, "X-1");
  EXPECT_EQ(filled.diagnostics.all().front().message, "Có 1.");
  const auto stopped =
      fill_xml(template_with("<check id='X-2' test='1 gt 2'>Sai.</check>", ""), data_with(""), files);
  EXPECT_FALSE(stopped.document);
}

TEST(TemplateChecks, NoNameHidesAnother) {
  EXPECT_EQ(rules(template_with("<param name='x' type='list'/>",
                                "<for-each select='x' as='x'><p>a</p></for-each>")),
            "TPL-10");
  EXPECT_EQ(rules(template_with("", "<block><let name='y' value='1'/></block><let name='y' value='2'/>")), "")
      << "a name ends with its parent";
}

TEST(TemplateChecks, OneMistakeIsOneFindingAndAllMistakesAreFound) {
  EXPECT_EQ(rules(template_with("", "<p font-sise='1pt'>{x}</p><foo/><p align='up'>{1 +}</p>")),
            "TPL-02 TPL-01 TPL-03 DAT-02 EXP-02");
}

TEST(TemplateText, IsPlainForSearch) {
  const MemoryFiles files;
  const auto filled = fill_xml(
      template_with(
          "",
          "<p>Một</p><list format='{n}.'><item>hai</item><item><p>ba</p><p>bốn</p></item></list>"
          "<table caption='Bảng'><column/><column/><row><cell>năm</cell><cell>sáu</cell></row></table>"
          "<p>bảy<footnote>tám</footnote></p><p></p>"),
      data_with(""), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  EXPECT_EQ(plain_text(*filled.document), "Một\n1. hai\n2. ba\nbốn\nBảng\nnăm\tsáu\nbảy\ntám\n");
}

}  // namespace
}  // namespace sovang::document
