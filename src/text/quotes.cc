#include <vector>

#include <unicode/uchar.h>

#include "sovang/text/typography.h"

#include "code_points.h"

namespace sovang::text {
namespace {

constexpr std::u32string_view foreign_marks = U"«»‹›„‚″`´";

bool is_word(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) != 0;
}
bool is_figure(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_space(char32_t c) {
  return c == U' ' || c == 0xA0 || c == U'\t';
}
/// What an opening quote may follow directly.
bool is_opener(char32_t c) {
  return is_space(c) || std::u32string_view(U"([{“‘-–/\"'").find(c) != std::u32string_view::npos;
}

/// Pairs the quotes of one text; all or nothing.
class QuotePairer {
 public:
  explicit QuotePairer(std::u32string text) : text_(std::move(text)) {}

  TypographyFix pair() && {
    for (std::size_t i = 0; i < text_.size() && !unpaired_; ++i)
      step(i);
    unpaired_ = unpaired_ || !open_.empty();
    return result();
  }

 private:
  struct Open {
    bool single = false;  ///< typed as ' or ‘
  };

  void step(std::size_t i) {
    const char32_t c = text_[i];
    if (c == U'"') {
      straight_double(i);
    } else if (c == U'\'') {
      straight_single(i);
    } else if (c == U'“' || (c == U'‘' && !is_word(char_at(text_, i - 1)))) {
      open_.push_back({c == U'‘'});
      out_ += c;
    } else if (c == U'”' ||
               (c == U'’' && !open_.empty() && open_.back().single && !is_word(char_at(text_, i + 1)))) {
      close(c == U'’', c);
    } else {
      foreign_ = foreign_ || foreign_marks.find(c) != std::u32string_view::npos ||
                 (c == U',' && char_at(text_, i + 1) == U',');
      out_ += c;
    }
  }

  /// Marks of the level at which a pair stands: “ ” outside, ‘ ’ inside.
  [[nodiscard]] static char32_t mark(std::size_t level, bool opening) {
    if (level % 2 == 0) return opening ? U'“' : U'”';
    return opening ? U'‘' : U'’';
  }

  void straight_double(std::size_t i) {
    const bool after_pause = open_.empty() && i > 0 && is_word(char_at(text_, i + 1)) &&
                             std::u32string_view(U":,;=").find(text_[i - 1]) != std::u32string_view::npos;
    const bool may_open = i == 0 || is_opener(text_[i - 1]) || after_pause;
    const bool ends_here = i + 1 == text_.size() || is_space(text_[i + 1]);
    if (may_open && !(ends_here && !open_.empty())) {
      out_ += mark(open_.size(), true);
      open_.push_back({false});
    } else if (open_.empty() && is_figure(text_[i - 1])) {
      inch_ = true;
      out_ += U'"';
    } else {
      close(false, open_.empty() ? U'"' : mark(open_.size() - 1, false));
    }
  }

  void straight_single(std::size_t i) {
    const bool word_before = i > 0 && is_word(text_[i - 1]);
    const bool word_after = is_word(char_at(text_, i + 1));
    if (word_before && word_after) {
      out_ += U'\'';  // Bh'nướch
    } else if (word_after && (i == 0 || is_opener(text_[i - 1]))) {
      open_.push_back({true});
      out_ += U'‘';
    } else if (!word_after && !open_.empty() && open_.back().single) {
      close(true, U'’');
    } else if (open_.empty() && i > 0 && is_figure(text_[i - 1])) {
      inch_ = true;
      out_ += U'\'';
    } else {
      unpaired_ = true;
    }
  }

  void close(bool single, char32_t with) {
    unpaired_ = unpaired_ || open_.empty() || open_.back().single != single;
    if (!open_.empty()) open_.pop_back();
    out_ += with;
  }

  [[nodiscard]] TypographyFix result() const {
    const std::string before = utf8_of(text_);
    if (unpaired_) return {before, Certainty::warn, "dấu nháy không có đôi: giữ nguyên, đề nghị xem lại"};
    std::string after = utf8_of(out_);
    if (after != before) return {after, Certainty::warn, "dấu nháy thẳng được đổi thành “ ” và ‘ ’"};
    if (foreign_) return {after, Certainty::warn, "dấu nháy kiểu khác: giữ nguyên, đề nghị xem lại"};
    if (inch_) return {after, Certainty::warn, "dấu nháy sau con số được hiểu là đơn vị đo: giữ nguyên"};
    return {after, Certainty::ok, {}};
  }

  std::u32string text_;
  std::u32string out_;
  std::vector<Open> open_;
  bool unpaired_ = false;
  bool foreign_ = false;
  bool inch_ = false;
};

}  // namespace

TypographyFix repair_quotes(std::string_view nfc) {
  return QuotePairer(code_points(nfc)).pair();
}

}  // namespace sovang::text
