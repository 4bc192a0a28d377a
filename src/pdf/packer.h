#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "sovang/base/bytes.h"

struct libdeflate_compressor;

namespace sovang::pdf {

/// How hard to look for repetitions: `quick` for what is made per file, `best` for what is made once.
enum class Effort : std::uint8_t { quick, best };

/// Makes zlib streams (/FlateDecode). Not for use by two threads at once: take one from a PackerPool.
class Packer {
 public:
  [[nodiscard]] Bytes pack(ByteView data, Effort effort = Effort::quick);

  /// Time spent in pack() so far, for the benchmarks.
  [[nodiscard]] std::chrono::nanoseconds busy() const { return busy_; }

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const;
  };
  using Compressor = std::unique_ptr<libdeflate_compressor, Free>;
  Compressor small_;
  Compressor quick_;
  Compressor best_;
  Bytes buffer_;
  std::chrono::nanoseconds busy_{};
};

/// Keeps packers between uses: making one allocates and clears several hundred kilobytes.
class PackerPool {
 public:
  class Lease {
   public:
    explicit Lease(PackerPool& pool) : pool_(pool), packer_(pool.take()) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(packer_)); }
    [[nodiscard]] Packer& operator*() const { return *packer_; }

   private:
    PackerPool& pool_;
    std::unique_ptr<Packer> packer_;
  };

  /// Time that the idle packers have spent packing.
  [[nodiscard]] std::chrono::nanoseconds busy() const;

 private:
  [[nodiscard]] std::unique_ptr<Packer> take();
  void give_back(std::unique_ptr<Packer> packer);

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Packer>> idle_;
};

}  // namespace sovang::pdf
