#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/domain/movement.h"

namespace sovang::dossier {

/// How long a file is kept, and by which rule.
struct Retention {
  std::string rule;           ///< "RT-09", a row of templates/law/retention.tsv
  std::optional<Date> until;  ///< 31 December of the year of the decision + n; none = permanent
};

/// The periods of templates/law/retention.tsv (domain.md §6.2).
class RetentionTable {
 public:
  [[nodiscard]] static Result<RetentionTable> parse(std::string_view tsv);
  /// Of a commendation file: by the level of the award and the instrument in force on the day of the decision
  /// (TT 09/2011/TT-BNV until 14/02/2023, then TT 10/2022/TT-BNV).
  [[nodiscard]] Retention of_commendation(domain::AwardLevel level, Date decision) const;

 private:
  std::map<std::string, std::optional<int>, std::less<>> years_;  ///< by rule; none = permanent
};

}  // namespace sovang::dossier
