#pragma once

#include <algorithm>

#include "sovang/base/date.h"

#include "postings.h"

/// Numbers of entries hold their day, so that a list in order of number is in order of time: newest first is
/// reading from the end. Inside a day each document has a run of numbers: its own is the greatest, its lines
/// come below it, the first line first.
namespace sovang::archive {

inline constexpr unsigned slot_bits = 20;  ///< entries of a day
inline constexpr unsigned day_bits = 18;
inline constexpr unsigned entry_bits = slot_bits + day_bits;
inline constexpr EntryId slots_a_day = EntryId{1} << slot_bits;
inline constexpr std::int64_t day_zero = -98'615;  ///< 1700-01-01; what lies further off shares the last day

/// The least number of a day.
[[nodiscard]] inline EntryId first_entry_of(Date date) {
  const std::int64_t day = std::clamp<std::int64_t>(date.days() - day_zero, 0, (1 << day_bits) - 1);
  return day << slot_bits;
}
/// The least number of the day after an entry's day.
[[nodiscard]] inline EntryId end_of_day(EntryId entry) {
  return ((entry >> slot_bits) + 1) << slot_bits;
}
[[nodiscard]] inline Date day_of(EntryId entry) {
  return Date::from_days((entry >> slot_bits) + day_zero);
}
inline constexpr EntryId last_entry = (EntryId{1} << entry_bits) - 1;

}  // namespace sovang::archive
