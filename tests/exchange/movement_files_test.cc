#include "sovang/exchange/movement_files.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "support/shared.h"

namespace sovang::exchange {
namespace {

using testing::project_file;
using testing::read_all;

std::string sample(const std::string& name) {
  return read_all(project_file("samples/covid19-2021/" + name));
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

int line_of(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

TEST(Movement, HoldsWhatItsFileSays) {
  Diagnostics diagnostics;
  const auto movement = read_movement(sample("movement.xml"), "movement.xml", diagnostics);
  ASSERT_TRUE(movement) << movement.error().message;
  EXPECT_EQ(movement->id.value, "QNA-COVID19-2021");
  EXPECT_EQ(movement->contents.size(), 6U);
  EXPECT_EQ(movement->content(5)->code, "tiem-vac-xin");
  EXPECT_EQ(movement->form(domain::AwardFormId("BKTINH"))->catalogue, "BKT");
  EXPECT_EQ(movement->council.members.size(), 15U);
  EXPECT_EQ(movement->council.find(domain::MemberId("M15"))->role, domain::CouncilRole::secretary);
  EXPECT_EQ(movement->council.threshold.value, 7000);
  EXPECT_EQ(movement->quota("directWorkersMinPercent")->value.value, 6000);
  EXPECT_EQ(movement->bonus_base->amount.dong, 1'490'000);
  EXPECT_EQ(movement->legal_bases.size(), 11U);
}

TEST(LegalBases, LoseTheMarkThatBelongsToTheBlock) {
  Diagnostics diagnostics;
  const auto bases = read_legal_bases(sample("legal_bases.xml"), "legal_bases.xml", diagnostics);
  ASSERT_TRUE(bases);
  EXPECT_EQ(bases->at(0).reference, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015");
}

TEST(OfficeFacts, HoldWhatTheirFileSays) {
  Diagnostics diagnostics;
  const auto facts = read_office_facts(sample("office_facts.xml"), "office_facts.xml", diagnostics);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->incoming.size(), 51U);
  EXPECT_EQ(facts->session_list.size(), 300U);
  EXPECT_EQ(facts->papers.size(), 5U);
  EXPECT_EQ(facts->papers_of("T-QD").at(1)->recipients.at(1), "Gia đình ông Trần Quang Nghĩa");
  EXPECT_EQ(facts->session.start.hour, 8);
  EXPECT_EQ(facts->session.end.minute, 45);
  EXPECT_EQ(facts->session.tellers.front().value, "M07");
  EXPECT_EQ(facts->verify_host, "thidua.example");
  EXPECT_EQ(facts->proposal(domain::ProposalId("TR042"))->signature.name, "Phạm Thị Yến");
}

/// The first finding on a movement file that was spoilt.
Problem finding(const std::string& xml) {
  Diagnostics diagnostics;
  const auto movement = read_movement(xml, "movement.xml", diagnostics);
  EXPECT_FALSE(movement);
  EXPECT_GE(diagnostics.errors(), 1U);
  if (!movement && diagnostics.errors() > 0) {
    EXPECT_EQ(movement.error().message, diagnostics.all()[0].message);
  }
  return diagnostics.all().empty() ? Problem() : diagnostics.all()[0];
}

TEST(BadMovement, ATypoInAnAttributeIsNamedWithItsLine) {
  const std::string xml = changed(sample("movement.xml"), "roleTitle=\"Thư ký\"", "roleTitel=\"Thư ký\"");
  const Problem problem = finding(xml);
  EXPECT_EQ(problem.rule, "XIN-03");
  EXPECT_NE(problem.message.find("roleTitel"), std::string::npos);
  EXPECT_EQ(problem.where.line, line_of(xml, "roleTitel"));
}

TEST(BadMovement, AnUnknownElementIsNamed) {
  EXPECT_EQ(finding(changed(sample("movement.xml"), "<quotas>", "<quotax/><quotas>")).rule, "XIN-03");
}

TEST(BadMovement, AMissingElementIsNamed) {
  std::string xml = sample("movement.xml");
  const std::size_t begin = xml.find("<purpose>");
  xml.erase(begin, xml.find("</purpose>") + std::string("</purpose>").size() - begin);
  const Problem problem = finding(xml);
  EXPECT_EQ(problem.rule, "XIN-02");
  EXPECT_NE(problem.message.find("<purpose>"), std::string::npos) << problem.message;
}

TEST(BadMovement, WrongValuesAreNamed) {
  const std::string xml = sample("movement.xml");
  EXPECT_EQ(finding(changed(xml, "from=\"2021-10-01\"", "from=\"2021-13-01\"")).rule, "XIN-04");
  EXPECT_EQ(finding(changed(xml, "threshold=\"70\"", "threshold=\"bảy mươi\"")).rule, "XIN-04");
  EXPECT_EQ(finding(changed(xml, "id=\"M02\"", "id=\"../M02\"")).rule, "XIN-04");
  EXPECT_EQ(finding(changed(xml, "id=\"M02\"", "id=\"M01\"")).rule, "XIN-05");
  EXPECT_EQ(finding(changed(xml, "role=\"chair\"", "role=\"king\"")).rule, "XIN-04");
  EXPECT_EQ(finding(changed(xml, "urn:sovang:data:1", "urn:sovang:data:2")).rule, "XIN-01");
  EXPECT_EQ(finding("<units xmlns=\"urn:sovang:data:1\"/>").rule, "XIN-01");
}

TEST(BadMovement, AllFaultsAreToldAtOnce) {
  std::string xml = changed(sample("movement.xml"), "from=\"2021-10-01\"", "from=\"x\"");
  xml = changed(xml, "role=\"chair\"", "role=\"king\"");
  Diagnostics diagnostics;
  EXPECT_FALSE(read_movement(xml, "movement.xml", diagnostics));
  EXPECT_EQ(diagnostics.errors(), 2U);
}

TEST(BadMovement, HostileXmlIsRefusedBeforeTheParser) {
  EXPECT_EQ(finding("<!DOCTYPE m [<!ENTITY a \"b\">]>" + sample("movement.xml")).rule, "XML-02");
  std::string deep;
  for (int i = 0; i < 100; ++i)
    deep += "<a>";
  for (int i = 0; i < 100; ++i)
    deep += "</a>";
  EXPECT_EQ(finding("<movement xmlns=\"urn:sovang:data:1\">" + deep + "</movement>").rule, "LIM-03");
  EXPECT_TRUE(finding(sample("movement.xml").substr(0, 3000)).rule.starts_with("XML-"));
}

TEST(BadUnits, AnUnknownParentIsNamed) {
  Diagnostics diagnostics;
  const std::string xml = changed(sample("units.xml"), "parent=\"UBND\"", "parent=\"KHONG-CO\"");
  const auto units = read_units(xml, "units.xml", diagnostics);
  ASSERT_FALSE(units);
  EXPECT_EQ(units.error().rule, "XIN-06");
  EXPECT_EQ(units.error().where.line, line_of(xml, "KHONG-CO"));
}

TEST(BadAchievements, AFigureMustStandInItsSentence) {
  Diagnostics diagnostics;
  const auto read =
      read_achievements(changed(sample("achievements.xml"), "display=\"41 khu\"", "display=\"42 khu\""),
                        "achievements.xml", diagnostics);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().rule, "XIN-06");
}

TEST(BadSession, AttendanceMustAddUp) {
  Diagnostics diagnostics;
  const auto session = read_council_session(changed(sample("votes.xml"), "present=\"14\"", "present=\"13\""),
                                            "votes.xml", diagnostics);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().rule, "XIN-06");
}

TEST(BadOfficeFacts, FileNamesMayNotLeaveTheFolder) {
  Diagnostics diagnostics;
  const auto facts = read_office_facts(
      changed(sample("office_facts.xml"), "file=\"TR001-baoqn.xlsx\"", "file=\"../TR001-baoqn.xlsx\""),
      "office_facts.xml", diagnostics);
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().rule, "XIN-04");
}

TEST(BadOfficeFacts, TimesMustBeTimes) {
  for (const char* time : {"2022-05-12", "2022-05-12T25:00:00", "2022-05-12T08-00", "hôm qua"}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_office_facts(changed(sample("office_facts.xml"), "2022-05-12T08:00:00", time),
                                   "office_facts.xml", diagnostics))
        << time;
  }
}

}  // namespace
}  // namespace sovang::exchange
