#include "sovang/text/names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sovang/text/casing.h"
#include "sovang/text/normal.h"

#include "case_tokens.h"
#include "digits.h"
#include "letter_case.h"
#include "split_words.h"
#include "tables/family_names.h"
#include "tables/honorifics.h"
#include "tables/titles.h"
#include "title_words.h"

namespace sovang::text {
namespace {

/// A token as typed and as it is compared: small, without punctuation at its end, one kind of apostrophe.
struct Token {
  std::string_view typed;
  std::string key;
};
using Tokens = std::span<const Token>;

std::string key_of(std::string_view typed) {
  std::string key = lower(typed);
  for (const std::string_view apostrophe : {"’", "ʼ"}) {
    for (std::size_t at = key.find(apostrophe); at != std::string::npos; at = key.find(apostrophe, at))
      key.replace(at, apostrophe.size(), "'");
  }
  while (key.size() > 1 && (key.back() == '.' || key.back() == ',' || key.back() == ':' || key.back() == ';'))
    key.pop_back();
  return key;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (const std::string_view word : split_words(text))
    tokens.push_back({word, key_of(word)});
  return tokens;
}

std::string typed(Tokens tokens) {
  std::string out;
  for (const Token& token : tokens)
    (out += out.empty() ? "" : " ") += token.typed;
  return out;
}

/// How many tokens the listed words take from the front: their number, or 0 where they do not stand there.
std::size_t takes(Tokens tokens, std::string_view words) {
  std::size_t count = 0;
  while (true) {
    const std::size_t space = words.find(' ');
    if (count == tokens.size() || tokens[count].key != words.substr(0, space)) return 0;
    ++count;
    if (space == std::string_view::npos) return count;
    words.remove_prefix(space + 1);
  }
}

struct Match {
  std::size_t count = 0;
  std::string_view first;   ///< first column of the longest row that stands at the front
  std::string_view second;  ///< its second column
};

/// The longest honorific or title of the table that stands at the front.
Match longest(Tokens tokens, std::span<const std::array<std::string_view, 2>> table) {
  Match best;
  if (tokens.empty() || tokens.front().key.empty() || !may_open_title(tokens.front().key)) return best;
  for (const auto& [words, second] : table) {
    if (words.front() != tokens.front().key.front()) continue;  // most rows, told by one byte
    const std::size_t count = takes(tokens, words);
    if (count > best.count) best = {count, words, second};
  }
  return best;
}

bool is_listed(std::string_view key, std::span<const std::array<std::string_view, 2>> table,
               std::string_view kind) {
  return std::any_of(table.begin(), table.end(),
                     [&](const auto& row) { return row[0] == key && row[1] == kind; });
}

/// "ThS.BS", "GS-TS": nothing but abbreviated degrees.
bool joined_degrees(std::string_view key) {
  if (key.find_first_of(".-,") == std::string_view::npos) return false;  // one degree: a title like others
  while (!key.empty()) {
    const std::size_t end = std::min(key.find_first_of(".-,"), key.size());
    if (!is_listed(key.substr(0, end), tables::titles, "short_degree")) return false;
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return true;
}

/// "4//", "2/": the rank as lists abbreviate it; what it stands for is asked (VT-97).
bool abbreviated_rank(std::string_view key) {
  return key.size() >= 2 && key[0] >= '1' && key[0] <= '4' && (key.substr(1) == "/" || key.substr(1) == "//");
}

/// Takes a name apart from the front: honorifics and titles, then the name itself, then what follows it.
class Splitter {
 public:
  explicit Splitter(std::string_view text)
      : text_(collapse_spaces(text)), all_(tokens_of(text_)), rest_(all_) {}
  Splitter(const Splitter&) = delete;
  Splitter& operator=(const Splitter&) = delete;

  PersonName split() && {
    take_prefixes();
    take_remarks();
    take_name();
    return std::move(name_);
  }

  std::string bare() && {
    take_prefixes();
    take_remarks();
    return typed_name();
  }

 private:
  void take_prefixes() {
    std::size_t title_begin = all_.size();
    std::size_t title_end = 0;
    bool after_rank = false;
    while (rest_.size() > 1) {
      const std::size_t at = all_.size() - rest_.size();
      const Match title = title_at_front(after_rank);
      // One token is left for the name: "Bà" alone is nobody's honorific.
      if (title.count > 0 && title.count < rest_.size()) {
        after_rank = title.second == "rank";
        title_begin = std::min(title_begin, at);
        title_end = at + title.count;
        rest_ = rest_.subspan(title.count);
        if (title.second == "catholic") take_saint();
        continue;
      }
      const Match honorific = longest(rest_, tables::honorifics);
      if (honorific.count == 0 || honorific.count >= rest_.size()) break;
      if (is_family_ong()) {
        name_.uncertain = name_.uncertain || rest_[1].key != "ích";
        break;
      }
      if (name_.honorific.empty()) name_.honorific = honorific.second;
      rest_ = rest_.subspan(honorific.count);
    }
    if (title_end == 0) return;
    name_.title_or_rank = typed(Tokens(all_).subspan(title_begin, title_end - title_begin));
    while (name_.title_or_rank.ends_with(',') || name_.title_or_rank.ends_with(':'))
      name_.title_or_rank.pop_back();
  }

  [[nodiscard]] Match title_at_front(bool after_rank) {
    Match match = longest(rest_, tables::titles);
    if (match.second == "rank_tail" && !after_rank) match = {};
    if (match.count > 0) return match;
    if (joined_degrees(rest_.front().key)) return {1, rest_.front().key, "short_degree"};
    if (!abbreviated_rank(rest_.front().key)) return {};
    name_.uncertain = true;
    constexpr std::array<std::string_view, 4> steps = {"Thiếu ", "Trung ", "Thượng ", "Đại "};
    const std::string_view key = rest_.front().key;
    name_.rank_proposal =
        std::string(steps.at(static_cast<std::size_t>(key[0] - '1'))) + (key.ends_with("//") ? "tá" : "úy");
    return {1, key, "rank"};
  }

  /// The family Ông of Quảng Nam and Đà Nẵng: Ông Ích Khiêm is no "ông" called Ích. Small among capitals, as
  /// in running text, it is a way to address.
  [[nodiscard]] bool is_family_ong() const {
    if (rest_.size() < 3 || rest_[0].key != "ông") return false;
    if (!opens_with_capital(rest_[0].typed) && opens_with_capital(rest_[1].typed)) return false;
    const Tokens behind = rest_.subspan(1);
    return longest(behind, tables::titles).count == 0 && !joined_degrees(behind.front().key) &&
           !abbreviated_rank(behind.front().key) && !is_address_after_ong(behind[0].key, behind[1].key);
  }

  /// "Linh mục Giuse Nguyễn Văn B": what stands before a known family name.
  void take_saint() {
    for (std::size_t i = 0; i + 1 < rest_.size() && i <= 3; ++i) {
      if (!is_listed(rest_[i].key, tables::family_names, "known")) continue;
      name_.saint = typed(rest_.first(i));
      rest_ = rest_.subspan(i);
      return;
    }
  }

  /// Cuts off "(Út)", "tức Ba Lành", ", Trưởng ban", "- Đội trưởng".
  void take_remarks() {
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const std::string_view word = rest_[i].typed;
      if (word.starts_with('(') || (i > 0 && rest_[i].key == "tức") ||
          (i > 0 && takes(rest_.subspan(i), "bí danh") > 0)) {
        name_.alias = alias_in(typed(rest_.subspan(i)));
        rest_ = rest_.first(i);
      } else if (i > 0 && (word == "-" || word == "–")) {
        name_.office = typed(rest_.subspan(i + 1));
        rest_ = rest_.first(i);
      } else if (word.ends_with(',') || word.ends_with(';')) {
        name_.office = typed(rest_.subspan(i + 1));
        rest_ = rest_.first(i + 1);
      }
    }
  }

  /// What stands in the brackets, without the word that announces it.
  static std::string alias_in(std::string text) {
    if (text.starts_with('('))
      text = text.substr(1, text.ends_with(')') ? text.size() - 2 : std::string::npos);
    for (const std::string_view word : {"tức là ", "tức ", "bí danh "}) {
      if (lower(text).starts_with(word)) return text.substr(word.size());
    }
    return text;
  }

  [[nodiscard]] std::string typed_name() const {
    std::string out = typed(rest_);
    while (out.ends_with(',') || out.ends_with(';'))
      out.pop_back();
    return out;
  }

  void take_name() {
    const std::size_t count = rest_.size();
    if (count < 2) {
      name_.given = typed_name();
      return;
    }
    std::size_t family = 1;
    std::size_t clan = 0;
    if (const std::size_t compound = listed_at_front("compound"); compound > 0 && compound < count) {
      family = compound;
    } else if (const bool y = rest_[0].key == "y"; y || rest_[0].key == "a") {
      // Xơ Đăng and Ê Đê: A and Y tell man and woman, or a man; no family name stands in front (VT-94).
      family = 0;
      clan = y && count >= 3 ? clan_at_end() : 0;
      name_.uncertain = count >= 3 && clan == 0;
    } else if (rest_[0].key.starts_with("h'")) {
      family = 0;
      clan = std::max<std::size_t>(clan_at_end(), 1);
    } else {
      name_.uncertain = name_.uncertain || is_doubtful();
    }
    assign(family, clan);
  }

  /// `family` tokens in front, `clan` tokens at the end; with a clan the order of the parts is another one.
  void assign(std::size_t family, std::size_t clan) {
    const Tokens middle_and_given = rest_.subspan(family, rest_.size() - family - clan);
    name_.family = typed(clan > 0 ? rest_.last(clan) : rest_.first(family));
    if (clan > 0 && rest_[0].key.starts_with("h'")) {
      name_.given = middle_and_given.front().typed;
      name_.middle = typed(middle_and_given.subspan(1));
    } else {
      name_.given = middle_and_given.back().typed;
      name_.middle = typed(middle_and_given.first(middle_and_given.size() - 1));
    }
    for (std::string* part : {&name_.family, &name_.middle, &name_.given}) {
      while (part->ends_with(',') || part->ends_with(';'))
        part->pop_back();
    }
  }

  [[nodiscard]] std::size_t listed_at_front(std::string_view kind) const {
    std::size_t best = 0;
    for (const auto& [words, row_kind] : tables::family_names) {
      if (row_kind == kind) best = std::max(best, takes(rest_, words));
    }
    return best;
  }

  [[nodiscard]] std::size_t clan_at_end() const {
    for (const std::size_t count : {std::size_t{2}, std::size_t{1}}) {
      if (rest_.size() <= count) continue;
      std::string key;
      for (const Token& token : rest_.last(count))
        (key += key.empty() ? "" : " ") += token.key;
      if (is_listed(key, tables::family_names, "clan")) return count;
    }
    return 0;
  }

  /// VT-93: Nguyễn Phúc and Nguyễn Tri may be family names of two syllables; Gia Rai names split in several
  /// ways.
  [[nodiscard]] bool is_doubtful() const {
    if (rest_.size() < 3) return false;
    const bool nguyen = rest_[0].key == "nguyễn" && (rest_[1].key == "phúc" || rest_[1].key == "tri");
    return nguyen || rest_[1].key.starts_with("h'");
  }

  std::string text_;
  std::vector<Token> all_;
  Tokens rest_;
  PersonName name_;
};

}  // namespace

PersonName split_name(std::string_view nfc) {
  return Splitter(nfc).split();
}

std::string bare_name(std::string_view nfc) {
  return Splitter(nfc).bare();
}

}  // namespace sovang::text
