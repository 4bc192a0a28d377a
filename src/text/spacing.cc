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

bool opens_address(std::u32string_view token) {
  return token.starts_with(U"www.") || token.starts_with(U"WWW.");
}

/// "www.quangnam.gov.vn", "(www.vn", "a@b.vn", "https://…": not a word of the text.
bool is_address(std::u32string_view token) {
  if (token.find(U"://") != std::u32string_view::npos || token.find(U'@') != std::u32string_view::npos)
    return true;
  for (std::size_t at = token.find(U'.'); at != std::u32string_view::npos; at = token.find(U'.', at + 1)) {
    if (at < 3 || !opens_address(token.substr(at - 3))) continue;
    if (at == 3 || among(token[at - 4], openers) || among(token[at - 4], U"\"'")) return true;
  }
  return false;
}

/// Walks over the text once, token by token between spaces. A piece is what stands between two spaces of the
/// result: a token that closes up to the piece before it is judged as its end, and what is split off is
/// judged alone. That is how a second walk would see them, so it finds nothing to do.
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
      std::size_t next = end;
      while (next < text_.size() && is_space(text_[next]))
        ++next;
      const std::u32string_view all = text_;
      if (end > begin) take(all.substr(at, begin - at), all.substr(begin, end - begin), char_at(all, next));
      at = end;
    }
    return std::move(out_);
  }

 private:
  /// Writes a token and what stands before it: nothing, one space, or all of them where a hand will fill the
  /// gap. `following` opens the token behind.
  void take(std::u32string_view spaces, std::u32string_view token, char32_t following) {
    if (out_.empty()) {
      begin_piece();
    } else if (spaces.size() > 2 && is_left_blank(token)) {
      out_ += spaces;
      begin_piece();
    } else if (!among(out_.back(), openers) && !closes_up(token, following)) {
      out_ += U' ';
      begin_piece();
    } else if (address_) {
      judged_ = out_.size();  // what follows an address is no part of it
    }
    append(token);
  }

  void begin_piece() {
    piece_ = judged_ = out_.size();
    address_ = false;
  }

  /// "Số:     /TTr-UBND", "ngày     tháng 01".
  [[nodiscard]] bool is_left_blank(std::u32string_view token) const {
    const std::u32string_view piece = std::u32string_view(out_).substr(piece_);
    if (piece.size() > 5) return false;
    const std::string before = lower(utf8_of(piece));
    if (before == "số:" || before == "số") return true;
    const auto* const word_end = std::find_if_not(token.begin(), token.end(), is_letter);
    const std::string after = lower(utf8_of({token.begin(), word_end}));
    return (before == "ngày" || before == "tháng" || before == "năm") &&
           (after == "tháng" || after == "năm" || token.front() == U'/' || token.front() == U'.');
  }

  /// True if no space stands before the token: it opens with a mark that belongs to the word in front.
  [[nodiscard]] bool closes_up(std::u32string_view token, char32_t following) const {
    const char32_t first = token.front();
    if (among(first, closers)) return true;
    if (!among(first, pauses)) return false;
    const char32_t second = char_at(token, 1);
    // ".......", ".net" and "1 : 500" are no ends of sentences; "này .Điều" is.
    if (first == U'.' && is_capital(second)) return is_small(char_at(token, 2)) && is_word(out_.back());
    if (first == U'.') return !among(second, U".…") && !is_word(second);
    if (token == U":" && is_figure(out_.back()) && is_figure(following)) return false;
    return true;
  }

  void append(std::u32string_view token) {
    bool whole = is_address(token);  // an address is not split
    address_ = address_ || whole;
    for (std::size_t i = 0; i < token.size(); ++i) {
      out_ += token[i];
      if (whole || i + 1 == token.size() || !wants_space_behind(token, i)) continue;
      out_ += U' ';
      begin_piece();
      whole = address_ = opens_address(token.substr(i + 1));
    }
  }

  /// Asked when token[i] is written already: is there to be a space behind it?
  [[nodiscard]] bool wants_space_behind(std::u32string_view token, std::size_t i) const {
    const char32_t next = token[i + 1];
    const std::u32string_view before = std::u32string_view(out_).substr(judged_, out_.size() - judged_ - 1);
    const bool in_figure = !before.empty() && is_figure(before.back()) && is_figure(next);
    const bool opens_word = is_word(next) || among(next, openers);
    switch (token[i]) {
      case U',':
      case U':':
        return opens_word && !in_figure;
      case U';':
        return opens_word;
      case U'!':
      case U'?':
        return opens_word && !before.empty() && is_word(before.back());
      case U'.':
        return ends(before, token.substr(i + 1));
      default:
        return false;
    }
  }

  /// The full stop between `before` and `after` ends a sentence ("này.Điều") or an abbreviation that stands
  /// apart ("TP.Tam Kỳ", "TS.Nguyễn").
  [[nodiscard]] static bool ends(std::u32string_view before, std::u32string_view after) {
    if (!is_capital(after.front())) return false;
    const bool word_follows = is_small(char_at(after, 1));
    std::size_t begin = before.size();
    while (begin > 0 && is_letter(before[begin - 1]))
      --begin;
    if (begin == before.size()) {
      // "Điều 1.Tặng"
      while (begin > 0 && is_figure(before[begin - 1]))
        --begin;
      return begin == 0 && !before.empty() && word_follows;
    }
    const std::uint16_t kinds = kinds_of(utf8_of(before.substr(begin)) + ".");
    if ((kinds & abbreviation) != 0) return begin == 0 || !is_word(before[begin - 1]);
    if (!word_follows) return false;
    return (kinds & degree) != 0 || (before.size() - begin >= 2 && is_small(before.back()));
  }

  std::u32string text_;
  std::u32string out_;
  std::size_t piece_ = 0;   // where the last piece begins in out_
  std::size_t judged_ = 0;  // from where on it is judged
  bool address_ = false;    // an address stands in the piece
};

}  // namespace

TypographyFix repair_spacing(std::string_view nfc) {
  std::string spaced = utf8_of(Spacer(code_points(nfc)).space());
  if (spaced == nfc) return {std::move(spaced), Certainty::ok, {}};
  return {std::move(spaced), Certainty::warn, "khoảng trắng quanh dấu câu được sửa lại"};
}

}  // namespace sovang::text
