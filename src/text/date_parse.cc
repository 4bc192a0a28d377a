#include <algorithm>
#include <array>
#include <vector>

#include "sovang/text/casing.h"
#include "sovang/text/dates.h"
#include "sovang/text/normal.h"

#include "date_print.h"
#include "digits.h"
#include "numeric_date.h"
#include "split_words.h"
#include "spoken_number.h"

namespace sovang::text {
namespace {

constexpr std::size_t longest_text = 300;
constexpr std::string_view ellipsis = "…";

using Words = std::vector<std::string_view>;

/// Why a date is not simply taken, in the words for the clerk.
constexpr std::string_view unreadable =
    "không đọc được ngày: đề nghị ghi như 05/01/2021 hoặc ngày 05 tháng 01 năm 2021";
constexpr std::string_view no_such_day =
    "lịch không có ngày này: đề nghị xem lại, ngày ghi trước, tháng ghi sau";
constexpr std::string_view short_year = "năm phải ghi đủ bốn chữ số";
constexpr std::string_view year_missing = "thiếu năm: đề nghị xác nhận năm theo văn bản";
constexpr std::string_view lunar_wording = "cách gọi theo âm lịch: đề nghị xác nhận ngày dương lịch";
constexpr std::string_view left_open_by_hand = "chỗ để trống, điền khi ký ban hành";
constexpr std::string_view roman_month = "tháng ghi bằng chữ số La Mã: đề nghị ghi bằng chữ số Ả Rập";
constexpr std::string_view zero_rule =
    "ngày dưới 10 và tháng 1, 2 ghi thêm số 0 ở trước, các tháng khác thì không (Nghị định số 30/2020/NĐ-CP)";

ParsedDate with(Certainty certainty, std::string_view remark) {
  return {certainty, std::nullopt, {}, {}, std::string(remark)};
}
ParsedDate part_of(std::string part) {
  return {Certainty::partial, std::nullopt, std::move(part), {}, {}};
}

/// "…", "....", "20…": to be filled in by hand.
bool is_left_open(std::string_view word) {
  return word.find(ellipsis) != std::string_view::npos || word.find("..") != std::string_view::npos ||
         (!word.empty() && word.find_first_not_of("._") == std::string_view::npos);
}

/// VT-69: giêng, chạp, rằm and the years of the sixty-year cycle belong to the other calendar.
bool is_lunar(const Words& words) {
  constexpr std::array<std::string_view, 8> months = {"giêng", "chạp", "rằm",  "nhuận",
                                                      "âm",    "âl",   "(âl)", "tết"};
  constexpr std::array<std::string_view, 10> stems = {"giáp", "ất",   "bính", "đinh", "mậu",
                                                      "kỷ",   "canh", "tân",  "nhâm", "quý"};
  constexpr std::array<std::string_view, 16> branches = {"tý",   "tí",   "sửu", "dần", "mão", "mẹo",
                                                         "thìn", "tỵ",   "tị",  "ngọ", "mùi", "thân",
                                                         "dậu",  "tuất", "hợi", "kỷ"};
  const auto in = [](const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (in(months, words[i])) return true;
    if (i + 1 < words.size() && in(stems, words[i]) && in(branches, words[i + 1])) return true;
  }
  return false;
}

std::optional<int> year_of(std::string_view text) {
  if (text.size() != 4 || !digits::all_digits(text) || text.front() == '0') return std::nullopt;
  return small_number(text);
}

std::string two(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

ParsedDate month_of(std::string_view month, std::string_view year) {
  const auto value = year_of(year);
  if (!digits::all_digits(month) || month.size() > 2 || !value) return with(Certainty::error, unreadable);
  const int number = small_number(month);
  if (number < 1 || number > 12) return with(Certainty::error, no_such_day);
  return part_of(std::to_string(*value) + "-" + two(number));
}

/// "1/10": a day whose year is missing, if there is such a day in some year.
ParsedDate without_year(int day, int month) {
  return Date::make(2000, month, day) ? with(Certainty::ask, year_missing)
                                      : with(Certainty::error, no_such_day);
}

/// "5/1/2021", "2021-10-01", "1/10", "10/2021".
ParsedDate numeric(const NumericDate& fields) {
  if (fields.day.empty()) {
    if (fields.year.size() == 4) return month_of(fields.month, fields.year);
    if (fields.month.size() > 2 || fields.year.size() > 2) return with(Certainty::error, unreadable);
    return without_year(small_number(fields.month), small_number(fields.year));
  }
  const auto year = year_of(fields.year);
  if (!year) return with(Certainty::error, short_year);
  if (fields.day.size() > 2 || fields.month.size() > 2) return with(Certainty::error, unreadable);
  const auto date = Date::make(*year, small_number(fields.month), small_number(fields.day));
  if (!date) return with(Certainty::error, no_such_day);
  return {Certainty::ok, date, {}, {}, {}};
}

/// "  /10/2021", "…/…/2021": figures and slashes with a field that is left open.
bool is_open_form(std::string_view text) {
  if (text.find('/') == std::string_view::npos) return false;
  std::string rest(text);
  for (std::size_t at = rest.find(ellipsis); at != std::string::npos; at = rest.find(ellipsis))
    rest.replace(at, ellipsis.size(), "..");
  if (rest.find_first_not_of("0123456789/ ._") != std::string::npos) return false;
  for (std::size_t begin = 0; begin <= rest.size();) {
    const std::size_t end = std::min(rest.find('/', begin), rest.size());
    const std::string_view field = std::string_view(rest).substr(begin, end - begin);
    if (field.find_first_of("0123456789") == std::string_view::npos || is_left_open(field)) return true;
    begin = end + 1;
  }
  return false;
}

std::optional<int> quarter_of(std::string_view text) {
  constexpr std::array<std::string_view, 8> names = {"i", "ii", "iii", "iv", "1", "2", "3", "4"};
  const auto* const at = std::find(names.begin(), names.end(), text);
  if (at == names.end()) return std::nullopt;
  return static_cast<int>((at - names.begin()) % 4) + 1;
}

/// "quý iii/2021", "quý 3 năm 2021", "năm 2021", "6 tháng đầu năm 2021". Nothing for another wording.
std::optional<ParsedDate> period(const Words& words) {
  if (words[0] == "quý" && words.size() >= 2) {
    const std::size_t slash = words[1].find_first_of("/-");
    const auto quarter = quarter_of(words[1].substr(0, slash));
    if (!quarter) return with(Certainty::error, unreadable);
    if (words.size() == 2 && slash == std::string_view::npos) return with(Certainty::ask, year_missing);
    const bool joined = words.size() == 2;
    if (!joined && (words.size() != 4 || words[2] != "năm")) return with(Certainty::error, unreadable);
    const auto year = year_of(joined ? words[1].substr(slash + 1) : words[3]);
    return year ? part_of(std::to_string(*year) + "-Q" + std::to_string(*quarter))
                : with(Certainty::error, unreadable);
  }
  if ((words[0] == "6" || words[0] == "06" || words[0] == "sáu") && words.size() >= 4 &&
      words[1] == "tháng" && (words[2] == "đầu" || words[2] == "cuối") && words[3] == "năm") {
    if (words.size() == 4) return with(Certainty::ask, year_missing);
    const auto year = words.size() == 5 ? year_of(words[4]) : std::nullopt;
    if (!year) return with(Certainty::error, unreadable);
    return part_of(std::to_string(*year) + (words[2] == "đầu" ? "-H1" : "-H2"));
  }
  const bool lone_year = words.size() == 1 || (words.size() == 2 && words[0] == "năm");
  if (lone_year && is_left_open(words.back())) return with(Certainty::blank, left_open_by_hand);
  if (lone_year && year_of(words.back())) return part_of(std::string(words.back()));
  return std::nullopt;
}

/// One of day, month and year of the long form, as written.
struct Field {
  Words words;
  bool said = false;  ///< its label stands there

  [[nodiscard]] bool left_open() const {
    return (said && words.empty()) ||
           std::any_of(words.begin(), words.end(), [](std::string_view word) { return is_left_open(word); });
  }
  /// Up to four digits, or the words for them.
  [[nodiscard]] std::optional<int> value() const {
    if (words.size() == 1 && digits::all_digits(words[0]) && words[0].size() <= 4)
      return small_number(words[0]);
    const auto heard = hear_whole(words);
    if (!heard || heard->certainty == Certainty::ask || heard->digits.size() > 4) return std::nullopt;
    return small_number(heard->digits);
  }
  /// False if figures stand there that the zero rule writes in another way.
  [[nodiscard]] bool written_as(const std::string& figures) const {
    return words.size() != 1 || !digits::all_digits(words[0]) || words[0] == figures;
  }
};

struct LongDate {
  Field day;
  Field month;
  Field year;
  bool mung = false;
};

std::size_t place_of(const Words& words, std::string_view word, std::size_t from) {
  return static_cast<std::size_t>(
      std::find(words.begin() + static_cast<std::ptrdiff_t>(from), words.end(), word) - words.begin());
}

/// Cuts at ngày, tháng, năm. "năm" is also five: in "tháng năm năm 2021" the first one is the month.
std::optional<LongDate> cut(const Words& words) {
  LongDate out;
  std::size_t at = 0;
  out.day.said = words[0] == "ngày";
  if (out.day.said) ++at;
  if (at < words.size() && (words[at] == "mùng" || words[at] == "mồng")) {
    out.mung = true;
    ++at;
  }
  const std::size_t month = place_of(words, "tháng", at);
  if (month == words.size()) return std::nullopt;
  out.day.words = slice(words, at, month);
  out.month.said = true;
  const std::size_t begin = month + 1;
  std::size_t year = place_of(words, "năm", begin);
  const bool five = year == begin && year < words.size() && !out.day.words.empty() &&
                    (begin + 1 == words.size() || words[begin + 1] == "năm");
  if (five) {
    year = place_of(words, "năm", begin + 1);
  }
  out.month.words = slice(words, begin, year);
  if (year < words.size()) {
    out.year.said = true;
    out.year.words = slice(words, year + 1, words.size());
  } else if (out.month.words.size() == 1) {
    // "tháng 10/2021"
    const std::string_view joined = out.month.words[0];
    if (const std::size_t slash = joined.find_first_of("/-"); slash != std::string_view::npos) {
      out.month.words[0] = joined.substr(0, slash);
      out.year.words.push_back(joined.substr(slash + 1));
    }
  }
  return out;
}

ParsedDate judge(const LongDate& parts) {
  const bool no_day = !parts.day.said && !parts.mung && parts.day.words.empty();
  // "9 tháng năm 2021" counts months.
  const bool counted = !parts.day.said && !parts.day.words.empty() && parts.month.words.empty();
  if (counted && !parts.day.left_open()) return with(Certainty::error, unreadable);
  if (parts.day.left_open() || parts.month.left_open() || parts.year.left_open())
    return with(Certainty::blank, left_open_by_hand);
  const auto month = parts.month.value();
  if (!month || *month < 1 || *month > 12) return with(Certainty::error, month ? no_such_day : unreadable);
  const bool no_year = !parts.year.said && parts.year.words.empty();
  const auto year = parts.year.value();
  if (!no_year && (!year || *year < 1000)) return with(Certainty::error, year ? short_year : unreadable);
  if (no_day)
    return no_year ? with(Certainty::ask, year_missing) : part_of(std::to_string(*year) + "-" + two(*month));
  const auto day = parts.day.value();
  if (!day || (parts.mung && *day > 10)) return with(Certainty::error, unreadable);
  if (no_year) return without_year(*day, *month);
  const auto date = Date::make(*year, *month, *day);
  if (!date) return with(Certainty::error, no_such_day);
  // VT-67, VT-73: NĐ 30/2020 says where the zeros stand; "mùng 2" follows the spoken form.
  const bool zeros_right =
      (parts.mung || parts.day.written_as(padded_day(*day))) && parts.month.written_as(padded_month(*month));
  if (zeros_right) return {Certainty::ok, date, {}, {}, {}};
  return {Certainty::warn, date, {}, long_date(*date), std::string(zero_rule)};
}

/// "30-ix-2021", "tháng ix": months in Roman figures, as older papers write them, in ours. Nothing if there
/// is none.
std::optional<std::string> with_months_in_figures(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                                       "vii", "viii", "ix",  "x",  "xi", "xii"};
  constexpr std::string_view separators = " /-.";
  const auto joins_figures = [separators](char separator, char figure) {
    return separator != ' ' && separators.find(separator) != std::string_view::npos &&
           digits::is_digit(figure);
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    const std::string_view before = text.substr(0, begin), after = text.substr(end);
    const auto* const month = std::find(months.begin(), months.end(), text.substr(begin, end - begin));
    const bool inside = before.size() > 1 && joins_figures(before.back(), before[before.size() - 2]) &&
                        after.size() > 1 && joins_figures(after[0], after[1]);
    if (month != months.end() && (inside || before.ends_with("tháng ")))
      return std::string(before) + std::to_string(month - months.begin() + 1) + std::string(after);
    begin = end + 1;
  }
  return std::nullopt;
}

/// "1/10 năm 2021": the year belongs to the figures. Nothing for another wording.
std::optional<std::string> with_year_joined(std::string_view text) {
  constexpr std::string_view label = " năm ";
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return std::nullopt;
  const auto fields = split_numeric_date(text.substr(0, at));
  if (!fields || !fields->day.empty() || !year_of(text.substr(at + label.size()))) return std::nullopt;
  return std::string(fields->month) + '/' + std::string(fields->year) + '/' +
         std::string(text.substr(at + label.size()));
}

/// "ngày.....tháng.....": forms set the dots without spaces.
std::string with_dots_apart(std::string_view text) {
  std::string out;
  bool in_dots = false;
  for (std::size_t at = 0; at < text.size();) {
    const bool ellipsis_here = text.substr(at).starts_with(ellipsis);
    const bool dots = ellipsis_here || text.substr(at).starts_with("..") || (in_dots && text[at] == '.');
    const bool figure_before = !out.empty() && digits::is_digit(out.back());  // "20..." stays one field
    if (dots != in_dots && !out.empty() && out.back() != ' ' && !figure_before) out += ' ';
    in_dots = dots;
    const std::size_t size = ellipsis_here ? ellipsis.size() : 1;
    out.append(text.substr(at, size));
    at += size;
  }
  return out;
}

/// "Quảng Nam, ngày …": the place stands before the comma. A comma, semicolon or full stop at the end does
/// not belong.
std::string_view date_alone(std::string_view text) {
  if (const std::size_t comma = text.find(", ngày "); comma != std::string_view::npos)
    text.remove_prefix(comma + 2);
  while (text.size() > 1 && (text.ends_with(',') || text.ends_with(';') ||
                             (text.ends_with('.') && text[text.size() - 2] != '.')))
    text.remove_suffix(1);
  return text;
}

/// Small letters, spaces collapsed, nothing around it.
ParsedDate parse(std::string_view text) {
  const Words words = split_words(text);
  if (words.empty()) return with(Certainty::blank, left_open_by_hand);
  if (is_lunar(words)) return with(Certainty::ask, lunar_wording);
  constexpr std::string_view label = "ngày ";
  const std::string_view body = text.starts_with(label) ? text.substr(label.size()) : text;
  if (is_open_form(body)) return with(Certainty::blank, left_open_by_hand);
  if (const auto fields = split_numeric_date(body)) return numeric(*fields);
  if (const auto joined = with_year_joined(body)) return numeric(*split_numeric_date(*joined));
  if (const auto found = period(words)) return *found;
  const auto parts = cut(words);
  return parts ? judge(*parts) : with(Certainty::error, unreadable);
}

}  // namespace

ParsedDate parse_date(std::string_view nfc) {
  if (nfc.size() > longest_text) return with(Certainty::error, unreadable);
  const std::string clean = collapse_spaces(with_dots_apart(lower(nfc)));
  const std::string_view text = date_alone(clean);
  const auto in_figures = with_months_in_figures(text);
  if (!in_figures) return parse(text);
  ParsedDate parsed = parse(*in_figures);
  if (parsed.certainty == Certainty::ok || parsed.certainty == Certainty::warn)
    return {Certainty::warn, parsed.date, {}, long_date(*parsed.date), std::string(roman_month)};
  return parsed;
}

}  // namespace sovang::text
