// The catalogue made anew from the store alone: objects a second, memory, and the same dump as before.
//   archive_reindex [objects] [--keep FOLDER] [--postgres CONNECTION]
// Decisions of 12 people each (generator in archive_million_maker.cc). A folder that --keep filled is used
// again; the reindex runs in a process of its own, so that its memory is its own.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sovang/archive/archive.h"
#include "sovang/base/clock.h"
#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/base/ids.h"

#include "archive_million.h"

namespace sovang::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(3);
}
void must(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  std::exit(3);
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Processor time of all threads of this process, and its greatest memory.
struct Usage {
  double seconds = 0;
  double mib = 0;
};
Usage usage() {
  rusage now{};
  ::getrusage(RUSAGE_SELF, &now);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return {seconds(now.ru_utime) + seconds(now.ru_stime), static_cast<double>(now.ru_maxrss) / 1024};
}

constexpr std::size_t people_a_decision = 12;

archive::Record decision(DecisionMaker& maker, std::size_t of) {
  archive::Record record = maker.next(of);
  while (record.lines.size() < people_a_decision) {
    record.lines.push_back(record.lines.front());
    record.lines.back().seq = static_cast<int>(record.lines.size());
  }
  record.lines.resize(people_a_decision);
  return record;
}

void fill(archive::Archive& archive, std::size_t objects) {
  constexpr std::size_t batch = 200;
  DecisionMaker maker(1);
  std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> waiting;
  for (std::size_t i = 0; i < objects; ++i) {
    archive::Record record = decision(maker, objects);
    const Bytes paper = "%PDF-1.7\n" + record.id + std::string(4000, 'x');
    waiting.push_back({std::move(record), {{"decision.pdf", paper}}});
    if (waiting.size() < batch && i + 1 < objects) continue;
    must(archive.keep(std::exchange(waiting, {}), {"urn:sovang:user:bench", "bench"}, ""));
  }
}

int reindex(const archive::Archive::Options& options) {
  SystemClock clock;
  SystemIds ids;
  archive::Archive archive = must(archive::Archive::open(options, clock, ids));
  const std::string before = to_hex(digest(HashKind::sha256, must(archive.dump())));
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("SOVANG_REINDEX_ONLY", "1", 1);
    const std::string root = options.root.string();
    ::execl("/proc/self/exe", "archive_reindex", "--keep", root.c_str(), "--postgres",
            options.catalogue.c_str(), nullptr);
    ::_exit(3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const std::string after = to_hex(digest(HashKind::sha256, must(archive.dump())));
  std::printf("dump: %s\n", before == after ? "the same" : "NOT THE SAME");
  return before == after && status == 0 ? 0 : 1;
}

int reindex_only(const archive::Archive::Options& options) {
  SystemClock clock;
  SystemIds ids;
  archive::Archive archive = must(archive::Archive::open(options, clock, ids));
  const Usage at_start = usage();
  const auto begin = Clock::now();
  const archive::WalkReport report = must(archive.reindex({}));
  const double wall = seconds_since(begin);
  const Usage at_end = usage();
  const double worked = at_end.seconds - at_start.seconds;
  const auto objects = static_cast<double>(report.objects);
  std::printf(
      "%zu objects in %.1f s: %.0f a second; %.1f s of processor time: %.0f a second of it (target 800); "
      "%.0f MiB (target 1,024)\n",
      report.objects, wall, objects / wall, worked, objects / worked, at_end.mib);
  return report.problems.empty() ? 0 : 1;
}

int run(std::size_t objects, const fs::path& kept, const std::string& database) {
  const files::TemporaryFolder scratch = must(files::TemporaryFolder::make("sovang-reindex"));
  archive::Archive::Options options;
  options.root = kept.empty() ? scratch.path() / "office" : kept;
  options.catalogue = database;
  options.tenant = "qnam";
  if (std::getenv("SOVANG_REINDEX_ONLY") != nullptr) return reindex_only(options);
  if (!fs::exists(options.root / "ocfl")) {
    SystemClock clock;
    SystemIds ids;
    must(archive::Archive::create(options, ids));
    archive::Archive archive = must(archive::Archive::open(options, clock, ids));
    const auto begin = Clock::now();
    fill(archive, objects);
    std::printf("%zu objects kept in %.1f s\n", objects, seconds_since(begin));
    std::fflush(stdout);
  }
  return reindex(options);
}

}  // namespace
}  // namespace sovang::bench

int main(int count, char** arguments) {
  std::size_t objects = 10'000;
  std::filesystem::path kept;
  std::string database;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--keep" && i + 1 < count) {
      kept = arguments[++i];
    } else if (argument == "--postgres" && i + 1 < count) {
      database = arguments[++i];
    } else {
      objects = std::strtoull(arguments[i], nullptr, 10);
    }
  }
  return sovang::bench::run(objects, kept, database);
}
