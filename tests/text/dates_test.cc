#include "sovang/text/dates.h"

#include <gtest/gtest.h>

#include "vector_rows.h"

namespace sovang::text {
namespace {

Date day(int year, int month, int day_of_month) {
  return *Date::make(year, month, day_of_month);
}

TEST(LongDate, PadsMonthsOneAndTwoOnly) {
  EXPECT_EQ(long_date(day(2021, 1, 5)), "ngày 05 tháng 01 năm 2021");
  EXPECT_EQ(long_date(day(2021, 9, 15)), "ngày 15 tháng 9 năm 2021");
  EXPECT_EQ(table_date(day(2021, 9, 5)), "05/09/2021");
  EXPECT_EQ(running_date(day(2021, 9, 10)), "10/9/2021");
}

const Date today = day(2022, 3, 20);

TEST(ReadBirthDate, ReadsTheFormsOfLists) {
  for (const char* text : {"05/03/1980", "5-3-1980", "5.3.1980", "1980-03-05", " 05/03/1980 "}) {
    EXPECT_EQ(read_birth_date(text, today).date, Date::make(1980, 3, 5)) << text;
    EXPECT_EQ(read_birth_date(text, today).doubt, ReadDate::Doubt::none) << text;
  }
}

TEST(ReadBirthDate, PutsTwoDigitYearsIntoThePast) {
  EXPECT_EQ(read_birth_date("5.3.80", today).date, Date::make(1980, 3, 5));
  EXPECT_EQ(read_birth_date("5.3.80", today).doubt, ReadDate::Doubt::two_digit_year);
  EXPECT_EQ(read_birth_date("20/3/22", today).date, Date::make(2022, 3, 20));
  EXPECT_EQ(read_birth_date("21/3/22", today).date, Date::make(1922, 3, 21));
}

TEST(ReadBirthDate, KeepsAYearThatStandsAlone) {
  EXPECT_EQ(read_birth_date("1980", today).doubt, ReadDate::Doubt::year_only);
  EXPECT_EQ(read_birth_date("1980", today).year, 1980);
  EXPECT_EQ(read_birth_date("03/1980", today).year, 1980);
}

TEST(ReadBirthDate, RefusesImpossibleAndFutureDays) {
  for (const char* text :
       {"31/02/1980", "12/25/1980", "12/08/2079", "2079", "", "nt", "5/3-1980", "29/2/1900", "0"}) {
    EXPECT_EQ(read_birth_date(text, today).doubt, ReadDate::Doubt::impossible) << text;
    EXPECT_FALSE(read_birth_date(text, today).date) << text;
  }
}

}  // namespace
}  // namespace sovang::text
