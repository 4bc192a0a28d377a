#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"

namespace sovang {

/// Where randomness comes from; a seam, so that tests get the same ids each time.
class Ids {
 public:
  virtual ~Ids() = default;
  /// `count` unpredictable bytes.
  [[nodiscard]] virtual Bytes random_bytes(std::size_t count) = 0;

  /// A ULID: 26 characters of Crockford's Base32, the first ten from the time, so that ids sort by age.
  [[nodiscard]] std::string ulid(Instant now);
};

/// Randomness of the operating system.
class SystemIds final : public Ids {
 public:
  [[nodiscard]] Bytes random_bytes(std::size_t count) override;
};

/// The same sequence for the same seed. For tests only: everything it gives can be guessed.
class SequenceIds final : public Ids {
 public:
  explicit SequenceIds(std::uint64_t seed) : state_(seed) {}
  [[nodiscard]] Bytes random_bytes(std::size_t count) override;

 private:
  std::uint64_t state_;
};

/// Bytes that follow from a secret seed of 32 bytes: whoever has the seed can make an office's keys again
/// (kept on paper in a safe), and a demonstration gives the same bytes each time.
class SeededIds final : public Ids {
 public:
  explicit SeededIds(Bytes seed) : seed_(std::move(seed)) {}
  [[nodiscard]] Bytes random_bytes(std::size_t count) override;

 private:
  Bytes seed_;
  std::uint64_t block_ = 0;
};

/// True for 26 characters of the ULID alphabet, the only ids that a URL or a path may carry (SEC-20).
[[nodiscard]] bool is_ulid(std::string_view text);

}  // namespace sovang
