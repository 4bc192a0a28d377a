#include "sovang/base/ids.h"

#include <sodium.h>

#include "sovang/base/hash.h"
#include "sovang/base/result.h"

namespace sovang {
namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string Ids::ulid(Instant now) {
  std::string out(26, '0');
  auto time = static_cast<std::uint64_t>(now.unix_ms);
  for (std::size_t i = 10; i-- > 0; time >>= 5U)
    out[i] = crockford[time & 31U];
  const Bytes random = random_bytes(16);
  for (std::size_t i = 0; i < 16; ++i) {
    out[10 + i] = crockford[static_cast<unsigned char>(random[i]) & 31U];
  }
  return out;
}

Bytes SystemIds::random_bytes(std::size_t count) {
  SOVANG_EXPECT(sodium_init() >= 0);
  Bytes out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

Bytes SequenceIds::random_bytes(std::size_t count) {
  Bytes out;
  while (out.size() < count) {
    // splitmix64 (Steele, Lea, Flood 2014)
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    out.push_back(static_cast<char>((z ^ (z >> 31U)) & 0xFFU));
  }
  return out;
}

Bytes SeededIds::random_bytes(std::size_t count) {
  Bytes out;
  while (out.size() < count) {
    Bytes block = seed_ + "sovang-seeded-ids";
    for (unsigned shift = 0; shift < 64; shift += 8)
      block.push_back(static_cast<char>((block_ >> shift) & 0xFFU));
    ++block_;
    out += digest(HashKind::sha256, block);
  }
  out.resize(count);
  return out;
}

bool is_ulid(std::string_view text) {
  return text.size() == 26 && text.find_first_not_of(crockford) == std::string_view::npos;
}

}  // namespace sovang
