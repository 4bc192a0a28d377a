#include "walk.h"

#include <algorithm>

namespace sovang::archive {
namespace {

/// Blocks are fetched singly at first, then more and more at once: a list that is needed whole comes in few
/// answers of the database.
constexpr std::size_t most_blocks_at_once = 32;

class TermWalk final : public PlacedWalk {
 public:
  TermWalk(WalkContext& context, const Term& term) : context_(context), term_(term.id) {}

  std::vector<std::uint32_t> places() override {
    if (at_ == no_index) return {};
    if (!unpacked_) {
      Result<Postings> postings = blocks_[current_].postings();
      if (!postings) {
        context_.fail_with(postings.error());
        return {};
      }
      unpacked_ = std::move(*postings);
    }
    const auto places = unpacked_->places(at_);
    return {places.begin(), places.end()};
  }

 protected:
  EntryId find(EntryId at_most) override {
    if (at_most < 0) return no_entry;
    while (!exhausted_) {
      if (current_ < blocks_.size()) {
        if (at_most >= blocks_[current_].first()) return within(at_most);
        if (blocks_.back().first() <= at_most) {
          if (!open(next_block(at_most))) return no_entry;
          continue;
        }
      }
      if (!fetch(at_most)) return no_entry;
    }
    return no_entry;
  }

 private:
  static constexpr std::size_t no_index = static_cast<std::size_t>(-1);

  /// The first of the blocks at hand that reaches down to `at_most`; the last one does.
  [[nodiscard]] std::size_t next_block(EntryId at_most) const {
    std::size_t next = current_ + 1;
    while (blocks_[next].first() > at_most)
      ++next;
    return next;
  }

  bool fetch(EntryId at_most) {
    if (context_.stopped()) return false;
    Result<std::vector<PostingBlock>> blocks = context_.reader().blocks(term_, at_most, at_once_);
    if (!blocks) {
      context_.fail_with(blocks.error());
      return false;
    }
    at_once_ = std::min(at_once_ * 2, most_blocks_at_once);
    blocks_ = std::move(*blocks);
    if (blocks_.empty()) {
      exhausted_ = true;
      return false;
    }
    return open(0);
  }

  bool open(std::size_t index) {
    current_ = index;
    at_ = no_index;
    unpacked_.reset();
    const Status read = blocks_[index].entries(entries_);
    if (!read) context_.fail_with(read.error());
    exhausted_ = !read.has_value();
    return read.has_value();
  }

  /// The greatest entry ≤ `at_most` of the open block, whose first one is ≤ `at_most`.
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
  std::size_t current_ = 0;
  std::size_t at_once_ = 1;
  bool exhausted_ = false;
  std::vector<EntryId> entries_;  ///< of the current block
  std::size_t at_ = no_index;
  std::optional<Postings> unpacked_;  ///< the current block with places
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

/// The greatest entry ≤ `at_most` that all have.
template <class Part>
EntryId common(std::vector<Part>& walks, EntryId at_most) {
  EntryId candidate = at_most;
  for (std::size_t agreed = 0, i = 0; agreed < walks.size(); i = (i + 1) % walks.size()) {
    const EntryId found = walks[i]->seek(candidate);
    if (found == no_entry) return no_entry;
    agreed = found == candidate ? agreed + 1 : 1;
    candidate = found;
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
  explicit PhraseWalk(std::vector<PlacedWalkPtr> words) : words_(std::move(words)) {}

 protected:
  EntryId find(EntryId at_most) override {
    for (EntryId entry = common(words_, at_most); entry != no_entry; entry = common(words_, entry - 1)) {
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

WalkPtr walk_phrase(std::vector<PlacedWalkPtr> words) {
  if (words.size() == 1) return std::move(words.front());
  return std::make_unique<PhraseWalk>(std::move(words));
}

WalkPtr walk_except(WalkPtr walk, std::vector<WalkPtr> others) {
  if (others.empty()) return walk;
  return std::make_unique<ExceptWalk>(std::move(walk), std::move(others));
}

WalkPtr walk_between(WalkPtr walk, EntryId low, EntryId high) {
  return std::make_unique<BetweenWalk>(std::move(walk), low, high);
}

WalkPtr walk_nothing() {
  return std::make_unique<AnyWalk>(std::vector<WalkPtr>());
}

}  // namespace sovang::archive
