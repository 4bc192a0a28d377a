#include <algorithm>
#include <array>
#include <span>

#include "sovang/text/casing.h"
#include "sovang/text/syllable.h"

#include "case_tokens.h"
#include "letter_case.h"
#include "tables/family_names.h"
#include "tables/fixed_phrases.h"
#include "tables/proper_names.h"
#include "words.h"

namespace sovang::text {
namespace {

using Tokens = std::vector<CaseToken>;

// VT-48: Roman figures and single letters keep their capitals behind these words.
bool counts_by_roman(const Tokens& tokens, std::size_t at) {
  constexpr std::array words = {"quý", "khóa",   "kỳ",  "lần thứ", "hạng",     "chương", "phần",
                                "mục", "thế kỷ", "cấp", "loại",    "quân khu", "đại hội"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    const auto length = static_cast<std::size_t>(std::count(word.begin(), word.end(), ' ')) + 1;
    return at >= length && match_phrase(tokens, at - length, word) == length;
  });
}

bool is_small_roman(std::string_view core) {
  return is_roman(core) && core.find_first_not_of("IVXL") == std::string_view::npos;
}

// Every part between hyphens is a Vietnamese syllable.
bool is_plain_word(std::string_view small) {
  while (!small.empty()) {
    const std::size_t end = std::min(small.find_first_of("-/"), small.size());
    if (check_syllable(small.substr(0, end)) != SyllableVerdict::valid) return false;
    small.remove_prefix(std::min(end + 1, small.size()));
  }
  return true;
}

// "I", "A", "B" by itself: a figure, a class, a name; Vietnamese has no such words but y, o and u.
bool is_letter_alone(std::string_view core) {
  return core.size() == 1 && std::string_view("YOU").find(core) == std::string_view::npos;
}

bool is_abbreviation_like(std::string_view core) {
  for (std::size_t at = 0; at < core.size();) {
    const char32_t c = next_code_point(core, at);
    if (c >= 0x80 && c != U'Đ' && c != U'Ư') return false;
  }
  return true;
}

class SentenceCaser {
 public:
  explicit SentenceCaser(std::string_view text) : tokens_(case_tokens(text)) {}

  CaseProposal make() {
    for (at_ = 0; at_ < tokens_.size();) {
      if (!take_phrase() && !take_person()) take_token();
    }
    return {std::move(out_), ask_};
  }

 private:
  void write(const CaseToken& token, std::string core) {
    if (!out_.empty()) out_ += ' ';
    const bool opens = starts_sentence_ && !core.empty();
    out_.append(token.before).append(opens ? capitalise_first(core) : core).append(token.after);
    if (!core.empty()) starts_sentence_ = false;
    const std::string_view end = token.core.empty() ? token.before : token.after;
    if (end.find_first_of(".!?") != std::string_view::npos) starts_sentence_ = true;
  }

  // Orders, titles, bodies, places and persons: the longest that stands here.
  bool take_phrase() {
    std::size_t count = 0;
    std::string_view form;
    bool sure = true;
    for (const auto& [small, phrase, certainty] : tables::fixed_phrases) {
      const std::size_t found = match_phrase(tokens_, at_, small).value_or(0);
      if (found > count) {
        count = found;
        form = phrase;
        sure = certainty == "ok";
      }
    }
    for (const auto& row : tables::proper_names) {
      const std::size_t found = match_phrase(tokens_, at_, row[0]).value_or(0);
      if (found > count) {
        count = found;
        form = row[1];
        sure = false;
      }
    }
    if (count == 0) return false;
    ask_ = ask_ || !sure;
    write_with_capitals_of(form, count);
    return true;
  }

  // The words as typed, with the capitals of the form: the mark stays where the writer puts it (VT-38).
  void write_with_capitals_of(std::string_view form, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view word = form.substr(0, form.find(' '));
      form.remove_prefix(std::min(word.size() + 1, form.size()));
      const CaseToken& token = tokens_[at_++];
      std::string small = lower(token.core);
      if (lower(word) == small) {
        small = word;
      } else if (lower(word).substr(0, 1) != word.substr(0, 1) || opens_with_capital(word)) {
        small = capitalise_first(small);
      }
      write(token, token.core.empty() ? std::string() : small);
    }
  }

