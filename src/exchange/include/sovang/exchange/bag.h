#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

/// Bags: folders of files with their digests, for carrying records from one archive to another (BagIt 1.0,
/// RFC 8493; archive-design §15).
namespace sovang::exchange {

/// One line of bag-info.txt. A label may come more than once.
struct BagInfo {
  std::string label;  ///< "Source-Organization"
  std::string value;
};

/// What a bag that comes in may cost.
struct BagLimits {
  std::uint64_t bytes = std::uint64_t{1} << 40;      ///< of all files together
  std::size_t files = 1'000'000;                     ///< of payload and tags together
  std::uint64_t tag_file = std::uint64_t{64} << 20;  ///< of one manifest or tag file that is read
};

/// What a check of a bag found. Rules are BAG-01 … BAG-16 (docs/formats/packages.md).
struct BagReport {
  std::vector<Problem> findings;
  std::string version;               ///< "1.0"; empty if not declared
  std::vector<BagInfo> info;         ///< in the order of the file
  std::vector<std::string> payload;  ///< paths "data/…" of the files that are there, sorted
  std::uint64_t payload_bytes = 0;

  /// "invalid" with an error, "warning" with warnings only, else "valid".
  [[nodiscard]] std::string verdict() const;
  /// The codes, sorted, each once.
  [[nodiscard]] std::vector<std::string> codes() const;
};

/// Checks a bag of BagIt 0.93 … 1.0: declaration, every path, every digest, completeness, Payload-Oxum.
/// Hostile until checked: paths that leave the bag (also in the manner of Windows), links and special files
/// are refused, and nothing of fetch.txt is ever fetched. Fails only where the folder cannot be read at all.
/// Reads each file once.
[[nodiscard]] Result<BagReport> validate_bag(const std::filesystem::path& folder,
                                             const BagLimits& limits = {});

/// Writes a bag, file by file, in constant memory. The folder appears under its name only when the bag is
/// whole.
class BagWriter {
 public:
  /// Code `conflict` if `folder` is there already.
  [[nodiscard]] static Result<BagWriter> start(const std::filesystem::path& folder);

  BagWriter(BagWriter&&) noexcept;
  BagWriter& operator=(BagWriter&&) noexcept;
  ~BagWriter();  ///< removes what was written if finish() was not reached

  /// Adds a payload file by its path below data/. Refuses paths that would leave the bag, and one path twice.
  [[nodiscard]] Status add(const std::string& path, ByteView bytes);

  /// Writes manifests (sha512 and sha256), bag-info.txt with Payload-Oxum, tag manifests, and puts the bag in
  /// its place.
  [[nodiscard]] Status finish(std::span<const BagInfo> info);

 private:
  struct State;
  explicit BagWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sovang::exchange
