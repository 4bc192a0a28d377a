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
    take_list_number();
    take_prefixes();
    take_remarks();
    take_unlisted_title();
    name_.title_or_rank = title();
    take_name();
    return std::move(name_);
  }

  std::string bare() && {
    take_list_number();
    take_prefixes();
    take_remarks();
    return typed_name();
  }

 private:
  /// "1. Nguyễn Văn An", "- Nguyễn Văn An".
  void take_list_number() {
    if (rest_.size() < 2) return;
    const std::string_view first = rest_.front().typed;
    const bool number = (first.ends_with('.') || first.ends_with(')')) && first.size() > 1 &&
                        digits::all_digits(first.substr(0, first.size() - 1));
    if (number || first == "-" || first == "–" || first == "+") rest_ = rest_.subspan(1);
  }

  void take_prefixes() {
    bool after_rank = false;
    while (rest_.size() > 1) {
      const std::size_t at = all_.size() - rest_.size();
      const Match title = title_at_front(after_rank);
      // One token is left for the name: "Bà" alone is nobody's honorific.
      if (title.count > 0 && title.count < rest_.size()) {
        after_rank = title.second == "rank";
        title_begin_ = std::min(title_begin_, at);
        title_end_ = at + title.count;
        rest_ = rest_.subspan(title.count);
        if (title.second == "catholic") take_saint();
        continue;
      }
      const Match honorific = longest(rest_, tables::honorifics);
      if (honorific.count == 0 || honorific.count >= rest_.size()) break;
      if (honorific.count == 1 && is_family_ong()) {
        name_.uncertain = name_.uncertain || rest_[1].key != "ích";
        break;
      }
      if (name_.honorific.empty()) name_.honorific = honorific.second;
      rest_ = rest_.subspan(honorific.count);
    }
  }

  [[nodiscard]] std::string title() const {
    if (title_end_ == 0) return {};
    std::string title = typed(Tokens(all_).subspan(title_begin_, title_end_ - title_begin_));
    while (title.ends_with(',') || title.ends_with(':'))
      title.pop_back();
    return title;
  }

  /// "Chủ tịch UBND xã Tam Hải Nguyễn Văn An": a family name that stands behind small words or abbreviations,
  /// which no name holds. What stands before it is asked.
  void take_unlisted_title() {
    const bool small = std::none_of(rest_.begin(), rest_.end(),
                                    [](const Token& token) { return opens_with_capital(token.typed); });
    if (rest_.size() < 3 || small || is_all_capitals(typed(rest_)) || opens_as_name()) return;
    std::size_t begin = rest_.size();
    while (begin > 0 && !is_word(rest_[begin - 1]))
      --begin;
    if (begin == 0) return;
    name_.uncertain = true;  // "Tập thể Phòng Nội vụ"
    while (begin < rest_.size() && !is_plain_family(rest_[begin].key))
      ++begin;
    if (begin + 1 >= rest_.size()) return;
    title_begin_ = std::min(title_begin_, all_.size() - rest_.size());
    rest_ = rest_.subspan(begin);
    title_end_ = all_.size() - rest_.size();
  }

  [[nodiscard]] bool opens_as_name() const {
    const std::string& first = rest_.front().key;
    return is_plain_family(first) || first == "a" || first == "y" || first.find('\'') != std::string::npos ||
           listed_at_front("compound") > 0;
  }

  /// No part of a name, as it is written: "xã", "UBND"; "văn" and "thị" are typed small for the middle name.
  static bool is_word(const Token& token) {
    if (token.key == "văn" || token.key == "thị") return false;
    return !opens_with_capital(token.typed) || (token.key.size() > 2 && is_all_capitals(token.typed));
  }

  [[nodiscard]] Match title_at_front(bool after_rank) {
    Match match = longest(rest_, tables::titles);
    if (match.second == "rank_tail" && !after_rank) match = {};
    if (match.count > 0) return match;
    if (are_joined_degrees(rest_.front().key)) return {1, rest_.front().key, "short_degree"};
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
    return longest(behind, tables::titles).count == 0 && !are_joined_degrees(behind.front().key) &&
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
      if (word.starts_with('(') || (i >= 2 && announces_alias(rest_.subspan(i)))) {
        name_.alias = alias_in(typed(rest_.subspan(i)));
        rest_ = rest_.first(i);
      } else if (i > 0 && (word == "-" || word == "–")) {
        take_remark(rest_.subspan(i + 1));
        rest_ = rest_.first(i);
      } else if (word.ends_with(',') || word.ends_with(';')) {
        take_remark(rest_.subspan(i + 1));
        rest_ = rest_.first(i + 1);
      }
    }
  }

  /// What follows a comma or a dash: an alias that is announced as one, or the office.
  void take_remark(Tokens remark) {
    (announces_alias(remark) ? name_.alias : name_.office) =
        announces_alias(remark) ? alias_in(typed(remark)) : typed(remark);
  }

  /// "tức Ba Lành", "bí danh Ba". Tức and Bí Danh with capitals among small letters are names themselves.
  [[nodiscard]] bool announces_alias(Tokens tokens) const {
    const std::size_t words = std::max(takes(tokens, "tức"), takes(tokens, "bí danh"));
    if (words == 0 || words == tokens.size()) return false;
    return !opens_with_capital(tokens.front().typed) || is_all_capitals(text_);
  }

  /// What stands in the brackets, without the word that announces it.
  static std::string alias_in(std::string text) {
    if (text.starts_with('(')) {
      text = text.substr(1, text.ends_with(')') ? text.size() - 2 : std::string::npos);
      text = collapse_spaces(text);
    }
    for (const std::string_view word : {"tức là ", "tức ", "bí danh: ", "bí danh "}) {
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
    // VT-99: a figure in a name is a slip of the eye (l and 1), or no part of it.
    name_.uncertain = name_.uncertain || std::any_of(rest_.begin(), rest_.end(), [](const Token& token) {
                        return std::any_of(token.key.begin(), token.key.end(), digits::is_digit);
                      });
    if (count < 2) {
      name_.given = without_stop(typed_name());
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
    std::string& last = clan > 0 ? name_.family : name_.given;
    last = without_stop(std::move(last));
  }

  /// Without the full stop of a sentence.
  static std::string without_stop(std::string part) {
    if (part.size() > 1 && part.ends_with('.')) part.pop_back();
    return part;
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
  /// ways, and K'Ho have no family name in front.
  [[nodiscard]] bool is_doubtful() const {
    if (rest_.size() < 3) return false;
    const bool nguyen = rest_[0].key == "nguyễn" && (rest_[1].key == "phúc" || rest_[1].key == "tri");
    return nguyen || rest_[1].key.starts_with("h'") || rest_[0].key.starts_with("k'");
  }

  std::string text_;
  std::vector<Token> all_;
  Tokens rest_;
  std::size_t title_begin_ = all_.size();  // of all_
  std::size_t title_end_ = 0;              // 0 = no title
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
