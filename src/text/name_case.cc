#include <algorithm>
#include <array>

#include "sovang/text/casing.h"
#include "sovang/text/normal.h"
#include "sovang/text/search_keys.h"
#include "sovang/text/syllable.h"

#include "case_tokens.h"
#include "characters.h"
#include "letter_case.h"
#include "tables/family_names.h"
#include "tables/honorifics.h"
#include "tables/titles.h"
#include "title_words.h"
#include "words.h"

namespace sovang::text {
namespace {

using Tokens = std::vector<CaseToken>;

bool starts_family(const Tokens& tokens, std::size_t at) {
  return std::any_of(tables::family_names.begin(), tables::family_names.end(), [&](const auto& row) {
    return row[1] != "clan" && match_phrase(tokens, at, row[0]).has_value();
  });
}

// Particles of foreign names, small between the parts of a name.
bool is_particle(std::string_view small) {
  constexpr std::array particles = {"de", "del", "della", "der", "den", "da",  "das", "di", "dos",
                                    "du", "la",  "le",    "van", "von", "bin", "ibn", "al", "el"};
  return std::find(particles.begin(), particles.end(), small) != particles.end();
}

std::size_t count_letters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();)
    if (is_letter_or_mark(next_code_point(text, at))) ++count;
  return count;
}

