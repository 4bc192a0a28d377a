#pragma once

#include <filesystem>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/template.h"
#include "sovang/dossier/lint.h"

/// Nghị định 30/2020/NĐ-CP over the styles and the page masters of a template, before there is data or a
/// page.
namespace sovang::dossier {

/// What each style that the forms share must look like: `templates/law/nd30_styles.tsv`, with the rule it
/// comes from. Adds a finding with the rule's id, severity and source at the style's place. A template that
/// does not name the profile nd30 (a certificate, say) gives none. What elements set beside their styles
/// shows on finished pages only: lint_pdf().
[[nodiscard]] Status check_styles(const document::Template& form, const LayoutRules& rules,
                                  const std::filesystem::path& styles_tsv, Diagnostics& diagnostics);

}  // namespace sovang::dossier
