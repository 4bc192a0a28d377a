#pragma once

#include <string>

/// The zero rule of NĐ 30/2020, shared by printing and checking (VT-67).
namespace sovang::text {

/// "05", "15".
[[nodiscard]] std::string padded_day(int day);
/// "01", "02", "3" … "12".
[[nodiscard]] std::string padded_month(int month);

}  // namespace sovang::text
