// Wrong templates beside those of the reference. In each the mark ¤ stands where the finding must point
// (template-language §14): an element's <, an attribute's name, a value's first character, the token, the
// brace.
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

struct Wrong {
  std::string rule;
  std::string head;    ///< after the params n (int), s (string) and rows (list with name and amount)
  std::string blocks;  ///< of the sequence
  std::string hint{};  ///< what the hint must hold

  friend void PrintTo(const Wrong& wrong, std::ostream* out) {
    *out << wrong.rule << ": " << wrong.head << wrong.blocks;
  }
};

const std::string mark = "¤";

/// The template, line by line.
std::string text_of(const Wrong& wrong) {
  if (wrong.blocks.empty() && wrong.head.starts_with("<?xml")) return wrong.head;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" kind=\"test\">\n"
         "  <param name=\"n\" type=\"int\"/><param name=\"s\" type=\"string\"/>\n"
         "  <param name=\"rows\" type=\"list\"/><param name=\"rows.name\" type=\"string\"/>"
         "<param name=\"rows.amount\" type=\"int\"/>\n" +
         wrong.head +
         "\n  <page-master name=\"m\" size=\"A4\" margin=\"20mm\"/>\n"
         "  <sequence master=\"m\">\n    <p>Tiếng Việt: “thử”</p> " +
         wrong.blocks + "\n  </sequence>\n</template>\n";
}

