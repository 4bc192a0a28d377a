#include "list_header.h"

#include <algorithm>
#include <array>
#include <set>

namespace sovang::exchange {
namespace {

/// Longer cells are sentences, not headings.
constexpr std::size_t longest_heading = 160;

bool has_any(const Words& words, std::initializer_list<std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&words](std::string_view phrase) { return words.has(phrase); });
}

bool is_any(const Words& words, std::initializer_list<std::string_view> texts) {
  return std::ranges::find(texts, std::string_view(words.fold)) != texts.end();
}

bool starts_any(const Words& words, std::initializer_list<std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&words](std::string_view phrase) { return words.starts(phrase); });
}

bool names_people(const Words& words) {
  return has_any(words, {"ho va ten", "ho ten", "ca nhan"});
}

/// "Nam" and "Năm" are one without marks: these two are told apart by their marks.
Column column_of_gender(const Words& words) {
  if (words.exact == "nam") return Column::male;
  if (words.exact == "nữ") return Column::female;
  if (has_any(words, {"gioi tinh", "phai"}) || is_any(words, {"nam nu", "gioi"})) return Column::gender;
  return Column::none;
}

Column column_of_name(const Words& words) {
  if (is_any(words, {"ho dem", "ho va dem", "ho lot", "ho va lot", "ho chu lot"})) return Column::family_part;
  if (has_any(words, {"ho va ten dem", "ho ten dem", "ho va ten lot", "ho va chu lot"}))
    return Column::family_part;
  if (has_any(words, {"ho va ten", "ho ten"})) return Column::name;
  if (starts_any(words, {"ten tap the", "ten don vi", "ten ca nhan", "ten co quan", "ten to chuc",
                         "ten doanh nghiep", "ten ho"})) {
    return Column::name;
  }
  if (is_any(words, {"tap the", "ca nhan", "tap the ca nhan"})) return Column::name;
  if (is_any(words, {"ten"})) return Column::given_part;
  return Column::none;
}

Column column_of_work(const Words& words) {
  if (has_any(words, {"chuc vu", "chuc danh", "nghe nghiep"})) return Column::title;
  if (has_any(words, {"cap bac", "quan ham"})) return Column::rank;
  if (has_any(words, {"hoc vi", "hoc ham", "trinh do"})) return Column::degree;
  if (has_any(words, {"don vi", "noi cong tac", "co quan", "dia chi", "noi o"})) return Column::unit;
  if (words.has("dan toc")) return Column::ethnicity;
  return Column::none;
}

Column column_of(const ListCell& cell) {
  if (cell.empty() || cell.kind != TableCell::Kind::text || cell.text.size() > longest_heading)
    return Column::none;
  const Words words = words_of(cell.text);
  if (is_any(words, {"stt", "tt", "so tt", "so thu tu"})) return Column::number;
  if (is_any(words, {"ong ba"}) || starts_any(words, {"danh xung", "xung ho"})) return Column::salutation;
  if (const Column name = column_of_name(words); name != Column::none) return name;
  if (const Column gender = column_of_gender(words); gender != Column::none) return gender;
  if (has_any(words, {"nam sinh", "ngay sinh", "sinh ngay", "sinh nam"})) return Column::birth;
  if (has_any(words, {"so tien", "kinh phi"})) return Column::amount;
  if (words.has("ca truc")) return Column::shifts;
  if (words.has("thanh tich")) return Column::summary;
  if (words.has("danh hieu")) return Column::honour;
  if (words.has("hinh thuc") || words.has("khen thuong") || words.starts("de nghi")) return Column::form;
  return column_of_work(words);
}

/// Notes in `header` what a heading says besides its kind.
void note_flags(const ListCell& cell, Column column, Header& header) {
  const Words words = words_of(cell.text);
  if (column == Column::name) {
    header.name_holds_title = has_any(words, {"chuc vu", "cap bac", "chuc danh"});
    header.names_collectives = !names_people(words);
  }
  if (column == Column::title) {
    header.title_holds_rank = has_any(words, {"cap bac", "quan ham"});
    header.title_holds_unit = has_any(words, {"don vi", "noi cong tac"});
  }
}

bool is_name_column(Column column) {
  return column == Column::name || column == Column::family_part;
}

/// A second header row stands under headings that are merged across columns: all it says itself is headings,
/// and it says nothing of its own in the columns of numbers and names.
bool continues_header(const Header& header, const ListRow& row) {
  bool any = false;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i].own()) continue;
    const Column above = i < header.columns.size() ? header.columns[i] : Column::none;
    if (above == Column::number || is_name_column(above) || column_of(row.cells[i]) == Column::none)
      return false;
    any = true;
  }
  return any;
}

void take_row(const ListRow& row, Header& header) {
  header.rows.push_back(row.number);
  header.columns.resize(std::max(header.columns.size(), row.cells.size()), Column::none);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Column column = column_of(row.cells[i]);
    if (column == Column::none) continue;
    header.columns[i] = column;
    note_flags(row.cells[i], column, header);
  }
  // "Tên" beside "Họ và tên đệm" is the given name; alone it is the name.
  if (!header.has(Column::family_part))
    std::ranges::replace(header.columns, Column::given_part, Column::name);
}

bool is_header(const ListRow& row) {
  std::set<Column> known;
  for (const ListCell& cell : row.cells) {
    if (const Column column = column_of(cell); column != Column::none) known.insert(column);
  }
  const bool named = known.contains(Column::name) || known.contains(Column::family_part) ||
                     known.contains(Column::given_part);
  return named && known.size() >= 2;
}

}  // namespace

bool Header::has(Column column) const {
  return std::ranges::find(columns, column) != columns.end();
}

std::optional<std::size_t> Header::at(Column column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::optional<Header> find_header(std::span<const ListRow> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_header(rows[i])) continue;
    Header header;
    take_row(rows[i], header);
    header.next = i + 1;
    if (header.next < rows.size() && continues_header(header, rows[header.next])) {
      take_row(rows[header.next], header);
      ++header.next;
    }
    return header;
  }
  return std::nullopt;
}

bool repeats_header(const Header& header, const ListRow& row) {
  if (is_header(row)) {
    const auto name = header.at(header.has(Column::name) ? Column::name : Column::family_part);
    return name && column_of(row.cell(*name)) == header.columns[*name];
  }
  std::size_t filled = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i].own()) continue;
    ++filled;
    std::string text = row.cells[i].text;
    if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
    if (text != std::to_string(i + 1)) return false;
  }
  return filled >= 3;
}

}  // namespace sovang::exchange
