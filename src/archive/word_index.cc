#include "word_index.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <numeric>
#include <span>
#include <tuple>

#include "entry_ids.h"
#include "tokens.h"

namespace sovang::archive {
namespace {

/// Far behind the words of a number, so that no phrase runs into it.
constexpr std::uint32_t glued_place = 4096;

std::int64_t place_of(std::int64_t term, EntryId first) {
  return (term << entry_bits) | first;
}

EntryId first_of(std::int64_t place) {
  return place & last_entry;
}

/// "008" is also looked for as "8".
std::string_view without_zeros(std::string_view figures) {
  const std::size_t first = figures.find_first_not_of('0');
  return first == std::string_view::npos ? figures.substr(figures.size() - 1) : figures.substr(first);
}

bool is_figures(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

using TokenSink = std::function<void(std::string token, std::uint32_t place)>;

void number_tokens(const std::vector<text::SearchToken>& tokens, const TokenSink& sink) {
  std::string glued;
  std::string symbol;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& fold = tokens[i].keys.fold;
    glued += i == 0 ? std::string(without_zeros(fold)) : fold;
    if (!is_figures(fold)) symbol += fold;
    if (is_figures(fold) && without_zeros(fold) != fold)
      sink(std::string(without_zeros(fold)), static_cast<std::uint32_t>(i));
  }
  if (tokens.size() < 2) return;
  sink(glued, glued_place);
  if (!symbol.empty() && symbol != glued) sink(symbol, glued_place);
}

void text_tokens(Field field, std::string_view text, const TokenSink& sink) {
  const std::vector<text::SearchToken> tokens = text::search_tokens(text);
  std::uint32_t place = 0;
  for (const text::SearchToken& token : tokens) {
    const text::SearchKeys& keys = token.keys;
    if (keys.fold.empty()) continue;
    sink(keys.fold, place);
    std::string written = written_token(keys);
    if (written != keys.fold) sink(std::move(written), place);
    if (keys.iy != keys.exact) sink(iy_token(keys), place);
    ++place;
  }
  if (field == Field::number) number_tokens(tokens, sink);
}

}  // namespace

std::string word_key(Field field, std::string_view token) {
  return std::string(1, static_cast<char>(field)) + std::string(token);
}

std::string filter_key(Filter filter, std::string_view value) {
  return std::string("K") + static_cast<char>(filter) + std::string(value);
}

Postings WordChanges::Change::added() const {
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto older = [this](std::size_t a, std::size_t b) { return entries[a] < entries[b]; };
  if (!std::is_sorted(order.begin(), order.end(), older)) std::stable_sort(order.begin(), order.end(), older);
  Postings out;
  EntryId last = no_entry;
  for (const std::size_t i : order) {
    if (entries[i] == last) continue;  // the same filter twice: a unit that is its own proposer
    last = entries[i];
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    out.add(last, std::span(places).subspan(begin, ends[i] - begin));
  }
  return out;
}

void WordChanges::add(Change& change, EntryId entry, const std::vector<std::uint32_t>& places) {
  change.entries.push_back(entry);
  change.places.insert(change.places.end(), places.begin(), places.end());
  change.ends.push_back(static_cast<std::uint32_t>(change.places.size()));
  ++pending_;
}

const std::vector<WordChanges::Occurrence>& WordChanges::occurrences(Field field, std::string_view text) {
  const auto [known, fresh] = known_texts_.try_emplace(word_key(field, text));
  if (!fresh) return known->second;
  std::unordered_map<Change*, std::size_t> seen;
  text_tokens(field, text, [&](const std::string& token, std::uint32_t place) {
    Change* change = &changes_[word_key(field, token)];
    const auto [at, first] = seen.try_emplace(change, known->second.size());
    if (first) known->second.push_back({change, {}});
    std::vector<std::uint32_t>& places = known->second[at->second].places;
    if (places.empty() || places.back() < place) places.push_back(place);
  });
  return known->second;
}

void WordChanges::add_text(Field field, std::string_view text, EntryId entry) {
  if (text.empty()) return;
  for (const Occurrence& one : occurrences(field, text))
    add(*one.change, entry, one.places);
}

void WordChanges::remove_text(Field field, std::string_view text, EntryId entry) {
  if (text.empty()) return;
  for (const Occurrence& one : occurrences(field, text))
    one.change->removed.push_back(entry);
}

void WordChanges::add_filter(Filter filter, std::string_view value, EntryId entry) {
  add(changes_[filter_key(filter, value)], entry, {});
}

void WordChanges::remove_filter(Filter filter, std::string_view value, EntryId entry) {
  changes_[filter_key(filter, value)].removed.push_back(entry);
}

namespace {

/// How many terms are asked for in one statement: an answer of a server takes longer than finding a term.
constexpr std::size_t terms_at_once = 32;

/// SQL that finds terms_at_once terms.
std::string many_terms_sql() {
  std::string out = "SELECT term_key, term_id, entries FROM term WHERE term_key IN (?";
  for (std::size_t i = 1; i < terms_at_once; ++i)
    out += ",?";
  return out + ")";
}

/// The terms that are known, of at most terms_at_once keys; fewer are filled up with a key that none has.
Result<std::vector<Term>> known_terms(store::Statement& many, std::span<const std::string_view> keys) {
  std::array<std::string_view, terms_at_once> all{};
  std::copy(keys.begin(), keys.end(), all.begin());
  std::apply([&many](const auto&... key) { many.bind(key...); }, all);
  std::vector<Term> out;
  while (SOVANG_TRY(many.step()))
    out.push_back({many.integer(1), many.text(0), many.integer(2)});
  return out;
}

/// Writes lists, one term after the other.
class Writer {
 public:
  static Result<Writer> open(const store::Database& database) {
    Writer out(database);
    const auto prepare = [&](Step step, std::string_view sql) -> Status {
      out.steps_[step].emplace(SOVANG_TRY(database.prepare(sql)));
      return {};
    };
    SOVANG_TRY(prepare(find, many_terms_sql()));
    SOVANG_TRY(prepare(count, "UPDATE term SET entries = ? WHERE term_key = ?"));
    SOVANG_TRY(prepare(drop, "DELETE FROM term WHERE term_key = ?"));
    SOVANG_TRY(prepare(before,
                       "SELECT place, data FROM posting WHERE place BETWEEN ? AND ? "
                       "ORDER BY place DESC LIMIT 1"));
    SOVANG_TRY(prepare(after,
                       "SELECT place, data FROM posting WHERE place BETWEEN ? AND ? "
                       "ORDER BY place LIMIT 1"));
    SOVANG_TRY(prepare(put, "INSERT INTO posting(place, data) VALUES(?,?)"));
    SOVANG_TRY(prepare(replace, "UPDATE posting SET data = ? WHERE place = ?"));
    SOVANG_TRY(prepare(erase, "DELETE FROM posting WHERE place = ?"));
    out.last_term_ = SOVANG_TRY(database.row("SELECT coalesce(max(term_id), 0) FROM term")).integer(0);
    return out;
  }

