#include "line_break.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

namespace sovang::layout {
namespace {

// The numbers of template-language §6.
constexpr double bound_pair_penalty = 500;
constexpr double one_syllable_last_line = 50;
constexpr double lone_token = 1e7;
// Ragged text has no spaces to stretch: a line is as bad as it is short, measured by a quarter of the line,
// and a last line of one syllable is worse than a short line above it.
constexpr double ragged_one_syllable_last_line = 200;
constexpr double ragged_allowance = 0.25;
constexpr double over_full = 1e9;

/// Widths of any line of the paragraph in constant time.
class Measure {
 public:
  explicit Measure(const BreakRequest& request) : request_(request), sums_(request.tokens.size() + 1) {
    for (std::size_t i = 0; i < request.tokens.size(); ++i) {
      const Token& token = request.tokens[i];
      sums_[i + 1].natural = sums_[i].natural + token.width + token.inner_space + token.space_after;
      sums_[i + 1].spaces = sums_[i].spaces + token.inner_space + token.space_after;
      sums_[i + 1].fills = sums_[i].fills + (token.fills ? 1 : 0);
    }
  }

  [[nodiscard]] std::size_t size() const { return request_.tokens.size(); }
  [[nodiscard]] bool bound(std::size_t token) const { return request_.tokens[token].bound; }
  [[nodiscard]] Length room(std::size_t begin) const {
    return begin == 0 ? request_.width - request_.first_indent : request_.width;
  }
  [[nodiscard]] LineSpan line(std::size_t begin, std::size_t end) const {
    const Length trailing = request_.tokens[end - 1].space_after;
    return {begin, end, sums_[end].natural - sums_[begin].natural - trailing,
            sums_[end].spaces - sums_[begin].spaces - trailing, sums_[end].fills != sums_[begin].fills};
  }

 private:
  struct Sum {
    Length natural{};
    Length spaces{};
    int fills = 0;
  };
  const BreakRequest& request_;
  std::vector<Sum> sums_;
};

/// 100·|r|³ of a line, or the cost of one that cannot be made well. `ragged` is what a line of ragged text
/// may be short, 0 for justified text.
double badness(const LineSpan& line, Length left, bool stretches, double ragged) {
  if (line.end - line.begin == 1 && line.spaces.units == 0) {
    if (left.units < 0) return over_full;
    return stretches ? lone_token : 0;
  }
  if (left.units < 0 && line.end - line.begin == 1) return over_full;
  if (line.fills || (!stretches && left.units >= 0)) return 0;
  if (line.end - line.begin == 1) return lone_token;
  if (line.spaces.units == 0) return left.units == 0 ? 0 : lone_token;
  const double of_spaces = static_cast<double>(line.spaces.units) / (left.units > 0 ? 2.0 : 3.0);
  const double allowance = std::max(of_spaces, ragged);
  const double ratio = static_cast<double>(left.units < 0 ? -left.units : left.units) / allowance;
  return 100.0 * ratio * ratio * ratio;
}

/// Knuth–Plass: the cheapest way to reach each break, from left to right.
class TotalFit {
 public:
  explicit TotalFit(const BreakRequest& request)
      : request_(request), measure_(request), best_(measure_.size() + 1) {
    best_[0].cost = 0;
  }

  BrokenLines run() {
    for (std::size_t end = 1; end <= measure_.size(); ++end)
      reach(end);
    BrokenLines result;
    result.cost = best_.back().cost;
    for (std::size_t end = measure_.size(); end > 0; end = best_[end].previous) {
      result.lines.push_back(measure_.line(best_[end].previous, end));
    }
    std::reverse(result.lines.begin(), result.lines.end());
    return result;
  }

 private:
  struct Best {
    double cost = std::numeric_limits<double>::infinity();
    std::size_t previous = 0;
    std::size_t lines = 0;
  };

  void reach(std::size_t end) {
    Best& best = best_[end];
    for (std::size_t begin = end; begin-- > 0;) {
      const LineSpan line = measure_.line(begin, end);
      const Length left = measure_.room(begin) - line.natural;
      const std::int64_t shrink = request_.justify && !line.fills ? line.spaces.units : 0;
      if (left.units * 3 < -shrink && end - begin > 1) break;
      const double cost = best_[begin].cost + demerits(line, left);
      const std::size_t lines = best_[begin].lines + 1;
      if (cost < best.cost || (!(best.cost < cost) && lines < best.lines)) best = {cost, begin, lines};
    }
  }

  [[nodiscard]] double demerits(const LineSpan& line, Length left) const {
    const bool last = line.end == measure_.size();
    const double ragged = request_.justify ? 0 : static_cast<double>(request_.width.units) * ragged_allowance;
    double cost = 1 + badness(line, left, !last || request_.stretch_last, ragged);
    if (!last && measure_.bound(line.end)) cost += bound_pair_penalty;
    if (last && line.end - line.begin == 1 && line.begin > 0) {
      cost += request_.justify ? one_syllable_last_line : ragged_one_syllable_last_line;
    }
    return cost * cost;
  }