/// "line:column" of the mark, in code points from 1; takes the mark out.
std::string take_mark(std::string& text) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return "no mark";
  text.erase(at, mark.size());
  int line = 1;
  int column = 1;
  for (std::size_t i = 0; i < at; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      ++line;
      column = 1;
    } else if ((byte & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return std::to_string(line) + ":" + std::to_string(column);
}

std::string many(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += text;
  return out;
}

class WrongTemplate : public ::testing::TestWithParam<Wrong> {};
TEST_P(WrongTemplate, GivesItsFindingAtItsPlaceAndNoOther) {
  std::string text = text_of(GetParam());
  const std::string place = take_mark(text);
  Diagnostics diagnostics;
  static_cast<void>(parse_template(text, "t.xml", testing::MemoryFiles(), diagnostics));
  EXPECT_EQ(testing::findings(diagnostics), "t.xml:" + place + " " + GetParam().rule + "\n")
      << text << testing::report(diagnostics);
  if (!GetParam().hint.empty() && !diagnostics.all().empty()) {
    EXPECT_NE(diagnostics.all().front().hint.find(GetParam().hint), std::string::npos)
        << diagnostics.all().front().hint;
  }
}

const std::string table = "<table><column width=\"50mm\"/><column/>";

INSTANTIATE_TEST_SUITE_P(
    OfOurOwn, WrongTemplate,
    ::testing::Values(
        Wrong{"XML-01", "", "<p>a ¤& b</p>"}, Wrong{"XML-01", "", "<p>a¤</q>"},
        Wrong{"XML-01", "", "<p align=¤left>a</p>"}, Wrong{"XML-06", "", "<p>a¤&#1;b</p>"},
        Wrong{"XML-04", "", "<p id=\"a\" align=\"left\" ¤id=\"b\">a</p>"},
        Wrong{"XML-02", "<?xml version=\"1.0\"?>\n¤<!DOCTYPE template>\n<template/>", ""},
        Wrong{"XML-05",
              "<?xml version=\"1.0\"?>\n<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" "
              "kind=\"k\"/>\n¤<template/>",
              ""},
        Wrong{"LIM-01", "¤<?php x?>", ""}, Wrong{"TPL-01", "", "¤<blok>a</blok>", "block"},
        Wrong{"TPL-01", "", "<list>¤<p>a</p></list>"}, Wrong{"TPL-01", "", table + "¤<cell>a</cell></table>"},
        Wrong{"TPL-01", "", "¤<slot/>"}, Wrong{"TPL-02", "", "<p ¤colour=\"#000000\">a</p>", "color"},
        Wrong{"TPL-02", "", "<p>a<br ¤width=\"1mm\"/></p>"},
        Wrong{"TPL-03", "", "<p font-size=\"¤14\">a</p>", "pt"},
        Wrong{"TPL-03", "", "<p color=\"¤red\">a</p>", "#C00000"},
        Wrong{"TPL-03", "<page-master name=\"x\" size=\"A4\" margin=\"¤1mm 2mm 3mm 4mm 5mm\"/>", ""},
        Wrong{"TPL-03", "", "<frame x=\"0\" y=\"0\" width=\"9mm\" rotate=\"¤45\"><p>a</p></frame>", "90"},
        Wrong{"TPL-03", "<param name=\"q\" type=\"¤integer\"/>", "", "int"},
        Wrong{"TPL-03", "<param name=\"q\" type=\"int\" default=\"¤một\"/>", ""},
        Wrong{"TPL-03", "<param name=\"¤n.x\" type=\"int\"/>", ""},
        Wrong{"TPL-03", "", table + "<row tally=\"¤n\"><cell>a</cell><cell>b</cell></row></table>"},
        Wrong{"TPL-04", "", "¤<image src=\"x.png\"/>", ""},
        Wrong{"TPL-04", "¤<style font-size=\"9pt\"/>", ""},
        Wrong{"TPL-05", "<style name=\"label\"/>", "<p><span style=\"¤lable\">a</span></p>", "label"},
        Wrong{"TPL-05", "<style name=\"label\"/>", "<list label-style=\"¤labl\"><item>a</item></list>",
              "label"},
        Wrong{"TPL-06", "<style name=\"a\" based-on=\"¤a\"/>", ""},
        Wrong{"TPL-07", "<define name=\"c\"><use name=\"¤c\"/></define>", ""},
        Wrong{"TPL-08", "", "<use name=\"¤letterhed\"/>"},
        Wrong{"TPL-09", "", "<p id=\"phu-luc\">{page_of(¤'phu-lục')}</p>", "phu-luc"},
        Wrong{"TPL-09", "",
              table + "<row tally=\"amount: 1\"><cell>a</cell><cell>b</cell></row><footer on=\"break\"><row>"
                      "<cell>a</cell><cell>{tally(¤'amout')}</cell></row></footer></table>",
              "amount"},
        Wrong{"TPL-09", "", "<p>{tally(¤'n') | number}</p>", "tally"},
        Wrong{"TPL-09", "<define name=\"c\"><slot required=\"yes\"/></define>", "¤<use name=\"c\"/>"},
        Wrong{"TPL-10", "<style name=\"a\"/><style name=\"¤a\"/>", ""},
        Wrong{"TPL-10", "<let name=\"¤n\" value=\"1\"/>", ""},
        Wrong{"TPL-10", "", "<for-each select=\"rows\" as=\"¤s\"><p>a</p></for-each>"},
        Wrong{"TPL-11", "",
              "¤<table><column width=\"60%\"/><column width=\"60%\"/><row><cell>a</cell><cell>b</cell></row>"
              "</table>"},
        Wrong{"TPL-12", "", "<list><item>chữ ¤<p>a</p></item></list>"},
        Wrong{"TPL-13", "", "<image src=\"¤x.png\" alt=\"\"/>"},
        Wrong{"TPL-13", "<include src=\"¤x.xml\"/>", ""},
        Wrong{"TPL-14", "", table + "¤<row><cell colspan=\"3\">a</cell></row></table>"},
        Wrong{"TPL-15", "", table + "<row>¤<cell align=\"justify\">a</cell><cell>b</cell></row></table>"},
        Wrong{"EXP-01", "", "<p>{n ¤# 1}</p>"}, Wrong{"EXP-02", "", "<p>{n +¤}</p>"},
        Wrong{"EXP-02", "", "<p>{(n¤}</p>"}, Wrong{"EXP-02", "<let name=\"x\" value=\"if n ¤else 2\"/>", ""},
        Wrong{"EXP-03", "", "<p>{n | ¤mony}</p>", "money"}, Wrong{"EXP-03", "", "<p>{¤pags()}</p>", "page"},
        Wrong{"EXP-04", "", "<if test=\"¤n\"><p>a</p></if>"},
        Wrong{"EXP-04", "<check id=\"A\" test=\"¤s\">x</check>", ""},
        Wrong{"EXP-05", "", "<p>{n ¤+ 'a'}</p>"},
        Wrong{"EXP-05", "", "<for-each select=\"¤n\" as=\"r\"><p>a</p></for-each>"},
        Wrong{"EXP-05", "", "<p>{¤rows}</p>"}, Wrong{"EXP-07", "", "<p>a ¤{n</p>"},
        Wrong{"EXP-07", "", "<p>a ¤} b</p>"}, Wrong{"EXP-08", "", "<p>{¤99999999999999999999}</p>"},
        Wrong{"EXP-09", "", "<if test=\"¤page() gt 1\"><p>a</p></if>"},
        Wrong{"EXP-09", "", "<p>{¤page() + 1}</p>"}, Wrong{"DAT-02", "", "<p>{¤m}</p>", "n"},
        Wrong{"DAT-02", "", "<for-each select=\"rows\" as=\"r\"><p>{r.¤nam}</p></for-each>", "name"},
        Wrong{"DAT-07", "", "<p>a¤&#x202E;b</p>"}, Wrong{"LIM-08", "<include src=\"¤../x.xml\"/>", ""},
        Wrong{"LIM-08", "", "<image src=\"¤/etc/x.png\" alt=\"\"/>"},
        Wrong{"LIM-06", "", "<p>{" + many("(", 32) + "¤n" + many(")", 32) + "}</p>"}),
    [](const auto& test) { return "Case" + std::to_string(test.index); });

}  // namespace
}  // namespace sovang::document
