#include "sovang/domain/unit.h"

#include <utility>

#include "sovang/text/normal.h"
#include "sovang/text/search_keys.h"

namespace sovang::domain {
namespace {

/// Longer chains of parents are a cycle of the file: no administration is that deep.
constexpr int deepest_chain = 32;

}  // namespace

std::string without_fiction_mark(std::string_view nfc) {
  constexpr std::string_view mark = "(hư cấu)";
  std::string name(nfc);
  for (std::size_t at = name.find(mark); at != std::string::npos; at = name.find(mark, at)) {
    name.erase(at, mark.size());
    while (at > 0 && name[at - 1] == ' ')
      name.erase(--at, 1);
  }
  return name;
}

std::string comparable_name(std::string_view nfc) {
  // The key "exact" unifies case and the place of the tone mark and keeps the marks themselves (VT-80).
  return text::search_keys(text::collapse_spaces(without_fiction_mark(nfc))).exact;
}

UnitCatalogue::UnitCatalogue(std::vector<Unit> units, Date as_of) : units_(std::move(units)), as_of_(as_of) {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    by_id_.emplace(units_[i].id.value, i);
    by_name_.emplace(comparable_name(units_[i].name), i);
  }
}

const Unit* UnitCatalogue::find(const UnitId& id) const {
  const auto found = by_id_.find(id.value);
  return found == by_id_.end() ? nullptr : &units_[found->second];
}

std::vector<const Unit*> UnitCatalogue::resolve(std::string_view name) const {
  std::vector<const Unit*> found;
  const auto [first, last] = by_name_.equal_range(comparable_name(name));
  for (auto i = first; i != last; ++i)
    found.push_back(&units_[i->second]);
  return found;
}

bool UnitCatalogue::is_within(const UnitId& id, const UnitId& ancestor) const {
  const Unit* unit = find(id);
  for (int depth = 0; unit != nullptr && depth < deepest_chain; ++depth) {
    if (unit->id == ancestor) return true;
    unit = find(unit->parent);
  }
  return false;
}

}  // namespace sovang::domain