class NameCaser {
 public:
  explicit NameCaser(std::string_view text)
      : tokens_(case_tokens(text)),
        small_(is_all_small(text)),
        mixed_(!small_ && !is_all_capitals(text)),
        ascii_(std::all_of(text.begin(), text.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {}

  CaseProposal make() {
    if (!mixed_)
      take_titles();
    else
      skip_titles();
    name_begin_ = at_;
    for (; at_ < tokens_.size(); ++at_)
      write(tokens_[at_], name_token(tokens_[at_]));
    return {std::move(out_), ask_};
  }

 private:
  void write(const CaseToken& token, std::string_view core) {
    if (!out_.empty()) out_ += ' ';
    out_.append(token.before).append(core).append(token.after);
  }

  // Honorific, degrees and ranks before the name (VT-96, VT-97); they are titles only if a name follows.
  void take_titles() {
    while (const std::size_t count = title_at_front()) {
      for (std::size_t i = 0; i < count; ++i)
        write(tokens_[at_ + i], title_token(tokens_[at_ + i], i == 0));
      at_ += count;
    }
  }

  // In mixed input the titles keep what capitals they have.
  void skip_titles() {
    while (const std::size_t count = title_at_front()) {
      for (std::size_t i = 0; i < count; ++i)
        write(tokens_[at_ + i], tokens_[at_ + i].core);
      at_ += count;
    }
  }

  std::size_t title_at_front() {
    std::size_t best = 0;
    for (const auto& row : tables::honorifics) {
      const std::size_t count = match_phrase(tokens_, at_, row[0]).value_or(0);
      if (row[0] == "ông" && !addresses_a_man(at_ + count)) continue;
      // Ông, Anh … begin names too: a known family name or a title must follow.
      if (count > best && (starts_family(tokens_, at_ + count) || titles_at(at_ + count).first > 0)) {
        best = count;
        kind_ = "honorific";
      }
    }
    if (const auto [count, kind] = titles_at(at_); count > best) {
      best = count;
      kind_ = kind;
    }
    return at_ + best + 2 <= tokens_.size() ? best : 0;
  }

  // A title ("ông Giám đốc …") or a family name must follow, and not as a middle name of the family Ông.
  [[nodiscard]] bool addresses_a_man(std::size_t next) const {
    if (titles_at(next).first > 0) return true;
    return next + 1 < tokens_.size() && is_address_after_ong(tokens_[next].small, tokens_[next + 1].small);
  }

  [[nodiscard]] std::pair<std::size_t, std::string_view> titles_at(std::size_t at) const {
    std::pair<std::size_t, std::string_view> best{0, {}};
    for (const auto& row : tables::titles) {
      const std::size_t count = match_phrase(tokens_, at, row[0]).value_or(0);
      if (count > best.first) best = {count, row[1]};
    }
    if (best.first == 0 && at < tokens_.size() && are_joined_degrees(tokens_[at].small))
      return {1, "short_degree"};
    return best;
  }

  [[nodiscard]] std::string title_token(const CaseToken& token, bool first) const {
    const bool abbreviated = check_syllable(token.small) != SyllableVerdict::valid;
    if (abbreviated || kind_ == "short_degree" || kind_ == "rank_tail") return in_fixed_form(token.core);
    // Running text: ông, đồng chí, bác sĩ small; Đại tá, Hòa thượng, Giám đốc with one capital.
    if (kind_ == "honorific" || kind_ == "degree" || !first) return lower(token.core);
    return capitalise_first(lower(token.core));
  }

  // "ThS", "PGS.TS".
  static std::string in_fixed_form(std::string_view core) {
    std::string out;
    for (std::size_t begin = 0; begin <= core.size();) {
      const std::size_t end = std::min(core.find_first_of(".-,", begin), core.size());
      const std::string_view part = core.substr(begin, end - begin);
      const auto form = fixed_form(lower(part));
      out.append(form ? std::string(*form) : upper(part)).append(core.substr(end, 1));
      begin = end + 1;
    }
    return out;
  }

  std::string name_token(const CaseToken& token) {
    std::string cased = cased_token(token);
    if (mixed_ && cased != token.core) ask_ = true;
    return cased;
  }

  std::string cased_token(const CaseToken& token) {
    if (token.core.empty() || token.has_figure()) return std::string(token.core);
    if (mixed_) {
      const bool all_small = is_all_small(token.core);
      const bool all_capitals = is_all_capitals(token.core) && count_letters(token.core) > 1;
      if (!all_small && !all_capitals) return std::string(token.core);
      if (all_small && (is_particle(token.small) || token.small == "tức")) return std::string(token.core);
      if (all_capitals && is_roman(token.core)) return std::string(token.core);
    }
    if (is_inner_particle(token)) return particle(token);
    if (announces_alias(token)) return token.small;
    return joined_token(lower(token.core));
  }

  // "TRẦN VĂN BẢY TỨC BA LÀNH": behind a name and before another.
  [[nodiscard]] bool announces_alias(const CaseToken& token) const {
    return !mixed_ && token.small == "tức" && at_ >= name_begin_ + 2 && at_ + 1 < tokens_.size();
  }

  [[nodiscard]] bool is_inner_particle(const CaseToken& token) const {
    const bool inner = &token != &tokens_[name_begin_] && &token != &tokens_.back();
    return inner && is_particle(token.small) && (token.small == "van" || is_foreign());
  }

  // "Ludwig van Beethoven"; but "Van" in a Vietnamese name may be Văn or Vân without its mark: never
  // restored.
  std::string particle(const CaseToken& token) {
    ask_ = true;
    return is_foreign() ? token.small : capitalise_first(token.small);
  }

  [[nodiscard]] bool is_foreign() const {
    if (!ascii_) return false;
    const std::string first = fold_key(tokens_[name_begin_].core);
    return std::none_of(tables::family_names.begin(), tables::family_names.end(),
                        [&](const auto& row) { return row[1] == "known" && fold_key(row[0]) == first; });
  }

  // VT-46, VT-47: capitals behind an apostrophe after exactly one letter, none behind a hyphen.
  std::string joined_token(std::string_view small) {
    std::string out;
    std::size_t letters = 0;  // since the start or the last apostrophe or hyphen
    bool capital = true;
    for (std::size_t at = 0; at < small.size();) {
      const std::size_t here = at;
      const char32_t c = next_code_point(small, at);
      const std::string_view character = small.substr(here, at - here);
      if (is_letter_or_mark(c)) {
        out.append(capital ? upper(character) : std::string(character));
        capital = false;
        ++letters;
        continue;
      }
      out.append(character);
      if (is_apostrophe(c) || is_dash(c)) {
        ask_ = ask_ || letters > 0;
        capital = is_apostrophe(c) && letters == 1;
        letters = 0;
      }
    }
    return out;
  }

  Tokens tokens_;
  bool small_;
  bool mixed_;
  bool ascii_;
  std::size_t at_ = 0;
  std::size_t name_begin_ = 0;
  std::string_view kind_;
  std::string out_;
  bool ask_ = false;
};

}  // namespace

CaseProposal name_case(std::string_view nfc) {
  return NameCaser(nfc).make();
}

std::string title_name(std::string_view nfc) {
  CaseProposal proposal = name_case(nfc);
  return proposal.ask ? collapse_spaces(nfc) : std::move(proposal.text);
}

}  // namespace sovang::text
