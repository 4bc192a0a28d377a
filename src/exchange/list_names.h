#pragma once

#include <string>
#include <string_view>

#include "sovang/domain/nomination.h"

namespace sovang::exchange {

/// What a cell says of a person besides the name.
struct PersonCell {
  std::string name;
  std::string honorific;  ///< as found, small letters: "ông", "bà", "đồng chí"
  std::string rank;       ///< cấp bậc: "Đại úy quân nhân chuyên nghiệp"
  std::string degree;
  std::string title;  ///< behind the name: ", Phó Trưởng Công an"
};

/// "Đ/c Thiếu tá Quách Bá Thành - Đội trưởng" → Quách Bá Thành · đồng chí · Thiếu tá · Đội trưởng.
[[nodiscard]] PersonCell split_person(std::string_view line);

/// True if the text begins as the names of bodies do: "Sở", "Ủy ban", "Công ty", "Nhân dân và cán bộ" …
[[nodiscard]] bool names_an_organisation(std::string_view line);
/// "Hộ gia đình ông …", "Hộ ông …".
[[nodiscard]] bool names_a_household(std::string_view line);
/// True if an honorific or a rank stands in front: only persons have them.
[[nodiscard]] bool is_addressed_as_person(std::string_view line);

/// "Giám đốc Công ty An Bình" → title and unit; the unit stays empty where none begins.
struct TitleAndUnit {
  std::string title;
  std::string unit;
};
[[nodiscard]] TitleAndUnit split_title_and_unit(std::string_view line);

/// Takes a military or police rank off the front: "Thiếu tá, Phó Trưởng Công an xã" → rank and title.
struct RankAndTitle {
  std::string rank;
  std::string title;
};
[[nodiscard]] RankAndTitle split_rank_and_title(std::string_view line);

/// Ông and Bà say it, Đồng chí does not.
[[nodiscard]] domain::Gender gender_of_honorific(std::string_view honorific);

/// True for a name without any mark whose family name needs one: "Ho Van Dat".
[[nodiscard]] bool lacks_diacritics(std::string_view name);

}  // namespace sovang::exchange
