// `sovang issue` is killed at many of its system calls. After `sovang archive recover` each decision is there
// whole or not at all, and a second run completes the movement with the same numbers (blueprint §3 rule 9).
#include <algorithm>
#include <map>
#include <set>

#include "program.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view calls = "openat,write,pwrite64,fdatasync,fsync,mkdir,rename,renameat2,unlink";
constexpr std::size_t kill_points = 60;

/// Number and files of each archived object: what a reader sees.
std::map<std::string, std::size_t> archived(const fs::path& data) {
  std::map<std::string, std::size_t> out;
  const ProgramRun listed = sovang(data, {"archive", "ls", "--json"});
  EXPECT_EQ(listed.exit_status, 0) << listed.errors;
  for (const json& line : listed.lines())
    out[line["record"]] = line["files"];
  return out;
}

json numbers_of(const ProgramRun& issued) {
  json out;
  for (const json& decision : issued.lines().back()["decisions"])
    out[decision["id"].get<std::string>()] = {decision["number"], decision["record"], decision["register"]};
  return out;
}

class KillIssue : public ::testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "traced and under a sanitizer this takes an hour; the release suite runs it";
#endif
    if (run({"strace", "-V"}).exit_status != 0) GTEST_SKIP() << "strace is not installed";
    make_sample_office(ready());
    copy(ready(), complete());
    const ProgramRun traced =
        run({"strace", "-f", "-qq", "-o", trace().string(), "-e", "trace=" + std::string(calls),
             SOVANG_PROGRAM, "--data", complete().string(), "issue", "--json", sample_movement});
    if (traced.exit_status != 0 && traced.errors.find("ptrace") != std::string::npos) {
      GTEST_SKIP() << "this machine does not let a process be traced";
    }
    ASSERT_EQ(traced.exit_status, 0) << traced.errors;
    expected_numbers = numbers_of(traced);
    expected_objects = archived(complete());
    const std::string lines = read_all(trace());
    total_calls = static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
  }

  static void copy(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
  }

  /// Runs `issue` until its n-th call and kills it there.
  static void kill_at(const fs::path& data, std::size_t n) {
    const std::string which = "inject=" + std::string(calls) + ":signal=KILL:when=" + std::to_string(n);
    run({"strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + std::string(calls), "-e", which,
         SOVANG_PROGRAM, "--data", data.string(), "issue", "--json", sample_movement});
  }

  /// What holds after a kill at call `n`.
  void check_after_kill(std::size_t n) {
    SCOPED_TRACE("killed at call " + std::to_string(n) + " of " + std::to_string(total_calls));
    copy(ready(), work());
    kill_at(work(), n);
    ASSERT_EQ(sovang(work(), {"archive", "recover"}).exit_status, 0);
    for (const auto& [record, files] : archived(work())) {
      ASSERT_TRUE(expected_objects.contains(record)) << record;
      EXPECT_EQ(files, expected_objects.at(record)) << record;
    }
    const ProgramRun audited = sovang(work(), {"archive", "audit"});
    EXPECT_EQ(audited.exit_status, 0) << audited.output << audited.errors;
    const ProgramRun again = sovang(work(), {"issue", "--json", sample_movement});
    ASSERT_EQ(again.exit_status, 0) << again.errors;
    EXPECT_EQ(numbers_of(again), expected_numbers);
    EXPECT_EQ(archived(work()), expected_objects);
  }

  fs::path ready() const {
    return folder_.path() / "ready";
  }
  fs::path complete() const {
    return folder_.path() / "complete";
  }
  fs::path work() const {
    return folder_.path() / "work";
  }
  fs::path trace() const {
    return folder_.path() / "trace";
  }

  json expected_numbers;
  std::map<std::string, std::size_t> expected_objects;
  std::size_t total_calls = 0;

 private:
  files::TemporaryFolder folder_ = *files::TemporaryFolder::make("sovang-kill");
};

TEST_F(KillIssue, LeavesEachDecisionWholeOrNotAtAllAndTheNextRunKeepsTheNumbers) {
  ASSERT_GT(total_calls, kill_points);
  std::set<std::size_t> points;
  for (std::size_t i = 0; i < kill_points; ++i)
    points.insert(1 + i * (total_calls - 1) / (kill_points - 1));
  ASSERT_GE(points.size(), 50U);
  for (const std::size_t n : points)
    ASSERT_NO_FATAL_FAILURE(check_after_kill(n));
}

}  // namespace
}  // namespace sovang::testing
