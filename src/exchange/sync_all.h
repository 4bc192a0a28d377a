#pragma once

#include <filesystem>

#include "sovang/base/result.h"

namespace sovang::exchange {

/// Writes everything of the file system that holds `folder` to the disk: one call for many new files.
[[nodiscard]] Status sync_all(const std::filesystem::path& folder);

}  // namespace sovang::exchange
