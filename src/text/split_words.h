#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace sovang::text {

/// The words of a text between spaces, as views of it.
[[nodiscard]] inline std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// The words from `begin` to before `end`.
[[nodiscard]] inline std::vector<std::string_view> slice(const std::vector<std::string_view>& words,
                                                         std::size_t begin, std::size_t end) {
  return {words.begin() + static_cast<std::ptrdiff_t>(begin),
          words.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace sovang::text
