#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/pdf/signatures.h"

namespace sovang::cli {

/// Certificates of the files and folders that were named, else of `trust/` in the office's folder if it is
/// there.
[[nodiscard]] Result<pdf::TrustAnchors> trust_anchors(const std::vector<std::string>& named,
                                                      const std::filesystem::path& data);

/// The digital signatures as JSON, an object each, in the order of signing.
[[nodiscard]] nlohmann::ordered_json signatures_json(const std::vector<pdf::Signature>& signatures);

/// The same for people, several lines.
[[nodiscard]] std::string signatures_text(const std::vector<pdf::Signature>& signatures);

}  // namespace sovang::cli
