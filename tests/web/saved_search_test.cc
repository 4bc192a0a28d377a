// Saved searches and the printable list of a search.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_office.h"

namespace sovang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SavedSearchPage : public ::testing::Test {
 protected:
  void SetUp() override { office.serve(); }

  static Reply save(Browser& person, const std::string& name, const std::string& words) {
    const std::string csrf = person.get("/tra-cuu?q=hien").csrf();
    return person.post("/tra-cuu/luu", "csrf=" + csrf + "&ten=" + name + "&q=" + words);
  }

  SmallOffice office;
};

TEST_F(SavedSearchPage, ShowsASavedSearchToItsOwnerOnly) {
  Browser unit = office.logged_in("syt");
  const Reply saved = save(unit, "Ng%C6%B0%E1%BB%9Di+c%E1%BB%A7a+ta", "hien+n%C4%83m%3A+2022");
  EXPECT_EQ(saved.status, 303);
  const Reply page = unit.get("/tra-cuu");
  EXPECT_THAT(page.body, HasSubstr("Người của ta"));
  EXPECT_THAT(page.body, HasSubstr("hien năm: 2022"));
  EXPECT_THAT(page.body, HasSubstr("/tra-cuu?q=hien%20n%C4%83m%3A%202022"));
  EXPECT_THAT(office.logged_in("luutru").get("/tra-cuu").body, Not(HasSubstr("Người của ta")));
  EXPECT_EQ(
      unit.post("/tra-cuu/xoa", "csrf=" + page.csrf() + "&ten=Ng%C6%B0%E1%BB%9Di+c%E1%BB%A7a+ta").status,
      303);
  EXPECT_THAT(unit.get("/tra-cuu").body, Not(HasSubstr("Người của ta")));
}

TEST_F(SavedSearchPage, SavesNothingWithoutTheTokenOfTheForm) {
  Browser unit = office.logged_in("syt");
  EXPECT_EQ(unit.post("/tra-cuu/luu", "ten=a&q=hien").status, 403);
  EXPECT_EQ(unit.post("/tra-cuu/xoa", "ten=a").status, 403);
  EXPECT_THAT(unit.get("/tra-cuu").body, Not(HasSubstr("Câu tìm đã lưu")));
}

TEST_F(SavedSearchPage, TellsWhyASearchCouldNotBeSaved) {
  Browser unit = office.logged_in("syt");
  const Reply refused = save(unit, std::string(80, 'a'), "hien");
  EXPECT_EQ(refused.status, 303);
  EXPECT_THAT(unit.get("/tra-cuu?q=hien&luu=khong").body, HasSubstr("Chưa lưu được"));
}

TEST_F(SavedSearchPage, WritesANameAsTextOnly) {
  Browser unit = office.logged_in("syt");
  save(unit, "%3Cscript%3Ealert(1)%3C/script%3E", "hien");
  EXPECT_THAT(unit.get("/tra-cuu").body, Not(HasSubstr("<script>alert")));
}

TEST_F(SavedSearchPage, SendsTheHitsOfTheAskerAsAPdfToPrint) {
  Browser unit = office.logged_in("syt");
  const Reply list = unit.get("/tra-cuu/ket-qua.pdf?q=hien");
  EXPECT_EQ(list.status, 200);
  EXPECT_EQ(list.body.substr(0, 5), "%PDF-");
  EXPECT_EQ(unit.get("/tra-cuu/ket-qua.pdf?q=le+van+giap").status, 404);  // not this unit's: nothing to print
}

}  // namespace
}  // namespace sovang::testing
