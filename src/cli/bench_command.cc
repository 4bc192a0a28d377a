// `sovang bench NAME`: the product's own benchmark on one core, beside the floor writer of bench/floor in the
// same run. Machines are shared and noisy: the ratio to the floor is what to quote.
#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "sovang/base/files.h"
#include "sovang/document/value.h"
#include "sovang/pdf/print.h"

#include "bench_data.h"
#include "command.h"
#include "floor/pdf_floor.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string name;
  std::size_t count = 0;
  std::string data_out;
  bool json = false;
};

/// User and system time of this process so far, in seconds.
double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// What a run took, step by step.
class Stopwatch {
 public:
  /// Adds the time of `work` to the step of that name.
  template <class Work>
  auto time(std::string_view step, Work&& work) {
    const double start = processor_seconds();
    auto result = work();
    add(step, processor_seconds() - start);
    return result;
  }
  void add(std::string_view step, double seconds) {
    for (auto& [name, sum] : steps_) {
      if (name == step) {
        sum += seconds;
        return;
      }
    }
    steps_.emplace_back(step, seconds);
  }
  [[nodiscard]] double of(std::string_view step) const {
    for (const auto& [name, sum] : steps_) {
      if (name == step) return sum;
    }
    return 0;
  }

 private:
  std::vector<std::pair<std::string, double>> steps_;
};

struct Outcome {
  std::size_t made = 0;
  std::size_t bytes = 0;
  double seconds = 0;        ///< the product, in memory
  double floor_seconds = 0;  ///< the floor writer for the same words; 0 = no floor
  std::vector<std::pair<std::string, double>> shares;
};

struct Engine {
  dossier::Forms forms;
  const document::Template* form = nullptr;
};

Result<Engine> engine_for(Context& context, std::string_view form) {
  Diagnostics diagnostics;
  Engine engine{SOVANG_TRY(dossier::Forms::load(context.home(), diagnostics))};
  engine.form = SOVANG_TRY(engine.forms.form(form, diagnostics));
  return engine;
}

Result<dossier::LaidOutPaper> lay_out(const Engine& engine, const document::Value& data) {
  Diagnostics diagnostics;
  return engine.forms.lay_out(*engine.form, data, *Date::make(2022, 5, 20), {}, diagnostics);
}

/// Shapes every piece of text of the pages.
void shape_again(const layout::FontBook& fonts, const layout::Pages& pages) {
  for (const layout::Page& page : pages.pages) {
    for (const layout::Item& item : page.items) {
      const auto* text = std::get_if<layout::TextItem>(&item.content);
      if (text == nullptr) continue;
      for (const layout::TextPiece& piece : text->pieces)
        static_cast<void>(fonts.shape(text->face, piece.shaped->text));
    }
  }
}

enum class Subsets { exact, batch };

double floor_time(const Engine& engine, const std::vector<bench::FloorPage>& pages, Subsets subsets) {
  bench::FloorWriter floor(engine.forms.fonts());
  const double start = processor_seconds();
  if (subsets == Subsets::exact) {
    for (const bench::FloorPage& page : pages)
      static_cast<void>(floor.exact(page));
  } else {
    for (const bench::FloorPage& page : pages)
      floor.add(page);
    floor.seal();
    for (std::size_t i = 0; i < pages.size(); ++i)
      static_cast<void>(floor.write(i));
  }
  return processor_seconds() - start;
}

/// The art and the fixed lines are packed once in a process; a run of one leaves the rest to what each
/// certificate costs.
Status warm_up(const Engine& engine) {
  const dossier::LaidOutPaper paper = SOVANG_TRY(lay_out(engine, bench_certificate(0)));
  SOVANG_TRY(pdf::write_pdf(paper.pages, paper.facts, engine.forms.pdf_cache()));
  return {};
}

std::vector<document::Value> certificate_data(std::size_t count) {
  std::vector<document::Value> data;
  for (std::size_t i = 0; i < count; ++i)
    data.push_back(bench_certificate(i));
  return data;
}

