#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"

namespace sovang::domain {

/// A text that a document is grounded on (căn cứ).
struct LegalBasis {
  std::string id;      ///< "LB01"
  std::string kind;    ///< law, decree, circular, decision, guidance, provincial-decision, plan
  std::string number;  ///< "91/2017/NĐ-CP"
  Date date;
  std::string issuer;
  Date valid_from;
  std::optional<Date> valid_to;  ///< last day in force; none = still in force
  std::string title;
  std::string reference;  ///< the ready line "Căn cứ …", without closing mark (the block sets it: V-21)

  [[nodiscard]] bool in_force(Date day) const;
};

/// The line without the ";" or "." that closes it in a block.
[[nodiscard]] std::string_view without_closing_mark(std::string_view reference);

/// The basis of that id, or null.
[[nodiscard]] const LegalBasis* find_basis(std::span<const LegalBasis> bases, std::string_view id);

/// The block of a document: each line ends with ";", the last with "." (ND30 ô 6, V-21). If a line follows
/// the block ("Theo đề nghị của …"), pass it as the last.
[[nodiscard]] std::vector<std::string> basis_block(std::span<const std::string> lines);

}  // namespace sovang::domain
