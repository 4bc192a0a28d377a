#include "sovang/text/abbreviations.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "sovang/text/casing.h"
#include "sovang/text/search_keys.h"

#include "text/vectors_of_kind.h"

namespace sovang::text {
namespace {

using sovang::testing::vectors;

/// The rank at which `text` is among the alternatives of `line`; 0 = it is not.
int rank_of(const std::string& text, const std::string& line) {
  for (const Alternative& alternative : alternatives(line).texts) {
    if (alternative.text == text) return alternative.rank;
  }
  return 0;
}

/// "công nghiệp; Chủ nhật (acting)" → its parts without what stands in brackets.
std::vector<std::string> readings_of(const std::string& cell) {
  std::vector<std::string> readings;
  if (cell == "-") return readings;
  for (std::size_t begin = 0; begin <= cell.size();) {
    const std::size_t end = std::min(cell.find("; ", begin), cell.size());
    readings.push_back(cell.substr(begin, std::min(cell.find(" (", begin), end) - begin));
    begin = end + 2;
  }
  return readings;
}

TEST(Alternatives, ExpandEveryAbbreviationOfTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/abbreviations.tsv");
  for (auto& row : vectors("abbreviations.tsv")) {
    const std::string& abbreviation = row["abbreviation"];
    EXPECT_EQ(rank_of(row["expansion"], abbreviation), 1) << abbreviation;
    for (const std::string& other : readings_of(row["other_readings"]))
      EXPECT_EQ(rank_of(other, abbreviation), 2) << abbreviation << " " << other;
    if (row["ambiguous"] == "yes") {
      EXPECT_TRUE(alternatives(abbreviation).ambiguous) << abbreviation;
    }
  }
}

TEST(Alternatives, AbbreviateEveryExpansionOfTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/abbreviations.tsv");
  for (auto& row : vectors("abbreviations.tsv")) {
    EXPECT_EQ(rank_of(row["abbreviation"], row["expansion"]), 1) << row["abbreviation"];
    for (const std::string& other : readings_of(row["other_readings"]))
      EXPECT_GE(rank_of(row["abbreviation"], other), 1) << row["abbreviation"] << " " << other;
  }
}

TEST(Alternatives, HoldTheKeysOfTheRoom) {
  const auto rows =
      sovang::testing::read_tsv(sovang::testing::project_file("src/text/data/abbreviations.tsv"));
  std::size_t checked = 0;
  for (const auto& row : rows) {
    if (row.size() != 6 || row[0] == "abbreviation") continue;
    std::string words;
    for (const SearchToken& token : search_tokens(row[1]))
      (words += words.empty() ? "" : " ") += token.keys.exact;
    EXPECT_EQ(row[3], lower(row[0]));
    EXPECT_EQ(row[4], fold_key(row[0]));
    EXPECT_EQ(row[5], words);
    ++checked;
  }
  EXPECT_GT(checked, 300U);
}

TEST(Alternatives, KeepTheRestOfTheLine) {
  EXPECT_EQ(rank_of("Ủy ban nhân dân xã Ba", "UBND xã Ba"), 1);
  EXPECT_EQ(rank_of("UBND xã Ba", "Uỷ ban nhân dân xã Ba"), 1);
  EXPECT_EQ(rank_of("Ban Chấp hành Đoàn", "BCH Đoàn"), 1);
  EXPECT_EQ(rank_of("Ban Chỉ huy Đoàn", "BCH Đoàn"), 2);
  EXPECT_EQ(rank_of("Ủy ban nhân dân và Hội đồng nhân dân", "UBND và HĐND"), 1);
}

TEST(Alternatives, FindAbbreviationsTypedWithoutMarksOrCapitals) {
  EXPECT_EQ(rank_of("Ủy ban nhân dân", "ubnd"), 1);
  EXPECT_EQ(rank_of("Hội đồng nhân dân", "hdnd"), 2);
  EXPECT_EQ(rank_of("Hướng dẫn", "HD"), 1);
  EXPECT_EQ(rank_of("Hội đồng", "HD"), 3);
}

TEST(Alternatives, TakeNoWordForAnAbbreviation) {
  EXPECT_TRUE(alternatives("hai ca mới").texts.empty());
  EXPECT_TRUE(alternatives("đi tu").texts.empty());
  EXPECT_TRUE(alternatives("HAI CA MỚI").texts.empty());
  EXPECT_TRUE(alternatives("").texts.empty());
}

TEST(Alternatives, ReadCodesInADocumentNumberInOneWay) {
  EXPECT_FALSE(alternatives("01/2024/TT-BNV").ambiguous);
  EXPECT_EQ(rank_of("Thông tư số 01/2024 Bộ Nội vụ", "01/2024/TT-BNV"), 1);
  for (const char* part : {"12", "QĐ", "UBND", "12 qd ubnd", "so 12", "Quyết định số 12 Ủy ban nhân dân"})
    EXPECT_GE(rank_of(part, "12/QĐ-UBND"), 1) << part;
}

TEST(FindAbbreviations, GivesPlacesInOrder) {
  const std::string text = "UBND tỉnh, Hội đồng nhân dân";
  const auto hits = find_abbreviations(text);
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(text.substr(hits[0].begin, hits[0].end - hits[0].begin), "UBND");
  EXPECT_EQ(text.substr(hits[1].begin, hits[1].end - hits[1].begin), "Hội đồng nhân dân");
  EXPECT_FALSE(hits[1].expands);
  EXPECT_EQ(hits[1].readings.front().text, "HĐND");
}

TEST(Alternatives, SetASpaceForTheFullStopInsideAnAbbreviation) {
  EXPECT_EQ(rank_of("thành phố Tam Kỳ", "TP.Tam Kỳ"), 1);
  EXPECT_EQ(rank_of("thành phố Tam Kỳ", "TP. Tam Kỳ"), 1);
  EXPECT_EQ(rank_of("của Ủy ban nhân dân. Ngày", "của UBND. Ngày"), 1);
}

}  // namespace
}  // namespace sovang::text
