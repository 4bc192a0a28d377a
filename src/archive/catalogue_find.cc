// Searching: ranks, pages, counts.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "abbreviations.h"
#include "catalogue.h"
#include "catalogue_rows.h"
#include "query_second_reading.h"
#include "record_words.h"
#include "search_facets.h"
#include "search_page.h"
#include "search_walks.h"

namespace sovang::archive {
namespace {

constexpr int longest_search_ms = 2000;  // SEC-29
constexpr std::string_view too_wide =
    "Câu tìm quá rộng nên đã dừng sau 2 giây; xin thêm từ hoặc thêm điều kiện lọc.";
constexpr std::size_t most_guessed_words = 4;  // SEC-29
constexpr std::size_t candidates_a_word = 12;  ///< the commonest
constexpr std::size_t shortest_guessed_word = 3;

std::vector<RankedNeeds> ranks_of(const SearchPlan& plan) {
  if (!plan.has_words) return {{1, {}}};
  std::vector<RankedNeeds> out;
  for (std::size_t i = 0; i < tier_count; ++i)
    if (!plan.tiers[i].empty()) out.push_back({static_cast<int>(i) + 1, plan.tiers[i]});
  return out;
}

Hit::Kind hit_kind(std::string_view word) {
  if (word == "unit") return Hit::Kind::unit;
  return word == "person" ? Hit::Kind::person : Hit::Kind::decision;
}

constexpr std::size_t hits_at_once = 20;
constexpr int hit_columns = 16;

std::string hits_sql() {
  std::string out =
      "SELECT e.kind, e.name, e.unit, e.title, e.award, e.award_name, e.book, e.certificate_path, e.reason, "
      "d.record_id, d.number, d.issued, d.state, d.kind, d.movement_name, d.signer_name, e.entry_id "
      "FROM entry e JOIN document d ON d.doc_id = e.doc_id WHERE e.entry_id IN (?";
  for (std::size_t i = 1; i < hits_at_once; ++i)
    out += ",?";
  return out + ")";
}

Hit hit_from(const store::Statement& row, const SearchPlan& plan, const Asker& asker) {
  Hit hit;
  hit.kind = hit_kind(row.text(0));
  hit.name = row.text(1);
  hit.unit = row.text(2);
  hit.award_code = domain::AwardCode(row.text(4));
  hit.award = row.text(5).empty() ? row.text(4) : row.text(5);
  hit.record_id = row.text(9);
  hit.decision = row.text(10);
  hit.date = Date::from_iso(row.text(11)).value_or(Date{});
  hit.state = record_state_from(row.text(12)).value_or(RecordState::issued);
  hit.record_kind = value_of(kind_words, row.text(13)).value_or(RecordKind::decision);
  hit.movement = row.text(14);
  hit.signer = row.text(15);
  hit.highlights = highlights_in(hit.name, plan.groups);
  hit.unit_highlights = highlights_in(hit.unit, plan.groups);
  if (asker.role != Asker::Role::open_public) {  // the public sees name, unit and award
    hit.title = row.text(3);
    hit.book_number = row.text(6);
    hit.certificate_path = row.text(7);
    hit.reason = row.text(8);
  }
  return hit;
}

/// The query's words as a found entry writes them: what the asker sees anyhow, never a word of a hidden one.
std::string meant_by(const Hit& hit, const std::vector<std::vector<std::string>>& words) {
  std::string out;
  for (const std::vector<std::string>& candidates : words) {
    std::string best = candidates.front();
    for (const std::string& text : {hit.name, hit.unit, hit.title}) {
      bool found = false;
      for (const text::SearchToken& token : text::search_tokens(text)) {
        if (std::find(candidates.begin(), candidates.end(), token.keys.fold) == candidates.end()) continue;
        best = token.keys.exact;
        found = true;
        break;
      }
      if (found) break;
    }
    out += (out.empty() ? "" : " ") + best;
  }
  return out;
}

/// Reads everything in one state of the database.
class Search {
 public:
  Search(const store::Database& database, WordReader& reader, const SearchPlan& plan, const Asker& asker)
      : database_(database),
        context_(reader, longest_search_ms),
        plan_(plan),
        asker_(asker),
        walks_(context_, plan) {}

  [[nodiscard]] bool finds_any(const std::vector<RankedNeeds>& ranks) const {
    for (std::size_t i = 0; i < ranks.size(); ++i)
      if (walks_.rank(ranks, i)->seek(last_entry) != no_entry) return true;
    return false;
  }

