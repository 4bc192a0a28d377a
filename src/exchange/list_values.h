#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/domain/nomination.h"

#include "list_text.h"

namespace sovang::exchange {

/// A birth date as a list gives it, with what was doubtful.
struct BirthCell {
  std::optional<Date> date;
  std::optional<int> year;
  std::string doubt;   ///< warning category; empty = none
  std::string detail;  ///< of the doubt
};
/// Messy rule 7.
[[nodiscard]] BirthCell read_birth(const ListCell& cell, Date today);

/// "Nam", "nữ", "Ông", "Bà" → gender; anything else is unknown.
[[nodiscard]] domain::Gender read_gender(std::string_view text);

/// A figure and whether it was written as text (messy rule 8).
struct FigureCell {
  std::optional<std::int64_t> value;
  bool as_text = false;
};
[[nodiscard]] FigureCell read_figure(const ListCell& cell);

/// True if the text speaks of a commendation at all: "ĐỀ NGHỊ TẶNG BẰNG KHEN".
[[nodiscard]] bool mentions_award(std::string_view text);

/// "nt", "như trên", a quote mark: the value of the row above (messy rule 6).
[[nodiscard]] bool is_ditto(std::string_view text);

/// The "- …" lines of a summary, without their dashes; a cell without dashes is one achievement.
[[nodiscard]] std::vector<std::string> achievements_of(std::string_view text);

/// What a closing line states: "Danh sách này có 01 tập thể và 12 cá nhân", "Tổng cộng: 08 đồng chí".
struct StatedCount {
  std::optional<int> collectives;
  std::optional<int> individuals;
  std::optional<int> all;
};
/// Nothing if the text is no closing line.
[[nodiscard]] std::optional<StatedCount> stated_count(std::string_view text);

}  // namespace sovang::exchange
