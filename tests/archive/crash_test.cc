// REL-01, REL-03, REL-04, REL-05: whatever cuts a writer off, at whatever call, the archive holds the object
// whole or not at all once it is opened again, and what was acknowledged is there.
// SOVANG_FULL=1 strikes at every call where the suite strikes at a share of them (scripts/crash).
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "operations.h"
#include "storage.h"
#include "support/power_cuts.h"
#include "support/traced_child.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

using testing::ChildEnd;
using testing::is_full_run;
using testing::run_traced;
using testing::Strike;

/// Strikes a writer; then another process opens the archive.
class CrashTest : public OperationsTest {
 protected:
  CrashTest() { looked_at_ = struck_.root; }

  /// Puts a fresh copy of the archive in the place where it is struck.
  void renew() {
    fs::remove_all(struck_.root);
    fs::copy(options_.root, struck_.root, fs::copy_options::recursive);
  }

  Archive open_struck() { return must(Archive::open(struck_, clock_, ids_)); }

  int calls_of_whole(const std::function<bool()>& work) {
    renew();
    const ChildEnd end = run_traced(work, Strike::none, 0);
    EXPECT_TRUE(end.reported_ok);
    return end.calls;
  }

  /// SQLite makes a call or two more or less from run to run, so the last strikes may come too late.
  static bool came_through(const ChildEnd& end, int at, int calls) {
    if (!end.finished) return false;
    EXPECT_TRUE(end.reported_ok);
    EXPECT_GT(at, calls - 5) << "it ended after " << end.calls << " of " << calls << " calls";
    return true;
  }

  void expect_sound(Archive& archive) {
    EXPECT_EQ(what_is_wrong(archive), "");
    EXPECT_FALSE(Storage(struck_.root).has_leftovers()) << "something is left in the workspace";
  }

  /// SEC-34: whatever was cut off, the trail has each act once, and only acts that were done as done.
  void expect_trail(Archive& archive, const Operation& operation, bool done) {
    const auto acts = must(archive.actions(100));
    const auto is_it = [&](const LoggedAction& act) {
      return act.action.object == operation.act && act.action.outcome == Outcome::done &&
             (operation.name == "disposal") == (act.action.kind == ActionKind::disposal_done);
    };
    EXPECT_EQ(std::ranges::count_if(acts, is_it), done ? 1 : 0);
  }

  /// Kills the operation at one of its calls and looks; false when it came through before.
  bool kill_at(const Operation& operation, int at, int calls, int& nothing) {
    SCOPED_TRACE(operation.name + " killed at call " + std::to_string(at) + " of " + std::to_string(calls));
    renew();
    if (came_through(run_traced([&] { return run(operation, struck_); }, Strike::kill, at), at, calls))
      return false;
    Archive archive = open_struck();
    const std::string state = operation.state(archive);
    EXPECT_TRUE(state == "none" || state == "all") << "«" << state << "»";
    expect_sound(archive);
    if (state == "none") ++nothing;
    expect_trail(archive, operation, state == "all");
    EXPECT_TRUE(operation.run(archive)) << "the second try";
    EXPECT_EQ(operation.state(archive), "all");
    expect_trail(archive, operation, true);
    return true;
  }

  void kill_at_each_call(const Operation& operation, int at_least) {
    const int calls = calls_of_whole([&] { return run(operation, struck_); });
    ASSERT_GE(calls, at_least);
    int nothing = 0;
    int points = 0;
    for (int at = 1; at <= calls && kill_at(operation, at, calls, nothing); ++at)
      ++points;
    std::cout << operation.name << ": " << calls << " calls, killed at " << points << ": " << nothing
              << " times nothing, " << points - nothing << " times all of it was there\n";
    EXPECT_GT(nothing, 0);
    EXPECT_LT(nothing, points);
  }

  // What dies by SIGKILL leaves its writes with the kernel, so memory serves as well as a disk.
  Archive::Options struck_ = [this] {
    Archive::Options options = options_;
    options.root = folder_.path() / "struck";
    return options;
  }();
};

TEST_F(CrashTest, KillAtAnyCallOfKeepLeavesAllOrNothing) {
  kill_at_each_call(keep_second(), 50);
}

TEST_F(CrashTest, KillAtAnyCallOfAmendLeavesTheOldOrTheNewVersion) {
  kill_at_each_call(amend_first(), 40);
}

TEST_F(CrashTest, KillAtAnyCallOfDisposeLeavesTheRecordOrItsTombstone) {
  kill_at_each_call(dispose_first(), 50);
}

