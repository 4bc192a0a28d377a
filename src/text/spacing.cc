#include <algorithm>
#include <cstddef>

#include <unicode/uchar.h>

#include "sovang/text/casing.h"
#include "sovang/text/typography.h"

#include "code_points.h"
#include "word_kinds.h"

namespace sovang::text {
namespace {

bool is_space(char32_t c) {
  return c == U' ' || c == 0xA0 || c == U'\t';
}
bool is_figure(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c)) != 0;
}
bool is_capital(char32_t c) {
  return u_isupper(static_cast<UChar32>(c)) != 0;
}
bool is_small(char32_t c) {
  return u_islower(static_cast<UChar32>(c)) != 0;
}
bool is_word(char32_t c) {
  return is_letter(c) || is_figure(c);
}
bool among(char32_t c, std::u32string_view list) {
  return list.find(c) != std::u32string_view::npos;
}

constexpr std::u32string_view pauses = U",.;:!?";
constexpr std::u32string_view openers = U"([{“‘";
constexpr std::u32string_view closers = U")]}”’";

/// "www.quangnam.gov.vn", "a@b.vn", "https://…": not a word of the text.
bool is_address(std::u32string_view token) {
  if (token.find(U"://") != std::u32string_view::npos || token.find(U'@') != std::u32string_view::npos)
    return true;
  return token.starts_with(U"www.") || token.starts_with(U"WWW.");
}

/// Walks over the text once, token by token between spaces.
class Spacer {
 public:
  explicit Spacer(std::u32string text) : text_(std::move(text)) {}

  std::u32string space() && {
    for (std::size_t at = 0; at < text_.size();) {
      std::size_t begin = at;
      while (begin < text_.size() && is_space(text_[begin]))
        ++begin;
      std::size_t end = begin;
      while (end < text_.size() && !is_space(text_[end]))
        ++end;
      const std::u32string_view token = std::u32string_view(text_).substr(begin, end - begin);
      std::size_t next = end;
      while (next < text_.size() && is_space(text_[next]))
        ++next;
      if (begin > at) gap(std::u32string_view(text_).substr(at, begin - at), token, char_at(text_, next));
      append_token(token);
      at = end;
    }
    return std::move(out_);
  }

 private:
  /// The spaces between two tokens: none, one, or all of them where a hand will fill the gap. `following`
  /// opens the token behind.
  void gap(std::u32string_view spaces, std::u32string_view token, char32_t following) {
    if (out_.empty() || token.empty()) return;
    if (spaces.size() > 2 && is_left_blank(token)) {
      out_ += spaces;
      return;
    }
    if (!among(out_.back(), openers) && !closes_up(token, following)) out_ += U' ';
  }

  /// "Số:     /TTr-UBND", "ngày     tháng 01".
  [[nodiscard]] bool is_left_blank(std::u32string_view token) const {
    const std::size_t begin = out_.find_last_of(U' ');
    const std::string before =
        lower(utf8_of(std::u32string_view(out_).substr(begin == std::u32string::npos ? 0 : begin + 1)));
    if (before == "số:" || before == "số") return true;
    const std::string after = lower(utf8_of(token));
    return (before == "ngày" || before == "tháng" || before == "năm") &&
           (after == "tháng" || after == "năm" || token.front() == U'/' || token.front() == U'.');
  }

  /// True if no space stands before the token: it opens with a mark that belongs to the word in front.
  [[nodiscard]] bool closes_up(std::u32string_view token, char32_t following) const {
    const char32_t first = token.front();
    if (among(first, closers)) return true;
    if (!among(first, pauses)) return false;
    const char32_t second = char_at(token, 1);
    // ".......", ".net" and "1 : 500" are no ends of sentences.
    if (first == U'.') return !among(second, U".…") && !is_word(second);
    if (token == U":" && is_figure(out_.back()) && is_figure(following)) return false;
    return true;
  }

  void append_token(std::u32string_view token) {
    if (is_address(token)) {
      out_ += token;
      return;
    }
    for (std::size_t i = 0; i < token.size(); ++i) {
      out_ += token[i];
      if (i + 1 < token.size() && wants_space_behind(token, i)) out_ += U' ';
    }
  }

  /// Asked when token[i] is written already.
  [[nodiscard]] bool wants_space_behind(std::u32string_view token, std::size_t i) const {
    const char32_t mark = token[i];
    const char32_t next = token[i + 1];
    const bool after_word = out_.size() > 1 && is_word(out_[out_.size() - 2]);
    const bool in_figure = i > 0 && is_figure(token[i - 1]) && is_figure(next);
    const bool opens_word = is_word(next) || among(next, openers);
    switch (mark) {
      case U',':
        return opens_word && !in_figure;
      case U':':
        return opens_word && !in_figure;
      case U';':
        return opens_word;
      case U'!':
      case U'?':
        return opens_word && after_word;
      case U'.':
        return ends_before(token, i);
      default:
        return false;
    }
  }

  /// The full stop at i ends a sentence ("này.Điều") or an abbreviation that stands apart ("TP.Tam Kỳ",
  /// "TS.Nguyễn").
  [[nodiscard]] static bool ends_before(std::u32string_view token, std::size_t i) {
    const char32_t next = token[i + 1];
    if (!is_capital(next)) return false;
    std::size_t begin = i;
    while (begin > 0 && is_letter(token[begin - 1]))
      --begin;
    if (begin == i) {
      // "Điều 1.Tặng"
      return i > 0 && is_small(char_at(token, i + 2)) &&
             std::all_of(token.begin(), token.begin() + static_cast<std::ptrdiff_t>(i), is_figure);
    }
    const std::uint16_t kinds = kinds_of(utf8_of(token.substr(begin, i + 1 - begin)));
    const bool word_follows = is_small(char_at(token, i + 2));
    if ((kinds & abbreviation) != 0) return begin == 0 || !is_word(token[begin - 1]);
    if (!word_follows) return false;
    return (kinds & degree) != 0 || (i - begin >= 2 && is_small(token[i - 1]));
  }

  std::u32string text_;
  std::u32string out_;
};

}  // namespace

TypographyFix repair_spacing(std::string_view nfc) {
  std::string spaced = utf8_of(Spacer(code_points(nfc)).space());
  if (spaced == nfc) return {std::move(spaced), Certainty::ok, {}};
  return {std::move(spaced), Certainty::warn, "khoảng trắng quanh dấu câu được sửa lại"};
}

}  // namespace sovang::text
