#pragma once

#include <string>
#include <vector>

#include "sovang/archive/record.h"

#include "law.h"
#include "movement_data.h"
#include "papers.h"

namespace sovang::dossier {

/// The metadata under which the papers of a movement are archived. Files are added by who makes them.
class Records {
 public:
  Records(const MovementData& data, const Law& law, const Papers& papers, std::string tenant)
      : data_(data), law_(law), papers_(papers), tenant_(std::move(tenant)) {}

  [[nodiscard]] archive::Record decision(const domain::DecisionAwards& decision, std::string id) const;
  [[nodiscard]] archive::Record proposal(const domain::Paper& paper, std::string id) const;
  [[nodiscard]] archive::Record minutes(const domain::Paper& paper, std::string id) const;
  /// What the units sent and what the office recorded: hồ sơ khen thưởng.
  [[nodiscard]] archive::Record dossier(std::string id) const;

 private:
  archive::Record of_paper(const domain::Paper& paper, std::string id) const;
  archive::RecordLine line(const domain::DecisionAwards& decision, const domain::AwardGrant& grant) const;

  const MovementData& data_;
  const Law& law_;
  const Papers& papers_;
  std::string tenant_;
};

/// "0001": number of a certificate in file names.
[[nodiscard]] std::string four_digits(int number);

}  // namespace sovang::dossier
