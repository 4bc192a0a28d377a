// What was perhaps meant: words of the catalogue that differ in one letter from a word that is not in it.
#include <algorithm>
#include <utility>

#include "catalogue.h"

namespace sovang::archive {
namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t max_words = 4;  ///< of a query that is guessed at (SEC-29)
constexpr int max_candidates = 12;    ///< for one word, the most frequent

bool is_word(std::string_view fold) {
  return std::all_of(fold.begin(), fold.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// One letter more, less, other, or two neighbours swapped (Damerau-Levenshtein distance 1).
bool one_slip_apart(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(
      a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  const auto same = static_cast<std::size_t>(left - a.begin());
  const std::string_view a_rest = a.substr(same);
  const std::string_view b_rest = b.substr(same);
  if (a_rest.size() == b_rest.size() + 1) return a_rest.substr(1) == b_rest;
  if (a_rest.size() + 1 == b_rest.size()) return a_rest == b_rest.substr(1);
  if (a_rest.size() != b_rest.size() || a_rest.empty()) return false;
  if (a_rest.substr(1) == b_rest.substr(1)) return true;
  return a_rest.size() >= 2 && a_rest[0] == b_rest[1] && a_rest[1] == b_rest[0] &&
         a_rest.substr(2) == b_rest.substr(2);
}

}  // namespace

Result<std::string> Catalogue::guess(const std::vector<QueryPart>& parts) const {
  std::vector<std::vector<std::string>> words;
  bool any = false;
  // The first letter is taken as right: that makes it a short stretch of the sorted vocabulary.
  store::Statement terms = SOVANG_TRY(database_.prepare(
      "SELECT term FROM entry_terms WHERE term >= ?1 AND term < ?2 AND length(term) BETWEEN ?3 AND ?4 "
      "ORDER BY cnt DESC"));
  for (const QueryPart& part : parts) {
    if (part.phrase) return no_match;
    for (const QueryWord& word : part.words) {
      const std::string& fold = word.keys.fold;
      words.push_back({fold});
      if (words.size() > max_words) return no_match;
      if (word.prefix || fold.size() < shortest_word || !is_word(fold)) continue;
      const auto size = static_cast<std::int64_t>(fold.size());
      terms.bind(fold.substr(0, 1), std::string(1, static_cast<char>(fold[0] + 1)), size - 1, size + 1);
      int candidates = 0;
      while (candidates < max_candidates && SOVANG_TRY(terms.step())) {
        std::string term = terms.text(0);
        if (!is_word(term) || !one_slip_apart(fold, term)) continue;
        words.back().push_back(std::move(term));
        ++candidates;
        any = true;
      }
    }
  }
  return any ? any_of_each(words) : no_match;
}

}  // namespace sovang::archive
