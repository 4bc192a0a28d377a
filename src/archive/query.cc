#include "query.h"

#include <algorithm>
#include <utility>

#include "classes.h"
#include "query_slots.h"
#include "tokens.h"

namespace sovang::archive {
namespace {

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

/// «trừ: mỹ»: with marks only what is written so.
void add_without(SearchPlan& plan, const Query& query, const std::vector<Field>& box) {
  for (const std::string& words : query.without) {
    bool too_many = false;
    const std::vector<QueryPart> parts = parse_words(words, too_many);
    if (parts.empty()) continue;
    const std::vector<QueryWord> all = words_of(parts);
    const bool marked =
        std::any_of(all.begin(), all.end(), [](const QueryWord& word) { return has_mark(word.keys); });
    plan.without.push_back({{box, plain_slots(parts, marked ? Spelling::written : Spelling::fold)}});
  }
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

}  // namespace

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
  add_without(plan, query, box);
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

}  // namespace sovang::archive
