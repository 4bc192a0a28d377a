// REL-01, REL-03, REL-05: whatever cuts a writer off, at whatever call, the archive holds the object whole or
// not at all once it is opened again.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "archive_fixture.h"
#include "traced_child.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

/// A small object, so that every call can be struck in turn.
std::pair<Record, std::vector<ContentFile>> small_decision(const std::string& number, int seq,
                                                           const std::string& ulid_end) {
  auto object = decision(number, seq, ulid_end);
  object.first.lines.resize(1);
  object.second.resize(3);
  return object;
}

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() {
    options_.root = folder_.path() / "base";
    options_.tenant = "qnam";
    must(Archive::create(options_, ids_));
    Archive archive = open(options_);
    Objects objects;
    objects.push_back(small_decision("1/QĐ-UBND", 1, "1"));
    must(archive.keep(std::move(objects), actor_, "đã có"));
  }
  Archive open(const Archive::Options& options) { return must(Archive::open(options, clock_, ids_)); }

  /// A copy of the base archive to be struck.
  Archive::Options copy() {
    Archive::Options options = options_;
    options.root = folder_.path() / "struck";
    fs::remove_all(options.root);
    fs::copy(options_.root, options.root, fs::copy_options::recursive);
    return options;
  }

  bool keep_second(const Archive::Options& options) {
    SequenceIds ids{99};
    auto archive = Archive::open(options, clock_, ids);
    if (!archive) return false;
    Objects objects;
    objects.push_back(small_decision("2/QĐ-UBND", 2, "2"));
    return archive->keep(std::move(objects), actor_, "lần hai").has_value();
  }

  bool amend_first(const Archive::Options& options) {
    SequenceIds ids{98};
    auto archive = Archive::open(options, clock_, ids);
    if (!archive) return false;
    auto record = archive->record(first_id_, archivist_);
    if (!record) return false;
    record->state = RecordState::corrected;
    return archive->amend(*record, {{"decision.pdf", paper("new", 5'000)}}, 1, actor_, "đính chính")
        .has_value();
  }

  /// SQLite makes a call or two more or less from run to run, so the last strikes may come too late.
  static bool came_through(const ChildEnd& end, int at, int calls) {
    if (!end.finished) return false;
    EXPECT_TRUE(end.reported_ok);
    EXPECT_GT(at, calls - 5) << "it ended after " << end.calls << " of " << calls << " calls";
    return true;
  }

  /// The archive must be sound; tells whether the catalogue is that of a reindex, and gives it.
  std::string sound_dump(Archive& archive, const std::string& context) {
    const WalkReport audit = must(archive.audit({}));
    for (const Problem& problem : audit.problems)
      ADD_FAILURE() << context << ": " << problem.rule << " " << problem.message;
    const std::string dump = must(archive.dump());
    must(archive.reindex({}));
    EXPECT_EQ(must(archive.dump()), dump) << context;
    EXPECT_FALSE(fs::exists(archive_root_ / "work") && !fs::is_empty(archive_root_ / "work"))
        << context << ": something is left in the workspace";
    return dump;
  }

  // What dies by SIGKILL leaves its writes with the kernel, so memory serves as well as a disk.
  files::TemporaryFolder folder_ = scratch_folder();
  Archive::Options options_;
  fs::path archive_root_;
  FixedClock clock_{Instant{1'653'008'400'000}};
  SequenceIds ids_{7};
  Actor actor_{"urn:sovang:user:van-thu", "Văn thư"};
  Asker archivist_{Asker::Role::archivist, {}};
  std::string first_id_ = small_decision("1/QĐ-UBND", 1, "1").first.id;
  std::string second_id_ = small_decision("2/QĐ-UBND", 2, "2").first.id;
};

TEST_F(CrashTest, KillAtAnyCallOfKeepLeavesAllOrNothing) {
  Archive::Options options = copy();
  const int calls = run_traced([&] { return keep_second(options); }, Strike::none, 0).calls;
  ASSERT_GE(calls, 50);
  std::cout << "keep: " << calls << " calls, killed at each\n";
  int nothing = 0;
  for (int at = 1; at <= calls; ++at) {
    const std::string context = "killed at call " + std::to_string(at) + " of " + std::to_string(calls);
    options = copy();
    archive_root_ = options.root;
    if (came_through(run_traced([&] { return keep_second(options); }, Strike::kill, at), at, calls)) break;
    Archive archive = open(options);
    const bool there = archive.record(second_id_, archivist_).has_value();
    const std::string dump = sound_dump(archive, context);
    EXPECT_EQ(dump.find(second_id_) != std::string::npos, there) << context;
    if (!there) {
      ++nothing;
      EXPECT_FALSE(archive.file(second_id_, "decision.pdf", archivist_).has_value()) << context;
    } else {
      EXPECT_EQ(must(archive.file(second_id_, "decision.pdf", archivist_)),
                small_decision("2/QĐ-UBND", 2, "2").second[0].bytes);
    }
    // SEC-34: whatever was cut off, the trail has each act once, and only acts that were done as done.
    const auto acts = must(archive.actions(100));
    EXPECT_EQ(std::count_if(acts.begin(), acts.end(),
                            [&](const LoggedAction& act) {
                              return act.action.object == second_id_ + " v1" &&
                                     act.action.outcome == Outcome::done;
                            }),
              there ? 1 : 0)
        << context;
    EXPECT_TRUE(must(archive.audit_trail()).problems.empty()) << context;
    ASSERT_TRUE(keep_second(options)) << context << ": the second try";
    EXPECT_EQ(must(archive.versions(second_id_, archivist_)).size(), 1U) << context;
    EXPECT_EQ(must(archive.find(words("2/QĐ-UBND"), archivist_)).total, 2U) << context;
  }
  EXPECT_GT(nothing, 0);
  EXPECT_LT(nothing, calls);
}

TEST_F(CrashTest, KillAtAnyCallOfAmendLeavesTheOldOrTheNewVersion) {
  Archive::Options options = copy();
  const int calls = run_traced([&] { return amend_first(options); }, Strike::none, 0).calls;
  ASSERT_GE(calls, 40);
  std::cout << "new version: " << calls << " calls, killed at each\n";
  int old = 0;
  for (int at = 1; at <= calls; ++at) {
    const std::string context = "killed at call " + std::to_string(at) + " of " + std::to_string(calls);
    options = copy();
    archive_root_ = options.root;
    if (came_through(run_traced([&] { return amend_first(options); }, Strike::kill, at), at, calls)) break;
    Archive archive = open(options);
    const Record record = must(archive.record(first_id_, archivist_));
    const Bytes paper_now = must(archive.file(first_id_, "decision.pdf", archivist_));
    const bool is_new = record.state == RecordState::corrected;
    if (!is_new) ++old;
    EXPECT_EQ(paper_now, is_new ? paper("new", 5'000) : small_decision("1/QĐ-UBND", 1, "1").second[0].bytes)
        << context;
    sound_dump(archive, context);
  }
  EXPECT_GT(old, 0);
  EXPECT_LT(old, calls);
}

TEST_F(CrashTest, RecoveryItselfMayBeKilled) {
  Archive::Options options = copy();
  const int calls = run_traced([&] { return amend_first(options); }, Strike::none, 0).calls;
  const bool full = std::getenv("SOVANG_FULL") != nullptr;
  int points = 0;
  for (int at = calls / 3; at <= calls; at += full ? 4 : 9) {
    options = copy();
    archive_root_ = options.root;
    if (came_through(run_traced([&] { return amend_first(options); }, Strike::kill, at), at, calls)) break;
    const auto reopen = [&] {
      SequenceIds ids{97};
      return Archive::open(options, clock_, ids).has_value();
    };
    for (int again = 1;; again += full ? 1 : 3) {
      const ChildEnd end = run_traced(reopen, Strike::kill, again);
      ++points;
      if (!end.finished) continue;
      EXPECT_TRUE(end.reported_ok);
      break;
    }
    Archive archive = open(options);
    sound_dump(archive, "recovery killed, write killed at " + std::to_string(at));
  }
  std::cout << "recovery: killed at " << points << " calls\n";
}

TEST_F(CrashTest, RecoveryThatWasDoneFindsNothingMoreToDo) {
  Archive::Options options = copy();
  const int calls = run_traced([&] { return keep_second(options); }, Strike::none, 0).calls;
  options = copy();
  ASSERT_FALSE(run_traced([&] { return keep_second(options); }, Strike::kill, calls * 2 / 3).finished);
  Archive archive = open(options);
  const WalkReport again = must(archive.recover());
  EXPECT_TRUE(again.repairs.empty());
  EXPECT_TRUE(again.problems.empty());
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
};

TEST_P(CutOffWorkTest, LeavesTheArchiveWholeAndCanBeDoneAgain) {
  const Work work_here = work();
  Archive::Options options;
  std::uint64_t seed = 1000;  // chance does not repeat itself
  const auto run = [&] {
    SequenceIds ids{seed};
    auto archive = Archive::open(options, clock_, ids);
    return archive && work_here.run(*archive);
  };
  const auto fresh = [&] {
    options = copy();
    archive_root_ = options.root;
    damage(options.root);
    fs::remove_all(folder_.path() / "witness");
  };
  fresh();
  const int calls = run_traced(run, Strike::none, 0).calls;
  ASSERT_GT(calls, 5);
  const int step = std::getenv("SOVANG_FULL") != nullptr ? 1 : 7;
  int points = 0;
  for (int at = 1; at <= calls; at += step) {
    const std::string context = std::string(work_here.name) + " killed at call " + std::to_string(at) +
                                " of " + std::to_string(calls);
    fresh();
    if (came_through(run_traced(run, Strike::kill, at), at, calls)) break;
    ++points;
    ++seed;
    ASSERT_TRUE(run()) << context << ": the second try";
    Archive archive = open(options);
    must(archive.recover());
    sound_dump(archive, context);
    const WalkReport trail = must(archive.audit_trail());
    for (const Problem& problem : trail.problems)
      ADD_FAILURE() << context << ": " << problem.rule << " " << problem.message;
    EXPECT_EQ(must(archive.file(first_id_, "decision.pdf", archivist_)),
              small_decision("1/QĐ-UBND", 1, "1").second[0].bytes);
    ASSERT_TRUE(keep_second(options)) << context;
  }
  std::cout << work_here.name << ": " << calls << " calls, killed at " << points << '\n';
}

INSTANTIATE_TEST_SUITE_P(Care, CutOffWorkTest, ::testing::Range(0, 6));

class FailingCallTest : public CrashTest, public ::testing::WithParamInterface<Strike> {};

TEST_P(FailingCallTest, LeavesAllOrNothingAndWhatWasAcknowledgedStays) {
  Archive::Options options = copy();
  const int calls = run_traced([&] { return keep_second(options); }, Strike::none, 0).calls;
  int refused = 0;
  for (int at = 1; at <= calls; ++at) {
    const std::string context = "call " + std::to_string(at) + " of " + std::to_string(calls) + " failed";
    options = copy();
    archive_root_ = options.root;
    const ChildEnd end = run_traced([&] { return keep_second(options); }, GetParam(), at);
    ASSERT_TRUE(end.finished) << context;
    if (!end.reported_ok) ++refused;
    Archive archive = open(options);
    const bool there = archive.record(second_id_, archivist_).has_value();
    EXPECT_TRUE(there || !end.reported_ok) << context << ", and the object that was acknowledged is lost";
    must(archive.recover());
    sound_dump(archive, context);
  }
  EXPECT_GT(refused, calls / 2);
}

INSTANTIATE_TEST_SUITE_P(Errors, FailingCallTest, ::testing::Values(Strike::no_space, Strike::device_error));

}  // namespace
}  // namespace sovang::archive
