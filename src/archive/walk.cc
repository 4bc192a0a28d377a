#include "walk.h"

#include <algorithm>
#include <functional>

namespace sovang::archive {
namespace {

/// A list that is needed whole comes in few answers of the database.
constexpr std::size_t most_blocks_at_once = 32;

class TermWalk final : public PlacedWalk {
 public:
  TermWalk(WalkContext& context, const Term& term) : context_(context), term_(term.id) {}

  std::vector<std::uint32_t> places() override {
    if (at_ == no_index) return {};
    if (!placed_) {
      placed_.emplace();
      if (const Status read = blocks_[block_].postings(group_, *placed_); !read) {
        context_.fail_with(read.error());
        placed_.reset();
        return {};
      }
    }
    const auto places = placed_->places(at_);
    return {places.begin(), places.end()};
  }

 protected:
  EntryId find(EntryId at_most) override {
    if (at_most < 0) return no_entry;
    while (!exhausted_) {
      if (block_ < blocks_.size() && at_most >= blocks_[block_].first()) {
        if (at_most < entries_.front() && !open_group(at_most)) return no_entry;
        return within(at_most);
      }
      const bool at_hand = !blocks_.empty() && blocks_.back().first() <= at_most;
      if (at_hand ? !open(next_block(at_most), at_most) : !fetch(at_most)) return no_entry;
    }
    return no_entry;
  }

 private:
  static constexpr std::size_t no_index = static_cast<std::size_t>(-1);

  /// The first of the blocks at hand that reaches down to `at_most`; the last one does.
  [[nodiscard]] std::size_t next_block(EntryId at_most) const {
    std::size_t next = block_ + 1;
    while (blocks_[next].first() > at_most)
      ++next;
    return next;
  }

  bool fetch(EntryId at_most) {
    if (context_.stopped()) return false;
    // As many again as were of use among the last ones, and as many more.
    const std::size_t at_once = std::clamp(2 * opened_, std::size_t{1}, most_blocks_at_once);
    Result<std::vector<PostingBlock>> blocks = context_.reader().blocks(term_, at_most, at_once);
    if (!blocks) {
      context_.fail_with(blocks.error());
      return false;
    }
    opened_ = 0;
    blocks_ = std::move(*blocks);
    if (blocks_.empty()) {
      exhausted_ = true;
      return false;
    }
    return open(0, at_most);
  }

  bool open(std::size_t block, EntryId at_most) {
    block_ = block;
    group_ = blocks_[block].groups();
    ++opened_;
    return open_group(at_most);
  }

  /// The group of the open block that reaches down to `at_most`, which the block does.
  bool open_group(EntryId at_most) {
    const PostingBlock& block = blocks_[block_];
    do {
      --group_;
    } while (block.first_of_group(group_) > at_most);
    at_ = no_index;
    placed_.reset();
    const Status read = block.entries(group_, entries_);
    if (!read) context_.fail_with(read.error());
    exhausted_ = !read.has_value();
    return read.has_value();
  }

  /// The greatest entry ≤ `at_most` of the open group, whose first one is ≤ `at_most`.
  EntryId within(EntryId at_most) {
    // Steps that double from where we are: the next wanted entry is mostly near.
    std::size_t high = at_ == no_index ? entries_.size() : at_ + 1;
    std::size_t low = high - 1;
    for (std::size_t step = 1; low > 0 && entries_[low] > at_most; step *= 2) {
      high = low;
      low = low > step ? low - step : 0;
    }
    const auto it = std::upper_bound(entries_.begin() + static_cast<std::ptrdiff_t>(low),
                                     entries_.begin() + static_cast<std::ptrdiff_t>(high), at_most);
    at_ = static_cast<std::size_t>(it - entries_.begin()) - 1;
    return entries_[at_];
  }

  WalkContext& context_;
  std::int64_t term_;
  std::vector<PostingBlock> blocks_;  ///< the newest first
  std::size_t block_ = 0;             ///< the open one
  std::size_t group_ = 0;             ///< of it, the open one
  std::size_t opened_ = 0;            ///< of the blocks at hand
  bool exhausted_ = false;
  std::vector<EntryId> entries_;  ///< of the open group
  std::size_t at_ = no_index;
  std::optional<Postings> placed_;  ///< the open group with places
};

/// Entries that were found before.
class ListWalk final : public Walk {
 public:
  explicit ListWalk(std::vector<EntryId> entries) : entries_(std::move(entries)) {}

 protected:
  EntryId find(EntryId at_most) override {
    const auto it = std::lower_bound(entries_.begin(), entries_.end(), at_most, std::greater<>());
    return it == entries_.end() ? no_entry : *it;
  }

 private:
  std::vector<EntryId> entries_;  ///< the newest first
};

template <class Part>
EntryId greatest(std::vector<Part>& walks, EntryId at_most) {
  EntryId best = no_entry;
  for (const Part& walk : walks) {
    best = std::max(best, walk->seek(at_most));
    if (best == at_most) break;
  }
  return best;
}

class AnyWalk final : public Walk {
 public:
  explicit AnyWalk(std::vector<WalkPtr> walks) : walks_(std::move(walks)) {}

 protected:
  EntryId find(EntryId at_most) override { return greatest(walks_, at_most); }

 private:
  std::vector<WalkPtr> walks_;
};

class AnyPlacedWalk final : public PlacedWalk {
 public:
  explicit AnyPlacedWalk(std::vector<PlacedWalkPtr> walks) : walks_(std::move(walks)) {}

