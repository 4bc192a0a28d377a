#include "retention.h"

#include <charconv>
#include <sstream>
#include <vector>

#include "sovang/base/tab_cells.h"

namespace sovang::dossier {
namespace {

std::string_view rule_of(domain::AwardLevel level, bool circular_of_2022) {
  switch (level) {
    case domain::AwardLevel::state:
      return circular_of_2022 ? "RT-13" : "RT-08";
    case domain::AwardLevel::province:
      return circular_of_2022 ? "RT-14" : "RT-09";
    case domain::AwardLevel::unit:
      return circular_of_2022 ? "RT-15" : "RT-10";
  }
  return "RT-08";
}

}  // namespace

Result<RetentionTable> RetentionTable::parse(std::string_view tsv) {
  RetentionTable table;
  std::istringstream lines{std::string(tsv)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (++number == 1 || line.empty()) continue;
    const std::vector<std::string> cells = tab_cells(line);
    if (cells.size() < 5) {
      return fail(ErrorCode::invalid_input, "dòng thiếu cột", {"retention.tsv", number});
    }
    std::optional<int> years;
    if (const std::string& text = cells[4]; !text.empty()) {
      int value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > 200) {
        return fail(ErrorCode::invalid_input, "số năm lưu trữ phải là số nguyên", {"retention.tsv", number});
      }
      years = value;
    }
    table.years_.emplace(cells[0], years);
  }
  return table;
}

Retention RetentionTable::of_commendation(domain::AwardLevel level, Date decision) const {
  const bool circular_of_2022 = decision >= Date::make(2023, 2, 15).value_or(Date());
  Retention out;
  out.rule = rule_of(level, circular_of_2022);
  const auto found = years_.find(out.rule);
  if (found != years_.end() && found->second) {
    out.until = Date::make(decision.year() + *found->second, 12, 31);
  }
  return out;
}

}  // namespace sovang::dossier
