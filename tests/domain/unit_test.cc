#include "sovang/domain/unit.h"

#include <gtest/gtest.h>

namespace sovang::domain {
namespace {

Unit unit(std::string id, std::string parent, std::string name) {
  Unit u;
  u.id = UnitId(std::move(id));
  u.parent = UnitId(std::move(parent));
  u.name = std::move(name);
  return u;
}

const UnitCatalogue& units() {
  static const UnitCatalogue catalogue(
      {unit("UBND", "", "Ủy ban nhân dân tỉnh"), unit("SYT", "UBND", "Sở Y tế"),
       unit("BV", "SYT", "Bệnh viện Hòa Bình"), unit("CH", "", "Chùa Pháp Hoa (hư cấu), thành phố Hội An"),
       unit("TK1", "", "Phường Tam Kỳ"), unit("TK2", "", "Phường Tam Kỳ"), unit("VONG1", "VONG2", "Một"),
       unit("VONG2", "VONG1", "Hai")},
      *Date::make(2021, 10, 1));
  return catalogue;
}

TEST(Resolve, IgnoresCaseSpacesToneMarkPlaceAndTheFictionMark) {
  for (const char* name : {"Bệnh viện Hòa Bình", "bệnh viện hoà bình", "BỆNH VIỆN  HÒA BÌNH "}) {
    const auto found = units().resolve(name);
    ASSERT_EQ(found.size(), 1U) << name;
    EXPECT_EQ(found.front()->id.value, "BV");
  }
  EXPECT_EQ(units().resolve("Chùa Pháp Hoa, thành phố Hội An").size(), 1U);
}

TEST(Resolve, KeepsDiacriticsApart) {
  EXPECT_TRUE(units().resolve("Bệnh viện Hoa Bình").empty());
}

TEST(Resolve, ShowsAllUnitsOfOneName) {
  EXPECT_EQ(units().resolve("phường Tam Kỳ").size(), 2U);
}

TEST(IsWithin, FollowsTheParents) {
  EXPECT_TRUE(units().is_within(UnitId("BV"), UnitId("UBND")));
  EXPECT_TRUE(units().is_within(UnitId("BV"), UnitId("BV")));
  EXPECT_FALSE(units().is_within(UnitId("UBND"), UnitId("BV")));
  EXPECT_FALSE(units().is_within(UnitId("KHONG"), UnitId("UBND")));
}

TEST(IsWithin, EndsOnACycle) {
  EXPECT_FALSE(units().is_within(UnitId("VONG1"), UnitId("UBND")));
}

TEST(WithoutFictionMark, TakesItOutWhereverItStands) {
  EXPECT_EQ(without_fiction_mark("Chùa An (hư cấu), Hội An"), "Chùa An, Hội An");
  EXPECT_EQ(without_fiction_mark("Công ty Sao (hư cấu)"), "Công ty Sao");
  EXPECT_EQ(without_fiction_mark("Sở Y tế"), "Sở Y tế");
}

}  // namespace
}  // namespace sovang::domain
