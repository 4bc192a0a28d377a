#include "query.h"

#include <algorithm>
#include <utility>

#include "sovang/text/casing.h"

#include "abbreviations.h"
#include "classes.h"
#include "tokens.h"

namespace sovang::archive {
namespace {

constexpr std::size_t max_words = 12;
constexpr std::size_t max_spellings = 16;  ///< of one phrase

/// The forms of a word that a rank accepts.
enum class Spelling { written, iy, fold };

bool is_figures(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string without_zeros(const std::string& figures) {
  const std::size_t first = figures.find_first_not_of('0');
  return first == std::string::npos ? "0" : figures.substr(first);
}

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

/// "A Lăng" is also written "Alăng" (name_variants): a one-letter word joined to the next, and taken apart
/// again.
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

std::vector<QueryWord> words_of(const std::vector<QueryPart>& parts) {
  std::vector<QueryWord> out;
  for (const QueryPart& part : parts)
    out.insert(out.end(), part.words.begin(), part.words.end());
  return out;
}

bool any_phrase(const std::vector<QueryPart>& parts) {
  return std::any_of(parts.begin(), parts.end(), [](const QueryPart& part) { return part.phrase; });
}

Needs plain_needs(const std::vector<QueryGroup>& groups, Spelling spelling) {
  Needs out;
  for (const QueryGroup& group : groups)
    out.push_back({group.fields, plain_slots(group.parts, group.only_folded ? Spelling::fold : spelling)});
  return out;
}

/// The needs in which some groups have other slots; empty where none has.
template <class Slots>
std::vector<Needs> needs_with_other(const std::vector<QueryGroup>& groups, Spelling spelling,
                                    const Slots& other_slots) {
  Needs out = plain_needs(groups, spelling);
  bool any = false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].only_folded || any_phrase(groups[i].parts)) continue;  // quotes ask for these words
    std::vector<Slot> slots = other_slots(words_of(groups[i].parts));
    if (slots.empty()) continue;
    out[i].slots = std::move(slots);
    any = true;
  }
  return any ? std::vector<Needs>{std::move(out)} : std::vector<Needs>();
}

void plan_tiers(SearchPlan& plan) {
  bool marked = false;
  for (const QueryGroup& group : plan.groups)
    for (const QueryWord& word : words_of(group.parts))
      marked = marked || (!group.only_folded && has_mark(word.keys));
  const Spelling own = marked ? Spelling::written : Spelling::fold;
  plan.tiers[0] = {plain_needs(plan.groups, own)};
  if (marked) {
    plan.tiers[1] = {plain_needs(plan.groups, Spelling::iy)};
    plan.tiers[3] = {plain_needs(plan.groups, Spelling::fold)};
  }
  plan.tiers[2] = needs_with_other(plan.groups, own, [&](const std::vector<QueryWord>& words) {
    return abbreviation_slots(words, own, Readings::first);
  });
  plan.tiers[4] = needs_with_other(plan.groups, own, [&](const std::vector<QueryWord>& words) {
    return abbreviation_slots(words, own, Readings::all);
  });
  for (Needs& joined : needs_with_other(plan.groups, Spelling::fold, joined_slots))
    plan.tiers[4].push_back(std::move(joined));
}

/// Words of a field go to the plan as a group, if this asker may search where they are looked for.
void add_group(SearchPlan& plan, std::string_view text, std::vector<Field> fields) {
  bool too_many = false;
  std::vector<QueryPart> parts = parse_words(text, too_many);
  if (too_many) plan.hints.emplace_back("Câu tìm có nhiều từ quá: chỉ tìm theo 12 từ đầu.");
  if (!parts.empty()) plan.groups.push_back({std::move(fields), std::move(parts), false});
}

/// "số 1288/QĐ-UBND", "qđ 1288", "1288qd ubnd": words that all stand in the decision's number.
void add_number(SearchPlan& plan, std::string_view text) {
  bool too_many = false;
  std::vector<QueryWord> words = words_of(parse_words(text, too_many));
  std::erase_if(words, [](const QueryWord& word) {
    const std::string& fold = word.keys.fold;
    return fold == "so" || fold == "quyet" || fold == "dinh";
  });
  for (QueryWord& word : words) {
    if (is_figures(word.keys.fold)) word.keys.fold = without_zeros(word.keys.fold);
    word.joined = false;
  }
  if (!words.empty()) plan.groups.push_back({{Field::number}, {{std::move(words), false}}, true});
}

