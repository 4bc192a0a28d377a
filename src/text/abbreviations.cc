#include "sovang/text/abbreviations.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "sovang/text/casing.h"
#include "sovang/text/search_keys.h"
#include "sovang/text/syllable.h"

#include "digits.h"
#include "tables/abbreviations.h"

namespace sovang::text {
namespace {

constexpr std::size_t most_alternatives = 64;
/// The longest abbreviation has four tokens, the longest expansion eleven.
constexpr std::size_t longest_short = 4;
constexpr std::size_t longest_long = 12;

enum Column : std::size_t {
  abbreviation_column,
  expansion_column,
  rank_column,
  small_column,
  fold_column,
  words_column
};

constexpr const auto& rows = tables::abbreviations;
using Index = std::array<std::uint16_t, rows.size()>;

/// The rows in the order of one column; rows with equal keys keep their order.
template <Column column>
constexpr Index index_by = [] {
  Index index{};
  for (std::size_t i = 0; i < index.size(); ++i)
    index[i] = static_cast<std::uint16_t>(i);
  std::sort(index.begin(), index.end(), [](std::uint16_t a, std::uint16_t b) {
    return rows[a][column] != rows[b][column] ? rows[a][column] < rows[b][column] : a < b;
  });
  return index;
}();

/// The rows with this key.
template <Column column>
std::vector<std::uint16_t> rows_with(std::string_view key) {
  const Index& index = index_by<column>;
  const auto first =
      std::lower_bound(index.begin(), index.end(), key,
                       [](std::uint16_t row, std::string_view wanted) { return rows[row][column] < wanted; });
  const auto last =
      std::find_if(first, index.end(), [key](std::uint16_t row) { return rows[row][column] != key; });
  return {first, last};
}

int rank_of(std::uint16_t row) {
  return rows[row][rank_column] == "1" ? 1 : 2;
}

void add(std::vector<Alternative>& list, Alternative alternative) {
  const auto same = [&](const Alternative& known) { return known.text == alternative.text; };
  if (list.size() < most_alternatives && std::none_of(list.begin(), list.end(), same)) {
    list.push_back(std::move(alternative));
  }
}

void sort_by_rank(std::vector<Alternative>& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Alternative& a, const Alternative& b) { return a.rank < b.rank; });
}

/// Finds the hits of one text from left to right.
class Finder {
 public:
  explicit Finder(std::string_view text)
      : text_(text), tokens_(search_tokens(text)), all_capitals_(is_all_capitals(text)) {}

  std::vector<AbbreviationHit> find() && {
    std::vector<AbbreviationHit> hits;
    for (std::size_t i = 0; i < tokens_.size();) {
      std::size_t count = 0;
      std::optional<AbbreviationHit> hit = expansion_at(i, count);
      if (!hit) hit = contraction_at(i, count);
      if (hit) hits.push_back(std::move(*hit));
      i += std::max<std::size_t>(count, 1);
    }
    return hits;
  }

 private:
  [[nodiscard]] std::string_view span(std::size_t first, std::size_t count) const {
    const std::size_t begin = tokens_[first].begin;
    return text_.substr(begin, tokens_[first + count - 1].end - begin);
  }