  /// Looks up what of these keys is known; change() is then called for each of them.
  Status prepare_for(std::span<const std::string_view> keys) {
    known_.clear();
    for (std::size_t begin = 0; begin < keys.size(); begin += terms_at_once) {
      const std::size_t size = std::min(terms_at_once, keys.size() - begin);
      for (Term& term : SOVANG_TRY(known_terms(step(find), keys.subspan(begin, size)))) {
        std::string key = term.key;
        known_.emplace(std::move(key), std::move(term));
      }
    }
    return {};
  }

  Status change(const std::string& key, const Postings& added, const std::vector<EntryId>& removed) {
    if (const auto known = known_.find(key); known != known_.end()) {
      const std::int64_t grown = SOVANG_TRY(merge(known->second.id, added, removed));
      const std::int64_t entries = known->second.entries + grown;
      return entries > 0 ? step(count).bind(entries, key).run() : step(drop).bind(key).run();
    }
    if (added.empty()) return {};  // nothing to take away
    const std::int64_t term = ++last_term_;
    if (term >= std::int64_t{1} << (63U - entry_bits))
      return fail(ErrorCode::unsupported, "danh mục có quá nhiều từ khác nhau");
    write_later(term, added);
    new_terms_.push_back({term, key, static_cast<std::int64_t>(added.size())});
    constexpr std::size_t enough = std::size_t{8} << 20U;
    return waiting_bytes_ < enough ? Status() : finish();
  }

