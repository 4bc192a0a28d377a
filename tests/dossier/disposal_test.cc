#include "sovang/dossier/disposal.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/archive/validate.h"
#include "sovang/dossier/backup.h"

#include "plain_office.h"
#include "support/shared.h"

namespace sovang::dossier {
namespace {
namespace fs = std::filesystem;

const archive::Actor keeper{"urn:sovang:user:luu-tru", "Lưu trữ"};
const archive::Actor head{"urn:sovang:user:truong-ban", "Trưởng ban"};
constexpr std::string_view minutes = "%PDF-1.7 biên bản";

Instant noon(int year, int month, int day) {
  constexpr std::int64_t hour = 3'600'000;
  return Instant{Date::make(year, month, day).value().days() * 24 * hour + 5 * hour};  // 12:00 in Viet Nam
}

/// Every byte below a folder.
std::string all_bytes(const fs::path& folder) {
  std::string out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out += testing::read_all(entry.path());
  return out;
}

class DisposalTest : public ::testing::Test {
 protected:
  void SetUp() override { id_ = office_.keep_decision(1288); }

  Disposals disposals() {
    auto opened = Disposals::open(office_.place().folder, office_.clock(), office_.ids());
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  std::vector<DueRecord> due_on(int year, int month, int day) {
    const auto due = due_records(office_->archive(), Date::make(year, month, day).value());
    EXPECT_TRUE(due) << due.error().message;
    return due.value_or(std::vector<DueRecord>());
  }
  archive::RecordState state() {
    const auto record = office_->archive().record(id_, archive::Asker{});
    EXPECT_TRUE(record) << record.error().message;
    return record->state;
  }
  /// Takes the case to the step before execution, on the first day of 2043.
  std::string approved() {
    office_.clock().set(noon(2043, 1, 1));
    Disposals cases = disposals();
    const auto id = cases.propose(office_->archive(), {id_}, keeper);
    EXPECT_TRUE(id) << id.error().message;
    EXPECT_TRUE(cases.review(office_->archive(), *id, minutes, keeper));
    EXPECT_TRUE(cases.approve(office_->archive(), *id, "12/QĐ-STC", head));
    return id.value_or("");
  }
  std::string disposed() {
    const std::string id = approved();
    office_.clock().set(noon(2043, 1, 2));
    const auto dossier = disposals().execute(office_->archive(), id, keeper);
    EXPECT_TRUE(dossier) << dossier.error().message;
    return dossier.value_or("");
  }

  testing::PlainOffice office_;
  std::string id_;
};

TEST_F(DisposalTest, ARecordIsDueTheDayAfterItsPeriod) {
  EXPECT_TRUE(due_on(2042, 12, 31).empty());
  const std::vector<DueRecord> due = due_on(2043, 1, 1);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].id, id_);
  EXPECT_EQ(due[0].rule, "RT-09");
  EXPECT_EQ(due[0].kept_because, "");
}

TEST_F(DisposalTest, AFileTakesTheLongestPeriodOfItsDocuments) {
  archive::Record record = *office_->archive().record(id_, archive::Asker{});
  record.movement_id = domain::MovementId("PT-1");
  ASSERT_TRUE(office_->archive().amend(record, {}, 1, keeper, "Ghi phong trào"));
  archive::Record longer = record;
  longer.id.clear();
  longer.number = "1289/QĐ-UBND";
  longer.number_seq = 1289;
  longer.lines.clear();
  longer.files.clear();
  longer.retain_until.reset();
  std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> objects;
  objects.emplace_back(longer, std::vector<archive::ContentFile>());
  ASSERT_TRUE(office_->archive().keep(std::move(objects), keeper, "Ban hành"));
  const std::vector<DueRecord> due = due_on(2050, 1, 1);
  ASSERT_EQ(due.size(), 1U) << "a permanent record is never due itself";
  EXPECT_EQ(due[0].kept_because, "cùng hồ sơ với 1289/QĐ-UBND, lưu vĩnh viễn");
  office_.clock().set(noon(2050, 1, 1));
  EXPECT_EQ(disposals().propose(office_->archive(), {id_}, keeper).error().code, ErrorCode::findings);
}

TEST_F(DisposalTest, AHoldBlocksEveryStepAndIsLookedAtAgainAtTheEnd) {
  const std::string id = approved();
  ASSERT_TRUE(set_hold(office_->archive(), id_, "Khiếu nại số 5", keeper));
  office_.clock().set(noon(2043, 1, 2));
  const auto refused = disposals().execute(office_->archive(), id, keeper);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("Khiếu nại số 5"), std::string::npos);
  EXPECT_EQ(state(), archive::RecordState::issued);
  EXPECT_FALSE(office_->archive().dispose(id_, {"12/QĐ", keeper.id, head.id}, keeper))
      << "not behind the steps either";
  ASSERT_TRUE(set_hold(office_->archive(), id_, "", keeper));
  EXPECT_TRUE(disposals().execute(office_->archive(), id, keeper));
  EXPECT_EQ(state(), archive::RecordState::disposed);
}

