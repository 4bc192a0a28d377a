#include "delimited.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "sovang/base/utf8.h"
#include "sovang/text/legacy.h"

#include "sheet_budget.h"

namespace sovang::exchange {
namespace {

constexpr std::array separators{'\t', ';', ',', '|'};
/// Records that the separator is judged by.
constexpr int sample_records = 50;

Error unreadable(std::string_view file, std::string why, int line = 0) {
  return Error{ErrorCode::invalid_input,
               "tệp “" + std::string(file) + "” không đọc được: " + std::move(why),
               {std::string(file), line},
               "V-69"};
}

/// UTF-16 → UTF-8; fails on a lone surrogate or an odd byte.
Result<std::string> from_utf16(std::string_view bytes, bool little, std::string_view file) {
  std::string out;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return little ? static_cast<char32_t>(a | b << 8) : static_cast<char32_t>(a << 8 | b);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t code = unit(i);
    if (code >= 0xD800 && code <= 0xDFFF) {
      const bool pair =
          code <= 0xDBFF && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) <= 0xDFFF;
      if (!pair) return fail(unreadable(file, "mã UTF-16 hỏng"));
      code = 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    }
    utf8::append(out, code);
  }
  if (bytes.size() % 2 != 0) return fail(unreadable(file, "tệp UTF-16 bị cắt cụt"));
  return out;
}

struct Decoded {
  std::string text;
  std::string encoding;
  bool byte_order_mark = false;
};

/// Bytes of UTF-16 without a mark: every other byte of Western text and figures is zero.
bool looks_like_utf16(ByteView bytes, std::size_t zero_at) {
  const ByteView start = bytes.substr(0, 2000);
  std::size_t zeros = 0;
  for (std::size_t i = zero_at; i < start.size(); i += 2)
    zeros += start[i] == '\0' ? 1U : 0U;
  return start.size() >= 8 && zeros * 4 > start.size();
}

Result<Decoded> decoded(ByteView bytes, std::string_view file) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE"sv)) {
    return Decoded{SOVANG_TRY(from_utf16(bytes.substr(2), true, file)), "utf-16le", true};
  }
  if (bytes.starts_with("\xFE\xFF"sv)) {
    return Decoded{SOVANG_TRY(from_utf16(bytes.substr(2), false, file)), "utf-16be", true};
  }
  if (looks_like_utf16(bytes, 1))
    return Decoded{SOVANG_TRY(from_utf16(bytes, true, file)), "utf-16le", false};
  if (looks_like_utf16(bytes, 0))
    return Decoded{SOVANG_TRY(from_utf16(bytes, false, file)), "utf-16be", false};
  if (bytes.find('\0') != ByteView::npos) {
    return fail(unreadable(file, "đây không phải tệp chữ; hãy gửi danh sách dạng .xlsx hoặc .csv"));
  }
  const bool mark = bytes.starts_with("\xEF\xBB\xBF"sv);
  if (mark) bytes.remove_prefix(3);
  if (!utf8::first_error(bytes)) return Decoded{std::string(bytes), "utf-8", mark};
  if (mark) return fail(unreadable(file, "tệp ghi là UTF-8 nhưng có byte hỏng"));
  return Decoded{text::bytes_as_cp1252(bytes), "cp1252", false};
}

/// Cuts text into records and fields.
class RecordReader {
 public:
  RecordReader(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  /// The line that comes next.
  [[nodiscard]] int line() const { return line_; }
  /// Line of a quote that is never closed; 0 = none.
  [[nodiscard]] int open_quote() const { return open_quote_; }

  std::vector<std::string> next() {
    std::vector<std::string> fields{field()};
    while (rest_.starts_with(separator_)) {
      rest_.remove_prefix(1);
      fields.push_back(field());
    }
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    if (rest_.starts_with('\n')) rest_.remove_prefix(1);
    ++line_;
    return fields;
  }

 private:
  std::string field() {
    std::string out;
    if (rest_.starts_with('"')) out = quoted();
    // What follows a closing quote belongs to the field: `"Sao Việt" Co.`
    const std::array stops{separator_, '\n', '\r'};
    const std::size_t end =
        std::min(rest_.find_first_of(std::string_view(stops.data(), stops.size())), rest_.size());
    out += rest_.substr(0, end);
    rest_.remove_prefix(end);
    return out;
  }

  std::string quoted() {
    const int opened = line_;
    std::string out;
    rest_.remove_prefix(1);
    while (true) {
      const std::size_t end = rest_.find('"');
      const std::string_view part = rest_.substr(0, end);
      out += part;
      line_ += static_cast<int>(std::ranges::count(part, '\n'));
      if (end == std::string_view::npos) {
        open_quote_ = opened;
        rest_ = {};
        return out;
      }
      rest_.remove_prefix(end + 1);
      if (!rest_.starts_with('"')) return out;
      out += '"';
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
  char separator_;
  int line_ = 1;
  int open_quote_ = 0;
};

/// How much like a table the text is if cut at `separator`: fields in the records that have the usual number.
std::size_t table_likeness(std::string_view text, char separator) {
  RecordReader reader(text, separator);
  std::map<std::size_t, std::size_t> records_by_width;
  for (int i = 0; i < sample_records && !reader.done(); ++i)
    ++records_by_width[reader.next().size()];
  std::size_t best = 0;
  for (const auto& [width, records] : records_by_width)
    best = std::max(best, (width - 1) * records);
  return best;
}

/// Excel's own hint, "sep=;", as the first line.
std::optional<char> stated_separator(std::string_view text) {
  constexpr std::string_view hint = "sep=";
  if (!text.starts_with(hint) || text.size() < 6) return std::nullopt;
  const char separator = text[4];
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || end > 6 ||
      std::ranges::find(separators, separator) == separators.end()) {
    return std::nullopt;
  }
  return separator;
}

char separator_of(std::string_view text) {
  char best = ',';
  std::size_t likeness = 0;
  for (const char separator : separators) {
    const std::size_t found = table_likeness(text, separator);
    if (found > likeness) {
      likeness = found;
      best = separator;
    }
  }
  return best;
}

}  // namespace

Result<Table> read_delimited(ByteView bytes, std::string_view file, const Limits& limits) {
  Decoded source = SOVANG_TRY(decoded(bytes, file));
  std::string_view text = source.text;
  const auto stated = stated_separator(text);
  Table table;
  table.format = Table::Format::csv;
  table.encoding = std::move(source.encoding);
  table.byte_order_mark = source.byte_order_mark;
  table.separator = stated ? *stated : separator_of(text);
  Sheet sheet;
  SheetBudget budget{std::string(file), limits};
  RecordReader reader(text, table.separator);
  if (stated) reader.next();
  while (!reader.done()) {
    TableRow row;
    row.number = reader.line();
    for (std::string& field : reader.next()) {
      TableCell cell;
      cell.kind = field.empty() ? TableCell::Kind::empty : TableCell::Kind::text;
      cell.text = std::move(field);
      row.cells.push_back(std::move(cell));
    }
    while (!row.cells.empty() && row.cells.back().kind == TableCell::Kind::empty)
      row.cells.pop_back();
    if (row.cells.empty()) continue;
    SOVANG_TRY(budget.add_row({}, row));
    sheet.rows.push_back(std::move(row));
  }
  if (reader.open_quote() > 0) {
    return fail(unreadable(file,
                           "dấu ngoặc kép mở ở dòng " + std::to_string(reader.open_quote()) + " không đóng",
                           reader.open_quote()));
  }
  table.sheets.push_back(std::move(sheet));
  return table;
}

}  // namespace sovang::exchange
