#include "case_tokens.h"

#include <algorithm>
#include <array>

#include "sovang/text/casing.h"
#include "sovang/text/syllable.h"

#include "characters.h"
#include "tables/abbreviations.h"
#include "tables/family_names.h"
#include "tables/fixed_forms.h"
#include "words.h"

namespace sovang::text {
namespace {

bool is_core(char32_t c) {
  return is_letter_or_mark(c) || (c >= U'0' && c <= U'9');
}

CaseToken token_of(std::string_view word) {
  std::size_t begin = word.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t here = at;
    if (!is_core(next_code_point(word, at))) continue;
    begin = std::min(begin, here);
    end = at;
  }
  if (end == 0) return {word, {}, {}, {}};
  CaseToken token{word.substr(0, begin), word.substr(begin, end - begin), word.substr(end), {}};
  token.small = with_tone_style(lower(token.core), ToneStyle::old_style);
  return token;
}

}  // namespace

std::vector<CaseToken> case_tokens(std::string_view text) {
  std::vector<CaseToken> tokens;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    if (end > begin) tokens.push_back(token_of(text.substr(begin, end - begin)));
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (!is_space(next_code_point(text, at))) continue;
    add(here);
    begin = at;
  }
  add(text.size());
  return tokens;
}

std::optional<std::size_t> match_phrase(const std::vector<CaseToken>& tokens, std::size_t at,
                                        std::string_view phrase) {
  std::size_t count = 0;
  while (!phrase.empty()) {
    if (at + count == tokens.size()) return std::nullopt;
    const CaseToken& token = tokens[at + count];
    const std::size_t space = phrase.find(' ');
    std::string_view word = phrase.substr(0, space);
    const bool comma = word.ends_with(',');  // "văn hóa, thể thao và du lịch"
    if (comma) word.remove_suffix(1);
    // A dash between words is a token without letters: "thi đua - khen thưởng".
    const bool same = token.core.empty() ? token.before == word : token.small == word;
    const bool last = space == std::string_view::npos;
    if (!same || (count > 0 && !token.core.empty() && !token.before.empty()) ||
        (!last && token.after != (comma ? "," : "")))
      return std::nullopt;
    ++count;
    phrase.remove_prefix(last ? phrase.size() : space + 1);
  }
  return count;
}

bool is_all_small(std::string_view nfc) {
  bool letters = false;
  for (WordReader reader(nfc); reader.next();)
    letters = true;
  return letters && lower(nfc) == nfc;
}

bool is_plain_family(std::string_view small) {
  constexpr std::array families = {
      "nguyễn", "trần", "lê",   "phạm",   "huỳnh", "phan", "võ",    "vũ",    "đặng",  "bùi",  "đỗ",  "trương",
      "ngô",    "hồ",   "đinh", "đoàn",   "dương", "lý",   "trịnh", "lương", "tạ",    "lưu",  "tô",  "phùng",
      "hứa",    "ung",  "doãn", "nghiêm", "quách", "tăng", "đào",   "khưu",  "vương", "tống", "lục", "khổng",
      "mạc",    "nông", "lò",   "quàng",  "giàng", "thào", "sùng",  "đàm",   "chu",   "cù",   "đậu", "đới"};
  return std::find(families.begin(), families.end(), small) != families.end();
}

bool is_address_after_ong(std::string_view first, std::string_view second) {
  if (second == "thị") return false;
  // No family of the plains has a middle name like Alăng, and none like "Tôn Thất".
  if (check_syllable(first) == SyllableVerdict::invalid) return true;
  // Men of the Xơ Đăng and Giẻ Triêng are called A Đàm, women Y Lan.
  if (first == "a" || first == "y") return true;
  const std::string both = std::string(first).append(" ").append(second);
  const auto opens_compound = [&](const auto& row) {
    return row[1] == "compound" && row[0].starts_with(both);
  };
  const auto is_family = [&](const auto& row) { return row[0] == first; };
  const auto& known = tables::family_names;
  if (std::any_of(known.begin(), known.end(), opens_compound)) return true;
  // "Văn" follows a family name.
  if (second == "văn") return std::any_of(known.begin(), known.end(), is_family);
  return is_plain_family(first);
}

std::optional<std::string_view> fixed_form(std::string_view small) {
  for (const auto& row : tables::fixed_forms)
    if (row[0] == small) return row[1];
  for (const auto& row : tables::abbreviations)
    if (row[3] == small) return row[0];
  return std::nullopt;
}

}  // namespace sovang::text
