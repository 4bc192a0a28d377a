#include "sovang/document/template_diff.h"

#include <filesystem>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::MemoryFiles;
using testing::template_with;

const char* const head =
    R"(<param name="n" type="int"/><style name="body" font-size="13pt" first-line-indent="10mm"/>)"
    R"(<style name="head" based-on="body" font-weight="bold"/>)";

/// One change a line: "kind|what|before|after|count".
std::string changes(std::string_view a, std::string_view b, const MemoryFiles& files = {}) {
  Diagnostics diagnostics;
  const auto before = parse_template(a, "a.xml", files, diagnostics);
  const auto after = parse_template(b, "b.xml", files, diagnostics);
  if (!before || !after) throw std::runtime_error(testing::report(diagnostics));
  std::string out;
  for (const TemplateChange& change : compare_templates(*before, *after))
    out += std::string(to_string(change.kind)) + "|" + change.what + "|" + change.before + "|" +
           change.after + (change.count > 1 ? "|" + std::to_string(change.count) : "") + "\n";
  return out;
}

std::string body_changes(std::string_view a, std::string_view b) {
  return changes(template_with(head, a), template_with(head, b));
}

TEST(TemplateDiff, OfATemplateWithItselfIsNothing) {
  EXPECT_EQ(body_changes("<p style=\"body\">Số {n ?? 0}</p>", "<p style=\"body\">Số {n ?? 0}</p>"), "");
}

TEST(TemplateDiff, PassesOverWhatNoReaderSees) {
  EXPECT_EQ(body_changes("<p style=\"body\" align=\"center\">Một  đoạn\n văn {n??0}</p>",
                         "<!-- x --><p align=\"center\"  style=\"body\">Một đoạn văn {n  ??  0}</p>"),
            "");
  // a property of the container instead of the paragraph
  EXPECT_EQ(body_changes("<block font-size=\"12pt\"><p>a</p></block>", "<p font-size=\"12pt\">a</p>"), "");
  // a component instead of what is in it
  EXPECT_EQ(changes(template_with(std::string(head) + "<define name=\"c\"><p>a</p></define>",
                                  "<use name=\"c\"/><p>b</p>"),
                    template_with(head, "<p>a</p><p>b</p>")),
            "");
}

TEST(TemplateDiff, TellsWordsThatChanged) {
  EXPECT_EQ(body_changes("<p>Tặng Bằng khen cho các tập thể</p>", "<p>Tặng Giấy khen cho các tập thể</p>"),
            "text|đoạn văn|Tặng Bằng khen cho các tập thể|Tặng Giấy khen cho các tập thể\n");
  EXPECT_EQ(body_changes("<p>Có {n ?? 0} tập thể được tặng</p>", "<p>Có {n ?? 1} tập thể được tặng</p>"),
            "text|đoạn văn|Có {n ?? 0} tập thể được tặng|Có {n ?? 1} tập thể được tặng\n");
}

TEST(TemplateDiff, TellsAConditionThatChanged) {
  EXPECT_EQ(body_changes("<if test=\"n eq 1\"><p>một hai ba bốn</p></if>",
                         "<if test=\"n eq 2\"><p>một hai ba bốn</p></if>"),
            "text|điều kiện|nếu n eq 1|nếu n eq 2\n");
}

TEST(TemplateDiff, TellsAStyleOnceWithItsValuesAndHowManyPlacesItChanges) {
  const std::string blocks = "<p style=\"body\">a</p><p style=\"body\">b</p><p style=\"head\">c</p>";
  std::string larger(head);
  larger.replace(larger.find("13pt"), 4, "14pt");
  EXPECT_EQ(changes(template_with(head, blocks), template_with(larger, blocks)),
            "style|kiểu «body»: font-size|13pt|14pt\n"
            "style|kiểu «head»: font-size|13pt|14pt\n"
            "look|đoạn văn: cỡ chữ|13 pt|14 pt|3\n");
}

TEST(TemplateDiff, TellsFieldsThatAreNewGoneOrOfAnotherType) {
  EXPECT_EQ(
      changes(template_with(R"(<param name="a" type="int"/><param name="b" type="string"/>)", "<p>x</p>"),
              template_with(R"(<param name="b" type="date" required="yes"/><param name="c" type="bool"/>)",
                            "<p>x</p>")),
      "data|trường «a»|int|\n"
      "data|trường «b»|string|date, bắt buộc\n"
      "data|trường «c»||bool\n");
}

