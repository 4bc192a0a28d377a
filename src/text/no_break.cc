#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "sovang/text/casing.h"
#include "sovang/text/typography.h"

#include "digits.h"
#include "letter_case.h"
#include "word_kinds.h"

namespace sovang::text {
namespace {

constexpr std::string_view no_break_space = "\u00A0";
constexpr std::string_view space_mark = "\u237D";
constexpr std::string_view joint_mark = "\u2040";

constexpr std::array<std::string_view, 8> opening = {"(", "[", "{", "\"", "'", "“", "‘", "«"};
constexpr std::array<std::string_view, 15> closing = {")", "]", "}", "\"", "'", "”", "’", "»",
                                                      ",", ";", ":", ".",  "!", "?", "…"};

/// A token and what of it is word: "(Điều" → "Điều", "XXII," → "XXII".
struct Word {
  std::string_view open;    ///< without punctuation in front: abbreviations and "Số:" keep what ends them
  std::string_view body;    ///< without punctuation on either side
  std::uint16_t kinds = 0;  ///< of `open`, as written
  bool opened = false;      ///< punctuation stands in front
  [[nodiscard]] bool closed() const { return open.size() != body.size(); }
  [[nodiscard]] bool is(WordKind kind) const { return (kinds & kind) != 0; }
};

Word dissect(const std::string_view raw) {
  std::string_view token = raw;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : opening) {
      if (!token.starts_with(mark)) continue;
      token.remove_prefix(mark.size());
      again = true;
    }
  }
  Word word{token, token, kinds_of(token), token.size() != raw.size()};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : closing) {
      if (!word.body.ends_with(mark)) continue;
      word.body.remove_suffix(mark.size());
      again = true;
    }
  }
  return word;
}

bool opens_with_digit(std::string_view body) {
  return !body.empty() && digits::is_digit(body.front());
}
/// "III", "I/2021".
bool opens_with_roman(std::string_view body) {
  return is_roman(body.substr(0, body.find_first_of("/-")));
}
bool is_dash(std::string_view token) {
  return token == "-" || token == "–";
}

/// "1.490.000", "85,5", "-3", "7/9": what can stand before a unit. Not "85,5%", not a date.
bool is_quantity(const Word& word) {
  return !word.closed() && opens_with_digit(word.body.substr(word.body.starts_with('-') ? 1 : 0)) &&
         word.body.find_first_not_of("0123456789.,/-") == std::string_view::npos &&
         std::count(word.body.begin(), word.body.end(), '/') <= 1;
}

/// Finds the pairs of one paragraph. Every rule looks at a place i and at most two tokens on either side.
class Binder {
 public:
  explicit Binder(std::span<const std::string_view> tokens) : bound_(tokens.size(), false) {
    words_.reserve(tokens.size());
    for (const std::string_view token : tokens)
      words_.push_back(dissect(token));
  }

