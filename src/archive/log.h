#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

#include "keys.h"
#include "merkle.h"

namespace sovang::archive {

/// A signed statement: the log has this many leaves and this root (a C2SP signed note).
struct Checkpoint {
  std::string origin;  ///< "sovang.qnam/log"
  std::uint64_t size = 0;
  Bytes root;
};
[[nodiscard]] std::string to_note(const Checkpoint& checkpoint, const SigningKey& key);
/// Reads a note and checks its signature. Code `corrupt`.
[[nodiscard]] Result<Checkpoint> read_note(std::string_view note, ByteView public_key);

/// The transparency log in `<data>/log` (archive-design §8): `leaves`, 32 bytes each, only ever appended to;
/// `checkpoint`, signed after each append; `keys`, the public keys. Holds hashes only, no personal data.
class TransparencyLog {
 public:
  /// Makes an empty log with a signed checkpoint.
  [[nodiscard]] static Status create(const std::filesystem::path& folder, std::string_view origin,
                                     const ArchiveKeys& keys);
  /// Reads the leaves and compares them with the checkpoint. Leaves beyond it (a writer was cut off) are
  /// fine; fewer leaves, or others, are code `corrupt`.
  [[nodiscard]] static Result<TransparencyLog> open(const std::filesystem::path& folder,
                                                    const ArchiveKeys& keys);

  /// Appends leaf hashes: written, fsynced, then the new checkpoint signed and renamed into place.
  [[nodiscard]] Status append(std::span<const Bytes> leaves);
  /// Cuts off a torn last leaf and signs leaves that have no checkpoint yet. True if there was something.
  [[nodiscard]] Result<bool> repair();

  [[nodiscard]] std::uint64_t size() const { return leaves_.size(); }
  [[nodiscard]] Bytes root() const { return tree_.root(); }
  [[nodiscard]] std::optional<std::uint64_t> find(ByteView leaf) const;
  [[nodiscard]] std::span<const Bytes> leaves() const { return leaves_; }
  [[nodiscard]] const Checkpoint& checkpoint() const { return checkpoint_; }

 private:
  TransparencyLog(std::filesystem::path folder, SigningKey key)
      : folder_(std::move(folder)), key_(std::move(key)) {}
  void remember(Bytes leaf);
  [[nodiscard]] Status sign();

  std::filesystem::path folder_;
  SigningKey key_;
  Checkpoint checkpoint_;
  std::vector<Bytes> leaves_;
  std::unordered_map<std::string, std::uint64_t> index_of_;
  merkle::Growing tree_;
  bool torn_ = false;
};

}  // namespace sovang::archive
