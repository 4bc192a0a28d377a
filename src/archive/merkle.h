#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"

/// The Merkle tree of RFC 6962 §2.1 over SHA-256. Hashes are 32 raw bytes.
namespace sovang::archive::merkle {

[[nodiscard]] Bytes leaf_hash(ByteView data);
[[nodiscard]] Bytes node_hash(ByteView left, ByteView right);
/// Root over leaf hashes; of nothing: SHA-256("").
[[nodiscard]] Bytes root(std::span<const Bytes> leaves);

/// The hashes that lead from leaf `index` to root(leaves) (RFC 6962 §2.1.1).
[[nodiscard]] std::vector<Bytes> inclusion_proof(std::span<const Bytes> leaves, std::size_t index);
/// Does the proof lead from the leaf at `index` of `size` to this root? (RFC 9162 §2.1.3.2)
[[nodiscard]] bool proves_inclusion(std::span<const Bytes> proof, ByteView leaf, std::size_t index,
                                    std::size_t size, ByteView expected_root);

/// The hashes that show that the first `before` leaves are a beginning of all (RFC 6962 §2.1.2).
[[nodiscard]] std::vector<Bytes> consistency_proof(std::span<const Bytes> leaves, std::size_t before);
/// Is a tree of `after` leaves with `new_root` one of `before` leaves with `old_root`, gone on? (RFC 9162
/// §2.1.4.2)
[[nodiscard]] bool proves_consistency(std::span<const Bytes> proof, std::size_t before, std::size_t after,
                                      ByteView old_root, ByteView new_root);

/// The root of a tree that grows: keeps one hash for each complete subtree, so that a leaf costs O(log n).
class Growing {
 public:
  void add(ByteView leaf);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Bytes root() const;

 private:
  std::vector<Bytes> complete_;  ///< largest subtree first; their sizes are the bits of size_
  std::size_t size_ = 0;
};

}  // namespace sovang::archive::merkle
