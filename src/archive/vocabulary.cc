#include "vocabulary.h"

#include <algorithm>
#include <utility>

namespace sovang::archive {
namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t longest_word = 20;  ///< of a Vietnamese or a foreign name

bool is_word(std::string_view fold) {
  return !fold.empty() && fold.size() <= longest_word &&
         std::all_of(fold.begin(), fold.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string without(std::string_view word, std::size_t at) {
  std::string out(word);
  out.erase(at, 1);
  return out;
}

/// What Telex leaves when the keyboard program is off: "nguyeenx" → "nguyen", "dduwcs" → "duc".
std::string without_telex(std::string_view typed) {
  std::string out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char c = typed[i];
    const bool last = i + 1 == typed.size();
    if (c == 'w' || (last && i > 0 && std::string_view("sfrxj").find(c) != std::string_view::npos)) continue;
    const bool doubled =
        !out.empty() && out.back() == c && std::string_view("aeod").find(c) != std::string_view::npos;
    if (!doubled) out += c;
  }
  return out;
}

/// The same for VNI, which leaves figures: "nguye64n" → "nguyen".
std::string without_vni(std::string_view typed) {
  std::string out(typed);
  std::erase_if(out, [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

}  // namespace

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

void Vocabulary::add(std::string_view fold, std::int64_t entries) {
  if (!is_word(fold) || fold.size() + 1 < shortest_word) return;
  const auto [at, fresh] = by_word_.try_emplace(std::string(fold), words_.size());
  if (fresh) words_.push_back({std::string(fold), 0});
  words_[at->second].entries += entries;
}

void Vocabulary::finish() {
  std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) {
    return a.entries != b.entries ? a.entries > b.entries : a.fold < b.fold;
  });
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string& fold = words_[i].fold;
    by_word_[fold] = i;
    by_part_[fold].push_back(static_cast<std::uint32_t>(i));
    for (std::size_t at = 0; at < fold.size(); ++at) {
      if (at == 0 || fold[at] != fold[at - 1])
        by_part_[without(fold, at)].push_back(static_cast<std::uint32_t>(i));
    }
  }
}

std::vector<std::string> Vocabulary::meant(std::string_view typed, std::size_t most) const {
  std::vector<std::uint32_t> found;
  const auto look = [&](const std::string& part) {
    const auto it = by_part_.find(part);
    if (it == by_part_.end()) return;
    for (const std::uint32_t word : it->second)
      if (one_slip_apart(typed, words_[word].fold)) found.push_back(word);
  };
  for (const std::string& key : {without_telex(typed), without_vni(typed)}) {
    const auto it = by_word_.find(key);
    if (key != typed && it != by_word_.end()) found.push_back(static_cast<std::uint32_t>(it->second));
  }
  if (is_word(typed) && typed.size() >= shortest_word) {
    look(std::string(typed));
    for (std::size_t at = 0; at < typed.size(); ++at)
      look(without(typed, at));
  }
  std::sort(found.begin(), found.end());  // words_ are in order of how common they are
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string> out;
  for (const std::uint32_t word : found) {
    if (out.size() == most) break;
    if (words_[word].fold != typed) out.push_back(words_[word].fold);
  }
  return out;
}

}  // namespace sovang::archive
