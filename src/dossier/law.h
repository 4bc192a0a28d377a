#pragma once

#include <filesystem>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/domain/award_catalogue.h"
#include "sovang/domain/rules.h"

#include "retention.h"

namespace sovang::dossier {

/// The tables of the law that the product ships (templates/law/*.tsv).
struct Law {
  domain::AwardCatalogue catalogue;
  domain::RuleTexts texts;
  std::vector<Date> holidays;
  RetentionTable retention;
};

[[nodiscard]] Result<Law> read_law(const std::filesystem::path& folder);

}  // namespace sovang::dossier
