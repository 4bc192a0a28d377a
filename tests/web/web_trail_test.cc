// What people do on the web is in the archive's trail of actions (SEC-34): who, what, of which object.
#include <thread>

#include <gmock/gmock.h>

#include "small_office.h"

namespace sovang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class WebTrail : public ::testing::Test {
 protected:
  void SetUp() override {
    office.serve();
    before_ = all().size();
  }

  std::vector<archive::LoggedAction> all() {
    auto found = office.office.archive().actions(100'000);
    EXPECT_TRUE(found) << found.error().message;
    return found.value_or(std::vector<archive::LoggedAction>());
  }
  /// "actor role action object outcome" of what came since the start.
  std::vector<std::string> since() {
    std::vector<std::string> out;
    const std::vector<archive::LoggedAction> entries = all();
    for (std::size_t i = before_; i < entries.size(); ++i) {
      const archive::Action& action = entries[i].action;
      out.push_back(action.actor + " " + action.role + " " + std::string(to_string(action.kind)) + " " +
                    action.object + " " + std::string(to_string(action.outcome)));
    }
    return out;
  }
  [[nodiscard]] std::string id_of(const std::string& ulid) const { return "urn:sovang:qnam:qd:" + ulid; }

  SmallOffice office;
  std::size_t before_ = 0;
};

TEST_F(WebTrail, HasEachLogInAndLogOut) {
  Browser person = office.logged_in("luutru");
  EXPECT_EQ(person.post("/dang-xuat", "csrf=" + person.get("/tra-cuu").csrf()).status, 303);
  const std::string user = "urn:sovang:user:luutru";
  EXPECT_THAT(since(),
              ElementsAre(user + " archivist login " + user + " done", user + " archivist logout  done"));
  const archive::Action login = all()[before_].action;
  const archive::Action logout = all()[before_ + 1].action;
  EXPECT_EQ(login.detail, "network 127.0.0.0/24");
  EXPECT_THAT(logout.run, HasSubstr("session "));
}

TEST_F(WebTrail, HasAFailedLogInWithTheAccountAndNothingThatWasTyped) {
  Browser person = office.browser();
  EXPECT_EQ(person.log_in("luutru", "bi+mat+go+nham").status, 401);
  EXPECT_EQ(person.log_in("mat.khau.go.vao.o.ten", "bi+mat+go+nham").status, 401);
  EXPECT_THAT(since(), ElementsAre("urn:sovang:visitor  login urn:sovang:user:luutru refused",
                                   "urn:sovang:visitor  login  refused"));
  const auto entries = files::read(office.sample.root() / "trail" / "entries");
  ASSERT_TRUE(entries);
  EXPECT_THAT(*entries, Not(HasSubstr("bi mat")));
  EXPECT_THAT(*entries, Not(HasSubstr("mat.khau.go")));
}

TEST_F(WebTrail, IsNotFilledByWhoIsToldToWait) {
  Browser person = office.browser();
  for (int i = 0; i < 9; ++i)
    static_cast<void>(person.log_in("luutru", "sai+roi+sai+roi"));
  EXPECT_EQ(since().size(), 5U);
}

TEST_F(WebTrail, HasDownloadsAndExportsButNoPageViews) {
  Browser unit = office.logged_in("syt");
  const std::string place = "/van-ban/" + office.decision;
  EXPECT_EQ(unit.get("/").status, 200);
  EXPECT_EQ(unit.get(place).status, 200);
  EXPECT_EQ(unit.get(place + "/trang/1?tep=decision.pdf").status, 200);
  EXPECT_EQ(unit.ask("HEAD", place + "/tep/certs/0001.pdf", "", "").status, 200);
  const Reply certificate = unit.get(place + "/tep/certs/0001.pdf");
  EXPECT_EQ(certificate.status, 200);
  EXPECT_EQ(
      unit.get(place + "/tep/certs/0001.pdf", "If-None-Match: " + certificate.header("ETag") + "\r\n").status,
      304);
  EXPECT_EQ(unit.get("/tai-ve/cua-don-vi.zip").status, 200);
  EXPECT_EQ(unit.get("/tra-cuu/ket-qua.csv?q=nguyen+thi+hien").status, 200);
  const std::string by = "urn:sovang:user:syt unit ";
  EXPECT_THAT(since(),
              ElementsAre(by + "login urn:sovang:user:syt done",
                          by + "download " + id_of(office.decision) + " certs/0001.pdf done",
                          by + "download " + id_of(office.decision) + " done", by + "exported search done"));
  const auto entries = files::read(office.sample.root() / "trail" / "entries");
  ASSERT_TRUE(entries);
  EXPECT_THAT(*entries, Not(HasSubstr("hien"))) << "what was searched for may be a name";
}

TEST_F(WebTrail, HasWhatWasTriedWithoutTheRight) {
  Browser unit = office.logged_in("syt");
  EXPECT_EQ(unit.get("/van-ban/" + office.foreign).status, 404);
  EXPECT_EQ(unit.get("/van-ban/" + office.decision + "/tep/certs/0002.pdf").status, 404);
  EXPECT_EQ(unit.get("/van-ban/01ARZ3NDEKTSV4RRFFQ69G5FAV").status, 404);
  EXPECT_EQ(office.logged_in("luutru").get("/tai-ve/cua-don-vi.zip").status, 404);
  const std::string by = "urn:sovang:user:syt unit ";
  const std::string other = "urn:sovang:user:luutru archivist ";
  EXPECT_THAT(since(), ElementsAre(by + "login urn:sovang:user:syt done",
                                   by + "denied " + id_of(office.foreign) + " refused",
                                   by + "denied " + id_of(office.decision) + " certs/0002.pdf refused",
                                   other + "login urn:sovang:user:luutru done",
                                   other + "denied page tai-ve/cua-don-vi.zip refused"));
}

TEST_F(WebTrail, HasEachLookAtARestrictedRecord) {
  auto record = office.office.archive().record(id_of(office.decision), archive::Asker{});
  ASSERT_TRUE(record);
  record->access = archive::Access::restricted;
  ASSERT_TRUE(
      office.office.archive().amend(*record, {}, 1, {"urn:sovang:user:luutru", "Lưu trữ"}, "Hạn chế"));
  before_ = all().size();
  Browser person = office.logged_in("luutru");
  EXPECT_EQ(person.get("/van-ban/" + office.decision).status, 200);
  const std::string by = "urn:sovang:user:luutru archivist ";
  EXPECT_THAT(since(), ElementsAre(by + "login urn:sovang:user:luutru done",
                                   by + "view-restricted " + id_of(office.decision) + " done"));
}

TEST_F(WebTrail, LetsNothingOutThatItCannotWriteDown) {
  Browser unit = office.logged_in("syt");
  const std::filesystem::path entries = office.sample.root() / "trail" / "entries";
  std::filesystem::rename(entries, office.sample.root() / "trail" / "moved");
  const Reply refused = unit.get("/van-ban/" + office.decision + "/tep/certs/0001.pdf");
  EXPECT_EQ(refused.status, 500);
  EXPECT_THAT(refused.body, Not(HasSubstr("%PDF")));
  EXPECT_EQ(unit.get("/").status, 200) << "what needs no entry goes on";
  std::filesystem::rename(office.sample.root() / "trail" / "moved", entries);
  EXPECT_EQ(unit.get("/van-ban/" + office.decision + "/tep/certs/0001.pdf").status, 200);
}

TEST_F(WebTrail, KeepsEveryEntryOfManyAtOnceAndStaysWhole) {
  constexpr int people = 6;
  constexpr int downloads = 10;
  Browser unit = office.logged_in("syt");
  std::vector<std::thread> threads;
  for (int i = 0; i < people; ++i) {
    threads.emplace_back([this, unit]() mutable {
      for (int k = 0; k < downloads; ++k)
        EXPECT_EQ(unit.get("/van-ban/" + office.decision + "/tep/certs/0001.pdf").status, 200);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(since().size(), 1U + people * downloads);
  const auto checked = office.office.archive().audit_trail();
  ASSERT_TRUE(checked);
  EXPECT_THAT(checked->problems, IsEmpty());
}

}  // namespace
}  // namespace sovang::testing
