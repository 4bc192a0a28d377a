// Numbers in words, one core, against the rule-based number format of ICU in the same run. The peer gives
// other words (VT-66), so only its speed is compared. `cmake --build --preset release --target
// text_numbers_bench`.
#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>

#include "sovang/base/result.h"
#include "sovang/text/numbers.h"
#include "sovang/text/typography.h"

namespace {

using namespace sovang;

/// Amounts as papers hold them: every length from one to eighteen digits is as likely.
std::vector<std::int64_t> numbers() {
  std::mt19937_64 random(2021);
  std::vector<std::int64_t> all(4096);
  for (std::int64_t& number : all) {
    const auto digits = random() % 18 + 1;
    std::uint64_t limit = 1;
    for (std::uint64_t i = 0; i < digits; ++i)
      limit *= 10;
    number = static_cast<std::int64_t>(random() % limit);
  }
  return all;
}

void words(benchmark::State& state) {
  const auto all = numbers();
  std::size_t at = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(text::in_words(all[at++ % all.size()]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(words);

/// The floor: a string of the same length is made and filled, and nothing else.
void floor_copy(benchmark::State& state) {
  std::vector<std::string> all;
  for (const std::int64_t number : numbers())
    all.push_back(text::in_words(number));
  std::size_t at = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(std::string(all[at++ % all.size()]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(floor_copy);

void icu_rule_based_number_format(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale("vi"), status);
  SOVANG_EXPECT(U_SUCCESS(status));
  const auto all = numbers();
  std::size_t at = 0;
  for (auto _ : state) {
    icu::UnicodeString spoken;
    format.format(all[at++ % all.size()], spoken);
    std::string utf8;
    benchmark::DoNotOptimize(spoken.toUTF8String(utf8));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(icu_rule_based_number_format);

void read_number(benchmark::State& state) {
  std::vector<std::string> all;
  for (const std::int64_t number : numbers())
    all.push_back(text::in_words(number));
  std::size_t at = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(text::read_number(all[at++ % all.size()]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_number);

/// A sentence of a decision, cut into tokens as layout does it.
void bound_to_previous(benchmark::State& state) {
  const std::string sentence =
      "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ ; xét đề nghị của ông Nguyễn "
      "Văn An , "
      "Trưởng Ban Thi đua - Khen thưởng tại Tờ trình số 12/TTr-BTĐKT , tặng 15 tập thể và 32 cá nhân 250 "
      "triệu đồng";
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at < sentence.size();) {
    const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
    tokens.push_back(std::string_view(sentence).substr(at, end - at));
    at = end + 1;
  }
  for (auto _ : state)
    benchmark::DoNotOptimize(text::bound_to_previous(tokens));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tokens.size()));
}
BENCHMARK(bound_to_previous);

}  // namespace
