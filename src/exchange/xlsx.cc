#include "xlsx.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <pugixml.hpp>

#include "sovang/base/date.h"

#include "sheet_budget.h"
#include "workbook.h"
#include "xml_fragments.h"
#include "zip_reader.h"

namespace sovang::exchange {
namespace {

constexpr int most_rows_of_excel = 1'048'576;
constexpr std::size_t most_merges = 100'000;

struct CellPlace {
  int row = 0;
  int column = 0;  ///< from 1
};

/// "AB12" → row 12, column 28.
std::optional<CellPlace> cell_place(std::string_view reference) {
  CellPlace place;
  std::size_t i = 0;
  for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z'; ++i) {
    place.column = place.column * 26 + (reference[i] - 'A' + 1);
    if (i > 2) return std::nullopt;
  }
  const char* const end = reference.data() + reference.size();
  const auto [stop, wrong] = std::from_chars(reference.data() + i, end, place.row);
  if (i == 0 || wrong != std::errc() || stop != end || place.row < 1 || place.row > most_rows_of_excel) {
    return std::nullopt;
  }
  return place;
}

/// The day of a serial number. 1900 was no leap year, but serial 60 is its 29 February (ECMA-376 §18.17.4.1).
std::optional<Date> date_of_serial(std::string_view text, bool from_1904) {
  double serial = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), serial);
  constexpr double last_day_of_9999 = 2'958'465;
  if (wrong != std::errc() || end != text.data() + text.size() || !(serial >= 1) ||
      serial > last_day_of_9999) {
    return std::nullopt;
  }
  const auto day = static_cast<std::int64_t>(std::floor(serial));
  const Date base = from_1904 ? *Date::make(1904, 1, 1) : *Date::make(1899, 12, 30);
  if (!from_1904 && day == 60) return std::nullopt;
  return base.plus_days(!from_1904 && day < 60 ? day + 1 : day);
}

struct MergedArea {
  CellPlace first;
  CellPlace last;
};

/// Reads the rows of one sheet.
class SheetReader {
 public:
  SheetReader(const Workbook& workbook, std::string file, SheetBudget& budget)
      : workbook_(&workbook), file_(std::move(file)), budget_(&budget) {}

  Result<Sheet> read(ZipReader& archive, const WorkbookSheet& entry) {
    sheet_.name = entry.name;
    sheet_.hidden = entry.hidden;
    XmlFragments fragments(
        file_, {"row", "mergeCell"},
        [this](std::string_view name, std::string_view fragment) { return take(name, fragment); });
    SOVANG_TRY(
        archive.stream(entry.part, [&fragments](std::string_view piece) { return fragments.feed(piece); }));
    SOVANG_TRY(fragments.finish());
    SOVANG_TRY(fill_merged());
    return std::move(sheet_);
  }

 private:
  [[nodiscard]] Error broken(int row, std::string why) const {
    return Error{ErrorCode::invalid_input,
                 place_in_list(file_, sheet_.name, row) + ": " + std::move(why),
                 {file_, row},
                 "V-69"};
  }

  Status take(std::string_view name, std::string_view fragment) {
    pugi::xml_document document;
    if (!document.load_buffer(fragment.data(), fragment.size(), pugi::parse_default | pugi::parse_ws_pcdata,
                              pugi::encoding_utf8)) {
      return fail(broken(last_row_ + 1, "trang tính không phải XML đúng dạng"));
    }
    const pugi::xml_node node = document.document_element();
    return name == "row" ? take_row(node) : take_merge(node);
  }

  Status take_merge(pugi::xml_node node) {
    const std::string_view area = node.attribute("ref").value();
    const std::size_t colon = area.find(':');
    if (colon == std::string_view::npos) return {};
    const auto first = cell_place(area.substr(0, colon));
    const auto last = cell_place(area.substr(colon + 1));
    if (!first || !last || merges_.size() >= most_merges) return fail(broken(0, "các ô gộp ghi sai"));
    if (last->row > first->row) merges_.push_back({*first, *last});
    return {};
  }

  Status take_row(pugi::xml_node node) {
    TableRow row;
    row.number = node.attribute("r").as_int(last_row_ + 1);
    if (row.number <= last_row_ || row.number > most_rows_of_excel) {
      return fail(broken(row.number, "các dòng không theo thứ tự"));
    }
    last_row_ = row.number;
    row.hidden = node.attribute("hidden").as_bool(false);
    int column = 0;
    for (const pugi::xml_node cell : node.children()) {
      if (local_name_of(cell.name()) != "c") continue;
      ++column;
      if (const pugi::xml_attribute reference = cell.attribute("r")) {
        const auto place = cell_place(reference.value());
        if (!place || place->row != row.number || place->column < column) {
          return fail(broken(row.number, "ô “" + std::string(reference.value()) + "” đứng sai chỗ"));
        }
        column = place->column;
      }
      TableCell read = SOVANG_TRY(read_cell(cell, row.number));
      if (read.kind == TableCell::Kind::empty && !read.formula) continue;
      // A cell far to the right is refused by the budget; it must not be given memory before that.
      constexpr int widest = 16'384;
      if (column > widest) return fail(broken(row.number, "dòng có quá nhiều cột"));
      row.cells.resize(static_cast<std::size_t>(column));
      row.cells.back() = std::move(read);
    }
    if (row.cells.empty()) return {};
    SOVANG_TRY(budget_->add_row(sheet_.name, row));
    sheet_.rows.push_back(std::move(row));
    return {};
  }