/// "QĐ-UBND", "qd ubnd", "QĐUBND"
void add_symbol(SearchPlan& plan, std::string_view text) {
  std::string glued;
  for (const text::SearchToken& token : text::search_tokens(text))
    glued += token.keys.fold;
  if (glued.empty()) return;
  QueryWord word;
  word.keys = {glued, glued, glued};
  plan.groups.push_back({{Field::number}, {{{std::move(word)}, false}}, true});
}

/// The codes whose code or name is meant; a name is meant by any of its words that stand together.
std::vector<std::string> codes_meant(std::span<const EntryClass> classes, std::string_view typed) {
  const std::string fold = text::fold_key(typed);
  std::vector<std::string> out;
  for (const EntryClass& one : classes) {
    const bool is_code = text::fold_key(one.code) == fold;
    if (is_code || (fold.size() >= 3 && text::fold_key(one.label).find(fold) != std::string::npos))
      out.emplace_back(one.code);
    if (is_code) return {std::string(one.code)};
  }
  return out;
}

void add_class(SearchPlan& plan, Filter filter, const std::vector<std::string>& codes) {
  std::vector<std::string> keys;
  for (const std::string& code : codes)
    keys.push_back(filter_key(filter, code));
  plan.filters.push_back(std::move(keys));
}

void add_typed_fields(SearchPlan& plan, const Query& query, const Asker& asker) {
  const bool open = asker.role == Asker::Role::open_public;
  add_group(plan, query.person, {Field::name});
  add_group(plan, query.unit, {Field::unit});
  add_group(plan, query.signer, {Field::signer});
  add_number(plan, query.number);
  add_symbol(plan, query.symbol);
  add_group(plan, query.movement, {Field::movement});
  std::string text = query.text;
  if (!query.content.empty()) {
    if (const auto codes = codes_meant(contents(), query.content); !codes.empty()) {
      add_class(plan, Filter::content, codes);
    } else {
      text += " " + query.content;
    }
  }
  if (!query.unit_kind.empty()) {
    const auto codes = codes_meant(unit_kinds(), query.unit_kind);
    if (codes.empty()) plan.hints.push_back("Không có khối đơn vị «" + query.unit_kind + "».");
    add_class(plan, Filter::unit_kind, codes);
  }
  if (text::fold_key(text).empty()) return;
  if (open) {  // what is not shown is not searched
    plan.hints.emplace_back("Phần công khai không tìm theo lời văn thành tích.");
    plan.impossible = true;
    return;
  }
  add_group(plan, text, {Field::reason});
}

void add_filters(SearchPlan& plan, const Query& query, const Asker& asker) {
  if (query.kind) plan.filters.push_back({filter_key(Filter::kind, *query.kind)});
  if (query.state) plan.filters.push_back({filter_key(Filter::state, to_string(*query.state))});
  if (query.award) plan.award_family = query.award->value;
  if (query.year) {
    if (const auto first = Date::make(*query.year, 1, 1)) {
      plan.low = first_entry_of(*first);
      plan.high = end_of_day(first_entry_of(*Date::make(*query.year, 12, 31))) - 1;
    } else {
      plan.impossible = true;
    }
  }
  if (query.from) plan.low = std::max(plan.low, first_entry_of(*query.from));
  if (query.to) plan.high = std::min(plan.high, end_of_day(first_entry_of(*query.to)) - 1);
  if (plan.low > plan.high) plan.impossible = true;
  if (asker.role == Asker::Role::open_public) plan.filters.push_back({filter_key(Filter::open, "")});
  if (asker.role == Asker::Role::unit) {
    std::vector<std::string> own;
    for (const domain::UnitId& unit : asker.units)
      if (!unit.empty()) own.push_back(filter_key(Filter::unit, unit.value));
    plan.filters.push_back(std::move(own));
  }
}

