#include "sovang/base/date.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "sovang/base/clock.h"

namespace sovang {
namespace {

TEST(Date, RefusesDaysThatDoNotExist) {
  EXPECT_FALSE(Date::make(2021, 2, 29));
  EXPECT_TRUE(Date::make(2024, 2, 29));
  EXPECT_FALSE(Date::make(2021, 4, 31));
  EXPECT_FALSE(Date::make(2021, 13, 1));
  EXPECT_FALSE(Date::make(0, 1, 1));
}

TEST(Date, ReadsOnlyTheIsoForm) {
  EXPECT_EQ(Date::from_iso("2022-05-20"), Date::make(2022, 5, 20));
  EXPECT_FALSE(Date::from_iso("2022-5-20"));
  EXPECT_FALSE(Date::from_iso("2022-05-20 "));
  EXPECT_FALSE(Date::from_iso("20/05/2022"));
}

TEST(Date, KnowsTheWeekday) {
  EXPECT_EQ(Date::make(2022, 5, 20)->weekday(), Weekday::friday);
  EXPECT_EQ(Date::make(2022, 3, 20)->weekday(), Weekday::sunday);
  EXPECT_EQ(Date::make(1969, 12, 31)->weekday(), Weekday::wednesday);
}

RC_GTEST_PROP(Date, IsoTextAndDayNumberGiveTheSameDateBack, ()) {
  const Date date = Date::from_days(*rc::gen::inRange<std::int64_t>(-700'000, 2'900'000));
  RC_ASSERT(Date::from_iso(date.iso()) == date);
  RC_ASSERT(Date::from_days(date.days()) == date);
  RC_ASSERT(date.plus_days(1) > date);
}

TEST(Instant, PrintsUtcForStoresAndVietNamTimeForPeople) {
  const Instant new_year{1'640'970'000'000};  // 2021-12-31T17:00:00Z
  EXPECT_EQ(utc_text(new_year), "2021-12-31T17:00:00Z");
  EXPECT_EQ(local_text(new_year), "2022-01-01T00:00:00+07:00");
  EXPECT_EQ(local_date(new_year).iso(), "2022-01-01");
  EXPECT_EQ(local_date({new_year.unix_ms - 1}).iso(), "2021-12-31");
}

}  // namespace
}  // namespace sovang
