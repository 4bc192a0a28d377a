#include "sovang/dossier/accounts.h"

#include <gtest/gtest.h>

#include "sovang/base/files.h"

namespace sovang::dossier {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr const char* password = "một câu khá dài 2022";

class AccountsTest : public ::testing::Test {
 protected:
  AccountsTest() : folder(*files::TemporaryFolder::make("sovang-accounts")), accounts(open()) {
    EXPECT_TRUE(accounts.add({"syt", "Sở Y tế", UserRole::unit, domain::UnitId("SYT")}, password));
    EXPECT_TRUE(accounts.add({"luutru", "Lưu trữ", UserRole::archivist, {}}, password));
  }

  Accounts open() {
    Accounts::Options options;
    options.cost = {.memory_bytes = 8U << 20, .passes = 1};
    auto opened = Accounts::open(folder.path(), clock, ids, options);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }

  std::string token_of(const std::string& name) {
    const auto attempt = accounts.log_in(name, password, "10.0.0.1");
    EXPECT_TRUE(attempt && attempt->outcome == LoginAttempt::Outcome::welcome);
    return attempt ? attempt->token : "";
  }

  bool holds(const std::string& token) {
    const auto session = accounts.session(token);
    return session && session->has_value();
  }

  LoginAttempt::Outcome outcome(const std::string& name, const std::string& typed,
                                const std::string& address) {
    const auto attempt = accounts.log_in(name, typed, address);
    EXPECT_TRUE(attempt);
    return attempt->outcome;
  }

  void later(std::int64_t ms) { clock.set(Instant{clock.now().unix_ms + ms}); }

  files::TemporaryFolder folder;
  FixedClock clock{Instant{1'653'000'000'000}};
  SystemIds ids;
  Accounts accounts;
};

TEST_F(AccountsTest, AreStillThereAfterTheProgramEnded) {
  const std::string token = token_of("syt");
  Accounts again = open();
  const auto session = again.session(token);
  ASSERT_TRUE(session && session->has_value());
  EXPECT_EQ((*session)->user.unit, domain::UnitId("SYT"));
  EXPECT_EQ((*session)->user.display, "Sở Y tế");
  EXPECT_EQ((*session)->user.role, UserRole::unit);
}

TEST_F(AccountsTest, RefuseEasyPasswordsTakenAndOddNames) {
  const User user{"moi", "Mới", UserRole::office, {}};
  for (const std::string easy : {"ngắn quá", "aaaaaaaaaaaaaaaa", "đây là moi mới 2022"}) {
    EXPECT_FALSE(accounts.add(user, easy)) << easy;
  }
  EXPECT_FALSE(accounts.add(user, std::string(129, 'a') + "bcdef"));
  EXPECT_FALSE(accounts.add({"Có Dấu", "", UserRole::office, {}}, password));
  EXPECT_FALSE(accounts.add({"khong.don.vi", "", UserRole::unit, {}}, password));
  const Status taken = accounts.add({"syt", "", UserRole::office, {}}, password);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::conflict);
}

TEST_F(AccountsTest, TakeAPasswordInEitherNormalForm) {
  EXPECT_EQ(outcome("syt", "mo\xCC\xA3\x74 câu khá dài 2022", "10.0.0.1"), LoginAttempt::Outcome::refused);
  EXPECT_EQ(outcome("syt", "mo\xCC\x82\xCC\xA3t câu khá dài 2022", "10.0.0.1"),
            LoginAttempt::Outcome::welcome);
}

TEST_F(AccountsTest, KeepNeitherPasswordNorToken) {
  const std::string token = token_of("syt");
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const auto bytes = files::read(entry.path());
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->find(token), std::string::npos) << entry.path();
    EXPECT_EQ(bytes->find(password), std::string::npos) << entry.path();
  }
}

TEST_F(AccountsTest, EndSessionsWithoutUseAndInAnyCaseAfterTheirHours) {
  const std::string unit = token_of("syt");
  const std::string office = token_of("luutru");
  for (int i = 0; i < 17; ++i) {  // 8 h 05 in steps of 29 minutes, always in use
    later(29 * 60'000);
    EXPECT_EQ(holds(office), i < 16) << i;
    EXPECT_TRUE(holds(unit)) << i;
  }
  later(30 * 60'000);
  EXPECT_FALSE(holds(unit));
  const std::string second = token_of("syt");
  for (std::int64_t ms = 0; ms < 12 * hour_ms - 20 * 60'000; ms += 20 * 60'000) {
    later(20 * 60'000);
    EXPECT_TRUE(holds(second));
  }
  later(20 * 60'000);
  EXPECT_FALSE(holds(second));
}

TEST_F(AccountsTest, EndAllSessionsWhenThePasswordChangesOrTheUserGoes) {
  const std::string first = token_of("syt");
  ASSERT_TRUE(accounts.change_password("syt", "một câu hoàn toàn khác"));
  EXPECT_FALSE(holds(first));
  EXPECT_EQ(outcome("syt", password, "10.0.0.1"), LoginAttempt::Outcome::refused);
  const std::string other = token_of("luutru");
  ASSERT_TRUE(accounts.remove("luutru"));
  EXPECT_FALSE(holds(other));
  EXPECT_FALSE(accounts.remove("luutru"));
}

TEST_F(AccountsTest, LetAnAccountWaitLongerWithEachFailure) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(outcome("syt", "sai", "10.0.0.1"), LoginAttempt::Outcome::refused);
  EXPECT_EQ(accounts.log_in("syt", password, "10.9.9.9")->wait_seconds, 30);
  later(30'000);
  EXPECT_EQ(outcome("syt", "sai", "10.0.0.1"), LoginAttempt::Outcome::refused);
  EXPECT_EQ(accounts.log_in("syt", password, "10.0.0.1")->wait_seconds, 60);
  later(16 * 60'000);
  EXPECT_EQ(outcome("syt", password, "10.0.0.1"), LoginAttempt::Outcome::welcome);
}

TEST_F(AccountsTest, LetANetworkWaitThatTriesManyNames) {
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(outcome("ten" + std::to_string(i), "sai", "10.0.0." + std::to_string(i)),
              LoginAttempt::Outcome::refused);
  EXPECT_EQ(outcome("syt", password, "10.0.0.200"), LoginAttempt::Outcome::wait);
  EXPECT_EQ(outcome("syt", password, "10.0.1.200"), LoginAttempt::Outcome::welcome);
}

}  // namespace
}  // namespace sovang::dossier
