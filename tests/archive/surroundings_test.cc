// What surrounds the archive goes wrong: the disk is full, the folder may not be read, the clock jumps,
// sixteen processes want the same number and some of them are killed (REL-06, REL-10, REL-30, REL-31).
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sovang/base/process.h"

#include "operations.h"
#include "support/shared.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

constexpr std::int64_t day = 86'400'000;
/// Of a child that could not make its surroundings: the test is skipped.
constexpr int not_permitted = 77;

/// Runs `work` in a child of its own, for what cannot be undone in a process; gives its exit status.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class SurroundingsTest : public OperationsTest {
 protected:
  Result<Archive> try_to_open() {
    SequenceIds ids{31};
    return Archive::open(options_, clock_, ids);
  }
  /// Every byte below the archive's folder, with its name.
  std::string everything() const {
    std::string out;
    for (const fs::path& path : must(files::list_tree(options_.root))) {
      out += path.string() + "\n";
      if (fs::is_regular_file(options_.root / path)) out += must(files::read(options_.root / path));
    }
    return out;
  }
};

// REL-06
TEST_F(SurroundingsTest, OnAFullDiskNothingIsWrittenReadersGoOnAndItHealsByItself) {
  const int end = in_child([&] {
    const fs::path disk = folder_.path() / "disk";
    fs::create_directory(disk);
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=32m") != 0) {
      return not_permitted;
    }
    fs::copy(options_.root, disk / "office", fs::copy_options::recursive);
    options_.root = disk / "office";
    Archive archive = open();
    std::vector<std::size_t> left{std::size_t{8} << 20U, std::size_t{64} << 10U, 4096, 0};
    for (const std::size_t room : left) {
      std::ofstream filler(disk / "filler", std::ios::binary);
      const auto free = fs::space(disk).available;
      for (std::size_t written = 0; written + room < free; written += 4096)
        filler.write(std::string(4096, 'x').data(), 4096);
      filler.close();
      Objects objects;
      objects.push_back(decision("3/QĐ-UBND", 3, "3"));
      const auto kept = archive.keep(std::move(objects), actor_, "");
      EXPECT_TRUE(!kept && kept.error().code == ErrorCode::io) << room;
      EXPECT_GT(must(archive.find(words("1/QĐ-UBND"), archivist_)).total, 0U);
      EXPECT_EQ(must(archive.verify_file(first_paper())).verdict, Verification::Verdict::genuine);
      // What cannot be told the trail is refused, and leaves the trail whole.
      const Action login{"urn:sovang:user:a", "", ActionKind::login, "", Outcome::done, "", ""};
      const bool told = archive.record_action(login).has_value();
      EXPECT_TRUE(told || room < 8192) << room;
      fs::remove(disk / "filler");
      EXPECT_TRUE(archive.record_action(login).has_value()) << room;
      EXPECT_EQ(what_is_wrong(archive), "") << room;
    }
    EXPECT_TRUE(keep_second().run(archive));
    return HasFailure() ? 1 : 0;
  });
  if (end == not_permitted) GTEST_SKIP() << "may not mount a small disk here";
  EXPECT_EQ(end, 0);
}

// REL-31
TEST_F(SurroundingsTest, AFolderThatMayNotBeReadIsSaidToBeSoAndNothingIsWritten) {
  const std::string before = everything();
  for (const char* closed : {"", "ocfl", "log", "keys"}) {
    const fs::path folder = options_.root / closed;
    const fs::perms perms = fs::status(folder).permissions();
    const int end = in_child([&] {
      fs::permissions(folder, fs::perms::none);
      if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return not_permitted;
      const auto opened = try_to_open();
      if (opened) return 1;
      return opened.error().message.empty() ||
                     opened.error().message.find(options_.root.string()) == std::string::npos
                 ? 2
                 : 0;
    });
    fs::permissions(folder, perms);
    EXPECT_EQ(end, 0) << closed;
  }
  EXPECT_EQ(everything(), before);
}

// REL-31
TEST_F(SurroundingsTest, AWorkspaceOnAnotherDiskIsRefused) {
  const files::TemporaryFolder elsewhere = must(files::TemporaryFolder::make("sovang-elsewhere"));
  if (fs::canonical(elsewhere.path()).string().starts_with("/dev/shm"))
    GTEST_SKIP() << "there is one disk only";
  fs::remove(options_.root / "work");
  fs::create_directory_symlink(elsewhere.path(), options_.root / "work");
  const auto opened = try_to_open();
  if (opened) GTEST_SKIP() << "the temporary folder is on the same disk";
  EXPECT_EQ(opened.error().code, ErrorCode::io);
  EXPECT_NE(opened.error().message.find("cùng một ổ đĩa"), std::string::npos) << opened.error().message;
}