  /// The words that were perhaps meant, for each word of the plan; nothing if none is like one of ours. A
  /// word that the asker can find is what it is.
  [[nodiscard]] std::vector<std::vector<std::string>> guesses(const Vocabulary& vocabulary) const {
    std::vector<std::vector<std::string>> out;
    std::size_t guessed = 0;
    for (const QueryGroup& group : plan_.groups) {
      for (const QueryPart& part : group.parts) {
        if (part.phrase) return {};  // quotes ask for these words
        for (const QueryWord& word : part.words) {
          const std::string& fold = word.keys.fold;
          out.push_back({fold});
          if (group.only_folded || word.prefix || word.joined || fold.size() < shortest_guessed_word ||
              is_found(group, fold))
            continue;
          std::vector<std::string> meant = vocabulary.meant(fold, candidates_a_word);
          if (meant.empty() || ++guessed > most_guessed_words) return {};
          std::move(meant.begin(), meant.end(), std::back_inserter(out.back()));
        }
      }
    }
    return guessed > 0 ? out : std::vector<std::vector<std::string>>();
  }

  Status fill(Hits& out, const Query& query, const std::vector<RankedNeeds>& ranks) {
    std::optional<OrderKey> after;
    if (!query.after.empty()) {
      after = OrderKey::from_cursor(query.after);
      if (!after) out.hints.emplace_back("Không đọc được dấu trang; đây là trang đầu.");
    }
    Page page = SOVANG_TRY(Pager(database_, walks_, plan_).page(ranks, query.limit, query.offset, after));
    out.next = std::move(page.next);
    SOVANG_TRY(read_hits(out, page.places));
    if (query.counting != Counting::nothing) SOVANG_TRY(count(out, query.counting, ranks));
    return finish(out);
  }

  /// Which of the words nothing at all has that this asker may see.
  void tell_unknown_words(Hits& out) const {
    std::string unknown;
    for (const QueryGroup& group : plan_.groups) {
      for (const QueryPart& part : group.parts) {
        for (const QueryWord& word : part.words) {
          if (group.only_folded || word.prefix || is_found(group, word.keys.fold)) continue;
          if (unknown.find("«" + word.keys.exact + "»") == std::string::npos)
            unknown += (unknown.empty() ? "«" : ", «") + word.keys.exact + "»";
        }
      }
    }
    if (!unknown.empty())
      out.hints.push_back("Trong phần đang tìm không có từ " + unknown +
                          "; xin xem lại cách viết, bỏ bớt từ hoặc điều kiện lọc.");
  }

  /// Damage met on the way is a failure; a search out of time says so.
  Status finish(Hits& out) {
    if (context_.failure()) return fail(*context_.failure());
    if (!context_.out_of_time()) return {};
    out.at_least = true;
    out.hints.emplace_back(too_wide);
    return {};
  }

 private:
  [[nodiscard]] bool is_found(const QueryGroup& group, const std::string& fold) const {
    const std::vector<RankedNeeds> one{{1, {Needs{{group.fields, {{{{fold}, false}}}}}}}};
    return walks_.rank(one, 0)->seek(last_entry) != no_entry;
  }

  /// The rows of these places, many with one question.
  Status read_hits(Hits& out, const std::vector<Place>& places) const {
    store::Statement rows = SOVANG_TRY(database_.prepare(hits_sql()));
    for (std::size_t begin = 0; begin < places.size(); begin += hits_at_once) {
      const std::size_t size = std::min(hits_at_once, places.size() - begin);
      std::array<EntryId, hits_at_once> entries{};
      entries.fill(no_entry);
      std::map<EntryId, Hit> hits;
      for (std::size_t i = 0; i < size; ++i)
        entries.at(i) = places[begin + i].entry;
      std::apply([&rows](const auto&... entry) { rows.bind(entry...); }, entries);
      while (SOVANG_TRY(rows.step()))
        hits.emplace(rows.integer(hit_columns), hit_from(rows, plan_, asker_));
      for (std::size_t i = begin; i < begin + size; ++i) {
        const auto hit = hits.find(places[i].entry);
        if (hit == hits.end()) continue;
        hit->second.rank = places[i].rank;
        out.hits.push_back(std::move(hit->second));
      }
    }
    return {};
  }