TEST(TemplateDiff, TellsWhatWasMovedAddedAndRemoved) {
  EXPECT_EQ(body_changes("<p>Điều một nói rất dài</p><p>thứ hai</p><p>thứ ba đây</p>",
                         "<p>thứ hai</p><p>thứ ba đây</p><p>Điều một nói rất dài</p>"),
            "moved|đoạn văn|Điều một nói rất dài|Điều một nói rất dài\n");
  EXPECT_EQ(body_changes("<p>giữ nguyên</p><p>bỏ đoạn này</p>", "<p>thêm câu khác vào</p><p>giữ nguyên</p>"),
            "added|đoạn văn||thêm câu khác vào\n"
            "removed|đoạn văn|bỏ đoạn này|\n");
}

TEST(TemplateDiff, TellsTheColumnOfATableThatIsWider) {
  const auto table = [](std::string_view width) {
    return "<table rules=\"all\"><column width=\"" + std::string(width) +
           "\"/><column/><row><cell>Họ và tên</cell><cell>Đơn vị</cell></row></table>";
  };
  EXPECT_EQ(body_changes(table("30mm"), table("35mm")), "look|cột: rộng cột|30 mm|35 mm\n");
}

TEST(TemplateDiff, TellsACellWhoseWordsAllChanged) {
  const auto table = [](std::string_view word) {
    return "<table><column/><column/><row><cell>" + std::string(word) +
           "</cell><cell>Đơn vị</cell></row></table>";
  };
  EXPECT_EQ(body_changes(table("TT"), table("STT")), "text|ô|TT|STT\n");
}

TEST(TemplateDiff, TellsASpanThatBecameBold) {
  EXPECT_EQ(
      body_changes("<p>Số <span>mười hai</span></p>", "<p>Số <span font-weight=\"bold\">mười hai</span></p>"),
      "look|đoạn văn: riêng «mười hai»|như chung quanh|chữ đậm có\n");
}

TEST(TemplateDiff, TellsThePageAndThePicture) {
  const auto with_page = [](std::string_view size) {
    return "<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" kind=\"k\"><page-master "
           "name=\"m\" size=\"" +
           std::string(size) + "\" margin=\"20mm\"/><sequence master=\"m\"><p>a</p></sequence></template>";
  };
  EXPECT_EQ(changes(with_page("A4"), with_page("A5")),
            "look|trang mẫu: khổ giấy|210 mm × 297 mm|148 mm × 210 mm\n");
}

TEST(TemplateDiff, TellsThePlacesInBothFiles) {
  Diagnostics diagnostics;
  const auto before = parse_template(template_with("", "<p>a b c</p>"), "a.xml", MemoryFiles(), diagnostics);
  const auto after = parse_template(template_with("", "\n<p>a b d</p>"), "b.xml", MemoryFiles(), diagnostics);
  ASSERT_TRUE(before && after);
  const auto all = compare_templates(*before, *after);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].old_place.file + ":" + std::to_string(all[0].old_place.line), "a.xml:1");
  EXPECT_EQ(all[0].new_place.file + ":" + std::to_string(all[0].new_place.line), "b.xml:2");
}

TEST(TemplateDiff, OfAnyFormWithItselfIsNothing) {
  const auto root = sovang::testing::project_file("templates");
  const auto files = template_folder(root);
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (!std::filesystem::exists(entry.path() / "form.xml")) continue;
    Diagnostics diagnostics;
    const std::string name = entry.path().filename().string() + "/form.xml";
    const std::string xml = sovang::testing::read_all(root / name);
    const auto once = parse_template(xml, name, *files, diagnostics);
    const auto twice = parse_template(xml, name, *files, diagnostics);
    ASSERT_TRUE(once && twice) << testing::report(diagnostics);
    EXPECT_TRUE(compare_templates(*once, *twice).empty())
        << name << ": " << compare_templates(*once, *twice)[0].what;
  }
}

TEST(TemplateDiff, OfLongTemplatesEnds) {
  std::string a;
  std::string b;
  for (int i = 0; i < 3000; ++i) {
    a += "<p>đoạn số " + std::to_string(i) + "</p>";
    b += "<p>đoạn thứ " + std::to_string(i) + " khác</p>";
  }
  EXPECT_FALSE(body_changes(a, b).empty());
}

}  // namespace
}  // namespace sovang::document