  std::vector<bool> bind() && {
    for (std::size_t i = 1; i < words_.size(); ++i)
      bound_[i] = words_[i - 1].is(abbreviation) || names_its_figure(i) || counts(i) || dash(i);
    for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
      if (introduces_name(i)) bind_name(i + 1);
    }
    return std::move(bound_);
  }

 private:
  /// Whether words i and i + 1 make a pair of the list ("phụ lục"), with nothing between them.
  [[nodiscard]] bool is_pair(std::size_t i, WordKind kind) const {
    if (i + 1 >= words_.size() || words_[i].closed()) return false;
    const std::string pair = std::string(words_[i].body).append(" ").append(words_[i + 1].body);
    return (kinds_of(pair) & kind) != 0;
  }

  /// "Điều|5", "ngày|05", "Phụ lục|II", "điểm|a", "hạng|Nhì" at i.
  [[nodiscard]] bool names_its_figure(std::size_t i) const {
    const Word& before = words_[i - 1];
    const std::string_view body = words_[i].body;
    const bool figure = opens_with_digit(body);
    if (before.is(calendar)) return figure;
    if (before.is(label)) {
      if (figure || opens_with_roman(body) || is_blank_number(before, words_[i].open)) return true;
      if (before.open == "hạng" || before.open == "Hạng") return (kinds_of(lower(body)) & medal_class) != 0;
      return is_one_letter(body) && opens_with_capital(body);
    }
    if (before.is(letter_label)) return figure || is_roman(body) || (is_one_letter(body) && is_point(i));
    if (!figure && !is_roman(body) && !is_one_letter(body)) return false;
    return i >= 2 && !before.closed() && (figure || opens_with_capital(body)) &&
           is_pair(i - 2, second_of_label);
  }

  /// "Số: …/QĐ-UBND" and "Số: /QĐ-UBND": the figure is still to be filled in.
  static bool is_blank_number(const Word& before, std::string_view open) {
    return lower(before.open).starts_with("số") &&
           (open.starts_with('/') || open.starts_with("…") || open.starts_with(".."));
  }

  /// Points are named a, b, c … đ; "điểm y tế" is a place.
  [[nodiscard]] bool is_point(std::size_t i) const {
    const std::string_view letter = words_[i].body;
    if (letter != "đ" && letter != "Đ" && letter.size() != 1) return false;
    return letter != "y" || words_[i].closed() || i + 1 == words_.size() || words_[i + 1].is(label);
  }

  /// "250|triệu", "15|tập thể", "08|giờ" at i; not where the figure is the name of something: "năm 2021
  /// tỉnh".
  [[nodiscard]] bool counts(std::size_t i) const {
    if (!is_quantity(words_[i - 1])) return false;
    // "cấp 15 tấn gạo" is a verb and its amount.
    if (i >= 2 && names_its_figure(i - 1) && words_[i - 2].open != "cấp") return false;
    const std::string_view body = words_[i].body;
    const std::string small = lower(body);
    const unsigned kinds =
        kinds_of(body) | kinds_of(small) | (kinds_of(body.substr(0, body.find('/'))) & unit);
    if ((kinds & (unit | counted)) != 0) return true;
    // "05 tháng 01 năm 2021" is a date, "6 tháng đầu năm" a count.
    return (kinds & time_unit) != 0 && (i + 1 == words_.size() || !opens_with_digit(words_[i + 1].body));
  }

  /// "kinh tế|- xã hội", "2016|-|2020", and the dash that opens a list line.
  [[nodiscard]] bool dash(std::size_t i) const {
    if (is_dash(words_[i].open)) return true;
    if (!is_dash(words_[i - 1].open)) return false;
    return i == 1 || (opens_with_digit(words_[i - 2].body) && opens_with_digit(words_[i].body));
  }

  /// True if word i ends an honorific or a degree and a name may follow.
  [[nodiscard]] bool introduces_name(std::size_t i) const {
    if (!opens_with_capital(words_[i + 1].body)) return false;
    return words_[i].is(honorific) || words_[i].is(degree) ||
           (i >= 1 && !words_[i].closed() && is_pair(i - 1, second_of_honorific));
  }

  /// The honorific with the family name; then the given name with what stands before it. A break is left
  /// between the family name and the middle names.
  void bind_name(std::size_t first) {
    bound_[first] = true;
    std::size_t end = first;
    while (end < words_.size() && opens_with_capital(words_[end].body) &&
           (end == first || !words_[end].opened) && !words_[end].is(degree) && !is_pair(end, office)) {
      if (words_[end++].closed()) break;
    }
    if (end >= first + 2) bound_[end - 1] = true;
  }

  std::vector<Word> words_;
  std::vector<bool> bound_;
};

/// The length of a space at `at`, plain or no-break, or 0.
std::size_t space_at(std::string_view text, std::size_t at) {
  if (text[at] == ' ') return 1;
  return text.substr(at).starts_with(no_break_space) ? no_break_space.size() : 0;
}

bool is_word_byte(char c) {
  return digits::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<signed char>(c) < 0;
}

/// VT-76: lines would break after the / and the - of "12/QĐ-UBND". Between figures they do not, and addresses
/// may.
void append_token(std::string& out, std::string_view token) {
  const bool address = token.find("://") != std::string_view::npos || token.starts_with("www.") ||
                       token.find('@') != std::string_view::npos;
  for (std::size_t i = 0; i < token.size(); ++i) {
    out += token[i];
    const bool slash = token[i] == '/';
    if (address || (!slash && token[i] != '-') || i + 1 == token.size() || !is_word_byte(token[i + 1]))
      continue;
    if (i == 0 ? !slash : digits::is_digit(token[i - 1]) && digits::is_digit(token[i + 1])) continue;
    out += joint_mark;
  }
}

}  // namespace

std::vector<bool> bound_to_previous(std::span<const std::string_view> tokens) {
  return Binder(tokens).bind();
}

std::string mark_no_break(std::string_view nfc) {
  std::vector<std::string_view> tokens;
  std::vector<std::size_t> spaces_before;
  std::size_t spaces = 0;
  for (std::size_t at = 0; at < nfc.size();) {
    if (const std::size_t size = space_at(nfc, at)) {
      ++spaces;
      at += size;
      continue;
    }
    const std::size_t begin = at;
    while (at < nfc.size() && space_at(nfc, at) == 0)
      ++at;
    tokens.push_back(nfc.substr(begin, at - begin));
    spaces_before.push_back(std::exchange(spaces, 0));
  }
  const std::vector<bool> bound = bound_to_previous(tokens);
  std::string out;
  out.reserve(nfc.size() + nfc.size() / 4);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    for (std::size_t n = 0; n < spaces_before[i]; ++n)
      out += bound[i] ? space_mark : " ";
    append_token(out, tokens[i]);
  }
  return out.append(spaces, ' ');
}

}  // namespace sovang::text
