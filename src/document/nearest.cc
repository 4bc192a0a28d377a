#include "nearest.h"

#include <algorithm>
#include <cstddef>

namespace sovang::document {
namespace {

constexpr std::size_t most_edits = 2;
constexpr std::size_t longest_name = 100;

/// Edit distance with swaps of neighbours (optimal string alignment), by bytes: names are ASCII.
std::size_t distance(std::string_view a, std::string_view b) {
  if (a.size() > b.size() + most_edits || b.size() > a.size() + most_edits) return most_edits + 1;
  if (a.size() > longest_name) return most_edits + 1;
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      cost[i][j] = std::min(
          {cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = most_edits + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t here = distance(name, candidate);
    // Two edits turn any two letters into any other two: the names must still have something in common.
    if (here < best_distance && here < std::max(name.size(), candidate.size())) {
      best = candidate;
      best_distance = here;
    }
  }
  return std::string(best);
}

std::string name_hint(std::string_view name, std::span<const std::string_view> candidates) {
  if (const std::string near = nearest_name(name, candidates); !near.empty())
    return "có phải «" + near + "»?";
  constexpr std::size_t few = 8;
  if (candidates.empty() || candidates.size() > few) return {};
  std::string out = "đã có: ";
  for (std::size_t i = 0; i < candidates.size(); ++i)
    out.append(i == 0 ? "" : ", ").append(candidates[i]);
  return out;
}

}  // namespace sovang::document