  const BreakRequest& request_;
  Measure measure_;
  std::vector<Best> best_;
};

/// The end of the line that begins at `begin`, as full as it can be; a bound pair goes down together.
std::size_t fill_line(const Measure& measure, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < measure.size() && measure.line(begin, end + 1).natural <= measure.room(begin))
    ++end;
  if (end == measure.size()) return end;
  for (std::size_t earlier = end; earlier > begin; --earlier) {
    if (!measure.bound(earlier)) return earlier;
  }
  return end;
}

BrokenLines first_fit(const Measure& measure) {
  BrokenLines result;
  for (std::size_t begin = 0; begin < measure.size();) {
    const std::size_t end = fill_line(measure, begin);
    result.lines.push_back(measure.line(begin, end));
    begin = end;
  }
  return result;
}

/// Balanced lines are for titles: anything longer than this stays as first-fit made it.
constexpr std::size_t most_balanced_tokens = 200;
constexpr std::size_t most_balanced_lines = 8;

/// How good a set of lines is, the first difference counts: bound pairs broken, greatest width, sum of
/// squares.
struct Evenness {
  std::int64_t broken = 0;
  std::int64_t widest = std::numeric_limits<std::int64_t>::max();
  std::int64_t squares = 0;
  std::size_t previous = 0;

  [[nodiscard]] auto key() const { return std::tie(broken, widest, squares); }
};

/// A row of the table: the best way to set tokens [0, end) on `line` lines.
void extend(const Measure& measure, const std::vector<Evenness>& before, std::vector<Evenness>& now,
            std::size_t end) {
  for (std::size_t begin = end; begin-- > 0;) {
    const LineSpan line = measure.line(begin, end);
    if (line.natural > measure.room(begin) && end - begin > 1) break;
    const Evenness& old = before[begin];
    if (old.widest == std::numeric_limits<std::int64_t>::max()) continue;
    // In whole 1/64 pt, so that squares of pages' widths do not overflow.
    const std::int64_t units = line.natural.units >> 10;
    const bool broken = end < measure.size() && measure.bound(end);
    const Evenness candidate{old.broken + (broken ? 1 : 0), std::max(old.widest, units),
                             old.squares + units * units, begin};
    if (candidate.key() < now[end].key()) now[end] = candidate;
  }
}

/// Of two centred lines the first is better the longer one, as in "TRUNG TÂM KIỂM SOÁT | BỆNH TẬT TỈNH": it
/// is where a title leads off. Taken where that makes the greatest width less than 15 % greater than it must
/// be.
BrokenLines prefer_longer_first(const Measure& measure, BrokenLines even) {
  const Length widest = std::max(even.lines[0].natural, even.lines[1].natural);
  for (std::size_t end = even.lines[0].end; end < measure.size(); ++end) {
    const LineSpan first = measure.line(0, end);
    const LineSpan second = measure.line(end, measure.size());
    const bool fits = first.natural <= measure.room(0) && first.natural * 100 < widest * 115;
    if (!fits) break;
    if (first.natural >= second.natural && !measure.bound(end)) return {{first, second}, 0};
  }
  return even;
}

BrokenLines balance(const Measure& measure, std::size_t least_lines) {
  BrokenLines greedy = first_fit(measure);
  const std::size_t count = std::min(std::max(greedy.lines.size(), least_lines), measure.size());
  if (count < 2 || count > most_balanced_lines || measure.size() > most_balanced_tokens) return greedy;
  const Evenness unreachable{1'000'000, std::numeric_limits<std::int64_t>::max(), 0, 0};
  std::vector<std::vector<Evenness>> table(count + 1, std::vector<Evenness>(measure.size() + 1, unreachable));
  table[0][0] = {0, 0, 0, 0};
  for (std::size_t line = 1; line <= count; ++line) {
    for (std::size_t end = line; end <= measure.size(); ++end) {
      extend(measure, table[line - 1], table[line], end);
    }
  }
  if (table[count][measure.size()].widest == std::numeric_limits<std::int64_t>::max()) return greedy;
  BrokenLines result;
  for (std::size_t line = count, end = measure.size(); line > 0; --line) {
    const std::size_t begin = table[line][end].previous;
    result.lines.push_back(measure.line(begin, end));
    end = begin;
  }
  std::reverse(result.lines.begin(), result.lines.end());
  return count == 2 ? prefer_longer_first(measure, std::move(result)) : result;
}

}  // namespace

BrokenLines break_lines(const BreakRequest& request) {
  if (request.tokens.empty()) return {};
  const Measure measure(request);
  const LineSpan whole = measure.line(0, measure.size());
  const bool fits = whole.natural <= measure.room(0) && !request.stretch_last && request.least_lines < 2;
  if (fits || measure.size() == 1) return {{whole}, 1};
  switch (request.mode) {
    case BreakMode::best:
      return TotalFit(request).run();
    case BreakMode::first_fit:
      return first_fit(measure);
    case BreakMode::balance:
      return balance(measure, request.least_lines);
  }
  return {};
}

}  // namespace sovang::layout