/// Paper after paper from data to file, each let go when it is written, as a program does that puts them on a
/// disk. The answer is the sum of their bytes.
Result<std::size_t> make_all(const Engine& engine, const std::vector<document::Value>& data, Subsets subsets,
                             Stopwatch& watch) {
  std::size_t bytes = 0;
  pdf::BatchWriter batch(engine.forms.pdf_cache());
  for (const document::Value& value : data) {
    dossier::LaidOutPaper paper = SOVANG_TRY(watch.time("layout", [&] { return lay_out(engine, value); }));
    const Status written = watch.time("pdf", [&]() -> Status {
      const dossier::LaidOutPaper made = std::move(paper);
      if (subsets == Subsets::exact) {
        bytes += SOVANG_TRY(pdf::write_pdf(made.pages, made.facts, engine.forms.pdf_cache())).size();
      } else {
        SOVANG_TRY(batch.add(made.pages, made.facts));
      }
      return {};
    });
    SOVANG_TRY(written);
  }
  if (subsets == Subsets::exact) return bytes;
  const Status written = watch.time("pdf", [&]() -> Status {
    SOVANG_TRY(batch.seal());
    for (std::size_t i = 0; i < data.size(); ++i)
      bytes += SOVANG_TRY(batch.write(i)).size();
    return {};
  });
  SOVANG_TRY(written);
  return bytes;
}

Result<Outcome> certificates(Context& context, std::size_t count, Subsets subsets) {
  const Engine engine = SOVANG_TRY(engine_for(context, "bang-khen"));
  SOVANG_TRY(warm_up(engine));
  const std::vector<document::Value> data = certificate_data(count);
  Stopwatch watch;
  const double packing_before = engine.forms.pdf_cache().packing_seconds();
  Outcome outcome;
  outcome.bytes = SOVANG_TRY(make_all(engine, data, subsets, watch));
  const double packing = engine.forms.pdf_cache().packing_seconds() - packing_before;
  outcome.made = count;
  outcome.seconds = watch.of("layout") + watch.of("pdf");

  Diagnostics diagnostics;
  const layout::FontBook fresh = SOVANG_TRY(layout::FontBook::load(context.home() / "fonts", diagnostics));
  std::vector<bench::FloorPage> floor_pages;
  for (const document::Value& value : data) {
    const dossier::LaidOutPaper paper = SOVANG_TRY(lay_out(engine, value));
    const double start = processor_seconds();
    shape_again(fresh, paper.pages);
    watch.add("shaping", processor_seconds() - start);
    floor_pages.push_back(bench::floor_page(paper.pages));
  }
  outcome.floor_seconds = floor_time(engine, floor_pages, subsets);
  const double shaping = std::min(watch.of("shaping"), watch.of("layout"));
  outcome.shares = {{"shaping", shaping},
                    {"layout", watch.of("layout") - shaping},
                    {"pdf", watch.of("pdf") - packing},
                    {"deflate", packing}};
  return outcome;
}

/// From data to one print file, certificate by certificate.
Result<Outcome> merged(Context& context, std::size_t count) {
  const Engine engine = SOVANG_TRY(engine_for(context, "bang-khen"));
  SOVANG_TRY(warm_up(engine));
  const std::vector<document::Value> data = certificate_data(count);
  Stopwatch watch;
  const double packing_before = engine.forms.pdf_cache().packing_seconds();
  pdf::PrintFile print(engine.forms.pdf_cache(), {});
  pdf::PdfFacts facts;
  for (const document::Value& value : data) {
    dossier::LaidOutPaper paper = SOVANG_TRY(watch.time("layout", [&] { return lay_out(engine, value); }));
    SOVANG_TRY(watch.time("pdf", [&] { return print.add(paper.pages); }));
    facts = std::move(paper.facts);
  }
  Outcome outcome;
  outcome.bytes = SOVANG_TRY(watch.time("pdf", [&] { return print.finish(facts); })).size();
  outcome.made = count;
  outcome.seconds = watch.of("layout") + watch.of("pdf");
  const double packing = engine.forms.pdf_cache().packing_seconds() - packing_before;
  outcome.shares = {{"layout", watch.of("layout")}, {"pdf", watch.of("pdf") - packing}, {"deflate", packing}};
  return outcome;
}