  /// An abbreviation that begins at token `first`, the longest there is.
  std::optional<AbbreviationHit> expansion_at(std::size_t first, std::size_t& count) const {
    for (std::size_t size = std::min(longest_short, tokens_.size() - first); size > 0; --size) {
      // "P." and "TM." bring their full stop; "TT (column)" its bracket.
      std::string_view typed = span(first, size);
      const std::size_t behind = tokens_[first].begin + typed.size();
      for (const std::size_t more : {std::size_t{1}, std::size_t{0}}) {
        if (behind + more > text_.size()) continue;
        const std::string_view candidate = text_.substr(tokens_[first].begin, typed.size() + more);
        if (auto hit = expansion_of(candidate, size)) {
          count = size;
          return hit;
        }
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<AbbreviationHit> expansion_of(std::string_view typed,
                                                            std::size_t tokens) const {
    const std::string small = lower(typed);
    std::vector<std::uint16_t> found = rows_with<small_column>(small);
    int lowered = 0;
    if (found.empty() && tokens == 1) {
      found = rows_with<fold_column>(small);  // typed without marks: "QD"
      lowered = 1;
    }
    if (found.empty()) return std::nullopt;
    const bool as_listed = std::any_of(found.begin(), found.end(), [typed](std::uint16_t row) {
      return rows[row][abbreviation_column] == typed;
    });
    if ((!as_listed || all_capitals_) && is_word(small, typed)) return std::nullopt;
    return hit_of(typed, found, lowered);
  }

  /// "ca", "tu", and in a line of capitals "CA": more likely a syllable. "x." is the end of a sentence.
  [[nodiscard]] bool is_word(std::string_view small, std::string_view typed) const {
    if (small.ends_with('.')) return small == typed;
    return tokens_.size() > 1 ? check_syllable(small) == SyllableVerdict::valid
                              : small == typed && check_syllable(small) == SyllableVerdict::valid;
  }

  [[nodiscard]] AbbreviationHit hit_of(std::string_view typed, const std::vector<std::uint16_t>& found,
                                       int lowered) const {
    AbbreviationHit hit;
    hit.begin = static_cast<std::size_t>(typed.data() - text_.data());
    hit.end = hit.begin + typed.size();
    const bool code = lies_in_document_number(hit.begin);
    for (const std::uint16_t row : found) {
      if (code && rank_of(row) > 1) continue;
      add(hit.readings, {std::string(rows[row][expansion_column]), rank_of(row) + lowered});
      // A sharper spelling of the same letters may be meant as well: HD for HĐ.
    }
    if (lowered == 0 && !code) {
      for (const std::uint16_t row : rows_with<fold_column>(lower(typed)))
        add(hit.readings, {std::string(rows[row][expansion_column]), 3});
    }
    sort_by_rank(hit.readings);
    return hit;
  }

  /// A phrase that has an abbreviation, the longest that begins at token `first`.
  std::optional<AbbreviationHit> contraction_at(std::size_t first, std::size_t& count) const {
    std::optional<AbbreviationHit> best;
    std::string words;
    for (std::size_t size = 1; size <= std::min(longest_long, tokens_.size() - first); ++size) {
      (words += size == 1 ? "" : " ") += tokens_[first + size - 1].keys.exact;
      const std::vector<std::uint16_t> found = rows_with<words_column>(words);
      if (found.empty()) continue;
      count = size;
      best = AbbreviationHit{tokens_[first].begin, tokens_[first + size - 1].end, false, {}};
      for (const std::uint16_t row : found)
        add(best->readings, {std::string(rows[row][abbreviation_column]), rank_of(row)});
      sort_by_rank(best->readings);
    }
    return best;
  }

  /// "12/QĐ-UBND", "19-NQ/TW": figures, then codes, without a space.
  [[nodiscard]] bool lies_in_document_number(std::size_t at) const {
    const std::size_t space = text_.rfind(' ', at);
    const std::size_t begin = space == std::string_view::npos ? 0 : space + 1;
    const std::string_view chunk = text_.substr(begin, text_.find(' ', at) - begin);
    return !chunk.empty() && digits::is_digit(chunk.front()) &&
           chunk.find_first_of("/-") != std::string_view::npos;
  }

  std::string_view text_;
  std::vector<SearchToken> tokens_;
  bool all_capitals_;
};

/// Whether the full stop at `at`, behind an abbreviation of so many bytes, belongs to it: within a word, or
/// behind two letters; "của UBND. Ngày" ends a sentence.
bool ends_abbreviation(std::string_view text, std::size_t at, std::size_t length) {
  if (at + 1 >= text.size() || text[at] != '.') return false;
  return text[at + 1] != ' ' || length <= 2;
}

/// The text with some hits replaced; `pick` gives the reading of each, or nothing to leave it.
template <class Pick>
Alternative replaced(std::string_view text, const std::vector<AbbreviationHit>& hits, Pick pick) {
  Alternative out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Alternative* const reading = pick(i);
    if (reading == nullptr) continue;
    out.text.append(text.substr(copied, hits[i].begin - copied)).append(reading->text);
    out.rank = std::max(out.rank, reading->rank);
    copied = hits[i].end;
    // "TP.Tam Kỳ", "TP. Tam Kỳ": this full stop goes with the abbreviation.
    if (hits[i].expands && ends_abbreviation(text, copied, hits[i].end - hits[i].begin)) {
      ++copied;
      if (text[copied] != ' ') out.text += ' ';
    }
  }
  out.text.append(text.substr(copied));
  return out;
}

/// All hits at once in their first reading, then each alone, then the other readings one by one.
void add_replacements(Alternatives& out, std::string_view text, const std::vector<AbbreviationHit>& hits) {
  if (hits.empty()) return;
  add(out.texts, replaced(text, hits, [&](std::size_t i) { return &hits[i].readings.front(); }));
  for (std::size_t one = 0; one < hits.size(); ++one) {
    add(out.texts,
        replaced(text, hits, [&](std::size_t i) { return i == one ? &hits[i].readings.front() : nullptr; }));
    for (std::size_t other = 1; other < hits[one].readings.size(); ++other) {
      add(out.texts, replaced(text, hits, [&](std::size_t i) {
            return i == one ? &hits[i].readings[other] : &hits[i].readings.front();
          }));
    }
  }
}

/// VT-89: "12/QĐ-UBND" answers to its parts. False unless the line is one document number.
bool add_parts_of_number(Alternatives& out, std::string_view text, const std::vector<AbbreviationHit>& hits) {
  const bool number = digits::is_digit(text.front()) && text.find(' ') == std::string_view::npos &&
                      text.find_first_of("/-") != std::string_view::npos && !hits.empty() &&
                      hits.front().expands;
  if (!number) return false;
  const std::vector<SearchToken> tokens = search_tokens(text);
  const std::string_view figure =
      text.substr(tokens.front().begin, tokens.front().end - tokens.front().begin);
  if (hits.front().readings.front().rank == 1) {
    std::string said =
        hits.front().readings.front().text + " số " + std::string(text.substr(0, hits.front().begin - 1));
    for (std::size_t i = 1; i < hits.size(); ++i)
      said += " " + hits[i].readings.front().text;
    add(out.texts, {std::move(said), 1});
  }
  std::string folded;
  for (const SearchToken& token : tokens)
    (folded += folded.empty() ? "" : " ") += token.keys.fold;
  add(out.texts, {std::move(folded), 1});
  add(out.texts, {"so " + std::string(figure), 2});
  for (const SearchToken& token : tokens)
    add(out.texts, {std::string(text.substr(token.begin, token.end - token.begin)), 2});
  return true;
}

}  // namespace

std::vector<AbbreviationHit> find_abbreviations(std::string_view nfc) {
  return Finder(nfc).find();
}

Alternatives alternatives(std::string_view nfc) {
  Alternatives out;
  if (nfc.empty()) return out;
  std::vector<AbbreviationHit> longer;
  std::vector<AbbreviationHit> shorter;
  for (AbbreviationHit& hit : find_abbreviations(nfc)) {
    out.ambiguous = out.ambiguous || (hit.expands && hit.readings.size() > 1);
    (hit.expands ? longer : shorter).push_back(std::move(hit));
  }
  if (!add_parts_of_number(out, nfc, longer)) add_replacements(out, nfc, longer);
  add_replacements(out, nfc, shorter);
  sort_by_rank(out.texts);
  return out;
}

}  // namespace sovang::text
