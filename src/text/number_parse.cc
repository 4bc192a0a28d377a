#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <span>

#include "sovang/text/casing.h"
#include "sovang/text/normal.h"
#include "sovang/text/numbers.h"

#include "digits.h"
#include "figure.h"
#include "split_words.h"
#include "spoken_number.h"
#include "word_kinds.h"

namespace sovang::text {
namespace {

/// Sixty digits in words take less.
constexpr std::size_t longest_text = 2'000;

/// How many zeros a magnitude word stands for; 0 = it is none.
std::size_t zeros_of(std::string_view word) {
  struct Magnitude {
    std::string_view word;
    std::size_t zeros;
  };
  constexpr std::array<Magnitude, 8> magnitudes = {
      {{"trăm", 2}, {"nghìn", 3}, {"ngàn", 3}, {"vạn", 4}, {"triệu", 6}, {"tr", 6}, {"tỷ", 9}, {"tỉ", 9}}};
  const auto* const found = std::find_if(magnitudes.begin(), magnitudes.end(),
                                         [word](const Magnitude& row) { return row.word == word; });
  return found == magnitudes.end() ? 0 : found->zeros;
}

Decimal times_ten_to(std::size_t zeros, Decimal value) {
  const std::size_t moved = std::min(zeros, value.fraction.size());
  value.whole += value.fraction.substr(0, moved) + std::string(zeros - moved, '0');
  value.fraction.erase(0, moved);
  value.whole = digits::without_leading_zeros(value.whole);
  return value;
}

bool is_unit(std::string_view text) {
  if (text.empty() || text == "%" || text == "‰" || is_dong(text)) return true;
  const std::string_view first = text.substr(0, text.find(' '));
  return (kinds_of(first) & (unit | counted | time_unit)) != 0 && zeros_of(first) == 0 &&
         std::none_of(text.begin(), text.end(), digits::is_digit);
}

std::string canonical_unit(std::string_view text) {
  if (text == "phần trăm") return "%";
  if (text == "phần nghìn" || text == "phần ngàn") return "‰";
  return is_dong(text) ? "đồng" : std::string(text);
}

/// Reads figures with magnitudes and a unit: "1,49 triệu", "1 tỷ 250 triệu đồng", "85,5%".
class FigureReader {
 public:
  explicit FigureReader(std::string_view text) : rest_(text) {}

  ReadNumber read() {
    if (const auto fraction = simple_fraction()) return *fraction;
    if (rest_.starts_with('+')) rest_.remove_prefix(1);
    ReadNumber out = term();
    std::size_t room = last_zeros_;
    while (out.certainty == Certainty::ok && opens_with_digit()) {
      if (!out.value.fraction.empty() || room == 0) return {};
      out = added(out, term(), room);
      room = last_zeros_;
    }
    if (out.certainty == Certainty::error) return out;
    const std::string unit = canonical_unit(rest_);
    if (!is_unit(unit)) return {};
    out.unit = unit;
    return out;
  }

 private:
  [[nodiscard]] bool opens_with_digit() const { return !rest_.empty() && digits::is_digit(rest_.front()); }

  /// "7/9", "7/9 phiếu": two whole numbers, and what is counted.
  [[nodiscard]] std::optional<ReadNumber> simple_fraction() const {
    const std::size_t slash = rest_.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const std::size_t space = rest_.find(' ', slash);
    const std::string_view unit = space == std::string_view::npos ? "" : rest_.substr(space + 1);
    const auto above = plain_figure(rest_.substr(0, slash));
    const auto below = plain_figure(rest_.substr(slash + 1, space - slash - 1));
    if (!is_unit(unit)) return std::nullopt;
    if (!above || !below || !above->fraction.empty() || !below->fraction.empty() || below->negative)
      return std::nullopt;
    return ReadNumber{Certainty::ok, *above, below->whole, canonical_unit(unit), {}};
  }

  /// A figure and the magnitudes behind it.
  ReadNumber term() {
    std::size_t end = rest_.starts_with("\u2212") ? std::string_view("\u2212").size()
                      : rest_.starts_with('-')    ? 1
                                                  : 0;
    if (end > 0 && rest_.substr(end).starts_with(' ')) ++end;
    while (end < rest_.size() &&
           (digits::is_digit(rest_[end]) || rest_[end] == '.' || rest_[end] == ',' ||
            (rest_[end] == ' ' && end + 1 < rest_.size() && digits::is_digit(rest_[end + 1]))))
      ++end;
    Figure figure = read_figure(rest_.substr(0, end));
    rest_.remove_prefix(end);
    last_zeros_ = magnitudes();
    ReadNumber out{figure.certainty, times_ten_to(last_zeros_, std::move(figure.value)), {}, {}, {}};
    for (Decimal& reading : figure.readings)
      out.readings.push_back(times_ten_to(last_zeros_, std::move(reading)));
    if (last_zeros_ > 0 && take("rưỡi")) add_half(out);
    if (out.value.whole.size() > digits::longest) return {};
    return out;
  }

