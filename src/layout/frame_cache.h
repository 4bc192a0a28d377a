#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "context.h"
#include "frame.h"

namespace sovang::layout {

/// Frames that were laid out, by everything that they depend on: the certificates of a decision have the same
/// words in most of theirs. What comes out is what laying the frame out again would give. Thread-safe.
class FrameCache {
 public:
  struct Kept {
    std::vector<Item> items;           ///< structure: counted from the first of `nodes`; -1 = none
    std::vector<StructureNode> nodes;  ///< parent: the same; -1 = what the frame stands in
  };
  using KeptPtr = std::shared_ptr<const Kept>;

  [[nodiscard]] KeptPtr find(const std::string& key) const;
  /// True from the second time on that a key is shown: what comes once, a name, is not worth keeping.
  [[nodiscard]] bool comes_again(const std::string& key);
  void keep(std::string key, Kept kept);

 private:
  static constexpr std::size_t most = 2'000;

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, KeptPtr> kept_;
  std::array<std::atomic<std::size_t>, 8192> seen_{};  ///< hashes of keys, the last of each slot
};

/// Everything that the items of a frame depend on, as bytes; nothing for a frame that holds more than
/// paragraphs of plain text, or whose place is not its own.
[[nodiscard]] std::optional<std::string> frame_key(const Context& context, const document::Block& block,
                                                   const document::Frame& frame);

}  // namespace sovang::layout
