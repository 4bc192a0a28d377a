#pragma once

#include <filesystem>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/ids.h"
#include "sovang/dossier/forms.h"
#include "sovang/dossier/office.h"
#include "sovang/dossier/template_signatures.h"

#include "law.h"
#include "movement_data.h"
#include "office_database.h"

namespace sovang::dossier {

/// What the issuing step works with.
struct IssueContext {
  const OfficeDatabase& database;
  archive::Archive& archive;
  const Forms& forms;
  const Law& law;
  const Settings& settings;
  const Clock& clock;
  const TemplateSignatures& signatures;
};

/// Office::issue(), with the lock already held (blueprint §3 rule 9). In this order: check; give out numbers,
/// ids and golden-book lines in one transaction; make every PDF in memory; archive; mark as done; copies for
/// people. Cut off before the transaction, nothing has happened; cut off later, the next run goes on with the
/// same numbers and ids and makes the same bytes.
[[nodiscard]] Result<IssueReport> issue_movement(const IssueContext& context, const IssueOrder& order,
                                                 const Progress& progress, Diagnostics& diagnostics);

/// Office::print().
[[nodiscard]] Result<std::vector<WrittenFile>> print_movement(const IssueContext& context,
                                                              const domain::MovementId& movement,
                                                              const std::filesystem::path& out,
                                                              const pdf::PrintSetup& setup,
                                                              Diagnostics& diagnostics);

/// The drafts: Office::compose().
[[nodiscard]] Result<ComposeReport> compose_movement(const IssueContext& context,
                                                     const domain::MovementId& movement,
                                                     const std::filesystem::path& out,
                                                     const Progress& progress, Diagnostics& diagnostics);

}  // namespace sovang::dossier
