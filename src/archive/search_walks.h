#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "query.h"
#include "walk.h"

namespace sovang::archive {

/// The needs of a rank, and the rank they give.
struct RankedNeeds {
  int rank = 1;
  std::vector<Needs> any;  ///< of a query without words: none, and everything is meant
};

/// Makes walks from plans. What the asker may not see is left out by every walk (archive-design §6).
class SearchWalks {
 public:
  SearchWalks(WalkContext& context, const SearchPlan& plan) : context_(context), plan_(plan) {}

  /// The entries of ranks[index] that are in none of the ranks before it. `found_before`: all of these, where
  /// they are known already.
  [[nodiscard]] WalkPtr rank(const std::vector<RankedNeeds>& ranks, std::size_t index,
                             const std::vector<EntryId>* found_before = nullptr) const;
  /// Entries that meet needs, whoever may see them.
  [[nodiscard]] WalkPtr needs(const Needs& needs) const;
  /// Everything that the filters and the asker's rights leave.
  [[nodiscard]] WalkPtr allowed() const;
  /// How many entries allowed() has, where that is known without walking.
  [[nodiscard]] std::optional<std::size_t> allowed_count() const;

 private:
  using Sized = std::pair<std::int64_t, WalkPtr>;  ///< with the number of entries it has at most
  [[nodiscard]] Sized sequence(Field field, const Sequence& sequence) const;
  [[nodiscard]] Sized slot(const std::vector<Field>& fields, const Slot& slot) const;
  [[nodiscard]] Sized any_term(const std::vector<Term>& terms) const;
  [[nodiscard]] std::vector<Term> terms(const std::vector<std::string>& keys) const;
  [[nodiscard]] std::vector<Term> beginning(std::string_view key) const;
  [[nodiscard]] PhraseWord word(Field field, const std::string& token, bool prefix) const;
  /// What of a need's words is in the index, in a form to compare: two needs of the same find the same.
  [[nodiscard]] std::string known_part(const Needs& needs) const;
  [[nodiscard]] bool is_known(Field field, const Sequence& sequence) const;
  [[nodiscard]] const std::optional<Term>& term(const std::string& key) const;
  /// Reads the terms of needs and filters in few questions.
  void look_up(const std::vector<Needs>& any) const;
  void look_up(const std::vector<std::string>& keys) const;
  void add_needs(const Needs& needs, std::vector<Sized>& out) const;
  void add_filters(std::vector<Sized>& out) const;
  /// What the query asks to leave out.
  [[nodiscard]] std::vector<WalkPtr> unwanted() const;
  [[nodiscard]] WalkPtr any_of(const std::vector<Needs>& any) const;
  [[nodiscard]] static WalkPtr all_of(std::vector<Sized> walks);

  WalkContext& context_;
  const SearchPlan& plan_;
  mutable std::unordered_map<std::string, std::optional<Term>> terms_;  ///< ranks ask for the same words
};

}  // namespace sovang::archive
