// REL-01, REL-02, REL-03 for what the office does beside its archive: backup, restore, disposal by steps. Cut
// off at any call, with its calls failing, with the power gone: what was acknowledged is there, and the next
// run finishes. SOVANG_FULL=1 and SOVANG_IMAGES=n run everything (scripts/crash).
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/dossier/backup.h"
#include "sovang/dossier/disposal.h"

#include "plain_office.h"
#include "support/power_cuts.h"
#include "support/traced_child.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;
using testing::ChildEnd;
using testing::is_full_run;
using testing::run_traced;
using testing::Strike;

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t day = 24 * hour;

/// An office's work on a disk of its own: ready/ holds the disk as it is before.
class OfficeCrashTest : public ::testing::Test {
 protected:
  /// What is done, and what is looked at afterwards: "" = fine, "lost", or what is wrong.
  struct Job {
    std::string name;
    std::function<bool()> work;
    std::function<std::string(bool acknowledged)> look;
  };

  [[nodiscard]] fs::path data() const { return office_.place().folder; }
  [[nodiscard]] fs::path backup() const { return disk() / "backup"; }
  /// The folder that holds all of it.
  [[nodiscard]] fs::path disk() const { return office_.folder(); }

  Result<Office> open(const fs::path& folder) {
    Diagnostics diagnostics;
    return Office::open({folder, SOVANG_SOURCE_DIR}, office_.clock(), ids_, diagnostics);
  }
  /// What is wrong with an office; "" = nothing.
  std::string what_is_wrong(const fs::path& folder) {
    auto office = open(folder);
    if (!office) return "does not open: " + office.error().message;
    if (const auto recovered = office->recover(); !recovered) return recovered.error().message;
    for (const auto& report : {office->archive().audit({}), office->archive().audit_trail()}) {
      if (!report) return report.error().message;
      if (!report->problems.empty()) return describe(report->problems.front());
    }
    return "";
  }

  Job backup_job() {
    return {"backup",
            [this] {
              auto office = open(data());
              const Instant now{office_.clock().now().unix_ms + hour};
              if (has_new_snapshot()) return true;  // made by a run before that was cut off behind it
              return office && back_up(*office, backup(), now, 2, {}).has_value();
            },
            [this](bool acknowledged) -> std::string {
              const auto names = snapshots_of(backup());
              if (!names) return names.error().message;
              if (acknowledged && !has_new_snapshot()) return "lost";
              if (names->empty()) return "no snapshot is left";
              Diagnostics diagnostics;
              if (const auto checked = check_backup(backup(), diagnostics, {}); !checked)
                return checked.error().message;
              if (!diagnostics.ok()) return describe(diagnostics.all().front());
              fs::remove_all(disk() / "restored");
              const auto restored =
                  restore({backup(), {}, disk() / "restored", SOVANG_SOURCE_DIR}, office_.clock(), ids_, {});
              if (!restored) return restored.error().message;
              return restored->problems.empty() ? "" : describe(restored->problems.front());
            }};
  }

  Job restore_job() {
    return {"restore",
            [this] {
              return restore({backup(), {}, disk() / "restored", SOVANG_SOURCE_DIR}, office_.clock(), ids_,
                             {})
                  .has_value();
            },
            [this](bool acknowledged) -> std::string {
              if (!fs::exists(disk() / "restored")) return acknowledged ? "lost" : "";
              auto living = open(data());
              auto restored = open(disk() / "restored");
              if (!restored) return "does not open: " + restored.error().message;
              if (*restored->archive().dump() != *living->archive().dump()) return "not what was backed up";
              return what_is_wrong(disk() / "restored");
            }};
  }

  Job disposal_job() {
    return {"disposal by steps",
            [this] {
              auto office = open(data());
              auto cases = Disposals::open(data(), office_.clock(), ids_);
              if (cases && cases->find(case_)->state == DisposalState::executed) return true;
              return office && cases && cases->execute(office->archive(), case_, keeper_).has_value();
            },
            [this](bool acknowledged) -> std::string {
              auto office = open(data());
              auto cases = Disposals::open(data(), office_.clock(), ids_);
              if (!office || !cases) return "does not open";
              const auto found = cases->find(case_);
              if (!found) return found.error().message;
              const bool executed = found->state == DisposalState::executed;
              if (acknowledged && !executed) return "lost";
              for (const std::string& id : found->records) {
                const auto record = office->archive().record(id, archive::Asker{});
                if (!record) return record.error().message;
                if (executed && record->state != archive::RecordState::disposed)
                  return "a record is still there";
              }
              const auto known = disposed_records(data());
              if (!known || (executed && known->size() != found->records.size()))
                return "the list for the backups lacks a record";
              return what_is_wrong(data());
            }};
  }

