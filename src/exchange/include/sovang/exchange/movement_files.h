#pragma once

#include <string_view>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/domain/achievement.h"
#include "sovang/domain/legal_basis.h"
#include "sovang/domain/movement.h"
#include "sovang/domain/office_facts.h"
#include "sovang/domain/session.h"
#include "sovang/domain/unit.h"

/// Readers of a movement's XML files (namespace urn:sovang:data:1, docs/formats/movement-xml.md). Each
/// finding goes into the diagnostics with file, line and column; the reader fails with the first if there is
/// one. Unknown elements and attributes are findings too: a typo must not be dropped in silence.
namespace sovang::exchange {

/// `<movement>`.
[[nodiscard]] Result<domain::Movement> read_movement(std::string_view xml, std::string_view file,
                                                     Diagnostics& diagnostics);
/// `<units>`.
[[nodiscard]] Result<domain::UnitCatalogue> read_units(std::string_view xml, std::string_view file,
                                                       Diagnostics& diagnostics);
/// `<legalBases>`.
[[nodiscard]] Result<std::vector<domain::LegalBasis>> read_legal_bases(std::string_view xml,
                                                                       std::string_view file,
                                                                       Diagnostics& diagnostics);
/// `<achievements>`, in the order of the file.
[[nodiscard]] Result<std::vector<domain::Achievement>> read_achievements(std::string_view xml,
                                                                         std::string_view file,
                                                                         Diagnostics& diagnostics);
/// `<councilSession>` (votes.xml).
[[nodiscard]] Result<domain::CouncilSession> read_council_session(std::string_view xml, std::string_view file,
                                                                  Diagnostics& diagnostics);
/// `<officeFacts>`.
[[nodiscard]] Result<domain::OfficeFacts> read_office_facts(std::string_view xml, std::string_view file,
                                                            Diagnostics& diagnostics);

}  // namespace sovang::exchange
