#pragma once

#include <string>

#include "sovang/archive/search.h"
#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/dossier/forms.h"

namespace sovang::dossier {

/// What a search found, as a workbook that can be sent on: a row for each hit, in their order. Bears `date`.
[[nodiscard]] Result<Bytes> list_as_xlsx(const archive::Hits& found, Date date);
/// The same as text with commas, safe against formulas (SEC-26).
[[nodiscard]] Bytes list_as_csv(const archive::Hits& found);

/// What stands above a printed list.
struct ListHead {
  std::string office;  ///< whose archive
  std::string words;   ///< the query as typed
  Date date;
};
/// The same to print, by the form `ket-qua-tra-cuu`. Code `findings` for a list without a row.
[[nodiscard]] Result<Bytes> list_as_pdf(const archive::Hits& found, const ListHead& head, const Forms& forms,
                                        Diagnostics& diagnostics);

}  // namespace sovang::dossier
