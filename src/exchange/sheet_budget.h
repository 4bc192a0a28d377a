#pragma once

#include <string>
#include <string_view>

#include "sovang/exchange/table.h"

namespace sovang::exchange {

/// What the sheets of one file have used of the limits. Each call fails with LIM-07 and the place once a
/// limit is passed.
class SheetBudget {
 public:
  SheetBudget(std::string file, const Limits& limits) : file_(std::move(file)), limits_(limits) {}

  /// A row with that many cells (the empty ones in between count) and that much text.
  [[nodiscard]] Status add_row(std::string_view sheet, const TableRow& row);
  [[nodiscard]] Status add_text(std::string_view sheet, int row, std::size_t bytes);

 private:
  [[nodiscard]] Error exceeded(std::string_view sheet, int row, std::string what) const;

  std::string file_;
  Limits limits_;
  std::uint64_t rows_ = 0;
  std::uint64_t cells_ = 0;
  std::uint64_t bytes_ = 0;
};

/// Where in a list something stands: "TR042.xlsx, trang “Cá nhân”, dòng 7".
[[nodiscard]] std::string place_in_list(std::string_view file, std::string_view sheet, int row);

}  // namespace sovang::exchange
