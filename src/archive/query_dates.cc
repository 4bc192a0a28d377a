#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "sovang/archive/dates.h"
#include "sovang/text/search_keys.h"

namespace sovang::archive {
namespace {

/// What of a date was written. Only the year is needed; of "từ 1/5 đến 20/5/2022" the first has none.
struct WrittenDate {
  std::optional<int> day;
  std::optional<int> month;
  std::optional<int> quarter;
  std::optional<int> half;  ///< 1 = "6 tháng đầu năm", 2 = "6 tháng cuối năm"
  std::optional<int> year;
};

std::optional<DateRange> months(int year, int first, int last) {
  const auto begin = Date::make(year, first, 1);
  const auto end = last == 12 ? Date::make(year, 12, 31) : Date::make(year, last + 1, 1);
  if (!begin || !end) return std::nullopt;
  return DateRange{*begin, last == 12 ? *end : end->plus_days(-1)};
}

std::optional<DateRange> range_of(const WrittenDate& date) {
  if (!date.year || *date.year < 1) return std::nullopt;
  const int year = *date.year;
  if (date.half) return months(year, *date.half * 6 - 5, *date.half * 6);
  if (date.quarter) return months(year, *date.quarter * 3 - 2, *date.quarter * 3);
  if (!date.month) return months(year, 1, 12);
  if (*date.month < 1 || *date.month > 12) return std::nullopt;
  if (!date.day) return months(year, *date.month, *date.month);
  const auto day = Date::make(year, *date.month, *date.day);
  return day ? std::optional(DateRange{*day, *day}) : std::nullopt;
}

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

/// Goes through a text from word to word. Copies are places to come back to.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] std::string_view rest() const { return text_; }

  /// A number of at most four figures that no letter follows.
  std::optional<int> number(std::size_t least, std::size_t most) {
    const std::string_view at = without_blanks(text_);
    std::size_t size = 0;
    while (size < at.size() && is_figure(at[size]))
      ++size;
    if (size < least || size > most) return std::nullopt;
    if (size < at.size() && is_letter(at[size])) return std::nullopt;
    int value = 0;
    std::from_chars(at.data(), at.data() + size, value);
    text_ = at.substr(size);
    return value;
  }
  /// These words, folded, one behind the other.
  bool words(std::string_view folded) {
    Scanner at = *this;
    while (!folded.empty()) {
      const std::size_t end = std::min(folded.find(' '), folded.size());
      if (at.word() != folded.substr(0, end)) return false;
      folded.remove_prefix(std::min(end + 1, folded.size()));
    }
    *this = at;
    return true;
  }
  /// One of these signs, blanks around it or not.
  bool sign(std::string_view signs) {
    const std::string_view at = without_blanks(text_);
    if (at.empty() || signs.find(at.front()) == std::string_view::npos) return false;
    text_ = at.substr(1);
    return true;
  }
  bool text(std::string_view wanted) {
    const std::string_view at = without_blanks(text_);
    if (!at.starts_with(wanted)) return false;
    text_ = at.substr(wanted.size());
    return true;
  }

 private:
  static bool is_letter(char c) {
    // Our letters begin with C3…C6 and E1 in UTF-8; what begins with E2 are dashes, quotes and the like.
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (byte >= 0xC0U && byte != 0xE2U);
  }
  static bool is_inside_letter(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }
  static std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (static_cast<unsigned char>(text.front()) <= 0x20 || text.front() == ','))
      text.remove_prefix(1);
    return text;
  }
  /// The next word, folded: as far as a blank, a figure or a sign.
  std::string word() {
    const std::string_view at = without_blanks(text_);
    std::size_t size = 0;
    while (size < at.size() && (is_letter(at[size]) || (size > 0 && is_inside_letter(at[size]))))
      ++size;
    text_ = at.substr(size);
    return text::fold_key(at.substr(0, size));
  }

  std::string_view text_;
};

constexpr std::string_view separators = "/-.";

/// "III", "3".
std::optional<int> quarter_number(Scanner& at) {
  if (const auto figures = at.number(1, 1)) return *figures >= 1 && *figures <= 4 ? figures : std::nullopt;
  constexpr std::array<std::string_view, 4> roman{"i", "ii", "iii", "iv"};
  for (std::size_t i = 0; i < roman.size(); ++i)
    if (at.words(roman.at(i))) return static_cast<int>(i) + 1;
  return std::nullopt;
}

/// "/2022", "năm 2022", " 2022".
std::optional<int> year_behind(Scanner& at) {
  Scanner year = at;
  static_cast<void>(year.sign(separators) || year.words("nam"));
  const auto value = year.number(4, 4);
  if (value) at = year;
  return value;
}

std::optional<WrittenDate> quarter(Scanner& at) {
  Scanner here = at;
  WrittenDate out;
  if (here.words("qui")) {  // the folded "quý": i for y (VT-83)
    out.quarter = quarter_number(here);
  } else if (here.words("nua dau") || here.words("sau thang dau")) {
    out.half = 1;
  } else if (here.words("nua cuoi") || here.words("sau thang cuoi")) {
    out.half = 2;
  } else if (here.number(1, 1) == 6 && here.words("thang")) {
    out.half = here.words("dau") ? 1 : here.words("cuoi") ? 2 : 0;
  }
  if (!out.quarter && out.half.value_or(0) == 0) return std::nullopt;
  out.year = year_behind(here);
  at = here;
  return out;
}

