#include "list_values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sovang/text/dates.h"
#include "sovang/text/numbers.h"

namespace sovang::exchange {
namespace {

constexpr int first_serial = 9'000;  ///< 1924-08-21
constexpr int last_serial = 50'000;  ///< 2036-11-21
constexpr int first_year = 1'900;

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

BirthCell invalid(const ListCell& cell, std::string why) {
  BirthCell birth;
  birth.doubt = "invalid_date";
  birth.detail = cell.line() + std::move(why);
  return birth;
}

BirthCell from_date_cell(const ListCell& cell, Date today) {
  BirthCell birth;
  birth.date = Date::from_iso(cell.text);
  if (!birth.date) return invalid(cell, "");
  if (*birth.date > today) return invalid(cell, " ở tương lai");
  const bool swappable = birth.date->day() <= 12 && birth.date->day() != birth.date->month();
  if (cell.date_by_locale && swappable) {
    birth.doubt = "ambiguous_date";
    birth.detail = "ô ngày thật: dùng giá trị " + text::table_date(*birth.date) + ", không dùng chữ hiện";
  }
  return birth;
}

BirthCell from_number(const ListCell& cell, Date today) {
  const auto number = whole_number(cell.text);
  BirthCell birth;
  if (number && *number >= first_year && *number <= today.year()) {
    birth.year = number;
    birth.doubt = "year_only";
    return birth;
  }
  if (!number || *number < first_serial || *number > last_serial) return invalid(cell, "");
  const Date date = Date::make(1899, 12, 30)->plus_days(*number);
  if (date > today) return invalid(cell, " ở tương lai");
  birth.date = date;
  birth.doubt = "date_serial_guessed";
  birth.detail = cell.text + " → " + text::table_date(date);
  return birth;
}

BirthCell from_text(const ListCell& cell, Date today) {
  using Doubt = text::ReadDate::Doubt;
  std::string compact = cell.line();
  std::erase(compact, ' ');
  if (const auto number = whole_number(compact);
      number && *number >= first_serial && *number <= last_serial) {
    ListCell as_number = cell;
    as_number.text = compact;
    return from_number(as_number, today);
  }
  const text::ReadDate read = text::read_birth_date(compact, today);
  BirthCell birth;
  switch (read.doubt) {
    case Doubt::none:
    case Doubt::ambiguous:
      break;
    case Doubt::two_digit_year:
      birth.doubt = "two_digit_year";
      birth.detail = cell.line() + " → " + (read.date ? text::table_date(*read.date) : std::string());
      break;
    case Doubt::year_only:
      birth.doubt = "year_only";
      break;
    case Doubt::impossible:
      return invalid(cell, "");
  }
  birth.date = read.date;
  birth.year = read.year;
  if (birth.date && *birth.date > today) return invalid(cell, " ở tương lai");
  if (!birth.date && !birth.year) return invalid(cell, "");
  return birth;
}

/// "20,000,000 đ" → "20.000.000 đ"; only where each comma has exactly three figures behind it.
std::string with_points(std::string text) {
  const auto figure = [&text](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',') continue;
    if (!figure(i + 1) || !figure(i + 2) || !figure(i + 3) || figure(i + 4)) return {};
    text[i] = '.';
  }
  return text;
}

}  // namespace

BirthCell read_birth(const ListCell& cell, Date today) {
  if (cell.empty()) return {};
  if (cell.kind == TableCell::Kind::date) return from_date_cell(cell, today);
  if (cell.kind == TableCell::Kind::number) return from_number(cell, today);
  return from_text(cell, today);
}

domain::Gender read_gender(std::string_view text) {
  const Words words = words_of(text);
  if (words.exact == "nam" || words.exact == "ông") return domain::Gender::male;
  if (words.exact == "nữ" || words.exact == "bà" || words.fold == "nu") return domain::Gender::female;
  return domain::Gender::unknown;
}

FigureCell read_figure(const ListCell& cell) {
  FigureCell figure;
  if (cell.empty()) return figure;
  figure.value = text::parse_integer(cell.line());
  // "500,000" may be a decimal elsewhere; a column of đồng or of counts has none, so its commas group
  // thousands.
  if (!figure.value) figure.value = text::parse_integer(with_points(cell.line()));
  figure.as_text = cell.kind == TableCell::Kind::text;
  return figure;
}

bool mentions_award(std::string_view text) {
  const Words words = words_of(text);
  return std::ranges::any_of(std::array<std::string_view, 5>{"bang khen", "giay khen", "huan chuong",
                                                             "co thi dua", "chien si thi dua"},
                             [&words](std::string_view phrase) { return words.has(phrase); });
}

bool is_ditto(std::string_view text) {
  constexpr std::array<std::string_view, 8> signs{"\"", "”", "“", "''", "-\"-", "- nt -", "-nt-", "〃"};
  if (std::ranges::find(signs, text) != signs.end()) return true;
  const Words words = words_of(text);
  return words.fold == "nt" || words.fold == "nhu tren" || words.fold == "n t" || words.fold == "nhu tren nt";
}

std::vector<std::string> achievements_of(std::string_view text) {
  std::vector<std::string> achievements;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    bool dashed = false;
    for (const std::string_view dash : {"-", "–", "—", "+", "•", "*"}) {
      if (!line.starts_with(dash)) continue;
      line.remove_prefix(dash.size());
      dashed = true;
      break;
    }
    while (line.starts_with(' '))
      line.remove_prefix(1);
    if (line.empty()) continue;
    if (dashed || achievements.empty()) {
      achievements.emplace_back(line);
    } else {
      achievements.back() += ' ';
      achievements.back() += line;
    }
  }
  return achievements;
}

std::optional<StatedCount> stated_count(std::string_view text) {
  const Words words = words_of(text);
  // With marks: "Tổng cộng" closes a list, "Tổng Công ty" is an enterprise.
  bool closing =
      std::ranges::any_of(std::array<std::string_view, 5>{"danh sách này", "danh sách gồm", "danh sách có",
                                                          "tổng cộng", "tổng số"},
                          [&words](std::string_view phrase) { return words.starts_exactly(phrase); });
  constexpr std::string_view total = "tong ";
  closing = closing || (words.starts("tong") && words.fold.size() > total.size() &&
                        words.fold[total.size()] >= '0' && words.fold[total.size()] <= '9');
  if (!closing) return std::nullopt;
  StatedCount count;
  std::vector<std::string_view> parts;
  for (std::string_view rest = words.fold; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    parts.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto number = whole_number(parts[i]);
    if (!number) continue;
    const std::string_view unit = parts[i + 1];
    const std::string_view next = i + 2 < parts.size() ? parts[i + 2] : std::string_view();
    if (unit == "tap" && next == "the") count.collectives = number;
    if (unit == "ca" && next == "nhan") count.individuals = number;
    // "13 người và tập thể" counts both.
    if (unit == "nguoi" || (unit == "dong" && next == "chi") || (unit == "truong" && next == "hop"))
      count.all = number;
  }
  return count;
}

}  // namespace sovang::exchange
