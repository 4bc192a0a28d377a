// What proof costs: a decision with 1,000 certificates kept for good, a certificate verified, the store
// audited beside sha512sum over the same files. Figures depend on the disk: TMPDIR says where (default /tmp).
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "sovang/archive/archive.h"
#include "sovang/base/files.h"
#include "sovang/base/process.h"

namespace sovang::archive {
namespace {

constexpr std::size_t people = 1000;
constexpr std::size_t paper_size = 25'000;

Bytes paper(std::uint64_t state, std::size_t size) {
  Bytes out = "%PDF-1.7\n";
  while (out.size() < size) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    out += static_cast<char>(state >> 56U);
  }
  return out;
}

std::pair<Record, std::vector<ContentFile>> decision(int number) {
  Record record;
  record.tenant = "qnam";
  record.number = std::to_string(number) + "/QĐ-UBND";
  record.number_seq = number;
  record.issued = *Date::make(2022, 5, 20);
  record.subject = "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  std::vector<ContentFile> files{{"decision.pdf", paper(static_cast<std::uint64_t>(number), 200'000)}};
  for (std::size_t i = 0; i < people; ++i) {
    RecordLine line;
    line.seq = static_cast<int>(i) + 1;
    line.name = "Nguyễn Thị Mỹ " + std::to_string(i);
    line.unit_name = "Trung tâm Y tế huyện số " + std::to_string(i % 18);
    line.unit_id = domain::UnitId("U" + std::to_string(i % 18));
    line.award = domain::AwardCode("BKT-C");
    line.book_number = std::to_string(number) + "-" + std::to_string(i);
    line.certificate_path = "certs/" + std::to_string(i + 1) + ".pdf";
    files.push_back(
        {line.certificate_path, paper(i * 1000 + static_cast<std::uint64_t>(number), paper_size)});
    record.lines.push_back(std::move(line));
  }
  return {std::move(record), std::move(files)};
}

/// An archive in a temporary folder. A benchmark has nobody to tell of a failure but the crash.
struct Place {
  files::TemporaryFolder folder = *files::TemporaryFolder::make("sovang-bench");
  SystemClock clock;
  SystemIds ids;
  Archive::Options options{folder.path() / "office", "qnam", true, 5000};
  Archive archive = make();

  Archive make() {
    static_cast<void>(Archive::create(options, ids).value());
    return std::move(Archive::open(options, clock, ids).value());
  }
  /// With the codes of its certificates.
  std::pair<Record, std::vector<ContentFile>> keep(int number) {
    auto object = decision(number);
    for (RecordLine& line : object.first.lines)
      line.certificate_code = archive.certificate_code(object.first, line).value();
    std::vector<std::pair<Record, std::vector<ContentFile>>> objects{object};
    static_cast<void>(archive.keep(std::move(objects), {"urn:sovang:user:bench", "bench"}, "bench").value());
    return object;
  }
};

void BM_KeepDecisionWithThousandCertificates(benchmark::State& state) {
  Place place;
  int number = 0;
  for (auto _ : state)
    place.keep(++number);
}
BENCHMARK(BM_KeepDecisionWithThousandCertificates)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(5);

void BM_VerifyCertificateFile(benchmark::State& state) {
  Place place;
  const auto object = place.keep(1);
  std::size_t i = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(place.archive.verify_file(object.second[1 + i++ % people].bytes).value());
}
BENCHMARK(BM_VerifyCertificateFile)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_VerifyCertificateCode(benchmark::State& state) {
  Place place;
  const auto object = place.keep(1);
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        place.archive.verify_code(object.first.lines[i++ % people].certificate_code).value());
  }
}
BENCHMARK(BM_VerifyCertificateCode)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_VerifyCertificateCodeOffline(benchmark::State& state) {
  Place place;
  const auto object = place.keep(1);
  const PublishedKeys keys = place.archive.published_keys().value();
  for (auto _ : state)
    benchmark::DoNotOptimize(read_code(object.first.lines[7].certificate_code, keys).value());
}
BENCHMARK(BM_VerifyCertificateCodeOffline)->Unit(benchmark::kMicrosecond)->UseRealTime();

constexpr int audited_decisions = 20;

void BM_Audit(benchmark::State& state) {
  Place place;
  for (int number = 1; number <= audited_decisions; ++number)
    place.keep(number);
  std::uint64_t bytes = 0;
  for (auto _ : state)
    bytes += place.archive.audit({}).value().bytes;
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(BM_Audit)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(5);

void BM_AuditFloorSha512sum(benchmark::State& state) {
  Place place;
  for (int number = 1; number <= audited_decisions; ++number)
    place.keep(number);
  const std::string command = "find '" + (place.options.root / "ocfl").string() +
                              "' -type f -print0 | xargs -0 sha512sum > /dev/null";
  const std::uint64_t bytes = place.archive.audit({}).value().bytes;
  for (auto _ : state)
    benchmark::DoNotOptimize(run_process({"sh", "-c", command}).value().exit_status);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes * state.iterations()));
}
BENCHMARK(BM_AuditFloorSha512sum)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(5);

}  // namespace
}  // namespace sovang::archive
