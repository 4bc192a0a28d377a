#include "law.h"

#include <sstream>

#include "sovang/base/files.h"

namespace sovang::dossier {
namespace {

constexpr std::uint64_t largest_table = std::uint64_t{8} << 20;

/// Days that are no working days besides weekends; first column, first line = header.
Result<std::vector<Date>> read_holidays(const std::filesystem::path& path) {
  std::vector<Date> out;
  std::istringstream lines(SOVANG_TRY(files::read(path, largest_table)));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (++number == 1 || line.empty()) continue;
    const std::optional<Date> day = Date::from_iso(std::string_view(line).substr(0, line.find('\t')));
    if (!day) {
      return fail(ErrorCode::invalid_input, "ngày nghỉ phải viết dạng 2022-04-11", {path.string(), number});
    }
    out.push_back(*day);
  }
  return out;
}

}  // namespace

Result<Law> read_law(const std::filesystem::path& folder) {
  const Bytes awards = SOVANG_TRY(files::read(folder / "awards.tsv", largest_table));
  const Bytes salary = SOVANG_TRY(files::read(folder / "base_salary.tsv", largest_table));
  const Bytes legal = SOVANG_TRY(files::read(folder / "legal_texts.tsv", largest_table));
  const Bytes rules = SOVANG_TRY(files::read(folder / "validation_rules.tsv", largest_table));
  Law law;
  law.catalogue = SOVANG_TRY_WITHIN(
      domain::AwardCatalogue::parse({.awards = awards, .base_salary = salary, .legal_texts = legal}),
      "đọc bảng pháp luật trong " + folder.string());
  law.texts = SOVANG_TRY_WITHIN(domain::RuleTexts::parse(rules), "đọc bảng quy tắc trong " + folder.string());
  law.holidays = SOVANG_TRY(read_holidays(folder / "holidays.tsv"));
  const Bytes retention = SOVANG_TRY(files::read(folder / "retention.tsv", largest_table));
  law.retention = SOVANG_TRY(RetentionTable::parse(retention));
  return law;
}

}  // namespace sovang::dossier
