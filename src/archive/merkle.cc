#include "merkle.h"

#include <bit>

#include "sovang/base/hash.h"

namespace sovang::archive::merkle {
namespace {

/// The largest power of two below n (n ≥ 2).
std::size_t split_of(std::size_t n) {
  return std::bit_ceil(n) / 2;
}

/// RFC 6962 §2.1.2, SUBPROOF: `whole` tells that the old tree is the subtree at hand.
void subproof(std::vector<Bytes>& out, std::span<const Bytes> leaves, std::size_t before, bool whole) {
  if (before == leaves.size()) {
    if (!whole) out.push_back(root(leaves));
    return;
  }
  const std::size_t split = split_of(leaves.size());
  if (before <= split) {
    subproof(out, leaves.first(split), before, whole);
    out.push_back(root(leaves.subspan(split)));
  } else {
    subproof(out, leaves.subspan(split), before - split, false);
    out.push_back(root(leaves.first(split)));
  }
}

}  // namespace

Bytes leaf_hash(ByteView data) {
  Hasher hasher(HashKind::sha256);
  hasher.update(ByteView("\x00", 1));
  hasher.update(data);
  return hasher.finish();
}

Bytes node_hash(ByteView left, ByteView right) {
  Hasher hasher(HashKind::sha256);
  hasher.update("\x01");
  hasher.update(left);
  hasher.update(right);
  return hasher.finish();
}

Bytes root(std::span<const Bytes> leaves) {
  Growing tree;
  for (const Bytes& leaf : leaves)
    tree.add(leaf);
  return tree.root();
}

void Growing::add(ByteView leaf) {
  Bytes hash(leaf);
  // Each trailing one bit of the size is a complete subtree that the new leaf joins.
  for (std::size_t bits = size_; (bits & 1U) != 0; bits >>= 1U) {
    hash = node_hash(complete_.back(), hash);
    complete_.pop_back();
  }
  complete_.push_back(std::move(hash));
  ++size_;
}

Bytes Growing::root() const {
  if (complete_.empty()) return digest(HashKind::sha256, "");
  Bytes hash = complete_.back();
  for (std::size_t i = complete_.size() - 1; i-- > 0;)
    hash = node_hash(complete_[i], hash);
  return hash;
}

std::vector<Bytes> inclusion_proof(std::span<const Bytes> leaves, std::size_t index) {
  std::vector<Bytes> from_top;
  while (leaves.size() > 1) {
    const std::size_t split = split_of(leaves.size());
    if (index < split) {
      from_top.push_back(root(leaves.subspan(split)));
      leaves = leaves.first(split);
    } else {
      from_top.push_back(root(leaves.first(split)));
      leaves = leaves.subspan(split);
      index -= split;
    }
  }
  return {from_top.rbegin(), from_top.rend()};
}

bool proves_inclusion(std::span<const Bytes> proof, ByteView leaf, std::size_t index, std::size_t size,
                      ByteView expected_root) {
  if (index >= size) return false;
  std::size_t node = index;
  std::size_t last = size - 1;
  Bytes hash(leaf);
  for (const Bytes& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == expected_root;
}

std::vector<Bytes> consistency_proof(std::span<const Bytes> leaves, std::size_t before) {
  std::vector<Bytes> out;
  if (before > 0 && before < leaves.size()) subproof(out, leaves, before, true);
  return out;
}

bool proves_consistency(std::span<const Bytes> proof, std::size_t before, std::size_t after,
                        ByteView old_root, ByteView new_root) {
  if (before > after) return false;
  if (before == after) return proof.empty() && old_root == new_root;
  if (before == 0) return proof.empty();
  std::size_t next = 0;
  // A complete old tree is itself a node of the new one and is left out of the proof.
  Bytes first;
  if (std::has_single_bit(before)) {
    first = Bytes(old_root);
  } else {
    if (proof.empty()) return false;
    first = proof[next++];
  }
  std::size_t node = before - 1;
  std::size_t last = after - 1;
  while ((node & 1U) != 0) {
    node >>= 1U;
    last >>= 1U;
  }
  Bytes old_hash = first;
  Bytes new_hash = first;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      old_hash = node_hash(proof[next], old_hash);
      new_hash = node_hash(proof[next], new_hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      new_hash = node_hash(new_hash, proof[next]);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace sovang::archive::merkle
