// REL-07: several processes write, several threads read; nothing is lost, nothing is seen half done.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive_fixture.h"

namespace sovang::archive {
namespace {

class ConcurrencyTest : public ArchiveTest {
 protected:
  ConcurrencyTest() { options_.lock_wait_milliseconds = 10'000; }

  /// Amends the object `times` times, beginning again whenever somebody else was quicker.
  bool amend_often(const std::string& id, int times, std::uint64_t seed) {
    SequenceIds ids{seed};
    auto archive = Archive::open(options_, clock_, ids);
    if (!archive) return false;
    for (int done = 0; done < times;) {
      auto versions = archive->versions(id, archivist_);
      auto record = archive->record(id, archivist_);
      if (!versions || !record) return false;
      record->subject = "Sửa bởi " + std::to_string(seed) + " lần " + std::to_string(done);
      const auto amended =
          archive->amend(*record, {}, static_cast<int>(versions->size()), actor_, std::to_string(seed));
      if (amended) {
        ++done;
      } else if (amended.error().code != ErrorCode::conflict) {
        return false;
      }
    }
    return true;
  }
};

TEST_F(ConcurrencyTest, VersionsOfManyProcessesAreAllThere) {
  constexpr int processes = 4;
  constexpr int times = 5;
  std::string id;
  {
    Archive archive = open();
    id = keep(archive, decision());
  }
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(amend_often(id, times, 100 + static_cast<std::uint64_t>(i)) ? 0 : 1);
    children.push_back(child);
  }
  Archive archive = open();
  // A reader meanwhile: what it sees is always whole.
  for (int i = 0; i < 50; ++i) {
    const auto record = archive.record(id, archivist_);
    ASSERT_TRUE(record.has_value()) << record.error().message;
    EXPECT_EQ(record->lines.size(), 4U);
    ASSERT_TRUE(archive.find(words("nguyen thi my"), archivist_).has_value());
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  EXPECT_EQ(must(archive.versions(id, archivist_)).size(), 1U + processes * times);
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
  const std::string before = must(archive.dump());
  must(archive.reindex({}));
  EXPECT_EQ(must(archive.dump()), before);
}

/// SOVANG_UPDATES=10000 runs the whole number.
TEST_F(ConcurrencyTest, NoVersionOfRandomUpdatesByEightProcessesIsLost) {
  const char* const wanted = std::getenv("SOVANG_UPDATES");
  const int updates = wanted == nullptr ? 64 : std::atoi(wanted);
  constexpr int processes = 8;
  const int count = std::max(4, updates / 50);  // of objects
  options_.lock_wait_milliseconds = 60'000;
  std::vector<std::string> objects;
  {
    Archive archive = open();
    Objects batch;
    for (int i = 0; i < count; ++i) {
      batch.push_back(decision(std::to_string(i + 1) + "/QĐ-UBND", i + 1));
      batch.back().first.id.clear();
      batch.back().first.lines.resize(1);
      batch.back().second.resize(3);
    }
    objects = must(archive.keep(std::move(batch), actor_, ""));
  }
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      std::mt19937_64 chance(static_cast<std::uint64_t>(i));
      bool fine = true;
      for (int done = 0; fine && done < updates / processes; ++done)
        fine =
            amend_often(objects[chance() % objects.size()], 1, static_cast<std::uint64_t>(1000 * i + done));
      ::_exit(fine ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  Archive archive = open();
  std::size_t versions = 0;
  for (const std::string& id : objects)
    versions += must(archive.versions(id, archivist_)).size();
  EXPECT_EQ(versions, objects.size() + static_cast<std::size_t>(updates / processes * processes));
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
  EXPECT_TRUE(must(archive.audit_trail()).problems.empty());
  const std::string before = must(archive.dump());
  must(archive.reindex({}));
  EXPECT_EQ(must(archive.dump()), before);
}

TEST_F(ConcurrencyTest, OfTwoProcessesWithOneNumberOneWins) {
  const auto try_to_keep = [&](const std::string& end) {
    SequenceIds ids{55};
    auto archive = Archive::open(options_, clock_, ids);
    Objects objects;
    objects.push_back(decision("77/QĐ-UBND", 77, end));
    return archive && archive->keep(std::move(objects), actor_, "").has_value();
  };
  std::vector<pid_t> children;
  for (const char* end : {"1", "2", "3"}) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(try_to_keep(end) ? 0 : 1);
    children.push_back(child);
  }
  int won = 0;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) ++won;
  }
  EXPECT_EQ(won, 1);
  const Archive archive = open();
  EXPECT_EQ(must(archive.list(archivist_, 10, 0)).size(), 1U);
}

TEST_F(ConcurrencyTest, ManyThreadsReadWhileOneWrites) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> reads = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto hits = archive.find(words("nguyen thi my"), archivist_);
        const auto record = archive.record(id, archivist_);
        const auto verified = archive.verify_file(decision().second[2].bytes);
        if (!hits || hits->total == 0 || !record || !verified ||
            verified->verdict != Verification::Verdict::genuine) {
          ++wrong;
        }
        ++reads;
      }
    });
  }
  for (int i = 2; i < 12; ++i)
    keep(archive, decision(std::to_string(i) + "/QĐ-UBND", i, std::string(1, "BCDEFGHJKM"[i - 2])));
  must(archive.reindex({}));
  keep(archive, decision("99/QĐ-UBND", 99, "Z"));
  while (reads < 10)
    std::this_thread::yield();
  stop = true;
  for (std::thread& reader : readers)
    reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace sovang::archive
