#include "postings.h"

#include <algorithm>
#include <utility>

namespace sovang::archive {
namespace {

void put_number(Bytes& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out += static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

/// Reads the numbers of put_number() one after the other.
class NumberReader {
 public:
  explicit NumberReader(ByteView bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] bool done() const { return at_ == end_; }
  /// False where the bytes end inside a number or the number is too great.
  [[nodiscard]] bool next(std::uint64_t& value) {
    // Nearly all numbers of a long list are of one byte.
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80U) {
      value = static_cast<unsigned char>(*at_++);
      return true;
    }
    return next_of_many(value);
  }
  [[nodiscard]] ByteView rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }

 private:
  bool next_of_many(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; at_ != end_ && shift < 63; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80U) return true;
    }
    return false;
  }

  const char* at_;
  const char* end_;
};

/// No block spans more entries than there are numbers (entry_ids.h).
constexpr std::uint64_t longest_block = std::uint64_t{1} << 40U;

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::corrupt, "chỉ mục từ của danh mục bị hỏng; xin lập lại danh mục");
}

}  // namespace

void Postings::add(EntryId entry, std::span<const std::uint32_t> places) {
  SOVANG_EXPECT(entries_.empty() || entry > entries_.back());
  entries_.push_back(entry);
  places_.insert(places_.end(), places.begin(), places.end());
  ends_.push_back(static_cast<std::uint32_t>(places_.size()));
}

std::span<const std::uint32_t> Postings::places(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::span(places_).subspan(begin, ends_[index] - begin);
}

void PostingBlock::add(EntryId entry, std::span<const std::uint32_t> places) {
  SOVANG_EXPECT(entry > last_ && !full());
  if (count_ == 0) first_ = entry;
  if (count_ % group_size == 0) {
    groups_.push_back({entry, steps_.size(), places_.size()});
  } else {
    put_number(steps_, static_cast<std::uint64_t>(entry - last_));
  }
  last_ = entry;
  ++count_;
  if (places.size() == 1) {  // most words stand once in a text: one byte then, mostly
    put_number(places_, std::uint64_t{places[0]} << 1U);
    return;
  }
  if (places.empty()) return;
  put_number(places_, (std::uint64_t{places.size()} << 1U) | 1U);
  std::uint32_t before = 0;
  for (const std::uint32_t place : places) {
    put_number(places_, place - before);
    before = place;
  }
}

Bytes PostingBlock::encode() const {
  Bytes out;
  out.reserve(steps_.size() + places_.size() + 12 + groups_.size() * 8);
  put_number(out, count_);
  put_number(out, static_cast<std::uint64_t>(last_ - first_));
  put_number(out, steps_.size());
  for (std::size_t i = 1; i < groups_.size(); ++i) {
    put_number(out, static_cast<std::uint64_t>(groups_[i].first - groups_[i - 1].first));
    put_number(out, groups_[i].steps - groups_[i - 1].steps);
    put_number(out, groups_[i].places - groups_[i - 1].places);
  }
  out += steps_;
  out += places_;
  return out;
}

Result<PostingBlock> PostingBlock::decode(EntryId first, ByteView bytes) {
  NumberReader reader(bytes);
  std::uint64_t count = 0;
  std::uint64_t length = 0;
  std::uint64_t steps = 0;
  if (!reader.next(count) || !reader.next(length) || !reader.next(steps)) return damaged();
  if (count == 0 || count > most || steps > bytes.size() || length > longest_block) return damaged();
  PostingBlock out;
  out.first_ = first;
  out.last_ = first + static_cast<EntryId>(length);
  out.count_ = count;
  out.groups_.resize((count + group_size - 1) / group_size);
  out.groups_.front() = {first, 0, 0};
  for (std::size_t i = 1; i < out.groups_.size(); ++i) {
    std::uint64_t numbers[3] = {};
    for (std::uint64_t& number : numbers)
      if (!reader.next(number) || number > longest_block) return damaged();
    const Group& before = out.groups_[i - 1];
    out.groups_[i] = {before.first + static_cast<EntryId>(numbers[0]), before.steps + numbers[1],
                      before.places + numbers[2]};
    if (numbers[0] == 0) return damaged();
  }
  const ByteView rest = reader.rest();
  const Group& last = out.groups_.back();
  if (steps > rest.size() || last.first > out.last_ || last.steps > steps ||
      last.places > rest.size() - steps)
    return damaged();
  out.steps_ = rest.substr(0, steps);
  out.places_ = rest.substr(steps);
  return out;
}

std::size_t PostingBlock::size_of(std::size_t group) const {
  return std::min(group_size, count_ - group * group_size);
}

ByteView PostingBlock::steps_of(std::size_t group) const {
  const std::size_t end = group + 1 < groups_.size() ? groups_[group + 1].steps : steps_.size();
  return ByteView(steps_).substr(groups_[group].steps, end - groups_[group].steps);
}

ByteView PostingBlock::places_of(std::size_t group) const {
  const std::size_t end = group + 1 < groups_.size() ? groups_[group + 1].places : places_.size();
  return ByteView(places_).substr(groups_[group].places, end - groups_[group].places);
}

Status PostingBlock::entries(std::size_t group, std::vector<EntryId>& out) const {
  out.resize(size_of(group));
  EntryId entry = groups_[group].first;
  out[0] = entry;
  NumberReader steps(steps_of(group));
  for (std::size_t i = 1; i < out.size(); ++i) {
    std::uint64_t step = 0;
    if (!steps.next(step) || step == 0 || step > longest_block) return damaged();
    entry += static_cast<EntryId>(step);
    out[i] = entry;
  }
  const bool is_last = group + 1 == groups_.size();
  if (!steps.done() || (is_last ? entry != last_ : entry >= groups_[group + 1].first)) return damaged();
  return {};
}

Status PostingBlock::postings(std::size_t group, Postings& out) const {
  std::vector<EntryId> all;
  SOVANG_TRY(entries(group, all));
  NumberReader reader(places_of(group));
  std::vector<std::uint32_t> places;
  for (const EntryId entry : all) {
    places.clear();
    std::uint64_t head = 0;
    if (!places_.empty() && !reader.next(head)) return damaged();
    if (!places_.empty() && (head & 1U) == 0) {
      places.push_back(static_cast<std::uint32_t>(head >> 1U));
    } else if (!places_.empty()) {
      std::uint64_t place = 0;
      for (std::uint64_t left = head >> 1U; left > 0; --left) {
        std::uint64_t step = 0;
        if (!reader.next(step)) return damaged();
        place += step;
        places.push_back(static_cast<std::uint32_t>(place));
      }
    }
    out.add(entry, places);
  }
  if (!reader.done()) return damaged();
  return {};
}

Result<Postings> PostingBlock::postings() const {
  Postings out;
  for (std::size_t i = 0; i < groups_.size(); ++i)
    SOVANG_TRY(postings(i, out));
  return out;
}

}  // namespace sovang::archive
