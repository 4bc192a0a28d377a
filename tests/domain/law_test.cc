#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sovang/domain/award_catalogue.h"
#include "sovang/domain/legal_basis.h"

#include "support/shared.h"

namespace sovang::domain {
namespace {

using sovang::testing::project_file;
using sovang::testing::read_all;
using sovang::testing::read_tsv;

std::string law(const std::string& name) {
  return read_all(project_file("templates/law/" + name));
}

const AwardCatalogue& catalogue() {
  static const AwardCatalogue loaded = [] {
    const std::string awards = law("awards.tsv");
    const std::string salary = law("base_salary.tsv");
    const std::string texts = law("legal_texts.tsv");
    auto parsed = AwardCatalogue::parse({awards, salary, texts});
    EXPECT_TRUE(parsed) << parsed.error().message;
    return parsed ? *std::move(parsed) : AwardCatalogue();
  }();
  return loaded;
}

TEST(AwardCatalogue, ReadsAllRows) {
  EXPECT_EQ(catalogue().all().size(), 72U);
}

TEST(Bonus, FollowsEveryVector) {
  const auto rows = read_tsv(project_file("tests/data/bonus_vectors.tsv"));
  ASSERT_EQ(rows.size(), 32U);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const Date day = *Date::from_iso(row[1]);
    const Award* award = catalogue().find(AwardCode(row[0]));
    ASSERT_NE(award, nullptr) << row[0];
    EXPECT_EQ(catalogue().multiplier(*award, day), Hundredths::parse(row[2])) << row[0] << " " << row[1];
    EXPECT_EQ(std::to_string(catalogue().base_salary(day)->dong), row[3]) << row[1];
    const auto bonus = catalogue().bonus(award->code, day);
    ASSERT_TRUE(bonus) << bonus.error().message;
    EXPECT_EQ(std::to_string(bonus->dong), row[5]) << row[0] << " " << row[1];
  }
}

TEST(Bonus, RateChangesOnTheDayOfTheDecree) {
  EXPECT_EQ(catalogue().bonus(AwardCode("BKT-C"), *Date::make(2023, 12, 31))->dong, 1'800'000);
  EXPECT_EQ(catalogue().bonus(AwardCode("BKT-C"), *Date::make(2024, 1, 1))->dong, 2'700'000);
}

TEST(Bonus, IsNotGuessedBeforeTheFirstSalary) {
  const auto bonus = catalogue().bonus(AwardCode("BKT-C"), *Date::make(2010, 5, 1));
  ASSERT_FALSE(bonus);
  EXPECT_EQ(bonus.error().rule, "V-26");
}

TEST(Bonus, IsNotGuessedForAHouseholdUnderTheOldDecree) {
  EXPECT_FALSE(catalogue().bonus(AwardCode("BKT-H"), *Date::make(2021, 12, 20)));
  EXPECT_FALSE(catalogue().bonus(AwardCode("KHONG-CO"), *Date::make(2021, 12, 20)));
}

RC_GTEST_PROP(Bonus, IsTheLeastMultipleOfTenThousandThatIsNotLess, ()) {
  const auto multiplier = *rc::gen::inRange<std::int64_t>(0, 5'000);
  const auto salary = *rc::gen::inRange<std::int64_t>(1, 100'000'000);
  const std::int64_t bonus = bonus_of({multiplier}, {salary}).dong;
  RC_ASSERT(bonus % 10'000 == 0);
  RC_ASSERT(bonus * 100 >= multiplier * salary);
  RC_ASSERT((bonus - 10'000) * 100 < multiplier * salary);
}

TEST(AwardOf, TakesTheFamilyOfTheForm) {
  AwardForm form;
  form.catalogue = "BKT";
  EXPECT_EQ(catalogue().award_of(form, RecipientKind::individual)->code.value, "BKT-C");
  EXPECT_EQ(catalogue().award_of(form, RecipientKind::collective)->code.value, "BKT-T");
  EXPECT_EQ(catalogue().award_of(form, RecipientKind::household)->code.value, "BKT-H");
}

TEST(AwardOf, FallsBackToTheName) {
  AwardForm form;
  form.name = "Huân chương Lao động hạng Ba";
  EXPECT_EQ(catalogue().award_of(form, RecipientKind::collective)->code.value, "HCLD3-T");
  form.name = "Huy hiệu không có";
  EXPECT_EQ(catalogue().award_of(form, RecipientKind::collective), nullptr);
}

TEST(LawTables, ABadRowIsNamedWithItsLine) {
  const std::string salary = "valid_from\tvalid_to\tbase_salary_vnd_per_month\n2019-07-01\t\tmột triệu\n";
  const std::string awards = law("awards.tsv");
  const std::string texts = law("legal_texts.tsv");
  const auto parsed = AwardCatalogue::parse({awards, salary, texts});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().where.file, "base_salary.tsv");
  EXPECT_EQ(parsed.error().where.line, 2);
}

TEST(LawTables, AMissingColumnIsNamed) {
  const auto parsed = AwardCatalogue::parse({"code\tname_vi\nX\tY\n", "", ""});
  ASSERT_FALSE(parsed);
  EXPECT_NE(parsed.error().message.find("recipient"), std::string::npos) << parsed.error().message;
}

TEST(InForce, GivesTheTextsOfTheDay) {
  const auto has = [](Date day, std::string_view id) {
    for (const LawText* text : catalogue().in_force(day)) {
      if (text->id == id) return true;
    }
    return false;
  };
  EXPECT_TRUE(has(*Date::make(2022, 5, 20), "ND-91-2017"));
  EXPECT_FALSE(has(*Date::make(2024, 1, 1), "ND-91-2017"));
  EXPECT_TRUE(has(*Date::make(2024, 1, 1), "ND-98-2023"));
}

TEST(BasisBlock, EndsEachLineWithSemicolonAndTheLastWithFullStop) {
  const std::vector<std::string> lines{"Căn cứ Luật A;", "Căn cứ Nghị định B", "Theo đề nghị của C."};
  EXPECT_EQ(basis_block(lines),
            (std::vector<std::string>{"Căn cứ Luật A;", "Căn cứ Nghị định B;", "Theo đề nghị của C."}));
  EXPECT_TRUE(basis_block({}).empty());
}

TEST(LegalBasis, LastDayInForceCounts) {
  LegalBasis basis;
  basis.valid_from = *Date::make(2017, 10, 1);
  basis.valid_to = *Date::make(2023, 12, 31);
  EXPECT_FALSE(basis.in_force(*Date::make(2017, 9, 30)));
  EXPECT_TRUE(basis.in_force(*Date::make(2023, 12, 31)));
  EXPECT_FALSE(basis.in_force(*Date::make(2024, 1, 1)));
}

}  // namespace
}  // namespace sovang::domain
