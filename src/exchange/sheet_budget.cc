#include "sheet_budget.h"

#include <utility>

namespace sovang::exchange {

std::string place_in_list(std::string_view file, std::string_view sheet, int row) {
  std::string place(file);
  if (!sheet.empty()) place += ", trang “" + std::string(sheet) + "”";
  if (row > 0) place += ", dòng " + std::to_string(row);
  return place;
}

Error SheetBudget::exceeded(std::string_view sheet, int row, std::string what) const {
  return Error{
      ErrorCode::invalid_input,
      place_in_list(file_, sheet, row) + ": " + std::move(what) + "; hãy tách tệp hoặc xóa phần thừa",
      {file_, row},
      "LIM-07"};
}

Status SheetBudget::add_row(std::string_view sheet, const TableRow& row) {
  if (++rows_ > static_cast<std::uint64_t>(limits_.rows)) {
    return fail(exceeded(sheet, row.number, "danh sách có hơn " + std::to_string(limits_.rows) + " dòng"));
  }
  if (row.cells.size() > static_cast<std::size_t>(limits_.columns)) {
    return fail(exceeded(sheet, row.number, "dòng có hơn " + std::to_string(limits_.columns) + " cột"));
  }
  cells_ += row.cells.size();
  if (cells_ > limits_.cells) {
    return fail(exceeded(sheet, row.number, "tệp có hơn " + std::to_string(limits_.cells) + " ô"));
  }
  for (const TableCell& cell : row.cells)
    SOVANG_TRY(add_text(sheet, row.number, cell.text.size()));
  return {};
}

Status SheetBudget::add_text(std::string_view sheet, int row, std::size_t bytes) {
  if (bytes > limits_.cell_bytes) {
    return fail(exceeded(sheet, row, "một ô dài hơn " + std::to_string(limits_.cell_bytes) + " byte"));
  }
  bytes_ += bytes;
  if (bytes_ <= limits_.text_bytes) return {};
  return fail(
      exceeded(sheet, row, "chữ trong tệp nhiều hơn " + std::to_string(limits_.text_bytes >> 20) + " MB"));
}

}  // namespace sovang::exchange
