#pragma once

#include <filesystem>
#include <span>

#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/dossier/office.h"

#include "office_database.h"

namespace sovang::dossier {

/// Office::import_files(). `today` is stored with each file.
[[nodiscard]] Result<ImportReport> take_in(const OfficeDatabase& database,
                                           std::span<const std::filesystem::path> files,
                                           const domain::MovementId& movement, Date today,
                                           const Progress& progress, Diagnostics& diagnostics);

}  // namespace sovang::dossier