  void add_half(ReadNumber& out) const {
    const bool whole = out.value.fraction.empty() && out.value.whole.ends_with(std::string(last_zeros_, '0'));
    if (out.certainty != Certainty::ok || !whole || out.value.whole.size() <= last_zeros_) {
      out = {};
      return;
    }
    out.value.whole[out.value.whole.size() - last_zeros_] = '5';
  }

  bool take(std::string_view word) {
    std::string_view text = rest_;
    if (text.starts_with(' ')) text.remove_prefix(1);
    const std::size_t end = std::min(text.find(' '), text.size());
    if (text.substr(0, end) != word) return false;
    rest_ = text.substr(end);
    return true;
  }

  std::size_t magnitudes() {
    std::size_t zeros = 0;
    while (zeros <= digits::longest) {
      if (rest_.starts_with(' ')) rest_.remove_prefix(1);
      const std::size_t end = std::min(rest_.find(' '), rest_.size());
      const std::size_t more = zeros_of(rest_.substr(0, end));
      if (more == 0) break;
      zeros += more;
      rest_.remove_prefix(end);
      if (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }
    return zeros;
  }

  /// "1 tỷ" + "250 triệu"; the second must fit below the magnitude of the first. "2 triệu 5" is asked.
  [[nodiscard]] ReadNumber added(const ReadNumber& high, const ReadNumber& low, std::size_t room) const {
    const std::string& low_digits = low.value.whole;
    if (low.certainty != Certainty::ok || low.value.negative || low_digits.size() > room) return {};
    if (high.value.whole == "0" || last_zeros_ >= room) return {};
    // "0,0041 tỷ 25": the fraction has taken places that the magnitude would leave open.
    const std::size_t last_digit = high.value.whole.find_last_not_of('0');
    const std::size_t zeros =
        high.value.whole.size() - (last_digit == std::string::npos ? 0 : last_digit + 1);
    if (low_digits.size() > zeros) return {};
    ReadNumber sum = high;
    sum.value.whole.replace(sum.value.whole.size() - low_digits.size(), low_digits.size(), low_digits);
    sum.value.fraction = low.value.fraction;
    if (last_zeros_ == 0 && low_digits.size() <= 3 && room > 3 && zeros >= room) {
      Decimal everyday = high.value;
      everyday.whole.replace(everyday.whole.size() - room, low_digits.size(), low_digits);
      return {Certainty::ask, {}, {}, {}, {everyday, sum.value}};
    }
    return sum;
  }

  std::string_view rest_;
  std::size_t last_zeros_ = 0;
};

using Words = std::vector<std::string_view>;

ReadNumber from_spoken(const std::optional<SpokenNumber>& heard) {
  if (!heard) return {};
  ReadNumber out{heard->certainty, {false, heard->digits, {}}, {}, {}, {}};
  if (heard->certainty != Certainty::ask) return out;
  if (heard->likelier) out.readings.push_back({false, *heard->likelier, {}});
  out.readings.push_back(std::exchange(out.value, {}));
  return out;
}

/// "ba phẩy mười bốn", "hai phẩy năm tỷ"; `comma` is the place of phẩy.
ReadNumber hear_decimal(Words words, std::size_t comma) {
  std::size_t zeros = 0;
  while (words.size() > comma + 2 && zeros_of(words.back()) >= 3) {
    zeros += zeros_of(words.back());
    words.pop_back();
  }
  ReadNumber out = from_spoken(hear_whole(slice(words, 0, comma)));
  const auto fraction = hear_fraction(slice(words, comma + 1, words.size()));
  if (!fraction || (out.certainty != Certainty::ok && out.certainty != Certainty::warn)) return {};
  if (out.value.whole.size() + fraction->size() + zeros > digits::longest) return {};
  out.value.fraction = *fraction;
  out.value = times_ten_to(zeros, std::move(out.value));
  return out;
}

/// "một phần hai", "ba phần tư", "chín trên chín"; `at` is the place of phần or trên.
ReadNumber hear_fraction_of(const Words& words, std::size_t at) {
  ReadNumber out = from_spoken(hear_whole(slice(words, 0, at)));
  if (out.certainty != Certainty::ok && out.certainty != Certainty::warn) return {};
  const Words below = slice(words, at + 1, words.size());
  if (below.size() == 1 && zeros_of(below[0]) > 0) {
    out.denominator = "1" + std::string(zeros_of(below[0]), '0');
    return out;
  }
  const auto heard = hear_whole(below);
  if (!heard || heard->certainty == Certainty::ask || heard->digits == "0") return {};
  out.denominator = heard->digits;
  return out;
}

/// "thứ tư", "hạng nhì".
ReadNumber hear_place(const Words& words) {
  constexpr std::array<std::string_view, 2> first = {"nhất", "nhì"};
  const auto* const special =
      std::find(first.begin(), first.end(), words.size() == 2 ? words[1] : std::string_view());
  if (special != first.end())
    return {Certainty::ok, {false, special == first.begin() ? "1" : "2", {}}, {}, {}, {}};
  return from_spoken(hear_whole(slice(words, 1, words.size())));
}

/// A whole number and perhaps what is counted: the longest run of number words, then a unit.
ReadNumber hear_counted(const Words& words, std::string_view text) {
  for (std::size_t count = words.size(); count > 0; --count) {
    const std::string_view behind =
        count == words.size() ? std::string_view()
                              : text.substr(static_cast<std::size_t>(words[count].data() - text.data()));
    if (!is_unit(behind)) continue;
    ReadNumber out = from_spoken(hear_whole(slice(words, 0, count)));
    if (out.certainty == Certainty::error) continue;
    out.unit = canonical_unit(behind);
    return out;
  }
  return {};
}

ReadNumber hear_number(std::string_view text) {
  while (text.ends_with('.') || text.ends_with(',') || text.ends_with(';'))
    text.remove_suffix(1);
  if (text.starts_with("âm ")) {
    ReadNumber out = hear_number(text.substr(std::string_view("âm ").size()));
    if (out.value.negative) return {};
    const auto negate = [](Decimal& value) {
      value.negative = value.whole != "0" || value.fraction.find_first_not_of('0') != std::string::npos;
    };
    negate(out.value);
    std::for_each(out.readings.begin(), out.readings.end(), negate);
    return out;
  }
  for (const std::string_view behind : {" phần trăm", " phần nghìn", " phần ngàn", " đồng", " đồng chẵn"}) {
    if (!text.ends_with(behind)) continue;
    ReadNumber out = hear_number(text.substr(0, text.size() - behind.size()));
    if (out.certainty == Certainty::error || !out.unit.empty() || !out.denominator.empty()) return {};
    out.unit = canonical_unit(behind.substr(1));
    return out;
  }
  const Words words = split_words(text);
  const auto place_of = [&words](std::string_view word) {
    return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
  };
  if (words.empty()) return {};
  if (words[0] == "thứ" || words[0] == "hạng") return hear_place(words);
  for (const std::string_view between : {"phần", "trên"}) {
    if (const std::size_t at = place_of(between); at < words.size()) return hear_fraction_of(words, at);
  }
  if (const std::size_t comma = place_of("phẩy"); comma < words.size()) return hear_decimal(words, comma);
  return hear_counted(words, text);
}

ReadNumber read(std::string_view text) {
  const bool in_figures = digits::is_digit(text.front()) || text.front() == '-' || text.front() == '+' ||
                          text.front() == '.' || text.front() == ',' || text.starts_with("\u2212");
  return in_figures ? FigureReader(text).read() : hear_number(text);
}

/// "10.000 đồng (mười nghìn đồng)": the words in the brackets must say the same as the figure (VT-63).
/// Nothing where no number stands in brackets.
std::optional<ReadNumber> read_twice(std::string_view text) {
  const std::size_t open = text.find(" (");
  if (!text.ends_with(')') || open == std::string_view::npos || open == 0) return std::nullopt;
  std::string_view inside = text.substr(open + 2, text.size() - open - 3);
  for (const std::string_view label : {"viết bằng chữ: ", "bằng chữ: "}) {
    if (inside.starts_with(label)) inside.remove_prefix(label.size());
  }
  if (inside.empty()) return std::nullopt;
  const ReadNumber words = read(inside);
  if (words.certainty != Certainty::ok && words.certainty != Certainty::warn) return std::nullopt;
  ReadNumber figure = read(text.substr(0, open));
  const bool sure = figure.certainty == Certainty::ok || figure.certainty == Certainty::warn;
  if (!sure || (figure.value == words.value && figure.denominator == words.denominator)) return figure;
  return ReadNumber{Certainty::ask, {}, {}, figure.unit, {figure.value, words.value}};
}

}  // namespace

ReadNumber read_number(std::string_view nfc) {
  if (nfc.size() > longest_text) return {};
  std::string text = lower(collapse_spaces(nfc));
  // Said in both tones: "trăm rưởi", "tỷ rưỡi".
  constexpr std::string_view variant = "rưởi", half = "rưỡi";
  for (std::size_t at = text.find(variant); at != std::string::npos; at = text.find(variant, at))
    text.replace(at, variant.size(), half);
  // Papers close a sum so that nothing can be added to it.
  if (constexpr std::string_view close = "./."; text.ends_with(close)) {
    text.resize(text.size() - close.size());
    if (text.ends_with(' ')) text.pop_back();
  }
  if (text.empty()) return {Certainty::blank, {}, {}, {}, {}};
  if (auto both = read_twice(text)) return *std::move(both);
  return read(text);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const ReadNumber number = read_number(text);
  Decimal value = number.value;
  // Two commas and more can only be groups (messy rule 8); one may be the decimal mark.
  const bool grouped_by_commas = number.certainty == Certainty::ask &&
                                 std::count(text.begin(), text.end(), ',') > 1 && number.readings.size() == 1;
  if (grouped_by_commas) value = number.readings.front();
  if (!grouped_by_commas && number.certainty != Certainty::ok && number.certainty != Certainty::warn)
    return std::nullopt;
  if (!value.fraction.empty() || !number.denominator.empty() || number.unit == "%" || number.unit == "‰") {
    return std::nullopt;
  }
  const std::string digits = value.plain();
  std::int64_t integer = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
  if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  return integer;
}

}  // namespace sovang::text
