#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sovang/base/bytes.h"

namespace sovang {

enum class HashKind : std::uint8_t { sha256, sha512 };

/// The digest of `data`, 32 or 64 raw bytes.
[[nodiscard]] Bytes digest(HashKind kind, ByteView data);

/// A digest made piece by piece.
class Hasher {
 public:
  explicit Hasher(HashKind kind);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void update(ByteView data);
  /// The digest of all that was given; the hasher may not be used afterwards.
  [[nodiscard]] Bytes finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(ByteView data);
/// The bytes of hexadecimal text in either case; nothing for anything else.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);
/// RFC 4648 Base64 with padding.
[[nodiscard]] std::string to_base64(ByteView data);
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);
/// RFC 4648 Base32, upper case, without padding: all of it fits the alphanumeric mode of a QR code.
[[nodiscard]] std::string to_base32(ByteView data);
[[nodiscard]] std::optional<Bytes> from_base32(std::string_view text);

}  // namespace sovang
