#include "list_reader.h"

#include <algorithm>
#include <array>

#include "list_names.h"
#include "list_values.h"
#include "sheet_budget.h"

namespace sovang::exchange {
namespace {

using domain::RecipientKind;

/// "TẬP THỂ", "II. CÁ NHÂN", "A. HỘ GIA ĐÌNH (05)": what a section row or a sheet's name announces.
std::optional<RecipientKind> announced_kind(std::string_view text) {
  Words words = words_of(text);
  // The number of the section.
  const std::size_t space = words.fold.find(' ');
  constexpr std::string_view numerals = "ivx";
  if (space != std::string::npos) {
    const std::string_view first = std::string_view(words.fold).substr(0, space);
    const bool numeral = first.find_first_not_of(numerals) == std::string_view::npos || first.size() == 1;
    if (numeral) words.fold.erase(0, space + 1);
  }
  constexpr std::size_t longest_section = 40;
  if (words.fold.size() > longest_section) return std::nullopt;
  const bool collectives = words.starts("tap the") || words.starts("danh sach tap the");
  const bool people = words.starts("ca nhan") || words.starts("danh sach ca nhan");
  if (collectives && words.has("ca nhan")) return std::nullopt;
  if (collectives) return RecipientKind::collective;
  if (people) return RecipientKind::individual;
  if (words.starts("ho gia dinh")) return RecipientKind::household;
  return std::nullopt;
}

/// "I", "IV", "A", "a)": the number of a section, never of a person.
bool is_section_number(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ')'))
    text.remove_suffix(1);
  if (text.size() == 1 && ((text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= 'a' && text[0] <= 'z')))
    return true;
  return !text.empty() && text.find_first_not_of("IVX") == std::string_view::npos;
}

std::size_t own_cells(const ListRow& row) {
  return static_cast<std::size_t>(std::ranges::count_if(row.cells, &ListCell::own));
}

}  // namespace

SheetListReader::SheetListReader(NominationList& list, Diagnostics& diagnostics, const ListReading& how,
                                 std::string sheet)
    : list_(&list),
      diagnostics_(&diagnostics),
      today_(how.today),
      awards_(&how.awards),
      sheet_(std::move(sheet)),
      section_(announced_kind(sheet_)),
      first_row_(list.rows.size()) {}

bool SheetListReader::read(const std::vector<ListRow>& rows) {
  auto header = find_header(rows);
  if (!header) return false;
  header_ = *std::move(header);
  list_->header_rows.emplace(sheet_, header_.rows);
  if (!sheet_.empty()) list_->sheets.push_back(sheet_);
  if (header_.names_collectives && !section_) section_ = Kind::collective;
  read_title(rows, header_);
  for (std::size_t i = header_.next; i < rows.size(); ++i) {
    if (!repeats_header(header_, rows[i])) read_row(rows[i]);
  }
  report_missing_columns();
  return true;
}

void SheetListReader::read_title(const std::vector<ListRow>& rows, const Header& header) {
  const int header_row = header.rows.front();
  for (const ListRow& row : rows) {
    if (row.number >= header_row) break;
    // A text file begins with its header; a sheet has room for a title.
    if (list_->format == Table::Format::csv) warn_once("title_rows_skipped", row.number);
    for (const ListCell& cell : row.cells) {
      if (!mentions_award(cell.text)) continue;
      form_text_ = cell.line();
      form_ = awards_->find(cell.text);
    }
  }
}

void SheetListReader::read_row(const ListRow& row) {
  for (const ListCell& cell : row.cells) {
    if (!cell.formula) continue;
    if (told_.insert({"formula_cell", 0}).second) {
      list_->warnings.push_back({"formula_cell", sheet_, 0, "ô công thức: lấy giá trị đã tính sẵn"});
    }
  }
  if (const auto line = closing_line(row)) {
    check_count(row, *line);
    closed_ = true;
    return;
  }
  if (is_section(row)) return;
  if (!is_data(row)) {
    report_dropped(row);
    return;
  }
  if (row.hidden) {
    read_hidden(row);
    return;
  }
  closed_ = false;
  domain::Nomination nomination = nomination_of(row);
  if (nomination.name.empty()) {
    object("V-01", Severity::error, row.number, "thiếu họ và tên/tên tập thể, dòng không được nhận");
    return;
  }
  list_->rows.push_back(std::move(nomination));
}

void SheetListReader::read_hidden(const ListRow& row) {
  ++hidden_;
  const std::string name = raw_name(row);
  const bool person = kind_of(row, name) == Kind::individual;
  warn("hidden_row", row.number, person ? split_person(name).name : name);
}

/// Own text in the name column, and a number or anything else that is known beside it.
bool SheetListReader::is_data(const ListRow& row) const {
  const bool numbered = header_.has(Column::number) && row.cell(*header_.at(Column::number)).own();
  std::size_t beside = 0;
  bool named = false;
  for (std::size_t i = 0; i < header_.columns.size(); ++i) {
    const ListCell& cell = row.cell(i);
    const Column column = header_.columns[i];
    if (!cell.own() || column == Column::none || column == Column::number) continue;
    if (column == Column::name || column == Column::family_part || column == Column::given_part) {
      named = true;
    } else {
      ++beside;
    }
  }
  if (named) return numbered || beside >= 1 || !header_.has(Column::number);
  return numbered && beside >= 2;
}

