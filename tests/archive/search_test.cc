#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "archive_fixture.h"
#include "query.h"
#include "support/shared.h"

namespace sovang::archive {
namespace {

std::vector<std::string> names(const Hits& hits) {
  std::vector<std::string> out;
  for (const Hit& hit : hits.hits)
    out.push_back(hit.name);
  return out;
}

class SearchTest : public ArchiveTest {
 protected:
  SearchTest() { keep(archive_, decision()); }

  Hits find(const std::string& text) { return must(archive_.find(words(text), archivist_)); }
  std::vector<std::string> found(const std::string& text) { return names(find(text)); }

  /// Keeps a decision of one line with this name.
  void keep_person(const std::string& name, int seq, Date issued = *Date::make(2021, 1, 1)) {
    Record record;
    record.tenant = "qnam";
    record.number = std::to_string(seq) + "/QĐ-X";
    record.issued = issued;
    record.lines = {person(1, name, "SYT", "Sở Y tế")};
    keep(archive_, {record, {}});
  }

  Archive archive_ = open();
};

using Names = std::vector<std::string>;

TEST_F(SearchTest, FindsAPersonTypedWithoutMarks) {
  EXPECT_EQ(found("nguyen thi my"), Names{"Nguyễn Thị Mỹ"});
  EXPECT_EQ(found("do dinh duc"), Names{"Đỗ Đình Đức"});
  EXPECT_EQ(found("NGUYỄN THỊ MỸ"), Names{"Nguyễn Thị Mỹ"});
}

TEST_F(SearchTest, FindsAPersonWhereverTheMarkIsPut) {
  EXPECT_EQ(found("Trần Văn Hòa"), Names{"Trần Văn Hoà"});
  EXPECT_EQ(find("Trần Văn Hòa").hits.at(0).rank, 1);
}

TEST_F(SearchTest, MarkedQueryIsExactBeforeItIsFolded) {
  keep_person("Đỗ Đình Dục", 10);
  const Hits marked = find("Đỗ Đình Đức");
  ASSERT_EQ(names(marked), (Names{"Đỗ Đình Đức", "Đỗ Đình Dục"}));
  EXPECT_EQ(marked.hits[0].rank, 1);
  EXPECT_EQ(marked.hits[1].rank, 4);
  const Hits plain = find("do dinh duc");
  ASSERT_EQ(plain.total, 2U);
  EXPECT_EQ(plain.hits[0].rank, plain.hits[1].rank);
}

TEST_F(SearchTest, NewestIsFirstInsideARank) {
  keep_person("Phan Thị Lan", 1, *Date::make(2019, 5, 1));
  keep_person("Phan Thị Lan", 2, *Date::make(2023, 5, 1));
  keep_person("Phan Thị Lan", 3, *Date::make(2020, 5, 1));
  std::vector<int> years;
  for (const Hit& hit : find("phan thi lan").hits)
    years.push_back(hit.date.year());
  EXPECT_EQ(years, (std::vector<int>{2023, 2020, 2019}));
}

TEST_F(SearchTest, NameIsBeforeUnitOnTheSameDay) {
  auto object = decision("9/QĐ-UBND", 9, "2");
  object.first.lines = {person(1, "Lê Văn Bình", "A", "Ủy ban nhân dân xã Hòa Vang"),
                        person(2, "Vang Thị Hòa", "B", "Sở Tài chính")};
  object.second.resize(2);
  keep(archive_, object);
  EXPECT_EQ(found("hoa vang"), (Names{"Vang Thị Hòa", "Lê Văn Bình"}));
}

TEST_F(SearchTest, PhraseWantsTheWordsTogether) {
  EXPECT_EQ(found("\"thi my\""), Names{"Nguyễn Thị Mỹ"});
  EXPECT_EQ(found("\"nguyen my\""), Names{});
  EXPECT_EQ(found("nguyen my"), Names{"Nguyễn Thị Mỹ"});
}

TEST_F(SearchTest, StarIsAPrefix) {
  EXPECT_EQ(found("nguy*"), Names{"Nguyễn Thị Mỹ"});
  EXPECT_EQ(found("Đỗ Đình Đứ*"), Names{"Đỗ Đình Đức"});
  EXPECT_EQ(found("nguy"), Names{});
}

TEST_F(SearchTest, NumberFindsTheDecisionFirst) {
  const Hits hits = find("1288/QĐ-UBND");
  ASSERT_GE(hits.total, 1U);
  EXPECT_EQ(hits.hits[0].kind, Hit::Kind::decision);
  EXPECT_EQ(hits.hits[0].decision, "1288/QĐ-UBND");
  Query query = words("1288 qd ubnd");
  query.kind = "decision";
  EXPECT_EQ(must(archive_.find(query, archivist_)).total, 1U);
}

TEST_F(SearchTest, PapersBeforeTheDecisionAreNotAwards) {
  auto proposal = decision("45/TTr-BTĐKT", 45, "4");
  proposal.first.kind = RecordKind::proposal;
  proposal.first.id.clear();
  keep(archive_, proposal);
  EXPECT_EQ(found("nguyen thi my"), Names{"Nguyễn Thị Mỹ"});  // of the decision, not of the proposal
  Query query = words("45/TTr-BTĐKT");
  EXPECT_EQ(must(archive_.find(query, archivist_)).total, 1U);
  query.kind = "decision";
  EXPECT_EQ(must(archive_.find(query, archivist_)).total, 0U);
  query.kind = "proposal";
  EXPECT_EQ(must(archive_.find(query, archivist_)).total, 1U);
}

TEST_F(SearchTest, HitSaysWhatAClerkNeeds) {
  const Hit hit = find("my nguyen").hits.at(0);
  EXPECT_EQ(hit.kind, Hit::Kind::person);
  EXPECT_EQ(hit.unit, "Sở Y tế");
  EXPECT_EQ(hit.award_code.value, "BKT-C");
  EXPECT_EQ(hit.decision, "1288/QĐ-UBND");
  EXPECT_EQ(hit.date, Date::make(2022, 5, 20));
  EXPECT_EQ(hit.book_number, "BK-1");
  EXPECT_EQ(hit.certificate_path, "certs/0001.pdf");
}

TEST_F(SearchTest, HighlightsStandInTheNameAsWritten) {
  const Hit hit = find("hoa").hits.at(0);
  ASSERT_EQ(hit.highlights.size(), 1U);
  EXPECT_EQ(hit.name.substr(hit.highlights[0].begin, hit.highlights[0].end - hit.highlights[0].begin), "Hoà");
}

TEST_F(SearchTest, FiltersNarrow) {
  const auto total = [&](auto change) {
    Query query = words("so y te");
    change(query);
    return must(archive_.find(query, archivist_)).total;
  };
  EXPECT_EQ(total([](Query&) {}), 3U);
  EXPECT_EQ(total([](Query& q) { q.award = domain::AwardCode("BKT"); }), 3U);
  EXPECT_EQ(total([](Query& q) { q.award = domain::AwardCode("BKT-T"); }), 1U);
  EXPECT_EQ(total([](Query& q) { q.award = domain::AwardCode("BK"); }), 0U);
  EXPECT_EQ(total([](Query& q) { q.year = 2022; }), 3U);
  EXPECT_EQ(total([](Query& q) { q.year = 2021; }), 0U);
  EXPECT_EQ(total([](Query& q) { q.from = Date::make(2022, 5, 20); }), 3U);
  EXPECT_EQ(total([](Query& q) { q.from = Date::make(2022, 5, 21); }), 0U);
  EXPECT_EQ(total([](Query& q) { q.to = Date::make(2022, 5, 19); }), 0U);
  EXPECT_EQ(total([](Query& q) { q.kind = "person"; }), 2U);
  EXPECT_EQ(total([](Query& q) { q.state = RecordState::revoked; }), 0U);
  EXPECT_EQ(total([](Query& q) { q.unit = "quan su"; }), 0U);
  EXPECT_EQ(total([](Query& q) { q.words = "", q.unit = "BCH quân sự"; }), 0U);
  EXPECT_EQ(total([](Query& q) { q.words = "", q.unit = "Bộ Chỉ huy Quân sự"; }), 1U);
}

TEST_F(SearchTest, EmptyQueryShowsEverythingOnPages) {
  Query query;
  query.limit = 2;
  const Hits first = must(archive_.find(query, archivist_));
  EXPECT_EQ(first.total, 5U);  // the decision and its four lines
  EXPECT_EQ(first.hits.size(), 2U);
  query.offset = 4;
  EXPECT_EQ(must(archive_.find(query, archivist_)).hits.size(), 1U);
  query.offset = 40;
  const Hits beyond = must(archive_.find(query, archivist_));
  EXPECT_EQ(beyond.hits.size(), 0U);
  EXPECT_EQ(beyond.total, 5U);
}

TEST_F(SearchTest, WordsOfTheAchievementAreFoundWhenNothingElseIs) {
  const Hits hits = find("chong dich xuat sac");
  EXPECT_EQ(hits.total, 4U);
  EXPECT_EQ(hits.hits[0].rank, 5);
}

TEST_F(SearchTest, OneMistypedLetterIsForgivenWhenNothingIsFound) {
  for (const char* typed : {"nguyn thi my", "nguyeen thi my", "ngyuen thi my", "nguyan thi my"}) {
    const Hits hits = find(typed);
    EXPECT_EQ(names(hits), Names{"Nguyễn Thị Mỹ"}) << typed;
    EXPECT_TRUE(hits.hits.empty() || hits.hits[0].rank == 5) << typed;
  }
  EXPECT_EQ(found("nguxyn thi my"), Names{});  // two letters are too many
  EXPECT_EQ(found("\"nguyn thi\""), Names{});  // quotes ask for these words
  EXPECT_EQ(found("1289/QĐ-UBND"), Names{});   // a number is never guessed
}

TEST_F(SearchTest, RevisedObjectIsFoundByItsNewWordsOnly) {
  Record record = must(archive_.record(decision().first.id, archivist_));
  record.lines[0].name = "Hồ Thị Xuân";
  must(archive_.amend(record, {}, 1, actor_, ""));
  EXPECT_EQ(found("nguyen thi my"), Names{});
  EXPECT_EQ(found("ho thi xuan"), Names{"Hồ Thị Xuân"});
}

TEST_F(SearchTest, WordsBeyondTheTwelfthAreNotLookedFor) {
  // The full name of a collective may have more words than a search may cost (SEC-29).
  const auto count = [&](const std::string& text) {
    return must(archive_.find(words(text), archivist_)).total;
  };
  const std::string twelve = "nguyen nguyen nguyen nguyen nguyen nguyen nguyen nguyen nguyen nguyen thi my";
  EXPECT_GT(count(twelve), 0U);
  EXPECT_EQ(count(twelve + " khongcotrongkho"), count(twelve));
}

TEST_F(SearchTest, CharactersBeyondTheTwoHundredthAreNotLookedFor) {
  const std::string spaces(199, ' ');
  EXPECT_EQ(must(archive_.find(words("my" + spaces + "khongcotrongkho"), archivist_)).total,
            must(archive_.find(words("my"), archivist_)).total);
}

TEST_F(SearchTest, WhatCannotBeReadGivesAHintAndNoFailure) {
  for (const std::string& typed :
       {std::string(801, 'a'), std::string("\xFF\xFE"), std::string("năm: hai nghìn"),
        std::string("tuổi: 30"), std::string("từ ngày: 31/2/2022"), std::string("đơn vị:")}) {
    const Hits hits = find(typed);
    EXPECT_FALSE(hits.hints.empty()) << typed;
  }
}

TEST_F(SearchTest, AStarBehindASingleLetterIsNoPrefix) {
  EXPECT_EQ(must(archive_.find(words("n*"), archivist_)).total,
            must(archive_.find(words("n"), archivist_)).total);
}

TEST_F(SearchTest, ControlCharactersAreBlanks) {
  EXPECT_EQ(found(std::string("nguyen\0thi\tmy", 13)), Names{"Nguyễn Thị Mỹ"});
  EXPECT_EQ(found(std::string("\0\0\"", 3)).size(), 5U);  // nothing was asked: everything
}

TEST_F(SearchTest, NoQueryIsTakenForTheIndexsOwnLanguage) {
  for (const char* text :
       {"\" OR", "*", "NEAR(a b)", "name:my", "{name}: my", "a AND", "my OR duc", "NOT my", "^my", "\"\"",
        "'; DROP TABLE entry;--", "my\" OR name : \"duc", "(", "- my", "my + duc"}) {
    const auto hits = archive_.find(words(text), archivist_);
    EXPECT_TRUE(hits.has_value()) << text << ": " << hits.error().message;
  }
  EXPECT_EQ(found("my OR duc"), Names{});  // OR is a word like any other
}

// The table of VT-86: each query's groups come in order, group 0 not at all.
TEST(SearchRanking, FollowsTheTableOfTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/search_ranking.tsv");
  std::map<std::string, std::vector<std::pair<int, std::string>>> cases;
  for (const auto& row : testing::read_tsv(testing::shared_file("vietnamese/search_ranking.tsv"))) {
    if (row.size() >= 3 && row[0] != "query") cases[row[0]].emplace_back(std::stoi(row[1]), row[2]);
  }
  ASSERT_GE(cases.size(), 15U);
  FixedClock clock{Instant{1'653'008'400'000}};
  for (const auto& [query, texts] : cases) {
    const files::TemporaryFolder folder = scratch_folder();
    SequenceIds ids{3};
    Archive::Options options;
    options.root = folder.path();
    must(Archive::create(options, ids));
    Archive archive = must(Archive::open(options, clock, ids));
    Objects objects;
    for (const auto& [group, text] : texts) {
      Record record;
      record.issued = *Date::make(2022, 1, 1);
      record.subject = text;
      objects.push_back({record, {}});
    }
    must(archive.keep(std::move(objects), {"urn:sovang:user:a", "a"}, ""));
    Query by = words(query);
    by.limit = 100;
    const Hits hits = must(archive.find(by, Asker{}));
    std::map<std::string, int> rank_of;
    for (const Hit& hit : hits.hits)
      rank_of[hit.name] = hit.rank;
    std::map<int, std::set<int>> ranks_of_group;
    for (const auto& [group, text] : texts) {
      EXPECT_EQ(rank_of.count(text), group == 0 ? 0U : 1U) << query << " → " << text;
      if (rank_of.count(text) != 0) ranks_of_group[group].insert(rank_of[text]);
    }
    int last = 0;
    for (const auto& [group, ranks] : ranks_of_group) {
      EXPECT_EQ(ranks.size(), 1U) << query << ": group " << group << " has more than one rank";
      EXPECT_GT(*ranks.begin(), last) << query << ": group " << group;
      last = *ranks.rbegin();
    }
  }
}

}  // namespace
}  // namespace sovang::archive
