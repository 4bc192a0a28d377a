#include "list_duplicates.h"

#include <map>
#include <string>

#include "sovang/domain/unit.h"
#include "sovang/text/search_keys.h"

#include "list_names.h"

namespace sovang::exchange {
namespace {

ImportWarning warning(std::string category, const domain::Nomination& row, std::string detail) {
  return {std::move(category), row.sheet, row.row, std::move(detail)};
}

std::string line_of(const domain::Nomination& row) {
  return (row.sheet.empty() ? std::string() : "trang “" + row.sheet + "” ") + "dòng " +
         std::to_string(row.row);
}

bool same_person(const domain::Nomination& a, const domain::Nomination& b) {
  if (a.kind != domain::RecipientKind::individual) return true;
  return a.birth_date && a.birth_date == b.birth_date;
}

using Names = std::map<std::string, std::vector<const domain::Nomination*>>;

/// The row against the earlier rows of the same name, marks and all.
bool compare_with_namesakes(const domain::Nomination& row,
                            const std::vector<const domain::Nomination*>& earlier,
                            std::vector<ImportWarning>& out) {
  for (const domain::Nomination* other : earlier) {
    if (!same_person(*other, row)) continue;
    out.push_back(warning("duplicate_person", row, "trùng " + line_of(*other) + ": “" + other->name + "”"));
    return true;
  }
  if (earlier.empty()) return false;
  out.push_back(
      warning("duplicate_possible", row,
              "cùng tên với " + line_of(*earlier.front()) + ", ngày sinh khác hoặc thiếu: không gộp"));
  return true;
}

/// A name typed without marks may be anybody's with that sound: only the same birth date makes it doubtful.
void compare_without_marks(const domain::Nomination& row,
                           const std::vector<const domain::Nomination*>& earlier,
                           std::vector<ImportWarning>& out) {
  for (const domain::Nomination* other : earlier) {
    if (!row.birth_date || row.birth_date != other->birth_date) continue;
    if (!lacks_diacritics(row.name) && !lacks_diacritics(other->name)) continue;
    out.push_back(
        warning("duplicate_possible", row,
                "khi bỏ dấu thì trùng " + line_of(*other) + " “" + other->name + "”, cùng ngày sinh"));
    return;
  }
}

}  // namespace

std::vector<ImportWarning> find_duplicates(const std::vector<domain::Nomination>& rows) {
  std::vector<ImportWarning> out;
  Names by_name;
  Names by_sound;
  for (const domain::Nomination& row : rows) {
    const std::string kind(domain::to_string(row.kind));
    auto& namesakes = by_name[kind + domain::comparable_name(row.name)];
    auto& alike = by_sound[kind + text::fold_key(row.name)];
    if (!compare_with_namesakes(row, namesakes, out)) compare_without_marks(row, alike, out);
    namesakes.push_back(&row);
    alike.push_back(&row);
  }
  return out;
}

}  // namespace sovang::exchange
