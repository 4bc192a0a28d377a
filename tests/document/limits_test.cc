#include <chrono>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sovang/base/xml_guard.h"

#include "document/support.h"
#include "source_text.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::fill_xml;
using testing::MemoryFiles;
using testing::template_with;

/// The rule of the first finding.
std::string first_rule(const std::string& head, const std::string& blocks, const std::string& fields = "") {
  const MemoryFiles files;
  const auto filled = fill_xml(template_with(head, blocks), data_with(fields), files);
  return filled.diagnostics.all().empty() ? "" : filled.diagnostics.all().front().rule;
}

std::string repeated(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += text;
  return out;
}

TEST(Limits, ExpressionsAreNeitherLongNorDeep) {
  EXPECT_EQ(first_rule("", "<p>{" + repeated("(", 33) + "1" + repeated(")", 33) + "}</p>"), "LIM-06");
  EXPECT_EQ(first_rule("", "<p>{" + repeated("-", 40) + "1}</p>"), "LIM-06");
  EXPECT_EQ(first_rule("", "<p>{" + repeated("not ", 40) + "true}</p>"), "LIM-06");
  EXPECT_EQ(first_rule("", "<p>{1" + repeated(" + 1", 1100) + "}</p>"), "LIM-06");
  EXPECT_EQ(first_rule("", "<p>{1" + repeated(" + 1", 1000) + "}</p>"), "");
}

TEST(Limits, LoopsInsideLoopsEnd) {
  const std::string item = "<i>x</i>";
  const std::string fields = "<l>" + repeated(item, 400) + "</l>";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(first_rule("<param name='l' type='list'/>",
                       "<for-each select='l' as='a'><for-each select='l' as='b'><for-each select='l' as='c'>"
                       "<for-each select='l' as='d'/></for-each></for-each></for-each>",
                       fields),
            "LIM-06")
      << "turns of a loop are steps, also where nothing is in it";
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(120));
}

TEST(Limits, StringsDoNotGrowWithoutEnd) {
  std::string lets = "<let name='s0' value=\"'0123456789abcdef'\"/>";
  for (int i = 1; i < 20; ++i)
    lets += "<let name='s" + std::to_string(i) + "' value='s" + std::to_string(i - 1) + " ~ s" +
            std::to_string(i - 1) + "'/>";
  EXPECT_EQ(first_rule(lets, "<p>x</p>"), "LIM-05");
}

TEST(Limits, ALoopHasAtMostAHundredThousandItems) {
  EXPECT_EQ(first_rule("<param name='l' type='list'/>", "<for-each select='l' as='x'/>",
                       "<l>" + repeated("<i/>", 100'001) + "</l>"),
            "LIM-04");
}

TEST(Limits, AFileOfMillionsOfElementsIsRefusedBeforeItIsATree) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(first_rule("<param name='l' type='list'/>", "", "<l>" + repeated("<i/>", 3'000'000) + "</l>"),
            "LIM-04");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(Limits, HostileTemplatesEnd) {
  MemoryFiles files;
  files.files["a.xml"] =
      "<template xmlns='urn:sovang:template:1' id='a' version='1.0.0' kind='library'>"
      "<include src='a.xml'/></template>";
  const auto rule = [&](const std::string& xml) {
    Diagnostics diagnostics;
    EXPECT_TRUE(!parse_template(xml, "t.xml", files, diagnostics) || diagnostics.all().empty());
    return diagnostics.all().empty() ? "" : diagnostics.all().front().rule;
  };
  EXPECT_EQ(rule("<!DOCTYPE a [<!ENTITY b 'b'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"), "XML-02");
  EXPECT_EQ(rule(repeated("<a>", 1'000'000)), "LIM-02");
  EXPECT_EQ(rule(repeated("<a>", 100'000)), "LIM-03");
  EXPECT_EQ(rule(template_with("<include src='a.xml'/>", "")), "")
      << "a file that includes itself is read once";
  EXPECT_EQ(rule(template_with("<define name='c'><use name='c'/></define>", "<use name='c'/>")), "TPL-07");
  EXPECT_EQ(rule(template_with("<include src='../a.xml'/>", "")), "LIM-08");
  EXPECT_EQ(rule(template_with("<include src='/a.xml'/>", "")), "LIM-08");
  EXPECT_EQ(rule(template_with("", "<p>{")), "XML-01");
  EXPECT_EQ(rule(template_with("", "<p>{</p>")), "EXP-07");
}

// Found by fuzzing: the children of another root were never checked, and an include without src was followed.
TEST(Limits, WhatStandsInAnotherRootIsNotLookedAt) {
  const MemoryFiles files;
  Diagnostics diagnostics;
  EXPECT_FALSE(
      parse_template("<templates><include/><style/><define/></templates>", "t.xml", files, diagnostics));
  EXPECT_EQ(testing::findings(diagnostics), "t.xml:1:1 TPL-01\n");
}

TEST(Limits, SourceMayHideNothingFromTheGuard) {
  EXPECT_EQ(first_rule("", "<p><?php x ?></p>"), "LIM-01");
  EXPECT_EQ(first_rule("", repeated("<block>", 80) + repeated("</block>", 80)), "LIM-03");
}

RC_GTEST_PROP(SourceText, FindsThePlacesThatTheGuardFinds, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('a', '\n', '\r', '\xC3', '\xA9', ' '));
  const std::string longer = text + repeated("Đỗ\r\nx", 200) + text;
  const SourceText source("f", longer);
  for (std::size_t i = 0; i <= longer.size(); i += 7) {
    const SourceSpan wanted = place_of(longer, i, "f");
    RC_ASSERT(source.span(i) == wanted);
  }
}

RC_GTEST_PROP(Filling, IsAFunctionOfTemplateAndData, (int n)) {
  const MemoryFiles files;
  const std::string xml = template_with("<param name='n' type='int'/><param name='l' type='list'/>",
                                        "<table><column/><for-each select='l | sort' as='x'><row><cell>{x}{n "
                                        "| number}</cell></row></for-each></table>");
  const std::string data = data_with("<n>" + std::to_string(n) + "</n><l><i>b</i><i>a</i></l>");
  const auto once = fill_xml(xml, data, files);
  const auto again = fill_xml(xml, data, files);
  RC_ASSERT(once.document.has_value());
  RC_ASSERT(once.tree() == again.tree());
}

}  // namespace
}  // namespace sovang::document