  Status count(Hits& out, Counting counting, const std::vector<RankedNeeds>& ranks) {
    if (counting == Counting::total && !plan_.has_words) {
      if (const auto known = walks_.allowed_count()) {
        out.total = *known;
        return {};
      }
    }
    std::vector<EntryId> entries;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      const WalkPtr walk = walks_.rank(ranks, i, &entries);
      for (EntryId at = walk->seek(last_entry); at != no_entry; at = at == 0 ? no_entry : walk->seek(at - 1))
        entries.push_back(at);
    }
    out.total = entries.size();
    if (counting != Counting::facets) return {};
    std::sort(entries.begin(), entries.end(), std::greater<>());
    out.facets = SOVANG_TRY(count_facets(context_, database_, entries));
    return {};
  }

  const store::Database& database_;
  WalkContext context_;
  const SearchPlan& plan_;
  const Asker& asker_;
  SearchWalks walks_;
};

}  // namespace

Result<std::vector<Catalogue::AwardName>> Catalogue::award_names() const {
  store::Statement rows = SOVANG_TRY(database_.prepare("SELECT code, name FROM label WHERE kind = 'award'"));
  std::vector<AwardName> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back({rows.text(0), text::fold_key(rows.text(1))});
  return out;
}

Result<std::vector<std::string>> Catalogue::settle_award(ReadQuery& read) const {
  const std::vector<AwardName> awards = SOVANG_TRY(award_names());
  bool too_many = false;
  std::vector<QueryWord> words;
  for (const QueryPart& part : parse_words(read.award_words, too_many))
    words.insert(words.end(), part.words.begin(), part.words.end());
  // As many words as name an award; what is left over was meant for the box.
  for (std::size_t count = words.size(); count > 0; --count) {
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < count; ++i)
      wanted.push_back(words[i].keys.fold);
    if (count == 1) {  // "BK" is Bằng khen
      for (const Abbreviation& one : abbreviations())
        if (one.fold == wanted.front()) wanted = one.first_folded;
    }
    std::vector<std::string> keys;
    for (const AwardName& award : awards) {
      const std::string name = " " + award.fold + " ";
      const bool all = std::all_of(wanted.begin(), wanted.end(), [&name](const std::string& word) {
        return name.find(" " + word + " ") != std::string::npos;
      });
      if (all) keys.push_back(filter_key(Filter::award, award.code));
    }
    if (keys.empty()) continue;
    for (std::size_t i = count; i < words.size(); ++i)
      read.query.words += (read.query.words.empty() ? "" : " ") + words[i].keys.exact;
    return keys;
  }
  read.hints.push_back("Kho chưa có hình thức khen «" + read.award_words + "».");
  return std::vector<std::string>();
}

Result<const Vocabulary*> Catalogue::vocabulary() const {
  store::Statement state = SOVANG_TRY(database_.prepare("SELECT value FROM progress WHERE name = 'changes'"));
  const std::string now = SOVANG_TRY(state.step()) ? state.text(0) : "";
  if (vocabulary_ && vocabulary_of_ == now) return vocabulary_.get();
  auto fresh = std::make_unique<Vocabulary>();
  store::Statement terms = SOVANG_TRY(
      database_.prepare("SELECT term_key, entries FROM term WHERE term_key >= ? AND term_key < ?"));
  for (const Field field : {Field::name, Field::unit, Field::title}) {
    const char letter = static_cast<char>(field);
    terms.bind(std::string(1, letter), std::string(1, static_cast<char>(letter + 1)));
    while (SOVANG_TRY(terms.step()))
      fresh->add(std::string_view(terms.text(0)).substr(1), terms.integer(1));
  }
  fresh->finish();
  vocabulary_ = std::move(fresh);
  vocabulary_of_ = now;
  return vocabulary_.get();
}

Result<Hits> Catalogue::find(ReadQuery read, const Asker& asker,
                             const std::vector<std::string>& other_unit_names) const {
  const store::Transaction one_state = SOVANG_TRY(database_.begin_reading(longest_search_ms));
  Result<Hits> out = answer(std::move(read), asker, other_unit_names);
  if (out || out.error().rule != "SEC-29") return out;
  Hits stopped;  // by the database, on the way to the hits
  stopped.at_least = true;
  stopped.hints.emplace_back(too_wide);
  return stopped;
}

Result<Hits> Catalogue::answer(ReadQuery read, const Asker& asker,
                               const std::vector<std::string>& other_unit_names) const {
  Answer typed = SOVANG_TRY(answer_as_typed(read, asker, other_unit_names));
  if (typed.finds_any || typed.hits.at_least) return std::move(typed.hits);
  const std::vector<AwardName> awards = SOVANG_TRY(award_names());
  std::vector<std::string> names;
  for (const AwardName& award : awards)
    names.push_back(award.fold);
  const std::optional<ReadQuery> again = read_again(read, names);
  if (!again) return std::move(typed.hits);
  Answer meant = SOVANG_TRY(answer_as_typed(*again, asker, other_unit_names));
  return std::move(meant.finds_any ? meant.hits : typed.hits);
}

