#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/store/database.h"

#include "search_walks.h"

namespace sovang::archive {

/// A found entry.
struct Place {
  int rank = 1;
  EntryId entry = no_entry;
};

/// What decides the order of hits, without numbers of this catalogue: the order is the same after a reindex
/// and in every database.
struct OrderKey {
  int rank = 1;
  std::int64_t day = 0;  ///< greater is earlier in the list
  bool in_name = false;  ///< the words stand in the name: before the others of the day
  std::int64_t seq = 0;  ///< of the decision's number; greater is earlier
  std::string record_id;
  std::int64_t position = 0;  ///< in the document, 0 = the document itself

  /// True if this one stands in the list before the other.
  [[nodiscard]] bool before(const OrderKey& other) const;
  /// For Query::after.
  [[nodiscard]] std::string cursor() const;
  [[nodiscard]] static std::optional<OrderKey> from_cursor(std::string_view text);
};

/// One page of places.
struct Page {
  std::vector<Place> places;
  std::string next;  ///< cursor of the last place, if there are more
};

/// Takes pages out of the walks of a search: best rank first, newest day first inside a rank.
class Pager {
 public:
  Pager(const store::Database& database, const SearchWalks& walks, const SearchPlan& plan)
      : database_(database), walks_(walks), plan_(plan) {}

  [[nodiscard]] Result<Page> page(const std::vector<RankedNeeds>& ranks, std::size_t limit,
                                  std::size_t offset, const std::optional<OrderKey>& after) const;

 private:
  struct Keyed {
    OrderKey key;
    EntryId entry;
  };
  /// The entries of one day in their order.
  [[nodiscard]] static Result<std::vector<Keyed>> day(store::Statement& documents,
                                                      const std::vector<EntryId>& entries, int rank,
                                                      Walk* in_name);

  const store::Database& database_;
  const SearchWalks& walks_;
  const SearchPlan& plan_;
};

}  // namespace sovang::archive
