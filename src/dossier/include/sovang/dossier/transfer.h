#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/dossier/office.h"

/// Records that leave the office's archive for another one, and those that come from there (archive-design
/// §15, domain.md §6.5).
namespace sovang::dossier {

/// How records travel: a BagIt bag with any number of them, or one package each by TT 05/2025/TT-BNV.
enum class TransferFormat { bag, sip, aip, dip };

struct ExportOrder {
  TransferFormat format = TransferFormat::bag;
  std::vector<std::string> records;  ///< their ids
  std::filesystem::path out;         ///< of a bag: the bag itself; of packages: the folder that takes them
};

struct ExportReport {
  std::vector<std::filesystem::path> packages;
  std::size_t files = 0;
  std::size_t bytes = 0;
};

/// Writes the newest version of records, each file checked against its digest on the way. `now` becomes the
/// date of the package. A bag appears whole or not at all; so does each package.
[[nodiscard]] Result<ExportReport> export_records(Office& office, const ExportOrder& order, Instant now);

struct TransferReport {
  std::vector<std::string> records;  ///< ids in this archive
  std::size_t files = 0;
};

/// Takes records in: a bag or a package that export_records() wrote, with their ids and all that record.xml
/// says; or a package of another system, which becomes a record of kind scan with what its EAD says.
/// Everything is checked first (BAG-xx, EAK-xx); with an error nothing is kept. The same folder twice is
/// fine.
[[nodiscard]] Result<TransferReport> import_transfer(Office& office, const std::filesystem::path& folder,
                                                     const archive::Actor& actor, Diagnostics& diagnostics);

}  // namespace sovang::dossier
