#include "unit_successors.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sovang/archive/dates.h"
#include "sovang/base/files.h"
#include "sovang/text/normal.h"
#include "sovang/text/search_keys.h"

namespace sovang::archive {
namespace {

constexpr std::uint64_t largest_table = std::uint64_t{4} << 20U;

std::vector<std::string_view> cells(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    out.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace

Result<UnitSuccessors> UnitSuccessors::read(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return UnitSuccessors();
  const Bytes text = SOVANG_TRY(files::read(file, largest_table));
  return SOVANG_TRY_WITHIN(parse(text), "đọc bảng đơn vị kế thừa «" + file.string() + "»");
}

Result<UnitSuccessors> UnitSuccessors::parse(std::string_view text) {
  const std::string normal = SOVANG_TRY(text::normalise(text));
  UnitSuccessors out;
  int number = 0;
  for (std::size_t begin = 0; begin < normal.size();) {
    const std::size_t end = std::min(normal.find('\n', begin), normal.size());
    std::string_view line = std::string_view(normal).substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> cell = cells(line);
    const std::optional<DateRange> date =
        cell.size() >= 3 ? read_date_range(cell[2]) : std::optional<DateRange>();
    if (!date || cell[0].empty() || cell[1].empty()) {
      return fail(ErrorCode::invalid_input, "dòng " + std::to_string(number) +
                                                " phải là: tên cũ, tên mới, ngày, cách nhau bằng dấu tab");
    }
    out.changes_.push_back({std::string(cell[0]), text::fold_key(cell[0]), std::string(cell[1]),
                            text::fold_key(cell[1]), date->first});
  }
  return out;
}

std::vector<std::string> UnitSuccessors::other_names(const Query& query) const {
  if (changes_.empty()) return {};
  std::string asked = query.unit.empty() ? query.words : query.unit;
  std::erase(asked, '"');
  std::set<std::string> seen{text::fold_key(asked)};
  std::vector<std::string> out;
  // Chains and circles (a name that came back): each name is followed once.
  for (bool grown = true; grown;) {
    grown = false;
    for (const Change& change : changes_) {
      if (seen.contains(change.to_fold) && seen.insert(change.from_fold).second) {
        out.push_back(change.from);
        grown = true;
      }
    }
  }
  if (!query.with_successors) return out;
  std::set<std::string> later{text::fold_key(asked)};
  for (bool grown = true; grown;) {
    grown = false;
    for (const Change& change : changes_) {
      if (later.contains(change.from_fold) && later.insert(change.to_fold).second) {
        out.push_back(change.to);
        grown = true;
      }
    }
  }
  return out;
}

std::string UnitSuccessors::name_now(std::string_view unit, Date day) const {
  if (changes_.empty()) return {};
  std::vector<std::pair<std::string, Date>> open{{text::fold_key(unit), day}};
  std::set<std::string> seen{open.front().first};
  std::string out;
  while (!open.empty()) {
    const auto [fold, since] = open.back();
    open.pop_back();
    const Change* last_step = nullptr;
    bool goes_on = false;
    for (const Change& change : changes_) {
      if (change.to_fold == fold) last_step = &change;
      if (change.from_fold != fold || change.date <= since || change.to_fold == fold) continue;
      goes_on = true;
      if (seen.insert(change.to_fold).second) open.emplace_back(change.to_fold, change.date);
    }
    if (goes_on || last_step == nullptr || fold == text::fold_key(unit)) continue;
    out += (out.empty() ? "" : ", ") + last_step->to;
  }
  return out;
}

}  // namespace sovang::archive
