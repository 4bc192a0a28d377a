#include "sovang/base/hash.h"

#include <array>
#include <variant>

#include <sodium.h>

#include "sovang/base/result.h"

namespace sovang {
namespace {

const unsigned char* raw(ByteView data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}

/// Groups the bits of `data` by `bits` and writes each group as a letter of `alphabet`.
std::string encode_bits(ByteView data, unsigned bits, std::string_view alphabet) {
  std::string out;
  std::uint32_t buffer = 0;
  unsigned held = 0;
  for (const char c : data) {
    buffer = (buffer << 8U | static_cast<unsigned char>(c)) & 0xFFFFFU;
    for (held += 8; held >= bits;) {
      held -= bits;
      out += alphabet[buffer >> held & ((1U << bits) - 1)];
    }
  }
  if (held > 0) out += alphabet[buffer << (bits - held) & ((1U << bits) - 1)];
  return out;
}

/// The inverse of encode_bits; refuses other letters, and bits left over that are not zero.
std::optional<Bytes> decode_bits(std::string_view text, unsigned bits, std::string_view alphabet) {
  Bytes out;
  std::uint32_t buffer = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << bits | static_cast<std::uint32_t>(value)) & 0xFFFFFU;
    held += bits;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<char>(buffer >> held & 0xFFU));
    }
  }
  if (held >= bits || (buffer & ((1U << held) - 1)) != 0) return std::nullopt;
  return out;
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base32_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view hex_alphabet = "0123456789abcdef";

}  // namespace

struct Hasher::State {
  std::variant<crypto_hash_sha256_state, crypto_hash_sha512_state> value;
};

Hasher::Hasher(HashKind kind) : state_(std::make_unique<State>()) {
  if (kind == HashKind::sha256) {
    crypto_hash_sha256_init(&state_->value.emplace<0>());
  } else {
    crypto_hash_sha512_init(&state_->value.emplace<1>());
  }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(ByteView data) {
  if (auto* sha256 = std::get_if<0>(&state_->value)) {
    crypto_hash_sha256_update(sha256, raw(data), data.size());
  } else {
    crypto_hash_sha512_update(&std::get<1>(state_->value), raw(data), data.size());
  }
}

Bytes Hasher::finish() {
  std::array<unsigned char, crypto_hash_sha512_BYTES> out{};
  std::size_t size = crypto_hash_sha512_BYTES;
  if (auto* sha256 = std::get_if<0>(&state_->value)) {
    crypto_hash_sha256_final(sha256, out.data());
    size = crypto_hash_sha256_BYTES;
  } else {
    crypto_hash_sha512_final(&std::get<1>(state_->value), out.data());
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

Bytes digest(HashKind kind, ByteView data) {
  Hasher hasher(kind);
  hasher.update(data);
  return hasher.finish();
}

std::string to_hex(ByteView data) {
  std::string out;
  out.reserve(data.size() * 2);
  for (const char c : data) {
    const auto byte = static_cast<unsigned char>(c);
    out += hex_alphabet[byte >> 4U];
    out += hex_alphabet[byte & 15U];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return decode_bits(lower, 4, hex_alphabet);
}

std::string to_base64(ByteView data) {
  std::string out = encode_bits(data, 6, base64_alphabet);
  while (out.size() % 4 != 0)
    out += '=';
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  return decode_bits(text, 6, base64_alphabet);
}

std::string to_base32(ByteView data) {
  return encode_bits(data, 5, base32_alphabet);
}

std::optional<Bytes> from_base32(std::string_view text) {
  return decode_bits(text, 5, base32_alphabet);
}

}  // namespace sovang