/// "2022-05-20", "2022-05"
std::optional<WrittenDate> iso(Scanner& at) {
  Scanner here = at;
  WrittenDate out;
  out.year = here.number(4, 4);
  if (!out.year || !here.text("-")) return std::nullopt;
  out.month = here.number(2, 2);
  if (!out.month) return std::nullopt;
  at = here;
  if (here.text("-") && (out.day = here.number(1, 2))) at = here;
  return out;
}

/// "20/5/2022", "20/5", "5/2022", "ngày 20 tháng 5 năm 2022", "tháng 5 năm 2022", "năm 2022", "2022"
std::optional<WrittenDate> day_month_year(Scanner& at) {
  Scanner here = at;
  WrittenDate out;
  const bool month_first = here.words("thang");
  const bool day_first = !month_first && (here.words("ngay") || here.words("hom"));
  if (!month_first && !day_first && here.words("nam")) {
    out.year = here.number(4, 4);
  } else if (month_first) {
    out.month = here.number(1, 2);
    out.year = year_behind(here);
    if (!out.month) return std::nullopt;
  } else if ((out.year = here.number(4, 4))) {
    // a year alone, also behind "ngày"
  } else if (const auto first = here.number(1, 2)) {
    const bool in_words = !here.sign(separators) && here.words("thang");
    Scanner second = here;
    if ((out.year = second.number(4, 4)) && !in_words) {
      out.month = first;
      here = second;
    } else {
      out.year.reset();
      out.day = first;
      out.month = here.number(1, 2);
      if (!out.month) return std::nullopt;
      out.year = year_behind(here);
    }
  } else {
    return std::nullopt;
  }
  if (!out.year && !out.month) return std::nullopt;
  at = here;
  return out;
}

std::optional<WrittenDate> date(Scanner& at) {
  if (auto out = quarter(at)) return out;
  if (auto out = iso(at)) return out;
  return day_month_year(at);
}

/// "đến", "tới", "-", "–", "..", "đến hết"
bool until(Scanner& at) {
  const bool any = at.words("den") || at.words("toi") || at.text("\xE2\x80\x93") || at.text("\xE2\x80\x94") ||
                   at.text("\xE2\x80\xA6") || at.text("...") || at.text("..") || at.sign("-");
  if (any) static_cast<void>(at.words("het"));
  return any;
}

bool till_now(Scanner& at) {
  return at.words("den nay") || at.words("toi nay") || at.words("den hien nay") || at.words("tro di") ||
         at.words("tro ve sau") || at.words("tro lai day");
}

/// "từ 1/5 đến 20/5/2022": what the first lacks, the second has.
void complete(WrittenDate& first, const WrittenDate& second) {
  if (!first.year) first.year = second.year;
}

/// A date, and behind it perhaps the end of the stretch.
std::optional<DateSpan> span_from(Scanner& at, bool open) {
  Scanner here = at;
  auto first = date(here);
  if (!first) return std::nullopt;
  Scanner further = here;
  if (till_now(further)) {
    const auto range = range_of(*first);
    if (!range) return std::nullopt;
    at = further;
    return DateSpan{range->first, std::nullopt};
  }
  if (until(further)) {
    if (const auto second = date(further)) {
      complete(*first, *second);
      const auto begin = range_of(*first);
      const auto end = range_of(*second);
      if (begin && end) {
        at = further;
        return DateSpan{begin->first, end->last};
      }
    }
  }
  const auto range = range_of(*first);
  if (!range) return std::nullopt;
  at = here;
  return DateSpan{range->first, open ? std::nullopt : std::optional(range->last)};
}

}  // namespace

std::optional<DateSpan> take_dates(std::string_view& text) {
  Scanner at(text);
  std::optional<DateSpan> out;
  const auto one = [&at]() -> std::optional<DateRange> {
    const auto written = date(at);
    return written ? range_of(*written) : std::nullopt;
  };
  // "6 tháng đầu năm" is also written "sáu tháng đầu năm", and "sáu" folded is "sau".
  Scanner half = at;
  if (const auto written = quarter(half); written && written->half) {
    out = span_from(at, false);
  } else if (at.words("tu")) {
    out = span_from(at, true);
  } else if (at.words("truoc")) {
    if (const auto range = one()) out = DateSpan{std::nullopt, range->first.plus_days(-1)};
  } else if (at.words("sau")) {
    if (const auto range = one()) out = DateSpan{range->last.plus_days(1), std::nullopt};
  } else if (at.words("den het") || at.words("den") || at.words("toi")) {
    if (const auto range = one()) out = DateSpan{std::nullopt, range->last};
  } else {
    out = span_from(at, false);
  }
  if (out) text = at.rest();
  return out;
}

std::optional<DateRange> read_date_range(std::string_view text) {
  const std::optional<DateSpan> span = take_dates(text);
  const bool all = std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == ','; });
  if (!span || !span->first || !span->last || !all) return std::nullopt;
  return DateRange{*span->first, *span->last};
}

}  // namespace sovang::archive
