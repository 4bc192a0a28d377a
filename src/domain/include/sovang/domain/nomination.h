#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/domain/ids.h"

namespace sovang::domain {

/// Who is commended (domain.md §2.3): cá nhân, tập thể, hộ gia đình.
enum class RecipientKind : std::uint8_t { individual, collective, household };
enum class Gender : std::uint8_t { unknown, male, female };

/// "individual", "collective", "household": the words of data files and JSON.
[[nodiscard]] std::string_view to_string(RecipientKind kind);
[[nodiscard]] std::string_view to_string(Gender gender);

/// One accepted row of a unit's list (danh sách đề nghị), after its text was repaired. Empty = the list did
/// not say.
struct Nomination {
  RecipientKind kind = RecipientKind::individual;
  std::string name;  ///< of the person without honorific, degree and rank; of the collective as written
  Gender gender = Gender::unknown;
  std::optional<Date> birth_date;
  std::optional<int> birth_year;          ///< where only the year is known
  std::string rank;                       ///< cấp bậc: "Đại úy"
  std::string degree;                     ///< học hàm, học vị: "ThS."
  std::string title;                      ///< chức vụ
  std::string workplace;                  ///< đơn vị công tác
  std::string ethnicity;                  ///< dân tộc
  AwardFormId form;                       ///< hình thức đề nghị, by the movement's id
  std::string form_text;                  ///< as the list wrote it
  std::vector<std::string> achievements;  ///< the "- …" lines of the summary cell
  std::optional<Money> amount;            ///< số tiền ủng hộ
  std::optional<std::int64_t> shifts;     ///< số ca trực
  std::string sheet;                      ///< sheet of a workbook; empty for text files
  int row = 0;                            ///< row of the sheet or line of the file, from 1
};

}  // namespace sovang::domain