  /// Puts what waits into the tables: new lists and new ends of lists, which nothing looks at before.
  Status finish() {
    {
      store::BulkRows rows = SOVANG_TRY(database_->bulk("posting", "place, data"));
      for (const auto& [place, data] : waiting_)
        SOVANG_TRY(rows.add(place, store::Blob{data}));
      SOVANG_TRY(rows.finish());
    }
    store::BulkRows rows = SOVANG_TRY(database_->bulk("term", "term_key, term_id, entries"));
    for (const Term& term : new_terms_)
      SOVANG_TRY(rows.add(term.key, term.id, term.entries));
    SOVANG_TRY(rows.finish());
    waiting_.clear();
    waiting_bytes_ = 0;
    new_terms_.clear();
    return {};
  }

 private:
  explicit Writer(const store::Database& database) : database_(&database) {}
  enum Step : std::uint8_t { find, count, drop, before, after, put, replace, erase, step_count };
  struct Block {
    std::int64_t place = 0;
    PostingBlock list;
  };

  [[nodiscard]] store::Statement& step(Step which) { return *steps_[which]; }

  Result<std::optional<Block>> block(Step which, std::int64_t from, std::int64_t to) {
    if (!SOVANG_TRY(step(which).bind(from, to).step())) return std::optional<Block>();
    const std::int64_t place = step(which).integer(0);
    Block out{place, SOVANG_TRY(PostingBlock::decode(first_of(place), step(which).blob(1)))};
    return std::optional(std::move(out));
  }

  /// New blocks, all of about the same length where there are several: a list that grows in the middle keeps
  /// room there.
  static std::vector<std::pair<std::int64_t, Bytes>> blocks_of(std::int64_t term, const Postings& list) {
    std::vector<std::pair<std::int64_t, Bytes>> out;
    const std::size_t blocks = (list.size() + PostingBlock::most - 1) / PostingBlock::most;
    const std::size_t length = blocks == 0 ? 0 : (list.size() + blocks - 1) / blocks;
    PostingBlock block;
    for (std::size_t i = 0; i < list.size(); ++i) {
      block.add(list.entries()[i], list.places(i));
      if (block.size() < length && i + 1 < list.size()) continue;
      out.emplace_back(place_of(term, block.first()), block.encode());
      block = PostingBlock();
    }
    return out;
  }

  Status write(std::int64_t term, const Postings& list) {
    for (const auto& [place, data] : blocks_of(term, list))
      SOVANG_TRY(step(put).bind(place, store::Blob{data}).run());
    return {};
  }

  void write_later(std::int64_t term, const Postings& list) {
    for (auto& block : blocks_of(term, list)) {
      waiting_bytes_ += block.second.size();
      waiting_.push_back(std::move(block));
    }
  }

  /// Gives by how much the list has grown.
  Result<std::int64_t> merge(std::int64_t term, const Postings& added, const std::vector<EntryId>& removed) {
    const std::int64_t begin = place_of(term, 0);
    const std::int64_t end = place_of(term, last_entry);
    if (removed.empty()) {  // the common case: a new document is the newest
      std::optional<Block> newest = SOVANG_TRY(block(before, begin, end));
      if (newest && newest->list.last() < added.entries().front()) return append(term, *newest, added);
    }
    return rewrite(term, added, removed);
  }

