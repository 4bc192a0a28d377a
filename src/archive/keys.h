#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"

namespace sovang::archive {

/// An Ed25519 key of the office.
class SigningKey {
 public:
  /// From 32 secret bytes.
  [[nodiscard]] static SigningKey from_seed(ByteView seed);
  [[nodiscard]] Bytes sign(ByteView message) const;  ///< 64 bytes
  [[nodiscard]] const Bytes& public_key() const { return public_; }

 private:
  Bytes secret_;
  Bytes public_;
};

[[nodiscard]] bool verifies(ByteView public_key, ByteView message, ByteView signature);
/// The short name of a public key: the first 4 bytes of its SHA-256 (archive-design §8).
[[nodiscard]] Bytes key_id(ByteView public_key);

/// What the archive signs with, from `<data>/keys`, readable for the office's account only.
struct ArchiveKeys {
  SigningKey log;   ///< checkpoints of the transparency log
  SigningKey code;  ///< codes of certificates
  Bytes salt;       ///< 32 bytes; from it come the salts of certificates (certificate_leaf)

  /// Makes the keys; those that are there already stay.
  [[nodiscard]] static Status create(const std::filesystem::path& folder, Ids& ids);
  /// Code `forbidden` when others on this machine can read the keys (SEC-41).
  [[nodiscard]] static Result<ArchiveKeys> load(const std::filesystem::path& folder);
  /// What is published: one line a key, "<purpose> <key id> <public key in Base64>".
  [[nodiscard]] std::string public_list() const;
};

/// HMAC-SHA-256.
[[nodiscard]] Bytes keyed_digest(ByteView key, ByteView message);

}  // namespace sovang::archive
