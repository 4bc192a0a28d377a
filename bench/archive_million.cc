// Searching a million awarded people in 30,000 decisions: build, size, times of queries, and peers on the
// same rows in the same run.
//   archive_million [people] [--no-peers] [--keep FOLDER] [--postgres CONNECTION] [--only QUESTION]
// What --keep built is used again by the next run with the same number of people.
#include "archive_million.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <time.h>

#include "sovang/base/files.h"
#include "sovang/store/database.h"
#include "sovang/text/search_keys.h"

#include "archive_million_peers.h"
#include "catalogue.h"

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

/// Time on a processor: what others of a busy machine do is not in it.
class ProcessorTime {
 public:
  /// Of this thread, and of the process of PostgreSQL that serves it.
  explicit ProcessorTime(const std::string& database) {
    if (database.empty()) return;
    const store::Database other = must(store::Database::connect(database, "million_clock", {}));
    const std::int64_t process =
        must(other.row("SELECT max(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND "
                       "pid <> pg_backend_pid()"))
            .integer(0);
    server_ = "/proc/" + std::to_string(process) + "/schedstat";
  }
  [[nodiscard]] double ms() const {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    double out = static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    if (server_.empty()) return out;
    double nanoseconds = 0;
    std::ifstream(server_) >> nanoseconds;
    return out + nanoseconds / 1e6;
  }

 private:
  std::string server_;
};

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t out = 0;
  for (const auto& file : fs::recursive_directory_iterator(folder))
    if (file.is_regular_file()) out += file.file_size();
  return out;
}

/// One kind of question and the time it may take.
struct Question {
  std::string_view name;
  double target_ms;
  std::function<archive::Query(Numbers&, const std::vector<archive::Record>&)> make;
};

