#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/domain/ids.h"

namespace sovang::domain {

/// A figure of an achievement (chỉ tiêu).
struct Indicator {
  enum class Type : std::uint8_t { count, measure, percent, money, date };
  int slot = 0;
  Type type = Type::count;
  std::string value;    ///< machine form: "3852", "97.2", "2021-12-01"
  std::string unit;     ///< "giường"
  std::string display;  ///< as in the text, word for word: "3.852 giường"
};

/// One sentence of a report of achievements (báo cáo thành tích), confirmed by the upper level.
struct Achievement {
  NomineeId nominee;
  int content = 0;  ///< Content::no
  int seq = 0;
  std::string text;
  std::vector<Indicator> indicators;
};

}  // namespace sovang::domain
