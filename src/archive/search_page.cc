#include "search_page.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

#include "entry_ids.h"

namespace sovang::archive {

bool OrderKey::before(const OrderKey& other) const {
  return std::tie(rank, other.day, other.in_name, other.seq, record_id, position) <
         std::tie(other.rank, day, in_name, seq, other.record_id, other.position);
}

std::string OrderKey::cursor() const {
  return std::to_string(rank) + "." + std::to_string(day) + "." + (in_name ? "1" : "0") + "." +
         std::to_string(seq) + "." + std::to_string(position) + "." + record_id;
}

std::optional<OrderKey> OrderKey::from_cursor(std::string_view text) {
  if (text.size() > 300) return std::nullopt;
  std::int64_t numbers[5] = {};
  for (std::int64_t& number : numbers) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end == text.data() + text.size() || *end != '.') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  if (numbers[0] < 1 || numbers[0] > static_cast<std::int64_t>(tier_count) || numbers[1] < 0 ||
      numbers[1] >= (std::int64_t{1} << day_bits))
    return std::nullopt;
  return OrderKey{
      static_cast<int>(numbers[0]), numbers[1], numbers[2] != 0, numbers[3], std::string(text), numbers[4]};
}

Result<std::vector<Pager::Keyed>> Pager::day(store::Statement& documents, const std::vector<EntryId>& entries,
                                             int rank, Walk* in_name) {
  // Entries come newest first, and a document's number is its greatest: each is of the next document above.
  std::vector<Keyed> out;
  documents.bind(entries.back(), end_of_day(entries.front()));
  struct Document {
    EntryId doc_id;
    std::int64_t seq;
    std::string record_id;
  };
  std::vector<Document> known;
  while (SOVANG_TRY(documents.step()))
    known.push_back({documents.integer(0), documents.integer(1), documents.text(2)});
  for (const EntryId entry : entries) {
    const auto document = std::lower_bound(known.begin(), known.end(), entry,
                                           [](const Document& a, EntryId b) { return a.doc_id < b; });
    if (document == known.end())
      return fail(ErrorCode::corrupt, "danh mục thiếu văn bản của một dòng; xin lập lại danh mục");
    const bool named = in_name != nullptr && in_name->seek(entry) == entry;
    out.push_back(
        {{rank, entry >> slot_bits, named, document->seq, document->record_id, document->doc_id - entry},
         entry});
  }
  std::sort(out.begin(), out.end(), [](const Keyed& a, const Keyed& b) { return a.key.before(b.key); });
  return out;
}

Result<Page> Pager::page(const std::vector<RankedNeeds>& ranks, std::size_t limit, std::size_t offset,
                         const std::optional<OrderKey>& after) const {
  const std::size_t wanted = limit + offset + 1;
  std::vector<Keyed> found;
  std::vector<EntryId> seen;  // all entries of the ranks so far, unless the page begins behind some
  store::Statement documents = SOVANG_TRY(database_.prepare(
      "SELECT doc_id, number_seq, record_id FROM document WHERE doc_id >= ? AND doc_id < ? ORDER BY doc_id"));
  for (std::size_t i = 0; i < ranks.size() && found.size() < wanted; ++i) {
    if (after && ranks[i].rank < after->rank) continue;
    const bool begun = after && ranks[i].rank == after->rank;
    const WalkPtr walk = walks_.rank(ranks, i, after ? nullptr : &seen);
    const WalkPtr in_name = plan_.in_name.empty() ? nullptr : walks_.needs(plan_.in_name);
    EntryId at = begun ? ((after->day + 1) << slot_bits) - 1 : last_entry;
    for (at = walk->seek(at); at != no_entry && found.size() < wanted;) {
      std::vector<EntryId> entries;
      for (const EntryId begin = at & ~(slots_a_day - 1); at >= begin && at != no_entry;
           at = at == 0 ? no_entry : walk->seek(at - 1))
        entries.push_back(at);
      for (Keyed& one : SOVANG_TRY(day(documents, entries, ranks[i].rank, in_name.get())))
        if (!begun || after->before(one.key)) found.push_back(std::move(one));
      seen.insert(seen.end(), entries.begin(), entries.end());
    }
  }
  Page page;
  for (std::size_t i = offset; i < found.size() && i < offset + limit; ++i)
    page.places.push_back({found[i].key.rank, found[i].entry});
  if (found.size() >= wanted && limit > 0) page.next = found[offset + limit - 1].key.cursor();
  return page;
}

}  // namespace sovang::archive
