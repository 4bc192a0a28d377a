#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/domain/ids.h"

namespace sovang::domain {

/// An office, organisation, enterprise … that proposes or is commended (đơn vị).
struct Unit {
  UnitId id;
  std::string kind;  ///< "so_ban_nganh"
  UnitId parent;     ///< empty = none
  std::string abbr;  ///< in document symbols: "SYT"
  std::string name;
  std::string letterhead;           ///< issuing body, in capitals: "SỞ Y TẾ"
  std::string letterhead_superior;  ///< the line above it; empty = none
  std::string sector_group;         ///< cụm, khối thi đua; empty = none
};

/// The units that an office knows, as of a day.
class UnitCatalogue {
 public:
  UnitCatalogue() = default;
  /// Ids are unique; the reader of the file has checked it (a later one of the same id is not found).
  UnitCatalogue(std::vector<Unit> units, Date as_of);

  [[nodiscard]] const Unit* find(const UnitId& id) const;
  /// All units of that name: case, spaces, the place of the tone mark and the mark "(hư cấu)" do not count,
  /// diacritics do (domain.md §8). Two or more are an ambiguity to show, never to guess.
  [[nodiscard]] std::vector<const Unit*> resolve(std::string_view name) const;
  /// True if `id` is `ancestor` or lies below it.
  [[nodiscard]] bool is_within(const UnitId& id, const UnitId& ancestor) const;
  [[nodiscard]] const std::vector<Unit>& all() const { return units_; }
  [[nodiscard]] Date as_of() const { return as_of_; }

 private:
  std::vector<Unit> units_;
  Date as_of_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::multimap<std::string, std::size_t, std::less<>> by_name_;
};

/// A name for comparing: "Bệnh viện  Hoà Bình (hư cấu)" → "bệnh viện hòa bình".
[[nodiscard]] std::string comparable_name(std::string_view nfc);

/// A name without the mark "(hư cấu)" that the samples put on invented enterprises: "Chùa An (hư cấu), Hội
/// An" → "Chùa An, Hội An".
[[nodiscard]] std::string without_fiction_mark(std::string_view nfc);

}  // namespace sovang::domain