  // "ÔNG NGUYỄN VĂN AN": a person's name behind an honorific; where it ends is a guess.
  bool take_person() {
    constexpr std::array honorifics = {"ông", "bà", "anh", "chị", "đồng chí"};
    for (const std::string_view honorific : honorifics) {
      const std::size_t count = match_phrase(tokens_, at_, honorific).value_or(0);
      if (count == 0 || !tokens_[at_ + count - 1].after.empty() || !starts_family(at_ + count)) continue;
      for (std::size_t i = 0; i < count; ++i, ++at_)
        write(tokens_[at_], lower(tokens_[at_].core));
      write_name(4);
      return true;
    }
    if (!opens_bare_name()) return false;
    write_name(tokens_.size() - at_ <= 4 ? 4 : 3);
    return true;
  }

  // "NGUYỄN VĂN AN" without honorific: Nguyễn is a name wherever it stands, others are where Văn or Thị
  // follows.
  [[nodiscard]] bool opens_bare_name() const {
    if (at_ + 2 >= tokens_.size() || !tokens_[at_].after.empty() || !tokens_[at_ + 1].after.empty())
      return false;
    const std::string& next = tokens_[at_ + 1].small;
    return tokens_[at_].small == "nguyễn" || ((next == "văn" || next == "thị") && starts_family(at_));
  }

  void write_name(std::size_t at_most) {
    for (std::size_t i = 0; i < at_most && at_ < tokens_.size(); ++i) {
      const CaseToken& token = tokens_[at_++];
      write(token, name_case(token.core).text);
      if (!token.after.empty() || (at_ < tokens_.size() && !tokens_[at_].before.empty())) break;
    }
    ask_ = true;
  }

  [[nodiscard]] bool starts_family(std::size_t at) const {
    return std::any_of(tables::family_names.begin(), tables::family_names.end(), [&](const auto& row) {
      return row[1] != "clan" && match_phrase(tokens_, at, row[0]).has_value();
    });
  }

  void take_token() {
    const CaseToken& token = tokens_[at_];
    write(token, cased(token));
    ++at_;
  }

  std::string cased(const CaseToken& token) {
    const std::string_view core = token.core;
    if (core.empty()) return {};
    const bool roman_here = counts_by_roman(tokens_, at_);
    if (roman_here && (is_small_roman(core) || is_one_letter(core))) return std::string(core);
    if (is_letter_alone(core) && !names_a_point()) return std::string(core);
    // Hạng Nhất, Nhì, Ba (VT-65).
    const bool rank_word = token.small == "nhất" || token.small == "nhì" || token.small == "ba";
    if (rank_word && at_ > 0 && tokens_[at_ - 1].small == "hạng") return capitalise_first(token.small);
    // Điều 5 with a capital, khoản 2 and điểm a without (NĐ 30, Annex II).
    const bool figure_follows = at_ + 1 < tokens_.size() && tokens_[at_ + 1].has_figure();
    if (token.small == "điều" && figure_follows) return capitalise_first(lower(core));
    if (token.has_figure()) return std::string(fixed_form(lower(core)).value_or(core));  // SARS-CoV-2
    if (!is_all_capitals(core)) return std::string(core);
    if (is_plain_word(token.small) && core.find('/') == std::string_view::npos) return lower(core);
    if (const auto form = fixed_form(lower(core))) return std::string(*form);
    if (is_abbreviation_like(core)) return std::string(core);
    // Letters that no Vietnamese word has: a name of a minority people or a foreign one (VT-06).
    ask_ = true;
    return name_case(core).text;
  }

  // Articles have points a, b, c.
  [[nodiscard]] bool names_a_point() const { return at_ > 0 && tokens_[at_ - 1].small == "điểm"; }

  Tokens tokens_;
  std::size_t at_ = 0;
  std::string out_;
  bool starts_sentence_ = true;
  bool ask_ = false;
};

}  // namespace

CaseProposal sentence_case(std::string_view nfc) {
  // Codes alone ("TTg", "12/NQ-HĐND") and mixed text stay; the words themselves decide.
  const std::vector<CaseToken> tokens = case_tokens(nfc);
  const bool mixed = std::any_of(tokens.begin(), tokens.end(), [](const CaseToken& token) {
    return !token.core.empty() && !token.has_figure() && !is_all_capitals(token.core) &&
           !fixed_form(token.small);
  });
  if (mixed) return {std::string(nfc), false};
  return SentenceCaser(nfc).make();
}

}  // namespace sovang::text
