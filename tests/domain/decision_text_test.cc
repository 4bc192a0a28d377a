#include "sovang/domain/decision_text.h"

#include <string>

#include <gtest/gtest.h>

#include "support/shared.h"

namespace sovang::domain {
namespace {

using sovang::testing::project_file;
using sovang::testing::read_all;

/// 02 collectives and 12 people, 23.840.000 đồng.
DecisionAwards decision() {
  DecisionAwards d;
  d.number = "1288/QĐ-UBND";
  for (int i = 0; i < 14; ++i) {
    AwardGrant grant;
    grant.kind = i < 2 ? RecipientKind::collective : RecipientKind::individual;
    grant.bonus = {i < 2 ? 2'980'000 : 1'490'000};
    d.awards.push_back(grant);
  }
  return d;
}

constexpr const char* good =
    "Quảng Nam, ngày 20 tháng 5 năm 2022\n"
    "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;\n"
    "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của\nChính phủ;\n"
    "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 912/TTr-SNV ngày 16 tháng 5 năm 2022.\n"
    "QUYẾT ĐỊNH:\n"
    "Điều 1. Tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh cho 02 tập thể và 12 cá\nnhân đã có thành tích "
    "(có danh "
    "sách kèm theo).\n"
    "Điều 2. Mức tiền thưởng: 2.980.000 đồng/tập thể, 1.490.000 đồng/cá nhân; tổng số tiền: 23.840.000 đồng "
    "(Bằng chữ: "
    "Hai mươi ba triệu tám trăm bốn mươi nghìn đồng), trích từ Quỹ.\n";

const RuleTexts& rule_texts() {
  static const RuleTexts texts =
      *RuleTexts::parse(read_all(project_file("templates/law/validation_rules.tsv")));
  return texts;
}

/// The rules that object, joined, once `from` has been replaced by `to`.
std::string rules_after(const std::string& from = {}, const std::string& to = {},
                        const DecisionAwards& d = decision()) {
  std::string text = good;
  if (!from.empty()) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }
  std::string rules;
  for (const Objection& objection : check_decision_text(rule_texts(), d, text)) {
    EXPECT_EQ(objection.message.find('{'), std::string::npos) << objection.message;
    rules += (rules.empty() ? "" : " ") + objection.rule;
  }
  return rules;
}

TEST(DecisionText, IsFineAsItShouldBe) {
  EXPECT_EQ(rules_after(), "");
}

TEST(DecisionText, V21WantsTheMarksOfTheBlock) {
  EXPECT_EQ(rules_after("2003;", "2003."), "V-21");
  EXPECT_EQ(rules_after("năm 2022.\nQUYẾT", "năm 2022;\nQUYẾT"), "V-21");
}

TEST(DecisionText, V22CountsTheList) {
  EXPECT_EQ(rules_after("12 cá\nnhân", "13 cá nhân"), "V-22");
  EXPECT_EQ(rules_after("02 tập thể và ", ""), "V-22");
}

TEST(DecisionText, V24AndV25ReadTheSum) {
  EXPECT_EQ(rules_after("23.840.000", "23.850.000"), "V-24 V-25");
  EXPECT_EQ(rules_after("bốn mươi nghìn đồng", "bốn mươi ngàn đồng"), "");
  EXPECT_EQ(rules_after("bốn mươi nghìn đồng", "bốn mươi nghìn đồng chẵn"), "");
  EXPECT_EQ(rules_after("bốn mươi nghìn đồng", "năm mươi nghìn đồng"), "V-25");
  EXPECT_EQ(rules_after("Hai mươi ba triệu tám trăm bốn mươi nghìn đồng", "Nhiều đồng"), "V-25");
}

TEST(DecisionText, V32WantsZerosWhereTheDecreePutsThem) {
  EXPECT_EQ(rules_after("ngày 20 tháng 5", "ngày 20 tháng 05"), "V-32");
  EXPECT_EQ(rules_after("ngày 20 tháng 5", "ngày 2 tháng 5"), "V-32");
  EXPECT_EQ(rules_after("ngày 20 tháng 5", "ngày 02 tháng 1"), "V-32");
  EXPECT_EQ(rules_after("ngày 20 tháng 5", "ngày 02 tháng 01"), "");
}

TEST(DecisionText, V36WantsComposedLetters) {
  EXPECT_EQ(rules_after("Quỹ", "Qu\u0079\u0303"), "V-36");
}

TEST(DecisionText, V61RefusesEmptyGroupsAndSingleFigures) {
  DecisionAwards people = decision();
  people.awards.erase(people.awards.begin(), people.awards.begin() + 2);
  EXPECT_EQ(rules_after("02 tập thể", "00 tập thể", people).find("V-61"), 0U);
  EXPECT_EQ(rules_after("02 tập thể", "2 tập thể"), "V-61");
}

TEST(DecisionText, V62WantsTruyTang) {
  DecisionAwards dead = decision();
  dead.posthumous = true;
  EXPECT_EQ(rules_after({}, {}, dead), "V-62");
  EXPECT_EQ(rules_after("Điều 1. Tặng", "Điều 1. Truy tặng", dead), "");
  EXPECT_EQ(rules_after("Điều 1. Tặng", "Điều 1. Truy tặng"), "V-62");
}

}  // namespace
}  // namespace sovang::domain
