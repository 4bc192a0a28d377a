#pragma once

#include <map>
#include <string>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/domain/nomination.h"
#include "sovang/exchange/award_names.h"
#include "sovang/exchange/table.h"

namespace sovang::exchange {

/// A doubt or a repair of the import: its category (messy/README), the row and what was meant.
struct ImportWarning {
  std::string category;  ///< "legacy_encoding_converted", "count_mismatch" …
  std::string sheet;
  int row = 0;         ///< 0 = the whole file
  std::string detail;  ///< Vietnamese; holds the original where something was repaired
};

/// What a unit's list says.
struct NominationList {
  std::string file;
  Table::Format format = Table::Format::xlsx;
  std::vector<std::string> sheets;                      ///< used ones
  std::map<std::string, std::vector<int>> header_rows;  ///< by sheet
  std::vector<domain::Nomination> rows;                 ///< in reading order
  std::vector<ImportWarning> warnings;
  std::string encoding;
  bool byte_order_mark = false;
  char separator = 0;

  [[nodiscard]] std::size_t count(domain::RecipientKind kind) const;
};

struct ListReading {
  Date today;              ///< decides what a two-digit year means
  AwardNames awards = {};  ///< of the list's movement
  Limits limits = {};
};

/// Finds the header by its words, tells data from titles, sections, totals and signatures, repairs the text
/// and keeps the original in the warning (data/README, messy rules 1 to 13). Refuses a list without a name
/// column or with an award that no form answers to: file, sheet and row are in the finding.
[[nodiscard]] Result<NominationList> read_nominations(ByteView bytes, std::string_view file,
                                                      const ListReading& how, Diagnostics& diagnostics);

}  // namespace sovang::exchange
