#include "sovang/archive/record.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "archive_fixture.h"

namespace sovang::archive {
namespace {

TEST(RecordXml, ReadsBackWhatItWrote) {
  const Record record = decision().first;
  const std::string xml = to_xml(record);
  const Record again = must(read_record(xml));
  EXPECT_EQ(to_xml(again), xml);
  EXPECT_EQ(again.lines.size(), record.lines.size());
  EXPECT_EQ(again.subject, record.subject);
  EXPECT_EQ(again.legal_bases, record.legal_bases);
  EXPECT_EQ(again.units, record.units);
}

/// Text of letters, marks and whatever XML treats in a special way.
rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "Ỗ", "đ", " ", "  ", "\n", "\t", "\r", "\r\n", "<", ">", "&", "\"", "'", "]]>",
                          "&amp;", "<!--", "0")),
                      [](const std::vector<std::string>& pieces) {
                        std::string out;
                        for (const std::string& piece : pieces)
                          out += piece;
                        return out;
                      });
}

RC_GTEST_PROP(RecordXml, AnyTextComesBackAsItWas, ()) {
  Record record = decision().first;
  record.number = *any_text();
  record.subject = *any_text();
  record.legal_bases = {*any_text(), *any_text()};
  record.lines[0].name = *any_text() + "x";
  record.lines[0].reason = *any_text();
  record.lines[0].seq = *rc::gen::inRange(0, 100'000);
  record.lines[0].amount = domain::Money{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)};
  record.files[0].original_name = *any_text();
  const Result<Record> again = read_record(to_xml(record));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->number == record.number);
  RC_ASSERT(again->subject == record.subject);
  RC_ASSERT(again->legal_bases == record.legal_bases);
  RC_ASSERT(again->lines[0].name == record.lines[0].name);
  RC_ASSERT(again->lines[0].reason == record.lines[0].reason);
  RC_ASSERT(again->lines[0].amount == record.lines[0].amount);
  RC_ASSERT(again->files[0].original_name == record.files[0].original_name);
  RC_ASSERT(to_xml(*again) == to_xml(record));
}

TEST(RecordXml, SameRecordGivesTheSameBytes) {
  EXPECT_EQ(to_xml(decision().first), to_xml(decision().first));
}

TEST(RecordXml, RefusesADoctype) {
  const auto read =
      read_record("<!DOCTYPE record [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><record>&a;</record>");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().rule, "XML-02");
}

TEST(RecordXml, RefusesDeepNesting) {
  std::string xml;
  for (int i = 0; i < 33; ++i)
    xml += "<record>";
  for (int i = 0; i < 33; ++i)
    xml += "</record>";
  const auto read = read_record(xml);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().rule, "LIM-03");
}

TEST(RecordXml, SaysWhatIsWrongAndWhere) {
  const auto read = read_records(
      "<records>\n <record><date issued=\"2021-10-12\"/></record>\n"
      " <record>\n  <date issued=\"31/02/2021\"/></record>\n</records>",
      "so-cu.xml");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().where.file, "so-cu.xml");
  EXPECT_EQ(read.error().where.line, 4);
  EXPECT_NE(read.error().message.find("31/02/2021"), std::string::npos);
}

TEST(RecordXml, RefusesValuesThatItDoesNotKnow) {
  for (const char* xml :
       {"<record kind=\"poem\"><date issued=\"2021-10-12\"/></record>", "<record/>", "<other/>",
        "<record schema=\"2\"><date issued=\"2021-10-12\"/></record>",
        "<record><number seq=\"12x\"/><date issued=\"2021-10-12\"/></record>",
        "<record><number seq=\"99999999999999999999\"/><date issued=\"2021-10-12\"/></record>",
        "<record><date issued=\"2021-10-12\"/><lines><line/></lines></record>", ""}) {
    EXPECT_FALSE(read_record(xml).has_value()) << xml;
  }
}

TEST(RecordXml, ReadsTheFormOfOldRegisters) {
  const std::vector<Record> records = must(read_records(
      "<records><record kind=\"decision\"><number text=\"1234/QĐ-UBND\" seq=\"1234\" symbol=\"QĐ-UBND\" "
      "year=\"2021\"/>"
      "<date issued=\"2021-10-12\"/><subject>Khen thưởng</subject><lines><line seq=\"1\" target=\"person\" "
      "name=\"Lê Lợi\" title=\"Trưởng phòng\" unit-name=\"Sở Nội vụ\" award-form=\"BKT-C\" "
      "cert-no=\"12\"/></lines>"
      "<access level=\"public\"/></record></records>",
      "so-cu.xml"));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].lines.at(0).unit_name, "Sở Nội vụ");
  EXPECT_EQ(records[0].access, Access::published);
}

TEST(RecordXml, WhatDoesNotSayThatItIsPublicIsNot) {
  EXPECT_EQ(must(read_record("<record><date issued=\"2021-10-12\"/></record>")).access, Access::internal);
}

}  // namespace
}  // namespace sovang::archive
