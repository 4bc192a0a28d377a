#include "sovang/domain/legal_basis.h"

#include <algorithm>

namespace sovang::domain {

bool LegalBasis::in_force(Date day) const {
  return valid_from <= day && (!valid_to || day <= *valid_to);
}

std::string_view without_closing_mark(std::string_view reference) {
  while (!reference.empty() && std::string_view(" ;.").find(reference.back()) != std::string_view::npos) {
    reference.remove_suffix(1);
  }
  return reference;
}

const LegalBasis* find_basis(std::span<const LegalBasis> bases, std::string_view id) {
  const auto found = std::ranges::find(bases, id, &LegalBasis::id);
  return found == bases.end() ? nullptr : &*found;
}

std::vector<std::string> basis_block(std::span<const std::string> lines) {
  std::vector<std::string> block;
  block.reserve(lines.size());
  for (const std::string& line : lines)
    block.push_back(std::string(without_closing_mark(line)) + ";");
  if (!block.empty()) block.back().back() = '.';
  return block;
}

}  // namespace sovang::domain
