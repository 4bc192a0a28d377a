#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/domain/movement.h"

namespace sovang::exchange {

/// What lists call the forms of commendation (hình thức khen thưởng) that they ask for.
class AwardNames {
 public:
  /// The usual forms (domain.md §1.3), for a list that is read without its movement.
  AwardNames() = default;
  /// The forms that a movement offers. Their own names come first, whole or in part ("BK UBND thành phố"
  /// where one form is called "Bằng khen của Chủ tịch Ủy ban nhân dân thành phố"); a usual name means the
  /// form of the same family.
  explicit AwardNames(std::span<const domain::AwardForm> offered);

  /// "BK UBND tỉnh" → "BKTINH" (messy rule 12). Nothing for a name that is unknown or fits several forms. A
  /// usual form that the movement does not offer has its usual id: the reader of the list knows what was
  /// asked for.
  [[nodiscard]] std::optional<domain::AwardFormId> find(std::string_view text) const;

 private:
  struct Offered {
    domain::AwardFormId id;
    std::string family;           ///< AwardForm::catalogue
    std::string kind;             ///< how its name begins: "bang khen"
    std::set<std::string> words;  ///< of its name, abbreviations written out, without marks
  };

  std::vector<Offered> offered_;
};

}  // namespace sovang::exchange
