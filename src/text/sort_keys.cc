#include "sort_keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>

#include "sovang/base/result.h"

namespace sovang::text {
namespace {

// Eight bytes of a key as a number, and whose they are.
struct KeyPart {
  std::uint64_t bytes = 0;
  std::uint32_t index = 0;
};
using Parts = std::span<KeyPart>;

std::uint64_t eight_bytes(std::string_view key, std::size_t at) {
  std::uint64_t number = 0;
  if (at + sizeof number <= key.size()) {
    std::memcpy(&number, key.data() + at, sizeof number);
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    return number;
  }
  for (std::size_t i = at; i < at + sizeof number; ++i)
    number = number << 8U | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return number;
}

// Sorts by eight bytes of each key as a number, then those that are still equal by the next eight: so each
// part of a key is read once, and not in every comparison.
class Sorter {
 public:
  explicit Sorter(const SortKeys& keys) : keys_(keys), spare_(keys.size()) {}

  // Parts of keys that are equal up to `at`; where a key has ended, zeros stand.
  void sort(Parts parts, std::size_t at) {
    constexpr std::size_t far = 128;
    if (at >= far) {
      sort_wholly(parts);
      return;
    }
    bool all_ended = true;
    for (KeyPart& part : parts) {
      const std::string_view key = keys_[part.index];
      part.bytes = eight_bytes(key, at);
      all_ended = all_ended && key.size() <= at;
    }
    if (all_ended) {
      sort_by_length(parts);
      return;
    }
    sort_by_bytes(parts);
    for (auto begin = parts.begin(); begin != parts.end();) {
      const auto end =
          std::find_if(begin, parts.end(), [&](auto& part) { return part.bytes != begin->bytes; });
      if (end - begin > 1) sort({begin, end}, at + sizeof begin->bytes);
      begin = end;
    }
  }

 private:
  // Keys that differ, if at all, by zeros at their ends.
  void sort_by_length(Parts parts) const {
    std::sort(parts.begin(), parts.end(), [this](const KeyPart& a, const KeyPart& b) {
      const std::size_t a_size = keys_[a.index].size(), b_size = keys_[b.index].size();
      return a_size != b_size ? a_size < b_size : a.index < b.index;
    });
  }

  // So far as names differ at all they do so early; what goes on and on alike (a hostile list) is compared as
  // a whole.
  void sort_wholly(Parts parts) const {
    std::sort(parts.begin(), parts.end(), [this](const KeyPart& a, const KeyPart& b) {
      const int order = keys_[a.index].compare(keys_[b.index]);
      return order != 0 ? order < 0 : a.index < b.index;
    });
  }

  // Many parts go by each byte from the last to the first, which takes no comparison at all.
  void sort_by_bytes(Parts parts) {
    constexpr std::size_t many = 1024;
    if (parts.size() < many) {
      std::sort(parts.begin(), parts.end(), [](auto& a, auto& b) { return a.bytes < b.bytes; });
      return;
    }
    Parts from = parts;
    Parts to = Parts(spare_).first(parts.size());
    for (unsigned shift = 0; shift < 64; shift += 8) {  // an even number of times: the last one fills `parts`
      const auto digit = [shift](const KeyPart& part) { return part.bytes >> shift & 0xFFU; };
      std::array<std::size_t, 257> places{};
      for (const KeyPart& part : from)
        ++places[digit(part) + 1];
      std::partial_sum(places.begin(), places.end(), places.begin());
      for (const KeyPart& part : from)
        to[places[digit(part)]++] = part;
      std::swap(from, to);
    }
  }

  const SortKeys& keys_;
  std::vector<KeyPart> spare_;
};

}  // namespace

std::vector<std::size_t> SortKeys::order() const {
  SOVANG_EXPECT(size() <= UINT32_MAX);
  std::vector<KeyPart> parts(size());
  for (std::size_t i = 0; i < parts.size(); ++i)
    parts[i].index = static_cast<std::uint32_t>(i);
  Sorter(*this).sort(parts, 0);
  std::vector<std::size_t> places(size());
  std::transform(parts.begin(), parts.end(), places.begin(), [](const KeyPart& part) { return part.index; });
  return places;
}

}  // namespace sovang::text
