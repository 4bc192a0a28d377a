#include "similar_texts.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <unordered_map>

#include "sovang/text/search_keys.h"

namespace sovang::domain {
namespace {

constexpr std::size_t shortest_text = 40;  ///< syllables: shorter ones repeat by chance
constexpr std::size_t shingle_length = 5;
/// A shingle that more texts than this have is a set phrase of the movement; it proves nothing alone.
constexpr std::size_t commonest_shingle = 500;

using Shingles = std::vector<std::uint64_t>;

std::uint64_t mixed(std::uint64_t hash, std::string_view word) {
  for (const char c : word) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;  // FNV-1a
  }
  return (hash ^ 0xFFU) * 1099511628211ULL;
}

Shingles shingles_of(std::string_view text) {
  const std::vector<text::SearchToken> words = text::search_tokens(text);
  Shingles shingles;
  if (words.size() < shortest_text) return shingles;
  for (std::size_t i = 0; i + shingle_length <= words.size(); ++i) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (std::size_t k = i; k < i + shingle_length; ++k)
      hash = mixed(hash, words[k].keys.exact);
    shingles.push_back(hash);
  }
  std::ranges::sort(shingles);
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

std::int64_t shared_count(const Shingles& a, const Shingles& b) {
  std::int64_t count = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) ++count;
    if (*i <= *j) {
      const bool both = *i == *j;
      ++i;
      if (both) ++j;
    } else {
      ++j;
    }
  }
  return count;
}

/// The shingles that at least one must be shared if the similarity is 90 %: with n of them, at most n/10 may
/// differ, so one of any n/10 + 1 is shared. The rarest are taken.
Shingles rarest(const Shingles& shingles, const std::unordered_map<std::uint64_t, std::size_t>& frequency) {
  Shingles chosen = shingles;
  std::ranges::sort(chosen, [&frequency](std::uint64_t a, std::uint64_t b) {
    return std::pair(frequency.at(a), a) < std::pair(frequency.at(b), b);
  });
  chosen.resize(std::min(chosen.size(), shingles.size() / 10 + 1));
  return chosen;
}

}  // namespace

std::vector<SimilarPair> similar_texts(const std::vector<std::string>& texts) {
  std::vector<Shingles> all;
  all.reserve(texts.size());
  std::unordered_map<std::uint64_t, std::size_t> frequency;
  for (const std::string& text : texts) {
    all.push_back(shingles_of(text));
    for (const std::uint64_t shingle : all.back())
      ++frequency[shingle];
  }
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> holders;
  std::vector<SimilarPair> pairs;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].empty()) continue;
    std::set<std::size_t> candidates;
    for (const std::uint64_t shingle : rarest(all[i], frequency)) {
      std::vector<std::size_t>& others = holders[shingle];
      candidates.insert(others.begin(), others.end());
      if (others.size() < commonest_shingle) others.push_back(i);
    }
    for (const std::size_t other : candidates) {
      const std::int64_t shared = shared_count(all[i], all[other]);
      const auto united = static_cast<std::int64_t>(all[i].size() + all[other].size()) - shared;
      if (shared * 10 >= united * 9) pairs.push_back({other, i, percent_of(shared, united)});
    }
  }
  std::ranges::sort(pairs, {}, [](const SimilarPair& pair) { return std::pair(pair.first, pair.second); });
  return pairs;
}

}  // namespace sovang::domain
