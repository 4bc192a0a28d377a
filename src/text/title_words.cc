#include "title_words.h"

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

constinit const std::array<bool, word_hashes> title_word_hashes = hashes_of_first_words;

}  // namespace sovang::text