  Result<std::int64_t> append(std::int64_t term, Block& newest, const Postings& added) {
    std::size_t i = 0;
    for (; i < added.size() && !newest.list.full(); ++i)
      newest.list.add(added.entries()[i], added.places(i));
    if (i > 0) SOVANG_TRY(step(replace).bind(store::Blob{newest.list.encode()}, newest.place).run());
    Postings rest;
    for (std::size_t j = i; j < added.size(); ++j)
      rest.add(added.entries()[j], added.places(j));
    write_later(term, rest);
    return static_cast<std::int64_t>(added.size());
  }

  /// What is still to be changed in a list, from its oldest entry on.
  struct Rest {
    const Postings& added;
    std::vector<EntryId> removed;
    std::size_t next_added = 0;
    std::size_t next_removed = 0;

    [[nodiscard]] bool adds_below(EntryId limit) const {
      return next_added < added.size() && added.entries()[next_added] < limit;
    }
    [[nodiscard]] bool removes_below(EntryId limit) const {
      return next_removed < removed.size() && removed[next_removed] < limit;
    }
    [[nodiscard]] EntryId first() const {
      const EntryId add = next_added < added.size() ? added.entries()[next_added] : last_entry;
      return next_removed < removed.size() ? std::min(add, removed[next_removed]) : add;
    }
    /// The entries of `old` and the changes below `limit` together.
    Postings merge(const Postings& old, EntryId limit) {
      Postings out;
      for (std::size_t kept = 0; kept < old.size() || adds_below(limit);) {
        const EntryId entry = kept < old.size() ? old.entries()[kept] : limit;
        if (adds_below(entry)) {
          out.add(added.entries()[next_added], added.places(next_added));
          ++next_added;
          continue;
        }
        while (removes_below(entry))
          ++next_removed;
        // An entry that goes may come again under its number, with other words.
        const bool goes = removes_below(entry + 1) || adds_below(entry + 1);
        if (!goes) out.add(entry, old.places(kept));
        ++kept;
      }
      while (removes_below(limit))
        ++next_removed;
      return out;
    }
  };

  /// Takes apart each block that changes fall into, and writes it anew.
  Result<std::int64_t> rewrite(std::int64_t term, const Postings& added, std::vector<EntryId> removed) {
    const std::int64_t begin = place_of(term, 0);
    const std::int64_t end = place_of(term, last_entry);
    std::sort(removed.begin(), removed.end());
    Rest rest{added, std::move(removed)};
    std::int64_t grown = 0;
    while (rest.adds_below(last_entry + 1) || rest.removes_below(last_entry + 1)) {
      std::optional<Block> old = SOVANG_TRY(block(before, begin, place_of(term, rest.first())));
      if (!old) old = SOVANG_TRY(block(after, begin, end));
      EntryId limit = last_entry + 1;
      if (old) {
        if (const auto next = SOVANG_TRY(block(after, old->place + 1, end))) limit = first_of(next->place);
      }
      const Postings known = old ? SOVANG_TRY(old->list.postings()) : Postings();
      const Postings merged = rest.merge(known, limit);
      if (old) SOVANG_TRY(step(erase).bind(old->place).run());
      SOVANG_TRY(write(term, merged));
      grown += static_cast<std::int64_t>(merged.size()) - static_cast<std::int64_t>(known.size());
    }
    return grown;
  }

