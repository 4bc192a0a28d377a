// REL-02: what was acknowledged survives a power cut. The calls of a writer are followed, and at each point
// where something is promised, everything that it rests on must have been synced. A lost fsync fails these
// tests.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "archive_fixture.h"
#include "support/traced_child.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

using testing::calls_of;
using testing::DiskCall;

/// What of a traced program's work a power cut could still undo.
class Unsynced {
 public:
  void follow(const DiskCall& call) {
    const std::string folder = fs::path(call.path).parent_path().string();
    switch (call.kind) {
      case DiskCall::Kind::create_file:
        if (known_.insert(call.path).second) entries_.insert(folder);
        return;
      case DiskCall::Kind::write:
      case DiskCall::Kind::truncate:
        files_.insert(call.path);
        return;
      case DiskCall::Kind::sync:
        files_.erase(call.path);
        entries_.erase(call.path);
        return;
      case DiskCall::Kind::sync_all:
        files_.clear();
        entries_.clear();
        return;
      case DiskCall::Kind::make_folder:
        entries_.insert(folder);
        return;
      case DiskCall::Kind::rename:
        // The old name may come back after a cut; only the new one matters.
        entries_.insert(fs::path(call.to).parent_path().string());
        forget(call.path);
        return;
      case DiskCall::Kind::exchange:
        for (const std::string& path : {call.path, call.to})
          entries_.insert(fs::path(path).parent_path().string());
        return;
      case DiskCall::Kind::remove:
        forget(call.path);
        return;
    }
  }

  /// Files with data, or folders with names, below `folder` that are not on the disk yet.
  [[nodiscard]] std::vector<std::string> below(const std::string& folder) const {
    std::vector<std::string> out;
    for (const auto* set : {&files_, &entries_}) {
      for (const std::string& path : *set)
        if (path == folder || path.compare(0, folder.size() + 1, folder + "/") == 0) out.push_back(path);
    }
    return out;
  }

 private:
  void forget(const std::string& path) {
    for (auto* set : {&files_, &entries_, &known_})
      std::erase_if(*set, [&](const std::string& one) {
        return one == path || one.compare(0, path.size() + 1, path + "/") == 0;
      });
  }

  std::set<std::string> files_;
  std::set<std::string> entries_;
  std::set<std::string> known_;
};

class DurabilityTest : public ArchiveTest {
 protected:
  /// Follows the calls and checks the promises: a draft is whole before it is renamed into the store, the
  /// store before the log is written, the log before its checkpoint, and all of it at the end.
  void check(const std::vector<DiskCall>& calls) {
    const std::string root = options_.root.string();
    const std::string ocfl = root + "/ocfl";
    const std::string log = root + "/log";
    Unsynced unsynced;
    int published = 0;
    int appended = 0;
    int signed_ = 0;
    for (const DiskCall& call : calls) {
      const bool renamed = call.kind == DiskCall::Kind::rename || call.kind == DiskCall::Kind::exchange;
      if (renamed && call.to.compare(0, ocfl.size() + 1, ocfl + "/") == 0) {
        ++published;
        EXPECT_EQ(unsynced.below(call.path), std::vector<std::string>{}) << "when " << call.to << " appeared";
        EXPECT_EQ(unsynced.below(ocfl), std::vector<std::string>{}) << "when " << call.to << " appeared";
      } else if (call.kind == DiskCall::Kind::write && call.path == log + "/leaves") {
        ++appended;
        EXPECT_EQ(unsynced.below(ocfl), std::vector<std::string>{}) << "when the log was written";
      } else if (renamed && call.to == log + "/checkpoint") {
        ++signed_;
        EXPECT_EQ(unsynced.below(log + "/leaves"), std::vector<std::string>{})
            << "when the checkpoint appeared";
        EXPECT_EQ(unsynced.below(call.path), std::vector<std::string>{}) << "when the checkpoint appeared";
      } else if (call.kind == DiskCall::Kind::remove && call.path.starts_with(root + "/work/") &&
                 signed_ > 0) {
        // Without a workspace nobody would look for what is missing in the catalogue.
        EXPECT_EQ(unsynced.below(root + "/catalogue"), std::vector<std::string>{})
            << "when the workspace went";
      }
      unsynced.follow(call);
    }
    EXPECT_EQ(unsynced.below(ocfl), std::vector<std::string>{});
    EXPECT_EQ(unsynced.below(log), std::vector<std::string>{});
    EXPECT_GE(published, 1);
    EXPECT_EQ(appended, 1);
    EXPECT_EQ(signed_, 1);
  }
};

TEST_F(DurabilityTest, NewObjectIsOnTheDiskBeforeItIsAcknowledged) {
  check(calls_of([&] {
    Archive archive = open();
    keep(archive, decision());
    return true;
  }));
}

TEST_F(DurabilityTest, NewVersionIsOnTheDiskBeforeItIsAcknowledged) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  check(calls_of([&] {
    Record record = must(archive.record(id, archivist_));
    record.state = RecordState::corrected;
    return archive.amend(record, {{"decision.pdf", paper("new")}}, 1, actor_, "Đính chính").has_value();
  }));
}

TEST_F(DurabilityTest, TombstoneIsOnTheDiskBeforeItIsAcknowledged) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  check(calls_of([&] {
    return archive.dispose(id, {"12/QĐ-STC", "urn:sovang:user:a", "urn:sovang:user:b"}, actor_).has_value();
  }));
}

TEST_F(DurabilityTest, WorkspaceIsOnTheDiskBeforeAnythingAppears) {
  // Recovery runs because of it; without it an object could be in the store and nobody would look for its
  // leaf.
  Unsynced unsynced;
  const std::string root = options_.root.string();
  for (const DiskCall& call : calls_of([&] {
         Archive archive = open();
         keep(archive, decision());
         return true;
       })) {
    if (call.kind == DiskCall::Kind::rename && call.to.compare(0, root.size() + 6, root + "/ocfl/") == 0) {
      const std::vector<std::string> left = unsynced.below(root + "/work");
      EXPECT_EQ(std::count(left.begin(), left.end(), root + "/work"), 0);
    }
    unsynced.follow(call);
  }
}

}  // namespace
}  // namespace sovang::archive
