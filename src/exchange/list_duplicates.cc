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

/// The first row of each key; every row is compared with at most one earlier row of a kind, so that a list of
/// a hundred thousand equal names takes no longer than another.
class FirstRows {
 public:
  [[nodiscard]] const domain::Nomination* find(const std::string& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : found->second;
  }
  void add(const std::string& key, const domain::Nomination& row) { rows_.emplace(key, &row); }

 private:
  std::map<std::string, const domain::Nomination*> rows_;
};

class DuplicateFinder {
 public:
  void look_at(const domain::Nomination& row, std::vector<ImportWarning>& out) {
    const std::string kind(domain::to_string(row.kind));
    const std::string name = kind + domain::comparable_name(row.name);
    // A collective has no birth date: its name alone makes it the same.
    const bool person = row.kind == domain::RecipientKind::individual;
    const std::string birth = row.birth_date ? "\n" + row.birth_date->iso() : person ? std::string() : "\n";
    const std::string sound = kind + text::fold_key(row.name) + birth;
    const bool bare = lacks_diacritics(row.name);
    if (const auto* same = birth.empty() ? nullptr : people_.find(name + birth)) {
      out.push_back(warning("duplicate_person", row, "trùng " + line_of(*same) + ": “" + same->name + "”"));
    } else if (const auto* namesake = names_.find(name)) {
      out.push_back(warning("duplicate_possible", row,
                            "cùng tên với " + line_of(*namesake) + ", ngày sinh khác hoặc thiếu: không gộp"));
    } else if (const auto* alike = birth.empty() ? nullptr : (bare ? sounds_ : bare_sounds_).find(sound)) {
      // A name typed without marks may be anybody's with that sound: only the same birth date makes it
      // doubtful.
      out.push_back(
          warning("duplicate_possible", row,
                  "khi bỏ dấu thì trùng " + line_of(*alike) + " “" + alike->name + "”, cùng ngày sinh"));
    }
    people_.add(name + birth, row);
    names_.add(name, row);
    sounds_.add(sound, row);
    if (bare) bare_sounds_.add(sound, row);
  }

 private:
  FirstRows people_;
  FirstRows names_;
  FirstRows sounds_;
  FirstRows bare_sounds_;
};

}  // namespace

std::vector<ImportWarning> find_duplicates(const std::vector<domain::Nomination>& rows) {
  std::vector<ImportWarning> out;
  DuplicateFinder finder;
  for (const domain::Nomination& row : rows)
    finder.look_at(row, out);
  return out;
}

}  // namespace sovang::exchange
