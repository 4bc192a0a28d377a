#include "search_walks.h"

#include <algorithm>
#include <limits>

namespace sovang::archive {
namespace {

/// A prefix of two letters stands for a few hundred words at most.
constexpr std::size_t most_terms_of_a_prefix = 2000;

bool is_written_form(std::string_view token) {
  return std::any_of(token.begin(), token.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

}  // namespace

void SearchWalks::look_up(const std::vector<std::string>& keys) const {
  std::vector<std::string_view> fresh;
  for (const std::string& key : keys)
    if (const auto [at, is_fresh] = terms_.try_emplace(key); is_fresh) fresh.push_back(at->first);
  if (fresh.empty()) return;
  Result<std::vector<Term>> known = context_.reader().terms(fresh);
  if (!known) return context_.fail_with(known.error());
  for (Term& term : *known) {
    const auto at = terms_.find(term.key);
    if (at != terms_.end()) at->second = std::move(term);
  }
}

void SearchWalks::look_up(const std::vector<Needs>& any) const {
  std::vector<std::string> keys;
  for (const Needs& needs : any) {
    for (const Need& need : needs) {
      for (const Slot& slot : need.slots) {
        for (const Sequence& one : slot) {
          const std::size_t whole = one.tokens.size() - (one.prefix ? 1 : 0);
          for (const Field field : need.fields) {
            if (one.only && *one.only != field) continue;
            for (std::size_t i = 0; i < whole; ++i)
              keys.push_back(word_key(field, one.tokens[i]));
          }
        }
      }
    }
  }
  for (const std::vector<std::string>& filter : plan_.filters)
    keys.insert(keys.end(), filter.begin(), filter.end());
  look_up(keys);
}

const std::optional<Term>& SearchWalks::term(const std::string& key) const {
  look_up({key});
  return terms_.find(key)->second;
}

std::vector<Term> SearchWalks::terms(const std::vector<std::string>& keys) const {
  look_up(keys);
  std::vector<Term> out;
  for (const std::string& key : keys)
    if (const std::optional<Term>& known = term(key)) out.push_back(*known);
  return out;
}

bool SearchWalks::is_known(Field field, const Sequence& sequence) const {
  if (sequence.only && *sequence.only != field) return false;
  const std::size_t whole = sequence.tokens.size() - (sequence.prefix ? 1 : 0);
  return std::all_of(sequence.tokens.begin(), sequence.tokens.begin() + static_cast<std::ptrdiff_t>(whole),
                     [&](const std::string& token) { return term(word_key(field, token)).has_value(); });
}

std::string SearchWalks::known_part(const Needs& needs) const {
  std::string out;
  for (const Need& need : needs) {
    for (const Slot& slot : need.slots) {
      std::vector<std::string> known;
      for (const Sequence& sequence : slot) {
        for (const Field field : need.fields) {
          if (!is_known(field, sequence)) continue;
          std::string one(1, static_cast<char>(field));
          for (const std::string& token : sequence.tokens)
            one += ' ' + token;
          known.push_back(one + (sequence.prefix ? "*" : ""));
        }
      }
      std::sort(known.begin(), known.end());
      known.erase(std::unique(known.begin(), known.end()), known.end());
      for (const std::string& one : known)
        out += one + '\n';
      out += '\n';
    }
  }
  return out;
}

std::vector<Term> SearchWalks::beginning(std::string_view key) const {
  Result<std::vector<Term>> terms = context_.reader().terms_beginning(key, most_terms_of_a_prefix);
  if (terms) return std::move(*terms);
  context_.fail_with(terms.error());
  return {};
}

SearchWalks::Sized SearchWalks::any_term(const std::vector<Term>& terms) const {
  std::int64_t size = 0;
  std::vector<WalkPtr> walks;
  for (const Term& term : terms) {
    size += term.entries;
    walks.push_back(walk_term(context_, term));
  }
  return {size, walk_any(std::move(walks))};
}

PhraseWord SearchWalks::word(Field field, const std::string& token, bool prefix) const {
  std::vector<Term> found = prefix ? beginning(word_key(field, token)) : terms({word_key(field, token)});
  if (prefix && !is_written_form(token)) {
    // The folded form of a word has the prefix wherever another form has it.
    std::erase_if(found, [](const Term& term) { return is_written_form(term.key); });
  }
  std::int64_t entries = 0;
  std::vector<PlacedWalkPtr> walks;
  for (const Term& term : found) {
    entries += term.entries;
    walks.push_back(walk_term(context_, term));
  }
  return {entries, walks.empty() ? nullptr : walk_any_placed(std::move(walks))};
}

SearchWalks::Sized SearchWalks::sequence(Field field, const Sequence& sequence) const {
  std::int64_t size = std::numeric_limits<std::int64_t>::max();
  std::vector<PhraseWord> words;
  for (std::size_t i = 0; i < sequence.tokens.size(); ++i) {
    words.push_back(word(field, sequence.tokens[i], sequence.prefix && i + 1 == sequence.tokens.size()));
    if (!words.back().walk) return {0, nullptr};
    size = std::min(size, words.back().entries);
  }
  if (words.empty()) return {0, nullptr};
  return {size, walk_phrase(std::move(words))};
}

SearchWalks::Sized SearchWalks::slot(const std::vector<Field>& fields, const Slot& slot) const {
  std::int64_t size = 0;
  std::vector<WalkPtr> walks;
  for (const Sequence& one : slot) {
    for (const Field field : fields) {
      if (one.only && *one.only != field) continue;
      Sized walk = sequence(field, one);
      if (!walk.second) continue;
      size += walk.first;
      walks.push_back(std::move(walk.second));
    }
  }
  return {size, walk_any(std::move(walks))};
}

void SearchWalks::add_needs(const Needs& needs, std::vector<Sized>& out) const {
  for (const Need& need : needs) {
    for (const Slot& one : need.slots)
      out.push_back(slot(need.fields, one));
  }
}

void SearchWalks::add_filters(std::vector<Sized>& out) const {
  for (const std::vector<std::string>& keys : plan_.filters)
    out.push_back(any_term(terms(keys)));
  if (plan_.award_family.empty()) return;
  const std::string key = filter_key(Filter::award, plan_.award_family);
  std::vector<Term> family = beginning(key);
  std::erase_if(family, [&](const Term& term) {
    return term.key != key && term.key.compare(0, key.size() + 1, key + "-") != 0;
  });
  out.push_back(any_term(family));
}

WalkPtr SearchWalks::all_of(std::vector<Sized> walks) {
  // The rarest leads: the others then only look where it is.
  std::stable_sort(walks.begin(), walks.end(),
                   [](const Sized& a, const Sized& b) { return a.first < b.first; });
  if (!walks.empty() && walks.front().first == 0) return walk_nothing();
  std::vector<WalkPtr> out;
  for (Sized& walk : walks)
    out.push_back(std::move(walk.second));
  return walk_all(std::move(out));
}

WalkPtr SearchWalks::needs(const Needs& needs) const {
  look_up(std::vector<Needs>{needs});
  std::vector<Sized> walks;
  add_needs(needs, walks);
  return all_of(std::move(walks));
}

std::vector<WalkPtr> SearchWalks::unwanted() const {
  std::vector<WalkPtr> out;
  for (const Needs& one : plan_.without)
    out.push_back(needs(one));
  return out;
}

WalkPtr SearchWalks::any_of(const std::vector<Needs>& any) const {
  std::vector<WalkPtr> walks;
  for (const Needs& one : any)
    walks.push_back(needs(one));
  return walk_any(std::move(walks));
}

WalkPtr SearchWalks::allowed() const {
  if (plan_.impossible) return walk_nothing();
  std::vector<Sized> walks;
  add_filters(walks);
  if (walks.empty()) walks.push_back(any_term(beginning(filter_key(Filter::kind, ""))));
  WalkPtr walk = walk_between(all_of(std::move(walks)), plan_.low, plan_.high);
  return walk_except(std::move(walk), unwanted());
}

std::optional<std::size_t> SearchWalks::allowed_count() const {
  if (plan_.impossible || !plan_.filters.empty() || !plan_.award_family.empty() || plan_.low > 0 ||
      plan_.high < last_entry || !plan_.without.empty())
    return std::nullopt;
  std::int64_t count = 0;
  for (const Term& term : beginning(filter_key(Filter::kind, "")))
    count += term.entries;
  return static_cast<std::size_t>(count);
}

WalkPtr SearchWalks::rank(const std::vector<RankedNeeds>& ranks, std::size_t index,
                          const std::vector<EntryId>* found_before) const {
  if (plan_.impossible) return walk_nothing();
  if (ranks[index].any.empty()) return allowed();
  look_up(ranks[index].any);
  // Where no word has an i/y form in the index, the rank of these finds what the rank before found.
  std::vector<std::string> looked_for;
  for (std::size_t i = 0; i < index; ++i)
    for (const Needs& one : ranks[i].any)
      looked_for.push_back(known_part(one));
  std::vector<WalkPtr> alternatives;
  for (const Needs& one : ranks[index].any) {
    if (index > 0 && std::find(looked_for.begin(), looked_for.end(), known_part(one)) != looked_for.end())
      continue;
    std::vector<Sized> walks;
    add_needs(one, walks);
    add_filters(walks);
    alternatives.push_back(all_of(std::move(walks)));
  }
  if (alternatives.empty()) return walk_nothing();
  WalkPtr walk = walk_between(walk_any(std::move(alternatives)), plan_.low, plan_.high);
  std::vector<WalkPtr> before = unwanted();
  if (found_before != nullptr) {
    if (!found_before->empty()) before.push_back(walk_list(*found_before));
  } else {
    for (std::size_t i = 0; i < index; ++i)
      before.push_back(any_of(ranks[i].any));
  }
  return walk_except(std::move(walk), std::move(before));
}

}  // namespace sovang::archive
