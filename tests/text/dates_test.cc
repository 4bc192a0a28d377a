#include "sovang/text/dates.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "text/vectors_of_kind.h"

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

struct Form {
  const char* name;
  DateForm form;
};
void PrintTo(const Form& form, std::ostream* out) {
  *out << form.name;
}

constexpr Form forms[] = {{"iso_to_long", DateForm::iso_to_long},
                          {"iso_to_place_line", DateForm::iso_to_place_line},
                          {"iso_to_short", DateForm::iso_to_short},
                          {"iso_to_words", DateForm::iso_to_words},
                          {"option_mung", DateForm::option_mung},
                          {"time_to_long", DateForm::time_to_long},
                          {"time_to_words", DateForm::time_to_words},
                          {"minutes_opening", DateForm::minutes_opening},
                          {"minutes_opening_words", DateForm::minutes_opening_words},
                          {"range", DateForm::range},
                          {"range_years", DateForm::range_years},
                          {"school_year", DateForm::school_year},
                          {"quarter", DateForm::quarter},
                          {"half", DateForm::half}};

class DateVectors : public ::testing::TestWithParam<Form> {};

TEST_P(DateVectors, ArePrintedAsTheReferencePrintsThem) {
  SOVANG_NEEDS_SHARED("vietnamese/dates_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("dates_vectors.tsv", GetParam().name)) {
    ASSERT_EQ(row["status"], "ok") << row["id"];
    const auto printed = print_date(row["input"], GetParam().form);
    EXPECT_EQ(printed ? *printed : printed.error().message, row["expected"]) << row["id"];
  }
}

INSTANTIATE_TEST_SUITE_P(AllForms, DateVectors, ::testing::ValuesIn(forms),
                         [](const auto& suite) { return std::string(suite.param.name); });

TEST(DateVectors, HaveNoKindThatIsNotTested) {
  SOVANG_NEEDS_SHARED("vietnamese/dates_vectors.tsv");
  for (auto& row : sovang::testing::vectors("dates_vectors.tsv")) {
    EXPECT_TRUE(row["kind"] == "parse" ||
                std::any_of(std::begin(forms), std::end(forms),
                            [&](const Form& form) { return row["kind"] == form.name; }))
        << row["kind"];
  }
}

TEST(ParseDate, AgreesWithTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/dates_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("dates_vectors.tsv", "parse")) {
    const ParsedDate parsed = parse_date(row["input"]);
    EXPECT_EQ(name_of(parsed.certainty), row["status"]) << row["id"];
    EXPECT_EQ(parsed.date ? parsed.date->iso() : "", row["expected"]) << row["id"];
  }
}

TEST(ParseDate, SaysWhyADateIsNotSimplyTaken) {
  EXPECT_EQ(parse_date("05/01/2021").remark, "");
  EXPECT_EQ(parse_date("01/10/21").remark, "năm phải ghi đủ bốn chữ số");
  EXPECT_EQ(parse_date("ngày 1 tháng 10 năm 21").remark, "năm phải ghi đủ bốn chữ số");
  EXPECT_THAT(parse_date("31/02/2021").remark, ::testing::HasSubstr("không có ngày này"));
  EXPECT_THAT(parse_date("12/25/2021").remark, ::testing::HasSubstr("ngày ghi trước, tháng ghi sau"));
  EXPECT_THAT(parse_date("ngày 1/10").remark, ::testing::HasSubstr("thiếu năm"));
  EXPECT_THAT(parse_date("rằm tháng giêng").remark, ::testing::HasSubstr("âm lịch"));
  EXPECT_EQ(parse_date("ngày 5 tháng 1 năm 2021").proposal, "ngày 05 tháng 01 năm 2021");
}

TEST(PrintDate, RefusesWhatIsNoDay) {
  EXPECT_FALSE(print_date("2021-02-29", DateForm::iso_to_long));
  EXPECT_FALSE(print_date("24:00", DateForm::time_to_long));
  EXPECT_FALSE(print_date("2021-12-31|2021-09-01", DateForm::range));
  EXPECT_FALSE(print_date("2020|2022", DateForm::school_year));
  EXPECT_FALSE(print_date("2021-Q5", DateForm::quarter));
  EXPECT_FALSE(print_date("2021-H3", DateForm::half));
  EXPECT_FALSE(print_date("2021-01-05", DateForm::minutes_opening));
}

struct Written {
  const char* text;
  Certainty certainty;
  const char* value;  ///< ISO or part
};
void PrintTo(const Written& written, std::ostream* out) {
  *out << written.text;
}

class ParseDateOf : public ::testing::TestWithParam<Written> {};

