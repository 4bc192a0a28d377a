#include "search_facets.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "classes.h"
#include "entry_ids.h"
#include "word_index.h"

namespace sovang::archive {
namespace {

constexpr std::size_t most_values =
    300;  ///< of a field: there are more movements in a century, but not on a page

struct FacetField {
  Filter filter;
  std::string_view field;
  std::string_view label;
};
constexpr auto facet_fields = std::to_array<FacetField>({
    {Filter::kind, "kind", "Nhóm"},
    {Filter::award, "award", "Hình thức khen"},
    {Filter::state, "state", "Trạng thái"},
    {Filter::movement, "movement", "Phong trào"},
    {Filter::unit_kind, "unit_kind", "Khối đơn vị"},
    {Filter::content, "content", "Nội dung"},
});

constexpr auto words = std::to_array<EntryClass>({
    {"person", "Cá nhân"},
    {"unit", "Tập thể"},
    {"decision", "Quyết định"},
    {"proposal", "Tờ trình"},
    {"minutes", "Biên bản"},
    {"dossier", "Hồ sơ"},
    {"issued", "Còn hiệu lực"},
    {"corrected", "Đã đính chính"},
    {"revoked", "Đã thu hồi"},
    {"disposed", "Đã tiêu hủy"},
});

std::string label_among(std::span<const EntryClass> classes, const std::string& code) {
  for (const EntryClass& one : classes)
    if (one.code == code) return std::string(one.label);
  return code;
}

Result<std::string> label_of(const store::Database& database, Filter filter, const std::string& value) {
  if (filter == Filter::unit_kind) return label_among(unit_kinds(), value);
  if (filter == Filter::content) return label_among(contents(), value);
  if (filter == Filter::kind || filter == Filter::state) return label_among(words, value);
  store::Statement row = SOVANG_TRY(database.prepare("SELECT name FROM label WHERE kind = ? AND code = ?"));
  const std::string_view kind = filter == Filter::award ? "award" : "movement";
  if (SOVANG_TRY(row.bind(kind, value).step())) return row.text(0);
  return value;
}

/// How many of the entries the walk has, too; looks in the longer of the two only where the other is.
std::size_t count_common(Walk& walk, const std::vector<EntryId>& entries) {
  std::size_t count = 0;
  for (auto at = entries.begin(); at != entries.end();) {
    const EntryId found = walk.seek(*at);
    if (found == no_entry) break;
    if (found == *at) {
      ++count;
      ++at;
      continue;
    }
    // Steps that double, then a search between: the next common one may be near or far.
    auto low = at;
    for (std::ptrdiff_t step = 1; low != entries.end() && *low > found; step *= 2) {
      at = low;
      low += std::min(step, entries.end() - low);
    }
    at = std::lower_bound(at, low, found, std::greater<>());
  }
  return count;
}

Facet count_years(const std::vector<EntryId>& entries) {
  std::map<int, std::size_t, std::greater<>> years;
  EntryId day = no_entry;
  std::size_t* count = nullptr;
  for (const EntryId entry : entries) {
    if (count == nullptr || entry >> slot_bits != day) {
      day = entry >> slot_bits;
      count = &years[day_of(entry).year()];
    }
    ++*count;
  }
  Facet out{"year", "Năm quyết định", {}};
  for (const auto& [year, hits] : years)
    out.values.push_back({std::to_string(year), std::to_string(year), hits});
  return out;
}

}  // namespace

Result<std::vector<Facet>> count_facets(WalkContext& context, const store::Database& database,
                                        const std::vector<EntryId>& entries) {
  std::vector<Facet> out;
  for (const FacetField& field : facet_fields) {
    Facet facet{std::string(field.field), std::string(field.label), {}};
    const std::string key = filter_key(field.filter, "");
    for (const Term& term : SOVANG_TRY(context.reader().terms_beginning(key, most_values))) {
      const PlacedWalkPtr walk = walk_term(context, term);
      const std::size_t count = count_common(*walk, entries);
      if (count == 0) continue;
      std::string value = term.key.substr(key.size());
      std::string label = SOVANG_TRY(label_of(database, field.filter, value));
      facet.values.push_back({std::move(value), std::move(label), count});
    }
    std::stable_sort(facet.values.begin(), facet.values.end(),
                     [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
    if (!facet.values.empty()) out.push_back(std::move(facet));
    if (field.filter == Filter::kind && !entries.empty()) out.push_back(count_years(entries));
  }
  return out;
}

}  // namespace sovang::archive
