#include "sovang/exchange/nomination_list.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "sovang/text/normal.h"

#include "list_duplicates.h"
#include "list_names.h"
#include "list_reader.h"
#include "list_text.h"
#include "sheet_budget.h"

namespace sovang::exchange {
namespace {

/// A sheet that says by its name what it would list is an empty list; "Sheet3" is a leftover.
bool names_its_list(std::string_view sheet) {
  const Words words = words_of(sheet);
  return words.has("tap the") || words.has("ca nhan") || words.has("ho gia dinh");
}

std::string_view encoding_name(std::string_view encoding, std::optional<text::LegacyScheme> scheme) {
  if (scheme) return people_call(*scheme);
  if (encoding == "utf-8") return "UTF-8";
  if (encoding == "utf-16le") return "UTF-16LE";
  if (encoding == "utf-16be") return "UTF-16BE";
  return "windows-1252";
}

Error refused(std::string rule, std::string_view file, int row, std::string message) {
  return Error{ErrorCode::invalid_input, std::move(message), {std::string(file), row}, std::move(rule)};
}

void warn(Diagnostics& diagnostics, std::string rule, const std::string& file, int row, std::string message) {
  Problem problem;
  problem.rule = std::move(rule);
  problem.severity = Severity::warning;
  problem.message = std::move(message);
  problem.where = {file, row};
  diagnostics.add(std::move(problem));
}

/// Reads all sheets, so that every finding is told, and then fails with the first that refuses the list.
Status read_sheets(const Table& table, const ListReading& how, NominationList& list,
                   Diagnostics& diagnostics) {
  std::optional<Error> refusal;
  const auto [scheme, doubtful] = scheme_of_file(table);
  list.encoding =
      table.format == Table::Format::csv ? encoding_name(table.encoding, scheme) : std::string_view();
  if (scheme) {
    list.warnings.push_back({"legacy_encoding_converted", {}, 0, std::string(people_call(*scheme))});
  }
  if (doubtful) {
    warn(diagnostics, "V-37", list.file, 1,
         "tệp “" + list.file + "” không phải UTF-8 và chưa chắc bảng mã là “" + list.encoding +
             "”; hãy xem lại các dấu, hoặc lưu lại dạng UTF-8 rồi gửi");
  }
  for (const Sheet& sheet : table.sheets) {
    const std::string name = text::normalise(sheet.name).value_or(std::string());
    if (sheet.hidden) {
      list.warnings.push_back({"hidden_sheet", name, 0, name});
      continue;
    }
    if (sheet.rows.empty()) {
      if (!names_its_list(name)) list.warnings.push_back({"empty_sheet", name, 0, name});
      continue;
    }
    std::vector<ListRow> rows;
    rows.reserve(sheet.rows.size());
    for (const TableRow& row : sheet.rows)
      rows.push_back(repaired(row, scheme));
    SheetListReader reader(list, diagnostics, how, name);
    const bool is_list = reader.read(rows);
    if (!refusal) refusal = reader.refusal();
    if (is_list) continue;
    warn(diagnostics, "IMP-04", list.file, sheet.rows.front().number,
         place_in_list(list.file, name, sheet.rows.front().number) +
             ": không thấy dòng tiêu đề có cột họ và tên nên không nhập trang này");
  }
  if (refusal) return fail(*refusal);
  return {};
}

Status check_readable(const NominationList& list, const Table& table) {
  if (list.header_rows.empty()) {
    int row = 0;
    for (const Sheet& sheet : table.sheets) {
      if (row == 0 && !sheet.rows.empty()) row = sheet.rows.front().number;
    }
    if (row == 0) {
      return fail(
          refused("V-69", list.file, 0, "tệp “" + list.file + "” không có dòng nào; hãy gửi lại tệp"));
    }
    return fail(
        refused("IMP-01", list.file, row,
                place_in_list(list.file, {}, row) +
                    ": không tìm thấy dòng tiêu đề có cột “Họ và tên” hoặc “Tên tập thể”; hãy thêm dòng "
                    "tiêu đề rồi gửi lại"));
  }
  return {};
}

Result<NominationList> read_table(const Table& table, std::string_view file, const ListReading& how,
                                  Diagnostics& diagnostics) {
  NominationList list;
  list.file = file;
  list.format = table.format;
  list.byte_order_mark = table.byte_order_mark;
  list.separator = table.separator;
  SOVANG_TRY(read_sheets(table, how, list, diagnostics));
  SOVANG_TRY(check_readable(list, table));
  std::vector<ImportWarning> duplicates = find_duplicates(list.rows);
  std::ranges::move(duplicates, std::back_inserter(list.warnings));
  return list;
}

}  // namespace

std::size_t NominationList::count(domain::RecipientKind kind) const {
  return static_cast<std::size_t>(std::ranges::count(rows, kind, &domain::Nomination::kind));
}

Result<NominationList> read_nominations(ByteView bytes, std::string_view file, const ListReading& how,
                                        Diagnostics& diagnostics) {
  const Table table = SOVANG_TRY(read_sheet(bytes, file, how.limits, diagnostics));
  const std::size_t before = diagnostics.errors();
  Result<NominationList> list = read_table(table, file, how, diagnostics);
  if (!list && diagnostics.errors() == before) {
    Problem problem;
    problem.rule = list.error().rule;
    problem.message = list.error().message;
    problem.where = list.error().where;
    diagnostics.add(std::move(problem));
  }
  return list;
}

}  // namespace sovang::exchange