Result<Outcome> list(Context& context, std::size_t rows) {
  const Engine engine = SOVANG_TRY(engine_for(context, "quyet-dinh"));
  const document::Value data = bench_decision(rows);
  Stopwatch watch;
  std::vector<dossier::LaidOutPaper> papers;
  papers.push_back(SOVANG_TRY(watch.time("layout", [&] { return lay_out(engine, data); })));
  const double packing_before = engine.forms.pdf_cache().packing_seconds();
  const Bytes pdf = SOVANG_TRY(watch.time(
      "pdf", [&] { return pdf::write_pdf(papers[0].pages, papers[0].facts, engine.forms.pdf_cache()); }));
  const double packing = engine.forms.pdf_cache().packing_seconds() - packing_before;
  Outcome outcome;
  outcome.made = 1;
  outcome.bytes = pdf.size();
  outcome.seconds = watch.of("layout") + watch.of("pdf");
  outcome.shares = {{"layout", watch.of("layout")}, {"pdf", watch.of("pdf") - packing}, {"deflate", packing}};
  return outcome;
}

struct Scenario {
  std::string_view name;
  std::size_t default_count;
  std::function<Result<Outcome>(Context&, std::size_t)> run;
};

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all{
      {"certificates-exact", 2000,
       [](Context& context, std::size_t n) { return certificates(context, n, Subsets::exact); }},
      {"certificates-batch", 5000,
       [](Context& context, std::size_t n) { return certificates(context, n, Subsets::batch); }},
      {"certificates-merged", 10'000, merged},
      {"list-3000", 3000, [](Context& context, std::size_t n) { return list(context, n); }},
  };
  return all;
}

/// The data of a scenario instead of its run: what other programs are given to set (bench/peers).
Status write_data(const Options& options, std::size_t count) {
  document::ValueList papers;
  if (options.name == "list-3000") {
    papers.push_back(bench_decision(count));
  } else {
    papers = certificate_data(count);
  }
  return files::replace(options.data_out, document::canonical_xml(document::Value::list(std::move(papers))));
}

void print(const std::string& name, const Outcome& outcome, bool json) {
  const double per_second = static_cast<double>(outcome.made) / outcome.seconds;
  const double ratio = outcome.floor_seconds > 0 ? outcome.seconds / outcome.floor_seconds : 0;
  if (json) {
    nlohmann::ordered_json shares;
    for (const auto& [step, seconds] : outcome.shares)
      shares[step] = seconds;
    nlohmann::ordered_json line{{"name", name},
                                {"per_second", per_second},
                                {"seconds", outcome.seconds},
                                {"bytes", outcome.bytes},
                                {"peak_mib", peak_mib()},
                                {"floor_ratio", nullptr},
                                {"shares", std::move(shares)},
                                {"peers", nlohmann::json::object()}};
    if (ratio > 0) line["floor_ratio"] = ratio;
    std::cout << line.dump() << '\n';
    return;
  }
  std::printf("%s: %zu tệp, %.3f giây (một nhân, user + system), %.0f tệp/giây, %.0f byte/tệp\n",
              name.c_str(), outcome.made, outcome.seconds, per_second,
              static_cast<double>(outcome.bytes) / static_cast<double>(outcome.made));
  for (const auto& [step, seconds] : outcome.shares)
    std::printf("  %-8s %8.3f giây  %5.1f %%\n", step.c_str(), seconds, 100.0 * seconds / outcome.seconds);
  if (ratio > 0) std::printf("  gấp %.2f lần mức sàn (bench/floor) trong cùng lần chạy\n", ratio);
  std::printf("  bộ nhớ cao nhất %.0f MiB\n", peak_mib());
}

}  // namespace

void add_bench_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand("bench", "Đo tốc độ của chính chương trình");
  std::vector<std::string> names;
  for (const Scenario& scenario : scenarios())
    names.emplace_back(scenario.name);
  verb->add_option("name", options->name, "Bài đo")->required()->check(CLI::IsMember(names));
  verb->add_option("--count", options->count, "Số tệp, hoặc số dòng của danh sách");
  verb->add_option("--data-out", options->data_out,
                   "Chỉ viết dữ liệu của bài đo ra tệp XML này, cho các chương trình khác (bench/peers)");
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->callback([options, &context] {
    for (const Scenario& scenario : scenarios()) {
      if (scenario.name != options->name) continue;
      const std::size_t count = options->count == 0 ? scenario.default_count : options->count;
      if (!options->data_out.empty()) {
        if (const Status written = write_data(*options, count); !written) report(context, written.error());
        return;
      }
      const Result<Outcome> outcome = scenario.run(context, count);
      if (!outcome) return report(context, outcome.error());
      print(options->name, *outcome, options->json);
    }
  });
}

}  // namespace sovang::cli
