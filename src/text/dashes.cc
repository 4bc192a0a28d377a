#include <algorithm>
#include <optional>

#include "sovang/text/casing.h"
#include "sovang/text/typography.h"

#include "code_points.h"
#include "digits.h"
#include "tables/dash_pairs.h"

namespace sovang::text {
namespace {

bool is_space(char32_t c) {
  return c == U' ' || c == 0xA0;
}
bool is_dash(char32_t c) {
  return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}
bool is_figure(char32_t c) {
  return c >= U'0' && c <= U'9';
}

/// A dash with the spaces around it.
struct Joint {
  std::size_t begin = 0;
  std::size_t dash = 0;
  std::size_t end = 0;
};

Joint joint_at(std::u32string_view text, std::size_t dash) {
  Joint joint{dash, dash, dash + 1};
  while (joint.begin > 0 && is_space(text[joint.begin - 1]))
    --joint.begin;
  while (joint.end < text.size() && is_space(text[joint.end]))
    ++joint.end;
  return joint;
}

/// True if `part` borders on a place where words end.
bool is_border(char32_t c) {
  return is_space(c) || std::u32string_view(U",.;:!?()[]“”‘’\"'…").find(c) != std::u32string_view::npos;
}

bool ends_with_words(std::u32string_view small, std::u32string_view words) {
  return small.ends_with(words) &&
         (small.size() == words.size() || is_border(small[small.size() - words.size() - 1]));
}

bool starts_with_words(std::u32string_view small, std::u32string_view words) {
  return small.starts_with(words) && (small.size() == words.size() || is_border(small[words.size()]));
}

bool joins_listed_pair(std::u32string_view before, std::u32string_view after) {
  return std::any_of(tables::dash_pairs.begin(), tables::dash_pairs.end(), [&](const auto& row) {
    // The right side may be the left of the next pair: "Độc lập–Tự do–Hạnh phúc".
    const std::u32string right = code_points(lower(row[1]));
    const bool right_ends = starts_with_words(after, right) ||
                            (after.starts_with(right) && is_dash(char_at(after, right.size())));
    const std::u32string left = code_points(lower(row[0]));
    const bool left_begins =
        ends_with_words(before, left) || (before.ends_with(left) && before.size() > left.size() &&
                                          is_dash(before[before.size() - left.size() - 1]));
    return left_begins && right_ends;
  });
}

/// The year that ends `before`, if nothing else is joined to it.
std::optional<int> last_year(std::u32string_view before) {
  const std::size_t size = before.size();
  if (size < 4 || (size > 4 && !is_border(before[size - 5]))) return std::nullopt;
  int year = 0;
  for (const char32_t c : before.substr(size - 4)) {
    if (!is_figure(c)) return std::nullopt;
    year = year * 10 + static_cast<int>(c - U'0');
  }
  return year >= 1900 && year <= 2099 ? std::optional(year) : std::nullopt;
}

std::optional<int> first_year(std::u32string_view after) {
  if (after.size() > 4 && !is_border(after[4])) return std::nullopt;
  return last_year(after.substr(0, 4));
}

/// Do the years of two ranges hang together at one end: "2016-2020-2025"? Then nobody knows which is the
/// range.
bool is_chain(std::u32string_view before, std::u32string_view after) {
  const auto beyond = [](char32_t c) { return is_space(c) || is_dash(c); };
  std::u32string_view left = before.substr(0, before.size() - 4);
  const std::size_t left_end = left.size();
  while (!left.empty() && beyond(left.back()))
    left.remove_suffix(1);
  std::u32string_view right = after.substr(4);
  const std::size_t right_size = right.size();
  while (!right.empty() && beyond(right.front()))
    right.remove_prefix(1);
  const bool dash_before = before.substr(left.size(), left_end - left.size()).find_first_not_of(U" \u00A0") !=
                           std::u32string_view::npos;
  const bool dash_after =
      after.substr(4, right_size - right.size()).find_first_not_of(U" \u00A0") != std::u32string_view::npos;
  return (dash_before && last_year(left)) || (dash_after && first_year(right));
}

/// "COVID -19", "SARS-CoV - 2".
bool is_virus(std::u32string_view before, std::u32string_view after) {
  return (ends_with_words(before, U"covid") && starts_with_words(after, U"19")) ||
         (before.ends_with(U"sars-cov") && starts_with_words(after, U"2"));
}

}  // namespace

TypographyFix repair_dashes(std::string_view nfc) {
  const std::u32string text = code_points(nfc);
  const std::u32string small = code_points(lower(nfc));
  std::u32string out;
  std::size_t copied = 0;
  // Small letters are compared by place; where lower case has another length nothing is touched.
  for (std::size_t i = 0; small.size() == text.size() && i < text.size(); ++i) {
    if (!is_dash(text[i])) continue;
    const Joint joint = joint_at(text, i);
    const std::u32string_view before = std::u32string_view(small).substr(0, joint.begin);
    const std::u32string_view after = std::u32string_view(small).substr(joint.end);
    std::u32string_view dash;
    if (joins_listed_pair(before, after)) {
      dash = U" - ";
    } else if (is_virus(before, after)) {
      dash = U"-";
    } else if (const auto first = last_year(before), last = first_year(after);
               first && last && *first < *last && !is_chain(before, after)) {
      dash = U" - ";
    } else {
      continue;
    }
    out.append(text, copied, joint.begin - copied).append(dash);
    copied = joint.end;
  }
  out.append(text, copied);
  std::string repaired = utf8_of(out);
  if (repaired == nfc) return {std::move(repaired), Certainty::ok, {}};
  return {std::move(repaired), Certainty::warn, "gạch nối được viết theo tên gọi và thể thức (NĐ 30/2020)"};
}

}  // namespace sovang::text
