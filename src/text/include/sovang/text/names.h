#pragma once

#include <string>
#include <string_view>

namespace sovang::text {

/// The parts of a personal name as written (VT-93 … VT-97). Parts that are not there are empty.
struct PersonName {
  std::string honorific;      ///< "Ông", "Bà", "Đồng chí"
  std::string title_or_rank;  ///< "TS.", "Đại úy"
  std::string family;
  std::string middle;
  std::string given;
};
/// "Bà ThS. Nguyễn Thị Kim Ánh" → Bà · ThS. · Nguyễn · Thị Kim · Ánh. Never guesses a sex.
[[nodiscard]] PersonName split_name(std::string_view nfc);

/// The name without honorific, degree and rank.
[[nodiscard]] std::string bare_name(std::string_view nfc);

}  // namespace sovang::text