TEST_F(DisposalTest, TakesTwoPeopleTheMinutesAndTwoDays) {
  office_.clock().set(noon(2043, 1, 1));
  Disposals cases = disposals();
  const std::string id = *cases.propose(office_->archive(), {id_}, keeper);
  EXPECT_EQ(cases.approve(office_->archive(), id, "12/QĐ", head).error().code, ErrorCode::conflict)
      << "without minutes";
  EXPECT_FALSE(cases.review(office_->archive(), id, "no PDF", keeper));
  ASSERT_TRUE(cases.review(office_->archive(), id, minutes, keeper));
  EXPECT_EQ(cases.approve(office_->archive(), id, "12/QĐ", keeper).error().rule, "SEC-37")
      << "by the one who proposed it";
  EXPECT_FALSE(cases.approve(office_->archive(), id, "", head));
  ASSERT_TRUE(cases.approve(office_->archive(), id, "12/QĐ", head));
  EXPECT_EQ(cases.execute(office_->archive(), id, keeper).error().rule, "REL-10")
      << "on the day of the proposal";
  office_.clock().set(noon(2030, 1, 1));  // the clock had been wrong: back to the right year
  EXPECT_EQ(cases.execute(office_->archive(), id, keeper).error().code, ErrorCode::findings);
  EXPECT_EQ(state(), archive::RecordState::issued);
}

TEST_F(DisposalTest, LeavesATombstoneAndNothingOfThePeople) {
  const std::string before = all_bytes(office_.place().folder / "ocfl");
  ASSERT_NE(before.find("Nguyễn Thị Hường"), std::string::npos);
  const std::string dossier = disposed();
  const std::string after =
      all_bytes(office_.place().folder / "ocfl") + all_bytes(office_.place().folder / "work");
  EXPECT_EQ(after.find("Nguyễn Thị Hường"), std::string::npos);
  EXPECT_EQ(after.find("%PDF-1.7 decision 1288"), std::string::npos);

  const archive::Record stone = *office_->archive().record(id_, archive::Asker{});
  EXPECT_EQ(stone.state, archive::RecordState::disposed);
  EXPECT_EQ(stone.number, "1288/QĐ-UBND");
  EXPECT_TRUE(stone.lines.empty());
  const std::string text = *office_->archive().file(id_, "tombstone.xml", archive::Asker{});
  EXPECT_NE(text.find("12/QĐ-STC"), std::string::npos);
  EXPECT_NE(text.find("decision.pdf"), std::string::npos) << "digests of what was there stay";

  archive::Query query;
  query.words = "nguyen thi huong";
  EXPECT_EQ(office_->archive().find(query, archive::Asker{})->total, 0U);
  const archive::WalkReport audited = *office_->archive().audit({});
  EXPECT_TRUE(audited.problems.empty()) << describe(audited.problems.front());
  EXPECT_EQ(archive::validate_ocfl(office_.place().folder / "ocfl")->verdict(), "valid");
  const archive::Record file = *office_->archive().record(dossier, archive::Asker{});
  EXPECT_EQ(file.files.size(), 2U);
  EXPECT_EQ(disposals().cases()->front().state, DisposalState::executed);
}

TEST_F(DisposalTest, TheCatalogueMadeAnewIsTheSame) {
  disposed();
  const std::string before = *office_->archive().dump();
  ASSERT_TRUE(office_->archive().reindex({}));
  EXPECT_EQ(*office_->archive().dump(), before);
}

TEST_F(DisposalTest, IsCarriedOutAgainWhenAnOlderSnapshotIsRestored) {
  const fs::path backup = office_.folder() / "backup";
  const auto old = back_up(*office_, backup, noon(2042, 1, 1), 0, {});
  ASSERT_TRUE(old) << old.error().message;
  disposed();
  ASSERT_TRUE(back_up(*office_, backup, noon(2043, 1, 3), 0, {}));
  const auto restored = restore({backup, old->snapshot, office_.folder() / "new", SOVANG_SOURCE_DIR},
                                office_.clock(), office_.ids(), {});
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(restored->disposed_again, std::vector<std::string>{id_});
  EXPECT_TRUE(restored->problems.empty()) << describe(restored->problems.front());
  EXPECT_EQ(all_bytes(office_.folder() / "new" / "ocfl").find("Nguyễn Thị Hường"), std::string::npos);
}

}  // namespace
}  // namespace sovang::dossier