Result<Catalogue::Answer> Catalogue::answer_as_typed(ReadQuery read, const Asker& asker,
                                                     const std::vector<std::string>& other_unit_names) const {
  WordReader reader = SOVANG_TRY(WordReader::open(database_));
  // What is the id of a movement that we have is no word.
  std::string movement = filter_key(Filter::movement, read.query.movement);
  const bool is_id = !read.query.movement.empty() &&
                     !SOVANG_TRY(reader.terms(std::array<std::string_view, 1>{movement})).empty();
  if (is_id) read.query.movement.clear();
  std::vector<std::string> awards;
  if (!read.award_words.empty()) awards = SOVANG_TRY(settle_award(read));
  SearchPlan plan = plan_search(read, asker, other_unit_names);
  if (is_id) plan.filters.push_back({std::move(movement)});
  if (!read.award_words.empty()) plan.filters.push_back(std::move(awards));
  Search search(database_, reader, plan, asker);
  Hits out;
  out.hints = plan.hints;
  std::vector<RankedNeeds> ranks = ranks_of(plan);
  if (!plan.has_words || search.finds_any(ranks)) {
    SOVANG_TRY(search.fill(out, read.query, ranks));
    return Answer{std::move(out), true};
  }
  // Not in names, units, titles and numbers: then in what people were commended for…
  ranks = {{static_cast<int>(tier_count), plan.anywhere}};
  if (!plan.anywhere.empty() && search.finds_any(ranks)) {
    SOVANG_TRY(search.fill(out, read.query, ranks));
    return Answer{std::move(out), true};
  }
  // …or a letter was mistyped.
  const Vocabulary* known = SOVANG_TRY(vocabulary());
  const auto words = search.guesses(*known);
  ranks = {{static_cast<int>(tier_count), {needs_with(plan, words)}}};
  if (!words.empty() && search.finds_any(ranks)) {
    SOVANG_TRY(search.fill(out, read.query, ranks));
    if (!out.hits.empty()) out.did_you_mean = meant_by(out.hits.front(), words);
    return Answer{std::move(out), true};
  }
  search.tell_unknown_words(out);
  SOVANG_TRY(search.finish(out));
  return Answer{std::move(out), false};
}

Result<bool> Catalogue::may_see(std::string_view record_id, const Asker& asker) const {
  const store::Transaction one_state = SOVANG_TRY(database_.begin_reading(longest_search_ms));
  const std::optional<CatalogueEntry> known = SOVANG_TRY(entry(record_id));
  if (!known) return false;
  const SearchPlan plan = plan_search({}, asker, {});
  WordReader reader = SOVANG_TRY(WordReader::open(database_));
  WalkContext context(reader, longest_search_ms);
  const bool seen = SearchWalks(context, plan).allowed()->seek(known->doc_id) == known->doc_id;
  if (context.failure()) return fail(*context.failure());
  return seen;
}

Result<std::vector<std::string>> Catalogue::list(const Asker& asker, std::size_t limit,
                                                 std::size_t offset) const {
  const store::Transaction one_state = SOVANG_TRY(database_.begin_reading(longest_search_ms));
  SearchPlan plan = plan_search({}, asker, {});
  std::vector<std::string> kinds;
  for (const std::string_view kind : {"decision", "dossier", "proposal", "minutes"})
    kinds.push_back(filter_key(Filter::kind, kind));
  plan.filters.push_back(std::move(kinds));
  WordReader reader = SOVANG_TRY(WordReader::open(database_));
  WalkContext context(reader, longest_search_ms);
  const SearchWalks walks(context, plan);
  const Page page = SOVANG_TRY(Pager(database_, walks, plan).page({{1, {}}}, limit, offset, std::nullopt));
  if (context.failure()) return fail(*context.failure());
  store::Statement row = SOVANG_TRY(database_.prepare("SELECT record_id FROM document WHERE doc_id = ?"));
  std::vector<std::string> out;
  for (const Place& place : page.places) {
    if (SOVANG_TRY(row.bind(place.entry).step())) out.push_back(row.text(0));
  }
  return out;
}

}  // namespace sovang::archive
