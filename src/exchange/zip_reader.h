#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/exchange/table.h"

struct zip;
struct zip_file;

namespace sovang::exchange {

/// A ZIP in memory, hostile until read: entries, unpacked bytes and the ratio of each entry are limited,
/// names are only looked up and never become paths of ours.
class ZipReader {
 public:
  /// Fails with V-69 on damage, LIM-05 on too many entries. `bytes` must outlive the reader.
  [[nodiscard]] static Result<ZipReader> open(ByteView bytes, std::string_view file, const Limits& limits);

  ZipReader(ZipReader&&) noexcept;
  ZipReader& operator=(ZipReader&&) noexcept;
  ~ZipReader();

  [[nodiscard]] bool has(const std::string& name) const;
  /// The whole entry, at most `most` bytes.
  [[nodiscard]] Result<Bytes> read(const std::string& name, std::uint64_t most);
  /// Hands the entry over in pieces. Encrypted, damaged (checksum) and oversized entries fail: V-69, LIM-06.
  [[nodiscard]] Status stream(const std::string& name, const std::function<Status(std::string_view)>& take);

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  ZipReader(std::unique_ptr<zip, Close> archive, std::string_view file, const Limits& limits);
  [[nodiscard]] Status count(std::uint64_t entry_bytes, std::uint64_t piece, std::uint64_t packed);

  std::unique_ptr<zip, Close> archive_;
  std::string file_;
  Limits limits_;
  std::uint64_t unpacked_ = 0;
};

}  // namespace sovang::exchange