bool SheetListReader::is_section(const ListRow& row) {
  constexpr std::size_t most_cells = 3;
  if (own_cells(row) > most_cells) return false;
  const auto number_column = header_.at(Column::number);
  const std::string number = number_column ? row.cell(*number_column).line() : std::string();
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const ListCell& cell = row.cells[i];
    if (!cell.own() || (number_column && i == *number_column && own_cells(row) > 1)) continue;
    if (const auto kind = announced_kind(cell.text)) {
      section_ = kind;
      closed_ = false;
      return true;
    }
    // "III | BẰNG KHEN CỦA THỦ TƯỚNG CHÍNH PHỦ": a group by form; "II | KHỐI ĐẢNG": a group by block.
    if (!is_section_number(number) || own_cells(row) > 2) continue;
    if (const auto form = awards_->find(cell.text)) {
      form_ = form;
      form_text_ = cell.line();
    }
    return true;
  }
  return false;
}

std::optional<std::string> SheetListReader::closing_line(const ListRow& row) const {
  for (const ListCell& cell : row.cells) {
    if (cell.own() && stated_count(cell.text)) return cell.line();
  }
  return std::nullopt;
}

void SheetListReader::check_count(const ListRow& row, const std::string& line) {
  const auto stated = stated_count(line);
  if (!stated) return;
  const auto in_sheet = [this](Kind kind) {
    return static_cast<int>(std::count_if(list_->rows.begin() + static_cast<std::ptrdiff_t>(first_row_),
                                          list_->rows.end(),
                                          [kind](const domain::Nomination& n) { return n.kind == kind; }));
  };
  const int all = static_cast<int>(list_->rows.size() - first_row_);
  const auto compare = [&](const std::optional<int>& said, int counted, std::string_view what) {
    if (!said || *said == counted) return;
    std::string detail =
        "ghi " + std::to_string(*said) + std::string(what) + ", nhập " + std::to_string(counted);
    if (hidden_ > 0) detail += " (" + std::to_string(hidden_) + " dòng ẩn)";
    warn_once("count_mismatch", row.number, std::move(detail));
  };
  if (stated->collectives || stated->individuals) {
    compare(stated->collectives, in_sheet(Kind::collective), " tập thể");
    compare(stated->individuals, in_sheet(Kind::individual), " cá nhân");
  } else {
    compare(stated->all, all, "");
  }
}

/// What is neither data nor a known kind of other row is told, unless it stands behind the end (signatures).
void SheetListReader::report_dropped(const ListRow& row) {
  if (closed_ || own_cells(row) == 0) return;
  const auto first = std::ranges::find_if(row.cells, &ListCell::own);
  object("IMP-05", Severity::warning, row.number,
         "dòng “" + first->line().substr(0, 200) + "” không có tên hoặc số thứ tự nên không được nhập");
}

domain::Nomination SheetListReader::nomination_of(const ListRow& row) {
  domain::Nomination out;
  out.sheet = sheet_;
  out.row = row.number;
  const std::string name = raw_name(row);
  for (const Column column : {Column::name, Column::family_part, Column::given_part}) {
    if (const auto at = header_.at(column)) tell_repairs(row, row.cell(*at), false);
  }
  out.kind = kind_of(row, name);
  if (out.kind == Kind::individual) {
    read_person(row, name, out);
  } else {
    read_collective(row, name, out);
  }
  read_form(row, out);
  read_figures(row, out);
  if (const auto at = header_.at(Column::summary)) {
    tell_repairs(row, row.cell(*at), true);
    out.achievements = achievements_of(row.cell(*at).text);
  }
  return out;
}

std::string SheetListReader::raw_name(const ListRow& row) const {
  if (const auto at = header_.at(Column::name)) return row.cell(*at).line();
  std::string name;
  for (const Column column : {Column::family_part, Column::given_part}) {
    const auto at = header_.at(column);
    if (!at || row.cell(*at).empty()) continue;
    if (!name.empty()) name += ' ';
    name += row.cell(*at).line();
  }
  return name;
}

/// A form of address or a rank in the row makes a person, whatever the section says (mixed_kind).
SheetListReader::Kind SheetListReader::kind_of(const ListRow& row, const std::string& name) const {
  if (names_a_household(name)) return Kind::household;
  const bool organisation = names_an_organisation(name);
  if (!organisation && is_addressed_as_person(name)) return Kind::individual;
  if (section_) return *section_;
  constexpr std::array personal{Column::salutation, Column::gender, Column::male,       Column::female,
                                Column::birth,      Column::title,  Column::given_part, Column::rank};
  const bool person = std::ranges::any_of(personal, [&](Column column) {
    const auto at = header_.at(column);
    return at && !row.cell(*at).empty();
  });
  if (person) return Kind::individual;
  return organisation ? Kind::collective : Kind::individual;
}

void SheetListReader::warn(std::string category, int row, std::string detail) {
  told_.insert({category, row});
  list_->warnings.push_back({std::move(category), sheet_, row, std::move(detail)});
}

void SheetListReader::warn_once(std::string category, int row, std::string detail) {
  if (told_.contains({category, row})) return;
  warn(std::move(category), row, std::move(detail));
}

void SheetListReader::object(std::string rule, Severity severity, int row, std::string message) {
  Problem problem;
  problem.rule = std::move(rule);
  problem.severity = severity;
  problem.message = place_in_list(list_->file, sheet_, row) + ": " + std::move(message);
  problem.where = {list_->file, row};
  diagnostics_->add(std::move(problem));
}

}  // namespace sovang::exchange