const archive::RecordLine& any_person(Numbers& numbers, const std::vector<archive::Record>& sample) {
  for (;;) {
    const archive::Record& record = sample[numbers.below(sample.size())];
    const archive::RecordLine& line = record.lines[numbers.below(record.lines.size())];
    if (line.kind == domain::RecipientKind::individual) return line;
  }
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

archive::Query of_words(std::string words) {
  archive::Query query;
  query.words = std::move(words);
  query.counting = archive::Counting::nothing;
  return query;
}

std::string with_slip(Numbers& numbers, const std::string& fold) {
  std::vector<std::string> words = words_of(fold);
  const auto longest = std::max_element(words.begin(), words.end(),
                                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  longest->erase(1 + numbers.below(longest->size() - 1), 1);
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<Question> questions() {
  using Sample = std::vector<archive::Record>;
  return {
      {"number", 1, [](Numbers& n, const Sample& s) { return of_words(s[n.below(s.size())].number); }},
      {"two words, folded", 2,
       [](Numbers& n, const Sample& s) {
         const auto words = words_of(text::fold_key(any_person(n, s).name));
         return of_words(words.front() + " " + words.back());
       }},
      {"full name, folded", 10,
       [](Numbers& n, const Sample& s) { return of_words(text::fold_key(any_person(n, s).name)); }},
      {"full name, marks", 10, [](Numbers& n, const Sample& s) { return of_words(any_person(n, s).name); }},
      {"phrase", 30,
       [](Numbers& n, const Sample& s) { return of_words("\"" + any_person(n, s).unit_name + "\""); }},
      {"phrase of a name", 30,
       [](Numbers& n, const Sample& s) { return of_words("\"" + any_person(n, s).name + "\""); }},
      {"prefix", 5,
       [](Numbers& n, const Sample& s) {
         const auto words = words_of(text::fold_key(any_person(n, s).name));
         return of_words(words.back().substr(0, std::max<std::size_t>(2, words.back().size() - 1)) + "*");
       }},
      {"one slip", 25,
       [](Numbers& n, const Sample& s) {
         return of_words(with_slip(n, text::fold_key(any_person(n, s).name)));
       }},
      {"facets, common name", 100,
       [](Numbers& n, const Sample&) {
         static constexpr const char* names[] = {"nguyen van", "nguyen thi", "tran thi", "le van",
                                                 "Nguyễn Thị"};
         archive::Query query = of_words(names[n.below(5)]);
         query.counting = archive::Counting::facets;
         return query;
       }},
  };
}

void ask(const archive::Catalogue& catalogue, const ProcessorTime& processor,
         const std::vector<archive::Record>& sample, std::size_t times, const std::string& only) {
  std::printf(
      "| question | p50 ms | p99 ms | p50, processor | p99, processor | target | mean hits of a page "
      "|\n|---|---|---|---|---|---|---|\n");
  for (const Question& question : questions()) {
    if (question.name.find(only) == std::string_view::npos) continue;
    Numbers numbers(7);
    std::vector<double> taken;
    std::vector<double> worked;
    std::size_t hits = 0;
    const std::size_t rounds = question.target_ms >= 100 ? times / 10 : times;
    for (std::size_t i = 0; i < rounds; ++i) {
      const archive::Query query = question.make(numbers, sample);
      const auto begin = Clock::now();
      const double before = processor.ms();
      hits += must(catalogue.find(archive::read_query(query), archive::Asker{}, {})).hits.size();
      worked.push_back(processor.ms() - before);
      taken.push_back(seconds_since(begin) * 1000);
    }
    std::sort(taken.begin(), taken.end());
    std::sort(worked.begin(), worked.end());
    std::printf("| %.*s | %.2f | %.2f | %.2f | %.2f | %.0f | %.1f |\n",
                static_cast<int>(question.name.size()), question.name.data(), taken[taken.size() / 2],
                taken[taken.size() * 99 / 100], worked[worked.size() / 2], worked[worked.size() * 99 / 100],
                question.target_ms, static_cast<double>(hits) / static_cast<double>(rounds));
    std::fflush(stdout);
  }
}

/// What was built, or found built.
struct Built {
  std::vector<archive::Record> sample;
  std::size_t lines = 0;
  double rows = 0;
  double words = 0;
  double processor = 0;
};

/// What the program was asked for.
struct Wanted {
  std::size_t people = 1'000'000;
  bool peers = true;
  std::string folder;    ///< where the catalogue is kept for the next run; empty = it is thrown away
  std::string database;  ///< connection string of PostgreSQL; empty = SQLite
  std::string only;      ///< part of a question's name
};

archive::CatalogueObject object_of(archive::Record record) {
  archive::CatalogueObject object;
  object.record = std::move(record);
  object.inventory_sha512 = std::string(128, 'a');
  object.created = "2025-01-01T00:00:00Z";
  return object;
}

/// Rows and words of a new catalogue, or only the sample where one is there.
Built build(const archive::CatalogueHome& home, const std::string& name, const Wanted& wanted, bool fresh) {
  const std::size_t decisions = wanted.people * 3 / 100;
  Built out;
  const ProcessorTime processor("");
  DecisionMaker maker(1);
  std::optional<archive::Catalogue> catalogue;
  if (fresh) catalogue.emplace(must(archive::Catalogue::open(home, name, archive::Catalogue::Mode::create)));
  std::vector<archive::CatalogueObject> objects;
  for (std::size_t i = 0; i < decisions; ++i) {
    archive::CatalogueObject object = object_of(maker.next(decisions));
    out.lines += object.record.lines.size();
    if (i % 97 == 0) out.sample.push_back(object.record);
    if (!catalogue) continue;
    objects.push_back(std::move(object));
    if (objects.size() < 500 && i + 1 < decisions) continue;
    const auto begin = Clock::now();
    const double before = processor.ms();
    must(catalogue->put_rows(objects, std::to_string(i)));
    out.rows += seconds_since(begin);
    out.processor += (processor.ms() - before) / 1000;
    objects.clear();
  }
  if (!catalogue) return out;
  const auto begin = Clock::now();
  const double before = processor.ms();
  while (must(catalogue->index_more())) {
  }
  out.words = seconds_since(begin);
  out.processor += (processor.ms() - before) / 1000;
  return out;
}

int run(const Wanted& wanted) {
  const files::TemporaryFolder scratch = must(files::TemporaryFolder::make("sovang-million"));
  const fs::path folder = wanted.folder.empty() ? scratch.path() : fs::path(wanted.folder);
  fs::create_directories(folder);
  const archive::CatalogueHome home{folder, wanted.database, "million"};
  const std::string name = wanted.database.empty() ? "index.1.db" : "sovang_million_1";
  const bool fresh = !fs::exists(folder / "built");
  const Built built = build(home, name, wanted, fresh);
  const archive::Catalogue catalogue =
      must(archive::Catalogue::open(home, name, archive::Catalogue::Mode::existing));
  if (fresh) {
    std::printf(
        "%zu people in %zu decisions: rows %.1f s, words %.1f s, together %.1f s (target 60 for a million), "
        "%.1f s of them this process's processor time\n",
        built.lines, wanted.people * 3 / 100, built.rows, built.words, built.rows + built.words,
        built.processor);
    if (wanted.database.empty())
      std::printf("%.0f bytes a person (target 1,100)\n",
                  static_cast<double>(bytes_in(folder)) / static_cast<double>(built.lines));
    must(files::replace(folder / "built", "\n"));
  }
  std::printf("\n");
  ask(catalogue, ProcessorTime(wanted.database), built.sample, 1000, wanted.only);
  if (wanted.peers && wanted.database.empty()) ask_peers(folder / name, built.sample);
  return 0;
}

}  // namespace
}  // namespace sovang::bench

int main(int count, char** arguments) {
  sovang::bench::Wanted wanted;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--no-peers") {
      wanted.peers = false;
    } else if (argument == "--keep" && i + 1 < count) {
      wanted.folder = arguments[++i];
    } else if (argument == "--postgres" && i + 1 < count) {
      wanted.database = arguments[++i];
    } else if (argument == "--only" && i + 1 < count) {
      wanted.only = arguments[++i];
    } else {
      wanted.people = std::strtoull(arguments[i], nullptr, 10);
    }
  }
  return sovang::bench::run(wanted);
}