  std::vector<std::uint32_t> places() override {
    std::vector<std::uint32_t> out;
    for (const PlacedWalkPtr& walk : walks_) {
      if (walk->seek(current_) != current_) continue;
      const std::vector<std::uint32_t> more = walk->places();
      out.insert(out.end(), more.begin(), more.end());
    }
    std::sort(out.begin(), out.end());
    return out;
  }

 protected:
  EntryId find(EntryId at_most) override { return current_ = greatest(walks_, at_most); }

 private:
  std::vector<PlacedWalkPtr> walks_;
  EntryId current_ = no_entry;
};

/// The greatest entry ≤ `at_most` that all have. The first walk is the rarest: it says where the others look.
template <class Part>
EntryId common(std::vector<Part>& walks, EntryId at_most) {
  EntryId candidate = walks.front()->seek(at_most);
  for (std::size_t i = 1; i < walks.size() && candidate != no_entry;) {
    const EntryId found = walks[i]->seek(candidate);
    if (found == candidate) {
      ++i;
      continue;
    }
    candidate = found == no_entry ? no_entry : walks.front()->seek(found);
    i = 1;
  }
  return candidate;
}

class AllWalk final : public Walk {
 public:
  explicit AllWalk(std::vector<WalkPtr> walks) : walks_(std::move(walks)) {}

 protected:
  EntryId find(EntryId at_most) override { return common(walks_, at_most); }

 private:
  std::vector<WalkPtr> walks_;
};

class PhraseWalk final : public Walk {
 public:
  explicit PhraseWalk(std::vector<PhraseWord> words) {
    std::vector<std::pair<std::int64_t, PlacedWalk*>> by_size;
    for (PhraseWord& word : words) {
      by_size.emplace_back(word.entries, word.walk.get());
      words_.push_back(std::move(word.walk));
    }
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [entries, walk] : by_size)
      rarest_first_.push_back(walk);
  }

 protected:
  EntryId find(EntryId at_most) override {
    for (EntryId entry = common(rarest_first_, at_most); entry != no_entry;
         entry = common(rarest_first_, entry - 1)) {
      if (stands_together()) return entry;
      if (entry == 0) break;
    }
    return no_entry;
  }

 private:
  [[nodiscard]] bool stands_together() {
    std::vector<std::uint32_t> ends = words_.front()->places();
    for (std::size_t i = 1; i < words_.size() && !ends.empty(); ++i) {
      const std::vector<std::uint32_t> here = words_[i]->places();
      std::vector<std::uint32_t> longer;
      for (const std::uint32_t end : ends) {
        if (std::binary_search(here.begin(), here.end(), end + 1)) longer.push_back(end + 1);
      }
      ends = std::move(longer);
    }
    return !ends.empty();
  }

  std::vector<PlacedWalkPtr> words_;
  std::vector<PlacedWalk*> rarest_first_;
};

class ExceptWalk final : public Walk {
 public:
  ExceptWalk(WalkPtr walk, std::vector<WalkPtr> others)
      : walk_(std::move(walk)), others_(std::move(others)) {}

 protected:
  EntryId find(EntryId at_most) override {
    EntryId entry = walk_->seek(at_most);
    while (entry != no_entry && greatest(others_, entry) == entry)
      entry = entry == 0 ? no_entry : walk_->seek(entry - 1);
    return entry;
  }

 private:
  WalkPtr walk_;
  std::vector<WalkPtr> others_;
};

class BetweenWalk final : public Walk {
 public:
  BetweenWalk(WalkPtr walk, EntryId low, EntryId high) : walk_(std::move(walk)), low_(low), high_(high) {}

 protected:
  EntryId find(EntryId at_most) override {
    const EntryId entry = walk_->seek(std::min(at_most, high_));
    return entry < low_ ? no_entry : entry;
  }

 private:
  WalkPtr walk_;
  EntryId low_;
  EntryId high_;
};

}  // namespace

bool WalkContext::stopped() {
  if (!late_ && std::chrono::steady_clock::now() > end_) late_ = true;
  return late_ || failure_.has_value();
}

PlacedWalkPtr walk_term(WalkContext& context, const Term& term) {
  return std::make_unique<TermWalk>(context, term);
}

PlacedWalkPtr walk_any_placed(std::vector<PlacedWalkPtr> walks) {
  if (walks.size() == 1) return std::move(walks.front());
  return std::make_unique<AnyPlacedWalk>(std::move(walks));
}

WalkPtr walk_any(std::vector<WalkPtr> walks) {
  if (walks.size() == 1) return std::move(walks.front());
  return std::make_unique<AnyWalk>(std::move(walks));
}

WalkPtr walk_all(std::vector<WalkPtr> walks) {
  if (walks.empty()) return walk_nothing();
  if (walks.size() == 1) return std::move(walks.front());
  return std::make_unique<AllWalk>(std::move(walks));
}

WalkPtr walk_phrase(std::vector<PhraseWord> words) {
  if (words.size() == 1) return std::move(words.front().walk);
  return std::make_unique<PhraseWalk>(std::move(words));
}

WalkPtr walk_except(WalkPtr walk, std::vector<WalkPtr> others) {
  if (others.empty()) return walk;
  return std::make_unique<ExceptWalk>(std::move(walk), std::move(others));
}

WalkPtr walk_between(WalkPtr walk, EntryId low, EntryId high) {
  return std::make_unique<BetweenWalk>(std::move(walk), low, high);
}

WalkPtr walk_list(std::vector<EntryId> entries) {
  std::sort(entries.begin(), entries.end(), std::greater<>());
  return std::make_unique<ListWalk>(std::move(entries));
}

WalkPtr walk_nothing() {
  return std::make_unique<AnyWalk>(std::vector<WalkPtr>());
}

}  // namespace sovang::archive
