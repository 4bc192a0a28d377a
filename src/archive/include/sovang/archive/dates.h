#pragma once

#include <optional>
#include <string_view>

#include "sovang/base/date.h"

/// Days and stretches of days as people write them in the search box.
namespace sovang::archive {

/// A day, a month, a quarter, half a year or a year.
struct DateRange {
  Date first;
  Date last;
};

/// A stretch that may be open at either end: "từ 1/5/2022", "trước năm 2020".
struct DateSpan {
  std::optional<Date> first;
  std::optional<Date> last;
};

/// "20/5/2022", "2022-05-20", "5/2022", "2022", also in words: see take_dates(). The whole text.
[[nodiscard]] std::optional<DateRange> read_date_range(std::string_view text);

/// Reads dates from the beginning of a text and takes them away: "20/5/2022", "ngày 20 tháng 5 năm 2022",
/// "tháng 5/2022", "quý 3/2021", "quý III năm 2021", "6 tháng đầu năm 2022", "năm 2022"; stretches of them:
/// "từ 1/1/2020 đến 2022", "từ quý 1 đến quý 3 năm 2022", "2020-2022", "trước 7/2025", "sau 2020", "từ 2020
/// đến nay". Words with or without marks. Nothing is taken where no date begins.
[[nodiscard]] std::optional<DateSpan> take_dates(std::string_view& text);

}  // namespace sovang::archive