/// Of a batch each object is there or not, and the second try brings the others.
TEST_F(CrashTest, KillAtAnyCallOfABatchLeavesWholeObjects) {
  const Operation batch = keep_nine();
  const int calls = calls_of_whole([&] { return run(batch, struck_); });
  int points = 0;
  for (int at = 1; at <= calls; at += is_full_run() ? 1 : 29) {
    SCOPED_TRACE("batch killed at call " + std::to_string(at) + " of " + std::to_string(calls));
    renew();
    if (came_through(run_traced([&] { return run(batch, struck_); }, Strike::kill, at), at, calls)) break;
    ++points;
    Archive archive = open_struck();
    expect_sound(archive);
    EXPECT_TRUE(batch.run(archive)) << "the second try";
    EXPECT_EQ(batch.state(archive), "all");
  }
  std::cout << batch.name << ": " << calls << " calls, killed at " << points << '\n';
}

// REL-05
TEST_F(CrashTest, RecoveryItselfMayBeKilled) {
  int points = 0;
  const auto reopen = [&] {
    SequenceIds ids{97};
    return Archive::open(struck_, clock_, ids).has_value();
  };
  for (const Operation& operation : {keep_second(), amend_first(), dispose_first()}) {
    const auto work = [&] { return run(operation, struck_); };
    const int calls = calls_of_whole(work);
    for (int at = is_full_run() ? 1 : calls / 3; at <= calls; at += is_full_run() ? 2 : 23) {
      SCOPED_TRACE(operation.name + " killed at call " + std::to_string(at) + ", then recovery");
      renew();
      if (came_through(run_traced(work, Strike::kill, at), at, calls)) break;
      // Killed at its first call, then at the second of what is left to do, and so on, until it is through.
      for (int again = 1;; again += is_full_run() ? 1 : 3) {
        const ChildEnd end = run_traced(reopen, Strike::kill, again);
        ++points;
        if (!end.finished) continue;
        EXPECT_TRUE(end.reported_ok);
        break;
      }
      Archive archive = open_struck();
      EXPECT_NE(operation.state(archive), "");
      expect_sound(archive);
    }
  }
  std::cout << "recovery: killed at " << points << " calls\n";
}

// REL-05
TEST_F(CrashTest, RecoveryThatWasDoneFindsNothingMoreToDo) {
  const Operation operation = keep_second();
  const auto work = [&] { return run(operation, struck_); };
  const int calls = calls_of_whole(work);
  renew();
  ASSERT_FALSE(run_traced(work, Strike::kill, calls * 2 / 3).finished);
  Archive archive = open_struck();
  const WalkReport again = must(archive.recover());
  EXPECT_TRUE(again.repairs.empty());
  EXPECT_TRUE(again.problems.empty());
}

