#include "unit_tree.h"

#include <utility>

namespace sovang::web {

Result<std::shared_ptr<const domain::UnitCatalogue>> UnitTree::catalogue() const {
  constexpr std::int64_t minute_ms = 60'000;
  const std::lock_guard lock(mutex_);
  if (!catalogue_ || clock_.now().unix_ms - read_.unix_ms >= minute_ms) {
    Result<domain::UnitCatalogue> units = office_.units();
    if (!units && units.error().code != ErrorCode::not_found) return fail(std::move(units).error());
    catalogue_ =
        std::make_shared<const domain::UnitCatalogue>(units ? *std::move(units) : domain::UnitCatalogue());
    read_ = clock_.now();
  }
  return catalogue_;
}

Result<std::vector<domain::UnitId>> UnitTree::within(const domain::UnitId& unit) const {
  const auto units = SOVANG_TRY(catalogue());
  std::vector<domain::UnitId> out{unit};
  for (const domain::Unit& one : units->all()) {
    if (one.id != unit && units->is_within(one.id, unit)) out.push_back(one.id);
  }
  return out;
}

Result<std::string> UnitTree::name_of(const domain::UnitId& unit) const {
  const auto units = SOVANG_TRY(catalogue());
  const domain::Unit* found = units->find(unit);
  return found == nullptr ? unit.value : found->name;
}

}  // namespace sovang::web