TEST_P(ParseDateOf, GivesDayOrPart) {
  const ParsedDate parsed = parse_date(GetParam().text);
  EXPECT_EQ(name_of(parsed.certainty), name_of(GetParam().certainty));
  EXPECT_EQ(parsed.date ? parsed.date->iso() : parsed.part, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ParseDateOf,
    ::testing::Values(
        Written{"Quảng Nam, ngày 05 tháng 01 năm 2021", Certainty::ok, "2021-01-05"},
        Written{"NGÀY 05 THÁNG 01 NĂM 2021.", Certainty::ok, "2021-01-05"},
        Written{"ngày năm tháng năm năm hai nghìn không trăm linh năm", Certainty::ok, "2005-05-05"},
        Written{"ngày hai mươi tư tháng tư năm hai nghìn không trăm mười", Certainty::ok, "2010-04-24"},
        Written{"ngày 5 tháng 10/2021", Certainty::warn, "2021-10-05"},
        Written{"5 / 1 / 2021", Certainty::ok, "2021-01-05"},
        Written{"tháng 3 năm 2021", Certainty::partial, "2021-03"},
        Written{"03/2021", Certainty::partial, "2021-03"},
        Written{"quý 2 năm 2021", Certainty::partial, "2021-Q2"},
        Written{"Quý IV/2021", Certainty::partial, "2021-Q4"},
        Written{"6 tháng đầu năm 2021", Certainty::partial, "2021-H1"},
        Written{"2021", Certainty::partial, "2021"}, Written{"ngày 5 tháng 10", Certainty::ask, ""},
        Written{"mùng 2 tháng 9", Certainty::ask, ""}, Written{"rằm tháng 7 năm 2021", Certainty::ask, ""},
        Written{"năm Tân Sửu", Certainty::ask, ""}, Written{"quý III", Certainty::ask, ""},
        Written{"mùng 11 tháng 9 năm 2021", Certainty::error, ""},
        Written{"ngày 31 tháng 4 năm 2021", Certainty::error, ""}, Written{"31/4", Certainty::error, ""},
        Written{"ngày 1 tháng 10 năm 21", Certainty::error, ""}, Written{"5/1-2021", Certainty::error, ""},
        Written{"quý V/2021", Certainty::error, ""}, Written{"13/2021", Certainty::error, ""},
        Written{"1/10/0021", Certainty::error, ""}, Written{"hôm nay", Certainty::error, ""},
        Written{"tháng", Certainty::blank, ""}, Written{"1/2/3/2021", Certainty::error, ""},
        Written{"", Certainty::blank, ""}, Written{"ngày ..... tháng ..... năm 20...", Certainty::blank, ""},
        Written{"ngày tháng năm", Certainty::blank, ""},
        Written{"ngày....tháng…năm 2021", Certainty::blank, ""},
        Written{"ngày 5 tháng 3 năm 20...", Certainty::blank, ""},
        Written{"ngày 5.10.2021.", Certainty::ok, "2021-10-05"},
        Written{"    /10/2021", Certainty::blank, ""}, Written{"…/…/2021", Certainty::blank, ""},
        Written{"ngày 05 tháng    năm 2021", Certainty::blank, ""},
        Written{"30-IX-2021", Certainty::warn, "2021-09-30"},
        Written{"ngày 5/XII/2021", Certainty::warn, "2021-12-05"},
        Written{"ngày 05 tháng IX năm 2021", Certainty::warn, "2021-09-05"},
        Written{"tháng IX/2021", Certainty::partial, "2021-09"}, Written{"31/IV/2021", Certainty::error, ""},
        Written{"30/XIII/2021", Certainty::error, ""}, Written{"quý III/2021", Certainty::partial, "2021-Q3"},
        Written{"ngày 1/10 năm 2021", Certainty::ok, "2021-10-01"},
        Written{"31/4 năm 2021", Certainty::error, ""}, Written{"10/3 ÂL năm 2021", Certainty::ask, ""},
        Written{"10/3/2021 (ÂL)", Certainty::ask, ""}, Written{"9 tháng năm 2021", Certainty::error, ""},
        Written{"ngày 05 tháng 01 năm", Certainty::blank, ""}));

RC_GTEST_PROP(ParseDate, UndoesEveryPrintedForm, ()) {
  const Date date = Date::from_days(*rc::gen::inRange<std::int64_t>(-350'000, 350'000));
  for (const std::string& printed : {long_date(date), table_date(date), running_date(date), date.iso(),
                                     date_in_words(date), date_in_words(date, {}, Mung::with)}) {
    RC_ASSERT(parse_date(printed).certainty == Certainty::ok);
    RC_ASSERT(parse_date(printed).date == date);
  }
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

TEST(ReadBirthDate, LeavesDoubtfulWordingToAPerson) {
  EXPECT_EQ(read_birth_date("5/3", today).doubt, ReadDate::Doubt::ambiguous);
  EXPECT_EQ(read_birth_date("rằm tháng giêng năm 1980", today).doubt, ReadDate::Doubt::ambiguous);
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