// REL-04: killed the moment after the answer, again and again; nothing that was answered is missing.
TEST_F(CrashTest, WhatWasAnsweredForIsThereAfterTheKill) {
  const int times = is_full_run() ? 1000 : 25;
  Archive::Options options = options_;
  for (int i = 0; i < times; ++i) {
    const auto keep_and_die = [&] {
      SequenceIds ids{1000 + static_cast<std::uint64_t>(i)};
      auto archive = Archive::open(options, clock_, ids);
      Objects objects;
      objects.push_back(small_decision(std::to_string(i + 100) + "/QĐ-UBND", i + 100, "1"));
      objects.back().first.id.clear();  // a new one each time
      if (archive && archive->keep(std::move(objects), actor_, "").has_value()) ::raise(SIGKILL);
      return false;
    };
    EXPECT_FALSE(run_traced(keep_and_die, Strike::none, 0).finished);
  }
  Archive archive = open();
  EXPECT_EQ(must(archive.list(archivist_, 10'000, 0)).size(), static_cast<std::size_t>(times) + 1);
  EXPECT_EQ(what_is_wrong(archive), "");
}

/// What else changes the disk, cut off at its calls: every one with SOVANG_FULL=1, else every seventh.
struct Work {
  const char* name;
  std::function<bool(Archive&)> run;
};

class CutOffWorkTest : public CrashTest, public ::testing::WithParamInterface<int> {
 protected:
  Work work() {
    switch (GetParam()) {
      case 0:
        return {"reindex", [](Archive& archive) { return archive.reindex({}).has_value(); }};
      case 1:
        return {"rotate the log's key",
                [this](Archive& archive) { return archive.rotate_key(KeyPurpose::log, actor_).has_value(); }};
      case 2:
        return {"rotate the code's key", [this](Archive& archive) {
                  return archive.rotate_key(KeyPurpose::code, actor_).has_value();
                }};
      case 3:
        return {"witness", [this](Archive& archive) {
                  return archive.witness(folder_.path() / "witness", WitnessMode::write, actor_).has_value();
                }};
      case 4:
        return {"repair", [this](Archive& archive) {
                  const auto report = archive.repair(options_.root, actor_);
                  return report && report->problems.empty();
                }};
      case 5:
        return {"audit", [](Archive& archive) {
                  const auto report = archive.audit({});
                  return report && report->problems.empty();
                }};
      default:
        return {"remember an action", [](Archive& archive) {
                  return archive
                      .record_action({"urn:sovang:user:a", "", ActionKind::login, "", Outcome::done, "", ""})
                      .has_value();
                }};
    }
  }
  /// For a repair there must be something to repair.
  void damage(const fs::path& root) {
    if (GetParam() != 4) return;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const bool content = entry.path().filename() == "decision.pdf";
      if (!content && entry.path().filename() != "leaves") continue;
      Bytes bytes = must(files::read(entry.path()));
      bytes[5] = static_cast<char>(bytes[5] ^ 1);
      must(files::replace(entry.path(), bytes));
    }
  }
  void make_ready() {
    renew();
    damage(struck_.root);
    fs::remove_all(folder_.path() / "witness");
  }
};

TEST_P(CutOffWorkTest, LeavesTheArchiveWholeAndCanBeDoneAgain) {
  const Work work_here = work();
  std::uint64_t seed = 1000;  // chance does not repeat itself
  const auto do_it = [&] {
    SequenceIds ids{seed};
    auto archive = Archive::open(struck_, clock_, ids);
    return archive && work_here.run(*archive);
  };
  make_ready();
  const int calls = run_traced(do_it, Strike::none, 0).calls;
  ASSERT_GT(calls, 5);
  int points = 0;
  for (int at = 1; at <= calls; at += is_full_run() ? 1 : 7) {
    SCOPED_TRACE(std::string(work_here.name) + " killed at call " + std::to_string(at) + " of " +
                 std::to_string(calls));
    make_ready();
    if (came_through(run_traced(do_it, Strike::kill, at), at, calls)) break;
    ++points;
    ++seed;
    ASSERT_TRUE(do_it()) << "the second try";
    Archive archive = open_struck();
    must(archive.recover());
    expect_sound(archive);
    EXPECT_EQ(must(archive.file(first_id_, "decision.pdf", archivist_)), first_paper());
    ASSERT_TRUE(keep_second().run(archive));
  }
  std::cout << work_here.name << ": " << calls << " calls, killed at " << points << '\n';
}

INSTANTIATE_TEST_SUITE_P(Care, CutOffWorkTest, ::testing::Range(0, 7));

// REL-03
class FailingCallTest : public CrashTest, public ::testing::WithParamInterface<Strike> {
 protected:
  void fail_each_call(const Operation& operation) {
    const auto work = [&] { return run(operation, struck_); };
    const int calls = calls_of_whole(work);
    int refused = 0;
    int points = 0;
    const int step = is_full_run() || operation.name == "new object" ? 1 : 7;
    for (int at = 1; at <= calls; at += step) {
      SCOPED_TRACE(operation.name + ": call " + std::to_string(at) + " of " + std::to_string(calls) +
                   " failed");
      renew();
      const ChildEnd end = run_traced(work, GetParam(), at);
      ASSERT_TRUE(end.finished);
      ++points;
      if (!end.reported_ok) ++refused;
      Archive archive = open_struck();
      must(archive.recover());
      const std::string state = operation.state(archive);
      EXPECT_NE(state, "");
      EXPECT_TRUE(state == "all" || !end.reported_ok) << "what was acknowledged is lost";
      expect_sound(archive);
      EXPECT_TRUE(operation.run(archive)) << "the second try";
    }
    std::cout << operation.name << ": " << points << " of " << calls << " calls failed, " << refused
              << " times it was said\n";
    EXPECT_GT(refused, points / 2);
  }
};

TEST_P(FailingCallTest, LeavesAllOrNothingAndWhatWasAcknowledgedStays) {
  for (const Operation& operation : {keep_second(), amend_first(), dispose_first(), keep_nine()})
    fail_each_call(operation);
}

TEST_P(FailingCallTest, LeavesTheTrailWholeAndTheActionToldOnce) {
  const auto remember = [&] {
    SequenceIds ids{99};
    auto archive = Archive::open(struck_, clock_, ids);
    return archive &&
           archive->record_action({"urn:sovang:user:a", "", ActionKind::login, "", Outcome::done, "", ""})
               .has_value();
  };
  const int calls = calls_of_whole(remember);
  for (int at = 1; at <= calls; ++at) {
    SCOPED_TRACE("call " + std::to_string(at) + " of " + std::to_string(calls) + " failed");
    renew();
    const ChildEnd end = run_traced(remember, GetParam(), at);
    ASSERT_TRUE(end.finished);
    Archive archive = open_struck();
    must(archive.record_action({"urn:sovang:user:b", "", ActionKind::login, "", Outcome::done, "", ""}));
    const auto acts = must(archive.actions(100));
    const auto logins = std::ranges::count_if(
        acts, [](const LoggedAction& act) { return act.action.actor == "urn:sovang:user:a"; });
    EXPECT_LE(logins, 1);
    EXPECT_TRUE(logins == 1 || !end.reported_ok);
    expect_sound(archive);
  }
}

INSTANTIATE_TEST_SUITE_P(Errors, FailingCallTest, ::testing::Values(Strike::no_space, Strike::device_error));

}  // namespace
}  // namespace sovang::archive
