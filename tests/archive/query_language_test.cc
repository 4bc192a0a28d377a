// The language of the search box: dates in every spelling, fields, and the way back into words.
#include "query_language.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/archive/dates.h"

#include "archive_fixture.h"
#include "search_suite.h"

namespace sovang::archive {
namespace {

std::string iso(const std::optional<Date>& date) {
  return date ? date->iso() : "…";
}

/// "2022-05-20 2022-05-20", "… 2019-12-31" and what is left over behind a bar.
std::string span(std::string_view text) {
  const std::optional<DateSpan> found = take_dates(text);
  if (!found) return "—";
  return iso(found->first) + " " + iso(found->last) + (text.empty() ? "" : "|" + std::string(text));
}

TEST(QueryDates, ADayIsReadInEverySpelling) {
  for (const char* text :
       {"20/5/2022", "20/05/2022", "20-5-2022", "20.5.2022", "2022-05-20", "ngày 20/5/2022", "ngay 20/5/2022",
        "20 / 5 / 2022", "ngày 20 tháng 5 năm 2022", "20 tháng 5 năm 2022", "NGÀY 20 THÁNG 5 NĂM 2022",
        "ngày 20 tháng 5, năm 2022", "20 thang 5 nam 2022", "hôm 20/5/2022"})
    EXPECT_EQ(span(text), "2022-05-20 2022-05-20") << text;
}

TEST(QueryDates, MonthsQuartersHalvesAndYearsAreStretches) {
  for (const char* text : {"5/2022", "05/2022", "5-2022", "2022-05", "tháng 5/2022", "tháng 5 năm 2022",
                           "thang 5 nam 2022", "tháng 5 2022"})
    EXPECT_EQ(span(text), "2022-05-01 2022-05-31") << text;
  for (const char* text :
       {"quý 3/2021", "quý III/2021", "quý III năm 2021", "quy 3 nam 2021", "Quý 3 2021", "quý iii năm 2021"})
    EXPECT_EQ(span(text), "2021-07-01 2021-09-30") << text;
  EXPECT_EQ(span("quý IV năm 2021"), "2021-10-01 2021-12-31");
  EXPECT_EQ(span("6 tháng đầu năm 2022"), "2022-01-01 2022-06-30");
  EXPECT_EQ(span("sáu tháng cuối năm 2022"), "2022-07-01 2022-12-31");
  EXPECT_EQ(span("nửa đầu năm 2022"), "2022-01-01 2022-06-30");
  EXPECT_EQ(span("năm 2022"), "2022-01-01 2022-12-31");
  EXPECT_EQ(span("2/2024"), "2024-02-01 2024-02-29");
}

TEST(QueryDates, AStretchHasTwoEndsOrOne) {
  for (const char* text : {"từ 1/5/2022 đến 20/5/2022", "từ ngày 1/5/2022 đến ngày 20/5/2022",
                           "1/5/2022 - 20/5/2022", "1/5/2022–20/5/2022", "từ 1/5 đến 20/5/2022",
                           "tu 1/5/2022 den het 20/5/2022", "1/5/2022 đến hết ngày 20/5/2022"})
    EXPECT_EQ(span(text), "2022-05-01 2022-05-20") << text;
  EXPECT_EQ(span("2020-2022"), "2020-01-01 2022-12-31");
  EXPECT_EQ(span("từ năm 2020 đến năm 2022"), "2020-01-01 2022-12-31");
  EXPECT_EQ(span("từ quý 1 đến quý 3 năm 2022"), "2022-01-01 2022-09-30");
  EXPECT_EQ(span("từ tháng 1 đến tháng 6 năm 2022"), "2022-01-01 2022-06-30");
  EXPECT_EQ(span("từ 5/2022"), "2022-05-01 …");
  EXPECT_EQ(span("từ năm 2020 đến nay"), "2020-01-01 …");
  EXPECT_EQ(span("từ 2020 trở đi"), "2020-01-01 …");
  EXPECT_EQ(span("đến 2022"), "… 2022-12-31");
  EXPECT_EQ(span("trước 2020"), "… 2019-12-31");
  EXPECT_EQ(span("trước ngày 1/7/2025"), "… 2025-06-30");
  EXPECT_EQ(span("sau quý 2/2022"), "2022-07-01 …");
}

TEST(QueryDates, WhatFollowsIsLeft) {
  EXPECT_EQ(span("20/5/2022 nguyễn văn a"), "2022-05-20 2022-05-20| nguyễn văn a");
  EXPECT_EQ(span("năm 2022 - khối y tế"), "2022-01-01 2022-12-31| - khối y tế");
  EXPECT_EQ(span("từ 2020 đến Sở Y tế"), "2020-01-01 …| đến Sở Y tế");
}

TEST(QueryDates, WhatIsNoDateIsLeftAlone) {
  for (const char* text : {"",
                           "   ",
                           "31/2/2022",
                           "0/0/2022",
                           "13/2022",
                           "quý 5/2022",
                           "quý 0/2022",
                           "20/5/22",
                           "22",
                           "hai nghìn",
                           "99999999999999999999",
                           "2022a",
                           "20/5",
                           "quý 3",
                           "tháng 5",
                           "từ",
                           "trước",
                           "từ đến",
                           "năm",
                           "ngày",
                           "0000",
                           "//////",
                           "1-1-1-1"})
    EXPECT_EQ(span(text), "—") << text;
}

/// The query that box_text() gives, read again.
Query read_back(const Query& query) {
  const ReadQuery read = read_query({.words = box_text(query)});
  EXPECT_TRUE(read.hints.empty()) << box_text(query) << ": " << read.hints.front();
  EXPECT_EQ(box_text(read.query), box_text(query));
  return read.query;
}

TEST(QueryLanguage, WordsOfAQueryAreItsFieldsAgain) {
  Query query;
  query.words = "mỹ \"bác sĩ\"";
  query.person = "nguyễn thị";
  query.unit = "\"sở y tế\"";
  query.movement = "chống dịch";
  query.signer = "lê trí thanh";
  query.text = "xuất sắc";
  query.content = "an sinh xã hội";
  query.without = {"kế toán", "hoa"};
  query.with_successors = true;
  const Query read = read_back(query);
  EXPECT_EQ(read.words, query.words);
  EXPECT_EQ(read.person, query.person);
  EXPECT_EQ(read.unit, query.unit);
  EXPECT_EQ(read.movement, query.movement);
  EXPECT_EQ(read.signer, query.signer);
  EXPECT_EQ(read.text, query.text);
  EXPECT_EQ(read.content, query.content);
  EXPECT_EQ(read.without, query.without);
  EXPECT_TRUE(read.with_successors);
}

TEST(QueryLanguage, FiltersOfAQueryAreItsFieldsAgain) {
  Query query;
  query.number = "1288 qđ ubnd";
  query.symbol = "QĐ-UBND";
  query.award = domain::AwardCode("BKT-C");
  query.year = 2022;
  query.from = Date::make(2022, 5, 1);
  query.to = Date::make(2022, 5, 20);
  query.kind = "unit";
  query.state = RecordState::revoked;
  query.unit_kind = "y-te";
  const Query read = read_back(query);
  EXPECT_EQ(read.number, "\"" + query.number + "\"");
  EXPECT_EQ(read.symbol, query.symbol);
  EXPECT_EQ(read.award->value, "BKT-C");
  EXPECT_EQ(read.year, query.year);
  EXPECT_EQ(read.from, query.from);
  EXPECT_EQ(read.to, query.to);
  EXPECT_EQ(read.kind, query.kind);
  EXPECT_EQ(read.state, query.state);
  EXPECT_EQ(read.unit_kind, query.unit_kind);
}

TEST(QueryLanguage, NoFieldAndNoAbsurdTextGivesAFailure) {
  for (const char* name :
       {"người",      "đơn vị", "số",         "ký hiệu", "từ",        "đến",        "trước",    "sau",
        "ngày",       "tháng",  "quý",        "năm",     "hình thức", "phong trào", "người ký", "nội dung",
        "trạng thái", "loại",   "thành tích", "khối",    "kế thừa",   "trừ"}) {
    for (const char* value : {"", " ", "\"", "\"\"", ":", "::", "*", "-", "/", "không có gì", "1",
                              "9999999999", "2022 2022", "\" : \"", "từ", "đến", "quý", "%"}) {
      const ReadQuery read = read_query({.words = std::string(name) + ": " + value});
      if (std::string_view(value).find_first_not_of(' ') == std::string_view::npos) {
        EXPECT_FALSE(read.hints.empty()) << name;
      }
    }
  }
}

TEST(QueryLanguage, OtherSignsOfOtherKeyboardsAreUnderstood) {
  EXPECT_EQ(read_query({.words = "đơn vị：sở y tế"}).query.unit, "sở y tế");         // full width
  EXPECT_EQ(read_query({.words = "đơn\xC2\xA0vị: sở y tế"}).query.unit, "sở y tế");  // no-break space
  EXPECT_EQ(read_query({.words = "đơn vị: «sở y tế» mỹ"}).query.words, "mỹ");
  EXPECT_EQ(read_query({.words = "đơn vị: „sở y tế” mỹ"}).query.unit, "\"sở y tế\"");
}

}  // namespace
}  // namespace sovang::archive