// REL-31
TEST_F(SurroundingsTest, OnADiskThatMayOnlyBeReadNothingIsKept) {
  const int end = in_child([&] {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount(options_.root.c_str(), options_.root.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
        ::mount(nullptr, options_.root.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0) {
      return not_permitted;
    }
    auto archive = try_to_open();
    if (!archive) return archive.error().message.empty() ? 2 : 0;  // said at the start
    return keep_second().run(*archive) ? 1 : 0;
  });
  if (end == not_permitted) GTEST_SKIP() << "may not mount here";
  EXPECT_EQ(end, 0);
}

// REL-10: the order is the log's number, and an object's own history never runs backwards.
TEST_F(SurroundingsTest, AClockThatJumpsChangesNoOrder) {
  Archive archive = open();
  const std::int64_t start = clock_.now().unix_ms;
  int version = 1;
  for (const std::int64_t days : {-1, 3650, -3650, 0, 1}) {
    clock_.set(Instant{start + days * day});
    Record record = must(archive.record(first_id_, archivist_));
    record.subject = "Sửa khi đồng hồ lệch " + std::to_string(days) + " ngày";
    version = must(archive.amend(record, {}, version, actor_, ""));
  }
  std::vector<std::string> created;
  for (const VersionInfo& one : must(archive.versions(first_id_, archivist_)))
    created.push_back(one.created);
  EXPECT_EQ(created.size(), 6U);
  EXPECT_TRUE(std::ranges::is_sorted(created));
  EXPECT_EQ(must(archive.record(first_id_, archivist_)).subject, "Sửa khi đồng hồ lệch 1 ngày");
  // Recovery sorts what it finds by time; the newest must stay the newest when the log is made whole.
  clock_.set(Instant{start - 3650 * day});
  EXPECT_TRUE(must(archive.recover()).problems.empty());
  EXPECT_EQ(what_is_wrong(archive), "");
}

// REL-30: of each number there is one decision, whoever else wanted it and whoever was killed.
TEST_F(SurroundingsTest, SixteenProcessesOfWhichSomeAreKilledGiveEachNumberOnce) {
  options_.lock_wait_milliseconds = 20'000;
  constexpr int processes = 16;
  constexpr int numbers = 12;
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      SequenceIds ids{500 + static_cast<std::uint64_t>(i)};
      auto archive = Archive::open(options_, clock_, ids);
      for (int number = 1; archive && number <= numbers; ++number) {
        Objects objects;
        objects.push_back(small_decision(std::to_string(100 + number) + "/QĐ-UBND", 100 + number, "X"));
        objects.front().first.id.clear();
        objects.front().first.subject = "của tiến trình " + std::to_string(i);
        const auto kept = archive->keep(std::move(objects), actor_, "");
        if (!kept && kept.error().code != ErrorCode::conflict) ::_exit(1);
      }
      ::_exit(archive ? 0 : 1);
    }
    children.push_back(child);
  }
  for (int i = 0; i < processes; i += 3) {  // every third one dies somewhere
    ::usleep(20'000);
    ::kill(children[static_cast<std::size_t>(i)], SIGKILL);
  }
  for (int i = 0; i < processes; ++i) {
    int status = 0;
    ::waitpid(children[static_cast<std::size_t>(i)], &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "process " << i;
  }
  Archive archive = open();
  std::set<std::string> seen;
  for (const Record& record : must(archive.list(archivist_, 1000, 0)))
    EXPECT_TRUE(seen.insert(record.number).second) << record.number << " was given twice";
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(numbers) + 1);
  EXPECT_EQ(what_is_wrong(archive), "");
}

/// archive-design §2: the events of each version, as the state's archive reads them.
TEST_F(SurroundingsTest, EventsOfEveryVersionAreValidPremis) {
  SOVANG_NEEDS_SHARED("fixtures/eark-schemas/catalog.xml");
  const fs::path schemas = testing::shared_file("fixtures/eark-schemas");
  Archive archive = open();
  ASSERT_TRUE(amend_first().run(archive));
  Record record = must(archive.record(first_id_, archivist_));
  record.state = RecordState::revoked;
  must(archive.amend(record, {}, 2, actor_, "Thu hồi <vì> \"nhầm\" & sai"));
  ASSERT_TRUE(keep_second().run(archive));
  Objects objects;
  objects.push_back(small_decision("7/QĐ-UBND", 7, "7"));
  const std::string disposed = must(archive.keep(std::move(objects), {"urn:sovang:user:a", ""}, "")).at(0);
  must(archive.dispose(disposed, {"12/QĐ-STC", "urn:sovang:user:a", "urn:sovang:user:b"}, actor_));
  int checked = 0;
  for (const fs::path& path : must(files::list_tree(options_.root / "ocfl"))) {
    if (path.filename() != "premis.xml") continue;
    ++checked;
    const auto ran = run_process({"env", "XML_CATALOG_FILES=" + (schemas / "catalog.xml").string(), "xmllint",
                                  "--nonet", "--noout", "--schema", (schemas / "premis-3.0.xsd").string(),
                                  (options_.root / "ocfl" / path).string()});
    ASSERT_TRUE(ran.has_value()) << ran.error().message;
    EXPECT_EQ(ran->exit_status, 0) << path << ": " << ran->errors;
  }
  EXPECT_EQ(checked, 5) << "three versions, the second decision, the tombstone";
}

}  // namespace
}  // namespace sovang::archive
