#include "query_slots.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "abbreviations.h"
#include "tokens.h"

namespace sovang::archive {

bool is_figures(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string without_zeros(const std::string& figures) {
  const std::size_t first = figures.find_first_not_of('0');
  return first == std::string::npos ? "0" : figures.substr(first);
}

namespace {

constexpr std::size_t max_spellings = 16;  ///< of one phrase

std::vector<std::string> spellings(const QueryWord& word, Spelling spelling) {
  switch (spelling) {
    case Spelling::written:
      // A prefix is looked for as typed: "ngu*" begins Nguyễn, whose other letters are not known yet.
      return {word.prefix ? word.keys.exact : written_token(word.keys)};
    case Spelling::iy: {
      const text::SearchKeys other{word.keys.iy, word.keys.iy,
                                   word.keys.fold};  // written with the other letter
      std::vector<std::string> out{word.prefix ? word.keys.exact : written_token(word.keys),
                                   word.prefix ? word.keys.iy : written_token(other), iy_token(word.keys)};
      if (word.keys.iy == word.keys.exact) out.erase(out.begin() + 1);
      return out;
    }
    case Spelling::fold:
      return {word.keys.fold};
  }
  return {};
}

/// All ways to spell a phrase, at most max_spellings.
Slot phrase_slot(const std::vector<QueryWord>& words, Spelling spelling) {
  Slot out{Sequence{}};
  for (const QueryWord& word : words) {
    const std::vector<std::string> forms = spellings(word, spelling);
    Slot longer;
    for (const Sequence& begun : out) {
      for (const std::string& form : forms) {
        if (longer.size() == max_spellings) break;
        Sequence sequence = begun;
        sequence.tokens.push_back(form);
        sequence.prefix = word.prefix;
        longer.push_back(std::move(sequence));
      }
    }
    out = std::move(longer);
  }
  return out;
}

/// "1288qd" is also written "1288 qd".
std::optional<Sequence> taken_apart(const std::string& fold) {
  const std::size_t letters = fold.find_first_not_of("0123456789");
  if (letters == 0 || letters == std::string::npos) return std::nullopt;
  return Sequence{{without_zeros(fold.substr(0, letters)), fold.substr(letters)}, false, Field::number};
}

Slot word_slot(const QueryWord& word, Spelling spelling) {
  Slot out;
  for (std::string& form : spellings(word, spelling))
    out.push_back({{std::move(form)}, word.prefix});
  if (word.prefix) return out;
  const std::string& fold = word.keys.fold;
  if (is_figures(fold) && fold.front() == '0' && fold.size() > 1)
    out.push_back({{without_zeros(fold)}, false, Field::number});
  if (auto apart = taken_apart(fold)) out.push_back(std::move(*apart));
  return out;
}

/// A slot and how many words of the query it takes.
struct TakenSlot {
  Slot slot;
  std::size_t words = 1;
};

/// The words at `at` as a document number: "1288/QĐ-UBND" stands together; "số 1288" is that number or those
/// words.
std::optional<TakenSlot> number_slot(const std::vector<QueryWord>& words, std::size_t at, Spelling spelling) {
  const bool named =
      words[at].keys.fold == "so" && at + 1 < words.size() && is_figures(words[at + 1].keys.fold);
  const std::size_t first = named ? at + 1 : at;
  std::size_t end = first + 1;
  while (end < words.size() && words[end].joined)
    ++end;
  if (!is_figures(words[first].keys.fold) || (!named && end == first + 1)) return std::nullopt;
  const std::vector<QueryWord> number(words.begin() + static_cast<std::ptrdiff_t>(first),
                                      words.begin() + static_cast<std::ptrdiff_t>(end));
  TakenSlot out{phrase_slot(number, spelling), end - at};
  for (Sequence& sequence : out.slot) {
    sequence.tokens.front() = without_zeros(sequence.tokens.front());
    sequence.only = Field::number;
  }
  // As words of another text: of a school's name, of an achievement that cites a decision.
  const std::vector<QueryWord> all(words.begin() + static_cast<std::ptrdiff_t>(at),
                                   words.begin() + static_cast<std::ptrdiff_t>(end));
  for (Sequence& sequence : phrase_slot(all, spelling))
    out.slot.push_back(std::move(sequence));
  return out;
}

std::vector<Slot> word_slots(const std::vector<QueryWord>& words, Spelling spelling) {
  std::vector<Slot> out;
  for (std::size_t at = 0; at < words.size();) {
    if (auto number = number_slot(words, at, spelling)) {
      at += number->words;
      out.push_back(std::move(number->slot));
    } else {
      out.push_back(word_slot(words[at++], spelling));
    }
  }
  return out;
}

/// May this word be read as an abbreviation? "ca" is a syllable unless typed CA; "ubnd" is none.
bool may_abbreviate(const QueryWord& word) {
  if (word.prefix) return false;
  return word.capitals || word.keys.fold.size() >= 4 ||
         word.keys.fold.find_first_of("aeiouy") == std::string::npos;
}

const Abbreviation* abbreviation_of(const QueryWord& word) {
  if (!may_abbreviate(word)) return nullptr;
  const auto all = abbreviations();
  const auto it =
      std::lower_bound(all.begin(), all.end(), word.keys.fold,
                       [](const Abbreviation& a, const std::string& fold) { return a.fold < fold; });
  return it != all.end() && it->fold == word.keys.fold ? &*it : nullptr;
}

/// An abbreviation whose first reading stands at words[at], and how many words that is.
std::pair<const Abbreviation*, std::size_t> spelt_out_at(const std::vector<QueryWord>& words,
                                                         std::size_t at) {
  std::pair<const Abbreviation*, std::size_t> best{nullptr, 0};
  for (const Abbreviation& abbreviation : abbreviations()) {
    const std::size_t size = abbreviation.first_folded.size();
    if (size < 2 || size <= best.second || at + size > words.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < size && same; ++i)
      same = words[at + i].keys.fold == abbreviation.first_folded[i];
    if (same) best = {&abbreviation, size};
  }
  return best;
}

}  // namespace

std::vector<Slot> plain_slots(const std::vector<QueryPart>& parts, Spelling spelling) {
  std::vector<Slot> out;
  for (const QueryPart& part : parts) {
    std::vector<Slot> more =
        part.phrase ? std::vector<Slot>{phrase_slot(part.words, spelling)} : word_slots(part.words, spelling);
    for (Slot& slot : more)
      out.push_back(std::move(slot));
  }
  return out;
}

Sequence sequence_of(std::string_view phrase, Spelling spelling) {
  Sequence out;
  for (const text::SearchToken& token : text::search_tokens(phrase))
    out.tokens.push_back(spelling == Spelling::fold ? token.keys.fold : written_token(token.keys));
  return out;
}

std::vector<Slot> abbreviation_slots(const std::vector<QueryWord>& words, Spelling spelling,
                                     Readings readings) {
  std::vector<Slot> out;
  bool any = false;
  for (std::size_t at = 0; at < words.size();) {
    if (auto number = number_slot(words, at, spelling)) {  // in a number the code reading wins (VT-88)
      at += number->words;
      out.push_back(std::move(number->slot));
      continue;
    }
    Slot slot = word_slot(words[at], spelling);
    std::size_t used = 1;
    if (const Abbreviation* abbreviation = abbreviation_of(words[at])) {
      const std::size_t count = readings == Readings::all ? abbreviation->expansions.size() : 1;
      for (std::size_t i = 0; i < count; ++i)
        slot.push_back(sequence_of(abbreviation->expansions[i], spelling));
      any = any || readings == Readings::first || count > 1;
    } else if (const auto [spelt, size] = spelt_out_at(words, at); spelt != nullptr) {
      const auto first = words.begin() + static_cast<std::ptrdiff_t>(at);
      slot = phrase_slot({first, first + static_cast<std::ptrdiff_t>(size)}, spelling);
      slot.push_back({{spelt->fold}, false});
      used = size;
      any = any || readings == Readings::first;
    }
    out.push_back(std::move(slot));
    at += used;
  }
  if (!any) out.clear();
  return out;
}

std::vector<Slot> joined_slots(const std::vector<QueryWord>& words) {
  std::vector<Slot> out;
  bool any = false;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& fold = words[at].keys.fold;
    if (fold.size() == 1 && fold[0] >= 'a' && at + 1 < words.size()) {
      out.push_back({{{fold + words[at + 1].keys.fold}, words[at + 1].prefix}});
      ++at;
      any = true;
      continue;
    }
    Slot slot = word_slot(words[at], Spelling::fold);
    if (fold.size() >= 4 && (fold[0] == 'a' || fold[0] == 'y')) {
      slot.push_back({{fold.substr(0, 1), fold.substr(1)}, words[at].prefix});
      any = true;
    }
    out.push_back(std::move(slot));
  }
  if (!any) out.clear();
  return out;
}

}  // namespace sovang::archive
