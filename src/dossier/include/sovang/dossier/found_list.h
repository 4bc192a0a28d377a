#pragma once

#include "sovang/archive/search.h"
#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"

namespace sovang::dossier {

/// What a search found, as a workbook that can be sent on: a row for each hit, in their order. Bears `date`.
[[nodiscard]] Result<Bytes> list_as_xlsx(const archive::Hits& found, Date date);
/// The same as text with commas, safe against formulas (SEC-26).
[[nodiscard]] Bytes list_as_csv(const archive::Hits& found);

}  // namespace sovang::dossier
