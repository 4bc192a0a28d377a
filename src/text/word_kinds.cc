#include "word_kinds.h"

#include <algorithm>
#include <array>

#include "tables/no_break_words.h"

namespace sovang::text {
namespace {

constexpr std::array<std::string_view, 13> kind_names = {
    "label",        "letter_label", "second_of_label",     "calendar",
    "abbreviation", "honorific",    "second_of_honorific", "degree",
    "office",       "unit",         "time_unit",           "counted",
    "medal_class"};

struct Entry {
  std::string_view word;
  std::uint16_t kind = 0;
};

/// The list in the order of its bytes, a word once with all its kinds.
constexpr auto word_list = [] {
  std::array<Entry, tables::no_break_words.size()> list{};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& [word, kind] = tables::no_break_words[i];
    const auto bit = std::find(kind_names.begin(), kind_names.end(), kind) - kind_names.begin();
    list[i] = {word, static_cast<std::uint16_t>(1U << static_cast<unsigned>(bit))};
  }
  std::sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) { return a.word < b.word; });
  return list;
}();

}  // namespace

std::uint16_t kinds_of(std::string_view word) {
  unsigned kinds = 0;
  for (auto at = std::lower_bound(word_list.begin(), word_list.end(), word,
                                  [](const Entry&entry, std::string_view key) { return entry.word < key; });
       at != word_list.end() && at->word == word; ++at)
    kinds |= at->kind;
  return static_cast<std::uint16_t>(kinds);
}

}  // namespace sovang::text
