#pragma once

#include <filesystem>

#include "sovang/base/bytes.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"

namespace sovang {

/// An Ed25519 key of an office.
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

/// A file of 32 secret bytes as hexadecimal digits, readable for the office's account only. Code `forbidden`
/// when others on this machine can read it (SEC-41), `corrupt` when it holds anything else.
[[nodiscard]] Result<Bytes> read_secret(const std::filesystem::path& path);
/// Makes such a file with new bytes in one step; one that is there already stays.
[[nodiscard]] Status make_secret(const std::filesystem::path& path, Ids& ids);

}  // namespace sovang
