#include "sovang/base/xml_guard.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/shared.h"

namespace sovang {
namespace {

/// The finding as "12:16 XML-01", or "ok".
std::string verdict(std::string_view xml, const XmlLimits& limits = {}) {
  Diagnostics diagnostics;
  const Status status = check_xml(xml, "a.xml", limits, diagnostics);
  if (status) return diagnostics.all().empty() ? "ok" : "finding without failure";
  if (diagnostics.all().size() != 1) return "not one finding";
  const Problem& problem = diagnostics.all().front();
  if (status.error().rule != problem.rule || problem.where.file != "a.xml") return "error differs";
  return std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column) + " " + problem.rule;
}

TEST(XmlGuard, LetsOrdinaryFilesPass) {
  EXPECT_EQ(verdict("<a/>"), "ok");
  EXPECT_EQ(verdict("\xEF\xBB\xBF<?xml version='1.0' encoding=\"utf-8\"?>\r\n<!-- c --><a b='1' c=\"&lt;\">"
                    "Đỗ &#225;&#xE1; <![CDATA[<&]]></a >\n<!-- end -->\n"),
            "ok");
}

TEST(XmlGuard, RefusesWhatIsNotWellFormed) {
  EXPECT_EQ(verdict(""), "1:1 XML-01");
  EXPECT_EQ(verdict("<a>\n  <b></c></a>"), "2:6 XML-01");
  EXPECT_EQ(verdict("<a>\n  <b></b>"), "1:1 XML-01");
  EXPECT_EQ(verdict("<a b=1/>"), "1:6 XML-01");
  EXPECT_EQ(verdict("<a b='1'c='2'/>"), "1:9 XML-01");
  EXPECT_EQ(verdict("<a b='<'/>"), "1:7 XML-01");
  EXPECT_EQ(verdict("<a>Đ & e</a>"), "1:6 XML-01");
  EXPECT_EQ(verdict("<a>&nbsp;</a>"), "1:4 XML-01");
  EXPECT_EQ(verdict("<a>]]></a>"), "1:4 XML-01");
  EXPECT_EQ(verdict("<a><!-- a--b --></a>"), "1:10 XML-01");
  EXPECT_EQ(verdict("<a/>text"), "1:5 XML-01");
  EXPECT_EQ(verdict("</a>"), "1:1 XML-01");
  EXPECT_EQ(verdict("<a"), "1:1 XML-01");
  EXPECT_EQ(verdict("<1/>"), "1:1 XML-01");
  EXPECT_EQ(verdict("<?xml version='1.1'?><a/>"), "1:16 XML-01");
}

TEST(XmlGuard, RefusesDoctypeEvenWhereItDoesNothing) {
  EXPECT_EQ(verdict("<?xml version='1.0'?>\n<!DOCTYPE a>\n<a/>"), "2:1 XML-02");
}

TEST(XmlGuard, RefusesOtherEncodings) {
  EXPECT_EQ(verdict("<a>caf\xE9</a>"), "1:7 XML-03");
  EXPECT_EQ(verdict("<?xml version='1.0' encoding='windows-1258'?><a/>"), "1:31 XML-03");
  EXPECT_EQ(verdict(std::string("\xFF\xFE<\0a\0/\0>\0", 10)), "1:1 XML-03");
}

TEST(XmlGuard, RefusesAnAttributeWrittenTwice) {
  EXPECT_EQ(verdict("<a x='1' y='2' x='3'/>"), "1:16 XML-04");
  std::string many = "<a";
  for (int i = 0; i < 100; ++i)
    many += " a" + std::to_string(i) + "='1'";
  EXPECT_EQ(verdict(many + "/>"), "ok");
  EXPECT_EQ(verdict(many + " a7='1'/>").substr(2), std::to_string(many.size() + 2) + " XML-04");
}

TEST(XmlGuard, RefusesASecondRoot) {
  EXPECT_EQ(verdict("<a/>\n<b/>"), "2:1 XML-05");
}

TEST(XmlGuard, RefusesControlCharactersAlsoAsReferences) {
  EXPECT_EQ(verdict(std::string("<a>x\0</a>", 9)), "1:5 XML-06");
  EXPECT_EQ(verdict("<a>x\x1B</a>"), "1:5 XML-06");
  EXPECT_EQ(verdict("<a b='&#0;'/>"), "1:7 XML-06");
  EXPECT_EQ(verdict("<a>&#xD800;</a>"), "1:4 XML-06");
  EXPECT_EQ(verdict("<a>&#x110000;</a>"), "1:4 XML-06");
  EXPECT_EQ(verdict("<a>&#99999999999999999999;</a>"), "1:4 XML-06");
  EXPECT_EQ(verdict("<a>&#9;&#10;&#x1F600;\t</a>"), "ok");
}

TEST(XmlGuard, LetsOnlyTheModelInstructionBeforeTheRootPassAndOnlyWhereAsked) {
  const XmlLimits with_model{.model_instruction = true};
  EXPECT_EQ(verdict("<?xml-model href='template.xsd'?><a/>", with_model), "ok");
  EXPECT_EQ(verdict("<?xml-model href='template.xsd'?><a/>"), "1:1 LIM-01");
  EXPECT_EQ(verdict("<a/><?xml-model href='template.xsd'?>", with_model), "1:5 LIM-01");
  EXPECT_EQ(verdict("<a><?php x ?></a>", with_model), "1:4 LIM-01");
  EXPECT_EQ(verdict("\n<?xml version='1.0'?><a/>", with_model), "2:1 LIM-01");
}

TEST(XmlGuard, RefusesFilesThatAreTooLongOrTooDeep) {
  EXPECT_EQ(verdict("<a></a>", {.bytes = 6}), "1:1 LIM-02");
  EXPECT_EQ(verdict("<a><b/></a>", {.depth = 2}), "ok");
  EXPECT_EQ(verdict("<a><b><c/></b></a>", {.depth = 2}), "1:7 LIM-03");
  std::string deep;
  for (int i = 0; i < 300'000; ++i)
    deep += "<a>";
  EXPECT_EQ(verdict(deep), "1:193 LIM-03");
}

TEST(XmlGuard, FindsWhatTheReferenceExpects) {
  SOVANG_NEEDS_SHARED("template-language/bad/expected.tsv");
  int checked = 0;
  for (const auto& row : testing::read_tsv(testing::shared_file("template-language/bad/expected.tsv"))) {
    const bool ours = row[5].starts_with("XML-") || row[0] == "sec-depth.xml";
    if (row[0] == "template" || row[5].starts_with("DAT")) continue;
    const std::string xml = testing::read_all(testing::shared_file("template-language/bad/" + row[0]));
    EXPECT_EQ(verdict(xml), ours ? row[3] + ":" + row[4] + " " + row[5] : "ok") << row[0];
    ++checked;
  }
  EXPECT_GT(checked, 35);
}

TEST(XmlPlace, CountsCodePointsAndTakesEveryLineEnd) {
  const std::string text =
      "\xEF\xBB\xBF"
      "Đỗ\r\nă\rb\nc";
  const auto place = [&](std::string_view before) {
    const SourceSpan span = place_of(text, text.find(before), "f");
    return std::to_string(span.line) + ":" + std::to_string(span.column);
  };
  EXPECT_EQ(place("Đ"), "1:1");
  EXPECT_EQ(place("ỗ"), "1:2");
  EXPECT_EQ(place("ă"), "2:1");
  EXPECT_EQ(place("b"), "3:1");
  EXPECT_EQ(place("c"), "4:1");
  EXPECT_EQ(place_of(text, text.size() + 10, "f").column, 2);
}

RC_GTEST_PROP(XmlGuard, EscapedTextAlwaysPasses, (const std::string& bytes)) {
  std::string xml = "<a b=\"";
  std::string content;
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x80) continue;
    if (c == '<') {
      content += "&lt;";
    } else if (c == '&') {
      content += "&amp;";
    } else if (c == '"') {
      content += "&quot;";
    } else if (c == '>') {
      content += "&gt;";
    } else {
      content += c;
    }
  }
  xml += content + "\">" + content + "</a>";
  RC_ASSERT(verdict(xml) == "ok");
}

}  // namespace
}  // namespace sovang
