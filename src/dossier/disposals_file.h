#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"

namespace sovang::dossier {

/// In a backup's folder: a line for each record that was disposed of; id, order, proposer, approver, tabs
/// between.
inline constexpr std::string_view disposals_file = "disposals.tsv";

[[nodiscard]] std::string disposals_text(const std::map<std::string, archive::DisposalOrder>& disposals);
/// Of a backup's folder; empty where nothing was ever disposed of. Code `corrupt` for a damaged file.
[[nodiscard]] Result<std::map<std::string, archive::DisposalOrder>> read_disposals(
    const std::filesystem::path& backup);

}  // namespace sovang::dossier
