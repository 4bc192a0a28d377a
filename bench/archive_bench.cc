// The archive at work: keeping a movement's decision, searching, rebuilding the catalogue.
// Figures depend on the disk: TMPDIR says where (default /tmp).
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "sovang/archive/archive.h"
#include "sovang/base/files.h"

namespace sovang::archive {
namespace {

const std::vector<std::string> family{"Nguyễn", "Trần", "Lê",   "Phạm", "Huỳnh",
                                      "Phan",   "Vũ",   "Đặng", "Bùi",  "Đỗ"};
const std::vector<std::string> middle{"Văn", "Thị", "Đình", "Quang", "Minh", "Thanh", "Ngọc", "Hữu"};
const std::vector<std::string> given{"An",   "Bình", "Cường", "Dũng", "Đức",  "Giang", "Hà",
                                     "Hòa",  "Huệ",  "Khánh", "Lan",  "Mỹ",   "Nam",   "Oanh",
                                     "Phúc", "Quý",  "Sơn",   "Tâm",  "Uyên", "Xuân"};

std::string name_of(std::size_t i) {
  return family[i % family.size()] + " " + middle[i / 10 % middle.size()] + " " +
         given[i / 80 % given.size()];
}

Bytes paper(std::size_t seed, std::size_t size) {
  Bytes out = "%PDF-1.7\n";
  std::uint64_t state = seed;
  while (out.size() < size) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    out += static_cast<char>(state >> 56U);
  }
  return out;
}

/// A decision with `lines` people; each has a certificate of 25 kB if `with_papers`.
std::pair<Record, std::vector<ContentFile>> decision(int number, std::size_t lines, bool with_papers) {
  Record record;
  record.tenant = "qnam";
  record.number = std::to_string(number) + "/QĐ-UBND";
  record.number_seq = number;
  record.issued = Date::from_days(18'000 + number % 2000);
  record.subject = "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  std::vector<ContentFile> files{{"decision.pdf", paper(static_cast<std::size_t>(number), 60'000)}};
  for (std::size_t i = 0; i < lines; ++i) {
    RecordLine line;
    line.seq = static_cast<int>(i) + 1;
    line.name = name_of(static_cast<std::size_t>(number) * 31 + i * 7);
    line.unit_name = "Trung tâm Y tế huyện số " + std::to_string(i % 18);
    line.unit_id = domain::UnitId("U" + std::to_string(i % 18));
    line.title = "Bác sĩ";
    line.award = domain::AwardCode("BKT-C");
    line.reason = "Đã có thành tích xuất sắc trong công tác phòng, chống dịch COVID-19 trên địa bàn tỉnh";
    if (with_papers) {
      line.certificate_path = "certs/" + std::to_string(i + 1) + ".pdf";
      files.push_back({line.certificate_path, paper(i * 1000 + static_cast<std::size_t>(number), 25'000)});
    }
    record.lines.push_back(std::move(line));
  }
  return {std::move(record), std::move(files)};
}

struct Office {
  files::TemporaryFolder folder = std::move(*files::TemporaryFolder::make("sovang-bench"));
  SystemClock clock;
  SystemIds ids;
  Archive::Options options;
  std::unique_ptr<Archive> archive;

  Office() {
    options.root = folder.path();
    if (!Archive::create(options, ids)) std::abort();
    archive = std::make_unique<Archive>(std::move(*Archive::open(options, clock, ids)));
  }
  void fill(int decisions, std::size_t lines) {
    std::vector<std::pair<Record, std::vector<ContentFile>>> objects;
    for (int i = 1; i <= decisions; ++i) {
      objects.push_back(decision(i, lines, false));
      if (objects.size() == 50 || i == decisions) {
        if (!archive->keep(std::move(objects), {"urn:sovang:user:bench", "bench"}, "nạp")) std::abort();
        objects.clear();
      }
    }
  }
};

void keep_one_decision(benchmark::State& state) {
  Office office;
  int number = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<std::pair<Record, std::vector<ContentFile>>> objects;
    objects.push_back(decision(++number, static_cast<std::size_t>(state.range(0)), true));
    state.ResumeTiming();
    if (!office.archive->keep(std::move(objects), {"urn:sovang:user:bench", "bench"}, "ban hành"))
      state.SkipWithError("keep failed");
  }
}
BENCHMARK(keep_one_decision)->Arg(12)->Arg(214)->Unit(benchmark::kMillisecond)->UseRealTime();

/// 1,000 decisions of 100 people: 100,000 lines.
Office& large_office() {
  static Office office;
  static const bool filled = (office.fill(1000, 100), true);
  benchmark::DoNotOptimize(filled);
  return office;
}

void find(benchmark::State& state, const std::string& words) {
  const Office& office = large_office();
  Query query;
  query.words = words;
  std::size_t total = 0;
  for (auto _ : state) {
    const auto hits = office.archive->find(query, Asker{});
    if (!hits) state.SkipWithError("find failed");
    total = hits ? hits->total : 0;
  }
  state.counters["hits"] = static_cast<double>(total);
}
BENCHMARK_CAPTURE(find, full_name_without_marks, std::string("nguyen van dung"))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, full_name_with_marks, std::string("Nguyễn Văn Dũng"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, two_common_words, std::string("nguyen van"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, prefix, std::string("ngu*"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, number, std::string("512/QĐ-UBND"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, nobody, std::string("tran van khongco"))->Unit(benchmark::kMillisecond);

void reindex(benchmark::State& state) {
  const Office& office = large_office();
  for (auto _ : state) {
    if (!office.archive->reindex({})) state.SkipWithError("reindex failed");
  }
  state.counters["objects/s"] = benchmark::Counter(1000, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(reindex)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace sovang::archive
