#include "query.h"

#include <algorithm>
#include <utility>

#include "sovang/text/casing.h"
#include "sovang/text/normal.h"

#include "abbreviations.h"
#include "tokens.h"

namespace sovang::archive {

const std::string no_match = "\"\xEE\x80\x82\"";  // U+E002 is never put into the index

namespace {

constexpr std::size_t max_characters = 200;
constexpr std::size_t max_words = 12;
constexpr std::size_t max_spellings = 16;  ///< of one phrase

/// A token sequence that must stand together; the last one may be a prefix.
struct Sequence {
  std::vector<std::string> tokens;
  bool prefix = false;
};
/// One of these must be there.
using Slot = std::vector<Sequence>;

std::string quoted(const Sequence& sequence) {
  std::string out = "\"";
  for (const std::string& token : sequence.tokens) {
    if (out.size() > 1) out += ' ';
    for (const char c : token) {
      if (c == '"') out += '"';
      out += c;
    }
  }
  out += sequence.prefix ? "\" *" : "\"";
  return out;
}

std::string expression(const std::vector<Slot>& slots) {
  std::string out;
  for (const Slot& slot : slots) {
    if (!out.empty()) out += " AND ";
    out += '(';
    for (std::size_t i = 0; i < slot.size(); ++i)
      out += (i == 0 ? "" : " OR ") + quoted(slot[i]);
    out += ')';
  }
  return out;
}

/// The forms of a word that a rank accepts.
enum class Spelling { written, iy, fold };

std::vector<std::string> spellings(const QueryWord& word, Spelling spelling) {
  switch (spelling) {
    case Spelling::written:
      // A prefix is looked for as typed: "ngu*" begins Nguyễn, whose other letters are not known yet.
      return {word.prefix ? word.keys.exact : written_token(word.keys)};
    case Spelling::iy: {
      std::vector<std::string> out{word.prefix ? word.keys.exact : written_token(word.keys), word.keys.iy,
                                   iy_token(word.keys)};
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

Slot word_slot(const QueryWord& word, Spelling spelling) {
  Slot out;
  for (std::string& form : spellings(word, spelling))
    out.push_back({{std::move(form)}, word.prefix});
  return out;
}

std::vector<Slot> plain_slots(const std::vector<QueryPart>& parts, Spelling spelling) {
  std::vector<Slot> out;
  for (const QueryPart& part : parts) {
    if (part.phrase) {
      out.push_back(phrase_slot(part.words, spelling));
    } else {
      for (const QueryWord& word : part.words)
        out.push_back(word_slot(word, spelling));
    }
  }
  return out;
}

/// Tokens of an expansion, in the same manner as the words of the query.
Sequence sequence_of(std::string_view phrase, Spelling spelling) {
  Sequence out;
  for (const text::SearchToken& token : text::search_tokens(phrase))
    out.tokens.push_back(spelling == Spelling::fold ? token.keys.fold : written_token(token.keys));
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

/// Which readings of an abbreviation a rank accepts.
enum class Readings { first, all };

/// The slots with abbreviations read both ways (VT-88); empty where there is nothing to read.
std::vector<Slot> abbreviation_slots(const std::vector<QueryWord>& words, Spelling spelling,
                                     Readings readings) {
  std::vector<Slot> out;
  bool any = false;
  for (std::size_t at = 0; at < words.size();) {
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

/// "A Lăng" is also written "Alăng" (name_variants): a one-letter word joined to the next.
std::vector<Slot> joined_slots(const std::vector<QueryWord>& words) {
  std::vector<Slot> out;
  bool any = false;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at].keys.fold.size() == 1 && words[at].keys.fold[0] >= 'a' && at + 1 < words.size()) {
      out.push_back({{{words[at].keys.fold + words[at + 1].keys.fold}, words[at + 1].prefix}});
      ++at;
      any = true;
    } else {
      out.push_back(word_slot(words[at], Spelling::fold));
    }
  }
  if (!any) out.clear();
  return out;
}

std::vector<QueryWord> words_of(const std::vector<QueryPart>& parts) {
  std::vector<QueryWord> out;
  for (const QueryPart& part : parts)
    out.insert(out.end(), part.words.begin(), part.words.end());
  return out;
}

bool any_phrase(const std::vector<QueryPart>& parts) {
  return std::any_of(parts.begin(), parts.end(), [](const QueryPart& part) { return part.phrase; });
}

/// The expression of each rank, without columns; "" = nothing to look for.
std::array<std::string, tier_count> tiers_of(const std::vector<QueryPart>& parts) {
  const std::vector<QueryWord> words = words_of(parts);
  const bool marked =
      std::any_of(words.begin(), words.end(), [](const QueryWord& word) { return has_mark(word.keys); });
  const Spelling own = marked ? Spelling::written : Spelling::fold;
  std::array<std::string, tier_count> out;
  out[0] = expression(plain_slots(parts, own));
  if (marked) {
    out[1] = expression(plain_slots(parts, Spelling::iy));
    out[3] = expression(plain_slots(parts, Spelling::fold));
  }
  if (any_phrase(parts)) return out;  // quotes ask for these words
  out[2] = expression(abbreviation_slots(words, own, Readings::first));
  const std::string readings = expression(abbreviation_slots(words, own, Readings::all));
  const std::string joined = expression(joined_slots(words));
  out[4] = readings.empty() || joined.empty() ? readings + joined : "(" + readings + ") OR (" + joined + ")";
  return out;
}

tl::unexpected<Error> too_much(std::string message) {
  return fail(ErrorCode::invalid_input, std::move(message), {}, "SEC-29");
}

/// The text as far as its `count`-th code point.
std::string first_characters(const std::string& text, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && seen++ == count) break;
  }
  return text.substr(0, at);
}

/// The words of a stretch of the query outside or inside quotes.
QueryPart part_of(std::string_view stretch, bool phrase) {
  QueryPart part;
  part.phrase = phrase;
  for (const text::SearchToken& token : text::search_tokens(stretch)) {
    if (token.keys.fold.empty()) continue;
    QueryWord word{token.keys, false, false};
    word.prefix = token.end < stretch.size() && stretch[token.end] == '*';
    word.capitals = text::is_all_capitals(stretch.substr(token.begin, token.end - token.begin));
    part.words.push_back(std::move(word));
  }
  if (part.words.size() < 2 && phrase) part.phrase = false;
  return part;
}

}  // namespace

Result<std::vector<QueryPart>> parse_query(std::string_view typed) {
  // Looked at before anything is done with it: a hundred megabytes are no query.
  if (typed.size() > 4 * max_characters) return too_much("câu tìm dài quá 200 ký tự; xin bớt từ");
  const Result<std::string> normal = text::normalise(typed);
  if (!normal) return fail(ErrorCode::invalid_input, "câu tìm có ký tự không đọc được; xin gõ lại");
  std::string query = first_characters(*normal, max_characters);
  for (char& c : query)  // a NUL would end the expression inside the index
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  for (const std::string_view curly : {"\xE2\x80\x9C", "\xE2\x80\x9D"}) {
    for (std::size_t at = query.find(curly); at != std::string::npos; at = query.find(curly, at))
      query.replace(at, curly.size(), "\"");
  }
  std::vector<QueryPart> parts;
  std::size_t room = max_words;
  bool inside = false;
  for (std::size_t begin = 0; begin <= query.size() && room > 0;) {
    const std::size_t end = std::min(query.find('"', begin), query.size());
    // A quotation mark that is never closed is a slip, not a phrase.
    const bool phrase = inside && end < query.size();
    QueryPart part = part_of(std::string_view(query).substr(begin, end - begin), phrase);
    // The full name of a collective has more words than a search may cost: its first ones find it.
    if (part.words.size() > room) part.words.resize(room);
    room -= part.words.size();
    for (QueryWord& word : part.words) {
      if (word.keys.fold.size() < 2) word.prefix = false;
    }
    if (!part.words.empty()) parts.push_back(std::move(part));
    inside = !inside;
    begin = end + 1;
  }
  return parts;
}

Result<SearchPlan> plan_search(const Query& query, const Asker& asker) {
  SearchPlan plan;
  plan.parts = SOVANG_TRY(parse_query(query.words));
  const std::vector<QueryPart> unit_parts = SOVANG_TRY(parse_query(query.unit));
  plan.has_words = !plan.parts.empty() || !unit_parts.empty();
  plan.tiers.fill(no_match);
  plan.anywhere = no_match;
  plan.in_name = no_match;
  if (!plan.has_words) return plan;

  std::string unit;
  if (!unit_parts.empty()) {
    const std::string plain = expression(plain_slots(unit_parts, Spelling::fold));
    const std::string read =
        expression(abbreviation_slots(words_of(unit_parts), Spelling::fold, Readings::first));
    unit = "{unit} : (" + (read.empty() ? plain : "(" + plain + ") OR (" + read + ")") + ")";
  }
  if (plan.parts.empty()) {
    plan.tiers[0] = unit;
    return plan;
  }
  if (!unit.empty()) plan.unit = " AND " + unit;
  // The public sees, and so searches, name, unit and number only (archive-design §6).
  const bool open = asker.role == Asker::Role::open_public;
  plan.columns = open ? "{name unit number} : (" : "{name unit title number book} : (";
  const auto tiers = tiers_of(plan.parts);
  for (std::size_t i = 0; i < tier_count; ++i) {
    if (!tiers[i].empty()) plan.tiers[i] = plan.columns + tiers[i] + ")" + plan.unit;
  }
  const std::string folded = expression(plain_slots(plan.parts, Spelling::fold));
  if (!open) plan.anywhere = "(" + folded + ")" + plan.unit;
  plan.in_name = "{name} : (" + folded + ")";
  return plan;
}

std::string any_of_each(const std::vector<std::vector<std::string>>& words) {
  std::vector<Slot> slots;
  for (const std::vector<std::string>& alternatives : words) {
    Slot slot;
    for (const std::string& word : alternatives)
      slot.push_back({{word}, false});
    slots.push_back(std::move(slot));
  }
  return expression(slots);
}

std::vector<Highlight> highlights_in(std::string_view text, const std::vector<QueryPart>& parts) {
  const std::vector<QueryWord> words = words_of(parts);
  const auto matches = [](const QueryWord& word, const text::SearchKeys& keys) {
    if (word.prefix) return keys.fold.compare(0, word.keys.fold.size(), word.keys.fold) == 0;
    return keys.fold == word.keys.fold;
  };
  std::vector<Highlight> out;
  for (const text::SearchToken& token : text::search_tokens(text)) {
    const bool hit = std::any_of(words.begin(), words.end(),
                                 [&](const QueryWord& word) { return matches(word, token.keys); });
    if (hit) out.push_back({token.begin, token.end});
  }
  return out;
}

}  // namespace sovang::archive
