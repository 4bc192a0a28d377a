#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

namespace sovang::archive {

/// What a validation found. Rules are the codes of OCFL 1.1: E001 … are errors, W001 … warnings.
struct ValidationReport {
  std::vector<Problem> findings;
  std::size_t objects = 0;

  /// "invalid" with an error, "warning" with warnings only, else "valid".
  [[nodiscard]] std::string verdict() const;
  /// The codes, sorted, each once.
  [[nodiscard]] std::vector<std::string> codes() const;
};

/// Checks an OCFL object or a whole storage root, of versions 1.0 and 1.1, also one that is not ours:
/// structure, inventories, every digest. Follows no link and changes nothing. Fails only where nothing can be
/// read at all.
[[nodiscard]] Result<ValidationReport> validate_ocfl(const std::filesystem::path& path);

}  // namespace sovang::archive
