#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Many sort keys and their order. Private to the room.
namespace sovang::text {

/// Keys one behind the other in one buffer, so that a list of 100,000 needs no memory of its own for each.
class SortKeys {
 public:
  /// Room for `count` keys of `bytes` bytes in all.
  void reserve(std::size_t count, std::size_t bytes) {
    ends_.reserve(count);
    bytes_.reserve(bytes);
  }

  /// The next key is appended here, and is complete with end_key().
  [[nodiscard]] std::string& bytes() { return bytes_; }
  void end_key() { ends_.push_back(bytes_.size()); }

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(bytes_).substr(begin, ends_[index] - begin);
  }

  /// The places of the keys in order, equal keys in the order in which they stand.
  [[nodiscard]] std::vector<std::size_t> order() const;

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

}  // namespace sovang::text
