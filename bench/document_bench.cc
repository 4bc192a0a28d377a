#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <benchmark/benchmark.h>

#include "sovang/document/svg.h"
#include "sovang/document/template.h"

/// The printed forms over their examples: reading a template (once an office), reading data, and filling
/// (once a document).
namespace {

using namespace std::string_literals;
using sovang::Diagnostics;
using sovang::document::Template;
using sovang::document::Value;

const std::filesystem::path templates = std::filesystem::path(SOVANG_SOURCE_DIR) / "templates";

std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

Template read_form(const std::string& name) {
  const auto files = sovang::document::template_folder(templates);
  Diagnostics diagnostics;
  auto form = sovang::document::parse_template(read_all(templates / name / "form.xml"), name + "/form.xml",
                                               *files, diagnostics);
  if (!form) std::abort();
  return std::move(*form);
}

Value read_example(const Template& form, const std::string& name) {
  Diagnostics diagnostics;
  auto data = sovang::document::read_data(form, read_all(templates / name / "example.xml"), "example.xml",
                                          diagnostics);
  if (!data) std::abort();
  return std::move(*data);
}

void parse(benchmark::State& state, const std::string& name) {
  for (auto _ : state)
    benchmark::DoNotOptimize(read_form(name));
}
BENCHMARK_CAPTURE(parse, certificate, "bang-khen"s)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(parse, decision, "quyet-dinh"s)->Unit(benchmark::kMillisecond);

void fill(benchmark::State& state, const std::string& name) {
  const Template form = read_form(name);
  const Value data = read_example(form, name);
  for (auto _ : state) {
    Diagnostics diagnostics;
    auto document = sovang::document::fill(form, data, diagnostics);
    if (!document) std::abort();
    benchmark::DoNotOptimize(document);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(fill, certificate, "bang-khen"s)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(fill, decision, "quyet-dinh"s)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(fill, list, "danh-sach"s)->Unit(benchmark::kMicrosecond);

/// As a run of single files does it: one recipient a document.
void fill_one(benchmark::State& state) {
  const Template form = read_form("bang-khen");
  const Value all = read_example(form, "bang-khen");
  sovang::document::RecordFields fields;
  for (const auto& [name, value] :
       *std::get<std::shared_ptr<const sovang::document::RecordFields>>(all.data()))
    fields.emplace_back(name, name == "rows" ? Value::list({value.items().front()}) : value);
  const Value data = Value::record(std::move(fields));
  for (auto _ : state) {
    Diagnostics diagnostics;
    auto document = sovang::document::fill(form, data, diagnostics);
    if (!document) std::abort();
    benchmark::DoNotOptimize(document);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(fill_one)->Unit(benchmark::kMicrosecond);

void canonical(benchmark::State& state) {
  const Template form = read_form("bang-khen");
  const Value data = read_example(form, "bang-khen");
  for (auto _ : state)
    benchmark::DoNotOptimize(sovang::document::canonical_xml(data));
}
BENCHMARK(canonical)->Unit(benchmark::kMicrosecond);

void svg(benchmark::State& state) {
  const std::string bytes = read_all(templates / "art" / "border-a3.svg");
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(sovang::document::read_svg(bytes, "border-a3.svg", diagnostics));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(svg)->Unit(benchmark::kMillisecond);

}  // namespace