  bool has_new_snapshot() {
    const auto names = snapshots_of(backup());
    return names && !names->empty() && names->back() > newest_snapshot_;
  }
  void make_backup() {
    for (int i = 0; i < 2; ++i) {
      office_.clock().set(Instant{office_.clock().now().unix_ms + hour});
      ASSERT_TRUE(back_up(*office_, backup(), office_.clock().now(), 0, {}));
      office_.keep_decision(2 + i);
    }
    newest_snapshot_ = snapshots_of(backup())->back();
  }
  void approve_disposal() {
    const Date due = Date::make(2043, 1, 1).value();
    office_.clock().set(Instant{due.days() * day});
    auto cases = Disposals::open(data(), office_.clock(), ids_);
    ASSERT_TRUE(cases);
    const auto id = cases->propose(office_->archive(), {first_, second_}, keeper_);
    ASSERT_TRUE(id) << id.error().message;
    case_ = *id;
    ASSERT_TRUE(cases->review(office_->archive(), case_, "%PDF-1.7 biên bản", keeper_));
    ASSERT_TRUE(
        cases->approve(office_->archive(), case_, "12/QĐ-STC", {"urn:sovang:user:truong-ban", "Trưởng ban"}));
    office_.clock().set(Instant{(due.days() + 1) * day});
  }

  void keep_ready() {
    office_.close();
    fs::copy(disk(), ready_.path() / "disk", fs::copy_options::recursive);
  }
  void renew() {
    fs::remove_all(disk());
    fs::copy(ready_.path() / "disk", disk(), fs::copy_options::recursive);
  }

  /// Strikes at each call, or at a share of them, and looks; then the work is done again, unhindered.
  void strike_at_each_call(const Job& job, Strike strike, int step) {
    renew();
    const ChildEnd whole = run_traced(job.work, Strike::none, 0);
    ASSERT_TRUE(whole.reported_ok);
    int points = 0;
    for (int at = 1; at <= whole.calls; at += is_full_run() ? 1 : step) {
      SCOPED_TRACE(job.name + ": call " + std::to_string(at) + " of " + std::to_string(whole.calls));
      renew();
      const ChildEnd end = run_traced(job.work, strike, at);
      ++points;
      EXPECT_EQ(job.look(end.reported_ok), "");
      if (job.name == "restore") fs::remove_all(disk() / "restored");
      EXPECT_TRUE(job.work() || end.reported_ok) << "the second try";
      EXPECT_EQ(job.look(true), "");
    }
    std::cout << job.name << (strike == Strike::kill ? ": killed" : ": failed") << " at " << points << " of "
              << whole.calls << " calls\n";
  }

  void cut_power(const Job& job, std::size_t images) {
    renew();
    testing::PowerCuts cuts({job.name, disk(), job.work, job.look});
    cuts.expect_whole(images);
  }

  void strike_at_calls(const Job& job, int step) {
    keep_ready();
    for (const Strike strike : {Strike::kill, Strike::no_space, Strike::device_error})
      strike_at_each_call(job, strike, step);
  }

  void prepare_restore() {
    make_backup();
    const Instant later{office_.clock().now().unix_ms + hour};
    ASSERT_TRUE(back_up(*office_, backup(), later, 0, {}));
  }

  testing::PlainOffice office_;
  SystemIds ids_;
  files::TemporaryFolder ready_ = testing::scratch_folder();
  archive::Actor keeper_{"urn:sovang:user:luu-tru", "Lưu trữ"};
  std::string first_ = office_.keep_decision(1);
  std::string second_ = office_.keep_decision(9);
  std::string case_;
  std::string newest_snapshot_;
};

TEST_F(OfficeCrashTest, ABackupCutOffAtAnyCallIsThereOrTheOneBefore) {
  make_backup();
  strike_at_calls(backup_job(), 41);
}

TEST_F(OfficeCrashTest, ARestoreCutOffAtAnyCallIsThereWholeOrNotAtAll) {
  prepare_restore();
  strike_at_calls(restore_job(), 61);
}

TEST_F(OfficeCrashTest, ADisposalCutOffAtAnyCallIsFinishedByTheNextRun) {
  approve_disposal();
  strike_at_calls(disposal_job(), 41);
}

TEST_F(OfficeCrashTest, ABackupSurvivesAPowerCutOrTheOneBeforeDoes) {
  make_backup();
  keep_ready();
  cut_power(backup_job(), 30);
}

TEST_F(OfficeCrashTest, ARestoredOfficeSurvivesAPowerCutWholeOrIsNotThere) {
  prepare_restore();
  keep_ready();
  cut_power(restore_job(), 20);
}

TEST_F(OfficeCrashTest, ADisposalSurvivesAPowerCut) {
  approve_disposal();
  keep_ready();
  cut_power(disposal_job(), 30);
}

class OfficeSyncTest : public OfficeCrashTest, public ::testing::WithParamInterface<int> {};

TEST_P(OfficeSyncTest, EverySyncIsMissedWhenItIsLeftOut) {
  if (!is_full_run()) GTEST_SKIP() << "takes minutes: scripts/crash";
  const int which = GetParam();
  if (which == 0) make_backup();
  if (which == 1) prepare_restore();
  if (which == 2) approve_disposal();
  keep_ready();
  const Job job = which == 0 ? backup_job() : which == 1 ? restore_job() : disposal_job();
  testing::PowerCuts({job.name, disk(), job.work, job.look})
      .expect_every_sync_is_missed(testing::images_wanted(60), {});
}

INSTANTIATE_TEST_SUITE_P(Office, OfficeSyncTest, ::testing::Range(0, 3));

}  // namespace
}  // namespace sovang::dossier
