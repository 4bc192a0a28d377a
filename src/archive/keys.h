#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sovang/archive/proof.h"
#include "sovang/base/bytes.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/base/signing_key.h"

namespace sovang::archive {

/// What the archive signs with, from `<data>/keys`, readable for the office's account only, and what it has
/// published of it, `<data>/log/keys`.
struct ArchiveKeys {
  SigningKey log;   ///< checkpoints of the two logs
  SigningKey code;  ///< codes of certificates
  Bytes salt;       ///< 32 bytes; from it come the salts of certificates (certificate_leaf)
  PublishedKeys published;

  /// Makes the keys; those that are there already stay.
  [[nodiscard]] static Status create(const std::filesystem::path& folder, Ids& ids);
  /// Code `forbidden` when others on this machine can read the keys (SEC-41), `corrupt` when a key is not the
  /// newest of the published list. A list that is not there yet is made up from the keys.
  [[nodiscard]] static Result<ArchiveKeys> load(const std::filesystem::path& folder,
                                                const std::filesystem::path& list);

  /// Makes a new key for `start`.purpose that signs from `start` on, endorsed by the one in use, which is
  /// destroyed. After a crash the old key or the new one is in use; settle() tidies up.
  [[nodiscard]] static Status rotate(const std::filesystem::path& folder, const std::filesystem::path& list,
                                     PublishedKey start, Ids& ids);
  /// Finishes a rotation that was cut off. True if there was something to do.
  [[nodiscard]] static Result<bool> settle(const std::filesystem::path& folder,
                                           const std::filesystem::path& list);
};

/// HMAC-SHA-256.
[[nodiscard]] Bytes keyed_digest(ByteView key, ByteView message);

}  // namespace sovang::archive