  Result<TableCell> read_cell(pugi::xml_node node, int row) const {
    using Kind = TableCell::Kind;
    TableCell cell;
    std::string_view value;
    for (const pugi::xml_node child : node.children()) {
      const std::string_view name = local_name_of(child.name());
      if (name == "v") value = child.text().get();
      if (name == "f") cell.formula = true;
      if (name == "is") cell.text = inline_text(child);
    }
    const std::string_view type = node.attribute("t").value();
    const auto number = static_cast<std::size_t>(node.attribute("s").as_uint(0));
    const WorkbookStyle style =
        number < workbook_->styles.size() ? workbook_->styles[number] : WorkbookStyle();
    cell.font = style.font;
    if (type == "inlineStr") {
      cell.kind = Kind::text;
    } else if (type == "s") {
      cell.text = SOVANG_TRY(shared_string(value, row));
      cell.kind = Kind::text;
    } else {
      cell.text = unescaped(value);
      cell.kind = type == "str" ? Kind::text
                  : type == "b" ? Kind::boolean
                  : type == "e" ? Kind::error
                                : Kind::number;
      if (cell.kind == Kind::number) make_date(cell, style, type);
    }
    if (cell.text.empty()) cell.kind = Kind::empty;
    return cell;
  }

  void make_date(TableCell& cell, const WorkbookStyle& style, std::string_view type) const {
    if (type == "d") {
      cell.kind = TableCell::Kind::date;
      cell.text = cell.text.substr(0, cell.text.find('T'));
      return;
    }
    if (!style.date) return;
    if (const auto date = date_of_serial(cell.text, workbook_->dates_from_1904)) {
      cell.kind = TableCell::Kind::date;
      cell.text = date->iso();
      cell.date_by_locale = style.date_by_locale;
    }
  }

  static std::string inline_text(pugi::xml_node item) {
    std::string text;
    for (const pugi::xml_node child : item.children()) {
      const std::string_view name = local_name_of(child.name());
      if (name == "t") text += child.text().get();
      if (name != "r") continue;
      for (const pugi::xml_node run : child.children()) {
        if (local_name_of(run.name()) == "t") text += run.text().get();
      }
    }
    return unescaped(text);
  }

  Result<std::string> shared_string(std::string_view index, int row) const {
    std::size_t number = 0;
    const auto [end, wrong] = std::from_chars(index.data(), index.data() + index.size(), number);
    if (wrong != std::errc() || end != index.data() + index.size() ||
        number >= workbook_->shared_strings.size()) {
      return fail(broken(row, "ô trỏ đến chuỗi không có"));
    }
    return workbook_->shared_strings[number];
  }

  /// A vertically merged cell shows its first cell's value in every row.
  Status fill_merged() {
    for (const MergedArea& area : merges_) {
      const auto first = std::ranges::lower_bound(sheet_.rows, area.first.row, {}, &TableRow::number);
      if (first == sheet_.rows.end() || first->number != area.first.row) continue;
      const auto column = static_cast<std::size_t>(area.first.column - 1);
      if (column >= first->cells.size() || first->cells[column].kind == TableCell::Kind::empty) continue;
      TableCell copy = first->cells[column];
      copy.merged_from_row = area.first.row;
      for (auto row = first + 1; row != sheet_.rows.end() && row->number <= area.last.row; ++row) {
        SOVANG_TRY(budget_->add_text(sheet_.name, row->number, copy.text.size() + 1));
        if (row->cells.size() <= column) row->cells.resize(column + 1);
        row->cells[column] = copy;
      }
    }
    return {};
  }

  const Workbook* workbook_;
  std::string file_;
  SheetBudget* budget_;
  Sheet sheet_;
  int last_row_ = 0;
  std::vector<MergedArea> merges_;
};

}  // namespace

Result<Table> read_xlsx(ByteView bytes, std::string_view file, const Limits& limits) {
  const std::string name(file);
  ZipReader archive = SOVANG_TRY(ZipReader::open(bytes, file, limits));
  if (archive.has("word/document.xml")) {
    return fail(
        ErrorCode::unsupported,
        "tệp “" + name + "” là tệp Word, phần mềm chưa hỗ trợ .docx; hãy gửi danh sách dạng .xlsx hoặc .csv",
        {name}, "V-69");
  }
  if (!archive.has("xl/workbook.xml")) {
    return fail(ErrorCode::unsupported,
                "tệp “" + name + "” không phải bảng tính .xlsx; hãy lưu lại dạng .xlsx hoặc .csv rồi gửi",
                {name}, "V-69");
  }
  const Workbook workbook = SOVANG_TRY(read_workbook(archive, name, limits));
  Table table;
  table.format = Table::Format::xlsx;
  SheetBudget budget(name, limits);
  for (const WorkbookSheet& sheet : workbook.sheets) {
    table.sheets.push_back(SOVANG_TRY(SheetReader(workbook, name, budget).read(archive, sheet)));
  }
  return table;
}

}  // namespace sovang::exchange