  const store::Database* database_;
  std::array<std::optional<store::Statement>, step_count> steps_;
  std::int64_t last_term_ = 0;
  std::unordered_map<std::string, Term> known_;
  std::vector<std::pair<std::int64_t, Bytes>> waiting_;  ///< rows of `posting`
  std::size_t waiting_bytes_ = 0;
  std::vector<Term> new_terms_;
};

}  // namespace

Status apply(WordChanges& changes, const store::Database& database) {
  if (changes.changes_.empty()) return {};
  Writer writer = SOVANG_TRY(Writer::open(database));
  std::vector<const std::pair<const std::string, WordChanges::Change>*> order;
  order.reserve(changes.changes_.size());
  for (const auto& change : changes.changes_)
    order.push_back(&change);
  // In order of key: the tree of terms is written from one end to the other, and the same changes always
  // give the same numbers.
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  std::vector<std::string_view> keys;
  for (const auto* change : order)
    keys.push_back(change->first);
  SOVANG_TRY(writer.prepare_for(keys));
  for (const auto* change : order)
    SOVANG_TRY(writer.change(change->first, change->second.added(), change->second.removed));
  SOVANG_TRY(writer.finish());
  changes.known_texts_.clear();
  changes.changes_.clear();
  changes.pending_ = 0;
  return {};
}

Result<WordReader> WordReader::open(const store::Database& database) {
  store::Statement many = SOVANG_TRY(database.prepare(many_terms_sql()));
  store::Statement beginning =
      SOVANG_TRY(database.prepare("SELECT term_key, term_id, entries FROM term WHERE term_key >= ? AND "
                                  "term_key < ? ORDER BY term_key LIMIT ?"));
  store::Statement blocks =
      SOVANG_TRY(database.prepare("SELECT place, data FROM posting WHERE place BETWEEN ? AND ? "
                                  "ORDER BY place DESC LIMIT ?"));
  return WordReader(std::move(many), std::move(beginning), std::move(blocks));
}

Result<std::vector<Term>> WordReader::terms(std::span<const std::string_view> keys) {
  std::vector<Term> out;
  for (std::size_t begin = 0; begin < keys.size(); begin += terms_at_once) {
    const std::size_t size = std::min(terms_at_once, keys.size() - begin);
    std::vector<Term> some = SOVANG_TRY(known_terms(many_, keys.subspan(begin, size)));
    std::move(some.begin(), some.end(), std::back_inserter(out));
  }
  return out;
}

Result<std::vector<Term>> WordReader::terms_beginning(std::string_view key, std::size_t most) {
  std::vector<Term> out;
  // U+10FFFF is greater than every letter.
  beginning_.bind(key, std::string(key) + "\xF4\x8F\xBF\xBF", most);
  while (SOVANG_TRY(beginning_.step()))
    out.push_back({beginning_.integer(1), beginning_.text(0), beginning_.integer(2)});
  return out;
}

Result<std::vector<PostingBlock>> WordReader::blocks(std::int64_t term, EntryId at_most, std::size_t most) {
  std::vector<PostingBlock> out;
  blocks_.bind(place_of(term, 0), place_of(term, at_most), most);
  while (SOVANG_TRY(blocks_.step()))
    out.push_back(SOVANG_TRY(PostingBlock::decode(first_of(blocks_.integer(0)), blocks_.blob(1))));
  return out;
}

Status check_words(const store::Database& database) {
  const auto damaged = [] {
    return fail(ErrorCode::corrupt, "chỉ mục từ của danh mục bị hỏng; xin lập lại danh mục");
  };
  std::unordered_map<std::int64_t, std::int64_t> counted;
  store::Statement blocks = SOVANG_TRY(database.prepare("SELECT place, data FROM posting ORDER BY place"));
  std::vector<EntryId> entries;
  std::int64_t term = -1;
  EntryId last = no_entry;
  while (SOVANG_TRY(blocks.step())) {
    const std::int64_t place = blocks.integer(0);
    const PostingBlock block = SOVANG_TRY(PostingBlock::decode(first_of(place), blocks.blob(1)));
    SOVANG_TRY(block.postings());
    if (place >> entry_bits != term) last = no_entry;
    term = place >> entry_bits;
    if (block.first() <= last) return damaged();
    last = block.last();
    counted[term] += static_cast<std::int64_t>(block.size());
  }
  store::Statement terms = SOVANG_TRY(database.prepare("SELECT term_id, entries FROM term"));
  std::size_t seen = 0;
  while (SOVANG_TRY(terms.step())) {
    ++seen;
    const auto it = counted.find(terms.integer(0));
    if (it == counted.end() || it->second != terms.integer(1)) return damaged();
  }
  return seen == counted.size() ? Status() : damaged();
}

}  // namespace sovang::archive
