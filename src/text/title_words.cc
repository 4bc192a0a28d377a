#include "title_words.h"

#include <algorithm>

#include "tables/honorifics.h"
#include "tables/titles.h"

namespace sovang::text {
namespace {

constexpr auto hashes_of_first_words = [] {
  std::array<bool, word_hashes> hashes{};
  const auto add = [&hashes](std::string_view title) {
    std::array<Letter, longest_syllable> word{};
    std::size_t at = 0;
    const LetterRun run = read_letter_run(title, at, word);
    hashes[hash_of_word(std::span(word).first(run.count))] = true;
  };
  for (const auto& row : tables::honorifics)
    add(row[0]);
  for (const auto& row : tables::titles)
    add(row[0]);
  return hashes;
}();

}  // namespace

bool are_joined_degrees(std::string_view small) {
  constexpr std::string_view joints = ".-,";
  if (small.find_first_of(joints) == std::string_view::npos) return false;
  while (!small.empty()) {
    const std::size_t end = std::min(small.find_first_of(joints), small.size());
    const auto is_this = [degree = small.substr(0, end)](const auto& row) {
      return row[0] == degree && row[1] == "short_degree";
    };
    if (std::none_of(tables::titles.begin(), tables::titles.end(), is_this)) return false;
    small.remove_prefix(std::min(end + 1, small.size()));
  }
  return true;
}

constinit const std::array<bool, word_hashes> title_word_hashes = hashes_of_first_words;

}  // namespace sovang::text
