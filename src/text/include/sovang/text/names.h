#pragma once

#include <string>
#include <string_view>

namespace sovang::text {

/// The parts of a personal name as written (VT-93 … VT-97). Parts that are not there are empty.
struct PersonName {
  std::string honorific;  ///< in the form of running text: "ông", "bà", "đồng chí" (also for "Đ/c")
  std::string title_or_rank;  ///< as typed: "TS.", "Đại úy", "Thiếu tá, bác sĩ"
  std::string family;         ///< "Nguyễn", "Tôn Nữ", "A Lăng"; empty for A Phương, Y Blang
  std::string middle;
  std::string given;
  std::string saint;          ///< "Giuse" behind "Linh mục"
  std::string rank_proposal;  ///< "Đại tá" for "4//", to be confirmed (VT-97)
  std::string alias;          ///< "Út": what stands in brackets or behind "tức", "bí danh"
  std::string office;         ///< what follows the name behind a comma or a dash: "Trưởng ban"
  bool uncertain = false;     ///< the split is one of several that are possible: ask
};
/// "Bà ThS. Nguyễn Thị Kim Ánh" → bà · ThS. · Nguyễn · Thị Kim · Ánh. Never guesses a sex.
[[nodiscard]] PersonName split_name(std::string_view nfc);

/// The name without honorific, degree, rank, alias and office, its syllables in the order in which they were
/// written.
[[nodiscard]] std::string bare_name(std::string_view nfc);

}  // namespace sovang::text
