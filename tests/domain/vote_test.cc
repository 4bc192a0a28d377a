#include "sovang/domain/vote.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sovang/domain/hundredths.h"

namespace sovang::domain {
namespace {

Vote vote(int in_favour, int written) {
  Vote v;
  v.in_favour = in_favour;
  v.written_in_favour = written;
  return v;
}

TEST(VotePercent, CountsAllMembersAndWrittenOpinions) {
  EXPECT_EQ(vote_percent(vote(13, 1), 15).text(), "93,33");
  EXPECT_EQ(vote_percent(vote(14, 1), 15).text(), "100");
  EXPECT_EQ(vote_percent(vote(9, 0), 15).text(), "60");
  EXPECT_EQ(vote_percent(vote(12, 1), 15).text_with_two_places(), "86,67");
}

TEST(VotePercent, RoundsHalfUp) {
  EXPECT_EQ(percent_of(1, 8).value, 1250);
  EXPECT_EQ(percent_of(1, 20'000).value, 1);  // 0,005
  EXPECT_EQ(percent_of(1, 20'001).value, 0);
}

TEST(Reaches, ComparesTheExactShare) {
  // 2 of 3 is 66,666…: it does not reach a threshold of 66,67 that its rounded percentage shows.
  EXPECT_EQ(vote_percent(vote(2, 0), 3).value, 6667);
  EXPECT_FALSE(reaches(vote(2, 0), 3, {6667}));
  EXPECT_TRUE(reaches(vote(2, 0), 3, {6666}));
  EXPECT_TRUE(reaches(vote(7, 0), 10, {7000}));
}

TEST(OutcomeOf, KeepsWithdrawnCasesApart) {
  Vote v = vote(15, 0);
  v.stated_result = Outcome::withdrawn;
  EXPECT_EQ(outcome_of(v, 15, {7000}), Outcome::withdrawn);
  v.stated_result = Outcome::failed;
  EXPECT_EQ(outcome_of(v, 15, {7000}), Outcome::passed);
}

TEST(ThresholdOf, TakesTheLawsWhereItIsHigher) {
  Award award;
  EXPECT_EQ(threshold_of({7000}, &award).value, 7000);
  award.vote_minimum_percent = 90;
  EXPECT_EQ(threshold_of({7000}, &award).value, 9000);
  EXPECT_EQ(threshold_of({9500}, &award).value, 9500);
  EXPECT_EQ(threshold_of({7000}, nullptr).value, 7000);
}

TEST(Quorum, IsTwoThirds) {
  EXPECT_TRUE(has_quorum(10, 15));
  EXPECT_FALSE(has_quorum(9, 15));
  EXPECT_TRUE(has_quorum(11, 16));
  EXPECT_FALSE(has_quorum(10, 16));
}

RC_GTEST_PROP(VotePercent, LiesWithinHalfAHundredthOfTheExactShare, ()) {
  const auto members = *rc::gen::inRange<std::int64_t>(1, 100'000);
  const auto agreed = *rc::gen::inRange<std::int64_t>(0, members + 1);
  const std::int64_t found = percent_of(agreed, members).value;
  // |found − 10000·agreed/members| ≤ 1/2, and a half goes up.
  RC_ASSERT(2 * (10'000 * agreed - found * members) < members);
  RC_ASSERT(2 * (found * members - 10'000 * agreed) <= members);
}

RC_GTEST_PROP(VotePercent, MoreVotesNeverMeanLess, ()) {
  const auto members = *rc::gen::inRange<int>(1, 500);
  const auto agreed = *rc::gen::inRange<int>(0, members);
  const auto threshold = *rc::gen::inRange<std::int64_t>(0, 10'001);
  RC_ASSERT(vote_percent(vote(agreed, 0), members) <= vote_percent(vote(agreed + 1, 0), members));
  RC_ASSERT(!reaches(vote(agreed, 0), members, {threshold}) ||
            reaches(vote(agreed + 1, 0), members, {threshold}));
}

TEST(Hundredths, ReadsWhatDataFilesHold) {
  EXPECT_EQ(Hundredths::parse("70")->value, 7000);
  EXPECT_EQ(Hundredths::parse("4.5")->value, 450);
  EXPECT_EQ(Hundredths::parse("93.33")->value, 9333);
  for (const char* bad : {"", "-1", "4,5", "1.234", ".5", "5.", "1e3", " 1", "9999999999999"}) {
    EXPECT_FALSE(Hundredths::parse(bad)) << bad;
  }
}

RC_GTEST_PROP(Hundredths, TextAndParseAgree, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  std::string text = Hundredths{value}.text();
  if (const auto comma = text.find(','); comma != std::string::npos) text[comma] = '.';
  RC_ASSERT(Hundredths::parse(text)->value == value);
}

}  // namespace
}  // namespace sovang::domain