/// The words of a stretch of the query outside or inside quotes.
QueryPart part_of(std::string_view stretch, bool phrase) {
  QueryPart part;
  part.phrase = phrase;
  std::size_t last_end = 0;
  bool in_number = false;
  for (const text::SearchToken& token : text::search_tokens(stretch)) {
    if (token.keys.fold.empty()) continue;
    QueryWord word{token.keys, false, false, false};
    const std::string_view between = stretch.substr(last_end, token.begin - last_end);
    // "1288/QĐ-UBND", "1288 / QĐ – UBND": a slash begins it, dashes and slashes go on.
    const bool slash = between.find('/') != std::string_view::npos;
    const bool dash =
        between.find('-') != std::string_view::npos || between.find("\xE2\x80\x93") != std::string_view::npos;
    in_number = slash || (in_number && dash);
    word.joined = in_number && !part.words.empty();
    last_end = token.end;
    word.prefix = token.end < stretch.size() && stretch[token.end] == '*' && token.keys.fold.size() >= 2;
    word.capitals = text::is_all_capitals(stretch.substr(token.begin, token.end - token.begin));
    part.words.push_back(std::move(word));
  }
  if (part.words.size() < 2 && phrase) part.phrase = false;
  return part;
}

}  // namespace

std::vector<QueryPart> parse_words(std::string_view text, bool& too_many) {
  std::vector<QueryPart> parts;
  std::size_t room = max_words;
  bool inside = false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('"', begin), text.size());
    // A quotation mark that is never closed is a slip, not a phrase.
    const bool phrase = inside && end < text.size();
    QueryPart part = part_of(text.substr(begin, end - begin), phrase);
    // The full name of a collective has more words than a search may cost: its first ones find it.
    if (part.words.size() > room) {
      part.words.resize(room);
      too_many = true;
    }
    room -= part.words.size();
    if (!part.words.empty()) parts.push_back(std::move(part));
    inside = !inside;
    begin = end + 1;
  }
  return parts;
}

SearchPlan plan_search(const ReadQuery& read, const Asker& asker,
                       const std::vector<std::string>& other_unit_names) {
  SearchPlan plan;
  plan.hints = read.hints;
  const Query& query = read.query;
  // The public sees, and so searches, name, unit and number only (archive-design §6).
  const bool open = asker.role == Asker::Role::open_public;
  const std::vector<Field> box =
      open ? std::vector<Field>{Field::name, Field::unit, Field::number}
           : std::vector<Field>{Field::name, Field::unit, Field::title, Field::number, Field::book};
  add_group(plan, query.words, box);
  const bool box_asked = !plan.groups.empty();
  add_typed_fields(plan, query, asker);
  add_filters(plan, query, asker);
  plan.has_words = !plan.groups.empty();
  if (!plan.has_words) return plan;
  plan_tiers(plan);
  for (const std::string& name : other_unit_names) {
    Needs needs = plain_needs(plan.groups, Spelling::fold);
    for (std::size_t i = 0; i < needs.size(); ++i) {
      const bool of_units =
          plan.groups[i].fields.front() == Field::unit || (i == 0 && box_asked && query.unit.empty());
      if (of_units) needs[i].slots = {{sequence_of(name, Spelling::fold)}};
    }
    plan.tiers[2].push_back(std::move(needs));
  }
  if (box_asked) {
    plan.in_name = {{{Field::name}, plain_slots(plan.groups.front().parts, Spelling::fold)}};
    Needs anywhere = plain_needs(plan.groups, Spelling::fold);
    anywhere.front().fields.push_back(Field::reason);
    if (!open) plan.anywhere = {std::move(anywhere)};
  }
  return plan;
}

Needs needs_with(const SearchPlan& plan, const std::vector<std::vector<std::string>>& words) {
  Needs out;
  std::size_t next = 0;
  for (const QueryGroup& group : plan.groups) {
    Need need{group.fields, {}};
    for (const QueryPart& part : group.parts) {
      for (std::size_t i = 0; i < part.words.size() && next < words.size(); ++i) {
        Slot slot;
        for (const std::string& word : words[next++])
          slot.push_back({{word}, part.words[i].prefix});
        need.slots.push_back(std::move(slot));
      }
    }
    out.push_back(std::move(need));
  }
  return out;
}

std::vector<Highlight> highlights_in(std::string_view text, const std::vector<QueryGroup>& groups) {
  std::vector<QueryWord> words;
  for (const QueryGroup& group : groups)
    for (QueryWord& word : words_of(group.parts))
      words.push_back(std::move(word));
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
