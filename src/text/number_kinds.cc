#include <array>
#include <optional>

#include "sovang/text/normal.h"
#include "sovang/text/numbers.h"

#include "digits.h"
#include "figure.h"
#include "number_words.h"

namespace sovang::text {
namespace {

Result<std::string> refuse(std::string_view figure, std::string_view wanted) {
  return fail(ErrorCode::invalid_input,
              "“" + std::string(figure) + "” không đọc được: cần " + std::string(wanted), {}, "VT-59");
}

bool is_zero(const Decimal& value) {
  return value.whole == "0" && value.fraction.find_first_not_of('0') == std::string::npos;
}

/// VT-64: leading zeros one by one, the rest as a number up to three digits, longer ones digit by digit.
void append_fraction(std::string& out, std::string_view fraction, const NumberWords& words) {
  out += " phẩy";
  const std::size_t zeros = std::min(fraction.find_first_not_of('0'), fraction.size());
  for (std::size_t i = 0; i < zeros; ++i)
    (out += ' ') += digits::word_of('0');
  const std::string_view rest = fraction.substr(zeros);
  if (rest.empty()) return;
  if (rest.size() <= 3) {
    (out += ' ') += spoken(false, rest, words);
    return;
  }
  for (const char digit : rest)
    (out += ' ') += digits::word_of(digit);
}

std::string spoken(const Decimal& value, const NumberWords& words) {
  std::string out = value.negative && !is_zero(value) ? "âm " : "";
  out += spoken(false, value.whole, words);
  if (!value.fraction.empty()) append_fraction(out, value.fraction, words);
  return out;
}

std::optional<Decimal> whole_figure(std::string_view figure) {
  auto value = plain_figure(figure);
  return value && value->fraction.empty() ? value : std::nullopt;
}

/// What stands before a sign that closes the figure: "85,5" of "85,5%".
std::optional<Decimal> figure_before(std::string_view figure, std::string_view sign) {
  if (!figure.ends_with(sign)) return std::nullopt;
  figure.remove_suffix(sign.size());
  if (figure.ends_with(' ')) figure.remove_suffix(1);
  return plain_figure(figure);
}

/// VT-65: "a phần b"; the powers of a thousand and a hundred stand without "một", four is "tư".
std::string denominator_in_words(std::string_view digits, const NumberWords& words) {
  if (digits == "4") return "tư";
  if (digits == "100") return "trăm";
  if (digits == "1000") return std::string(nghin(words));
  if (digits == "1000000") return "triệu";
  if (digits == "1000000000") return "tỷ";
  return spoken(false, digits, words);
}

Result<std::string> read_pair(std::string_view figure, NumberKind kind, const NumberWords& words) {
  const std::size_t slash = figure.find('/');
  const auto above = whole_figure(figure.substr(0, std::min(slash, figure.size())));
  const auto below = slash == std::string_view::npos ? std::nullopt : whole_figure(figure.substr(slash + 1));
  if (!above || !below || below->negative) return refuse(figure, "hai số nguyên như 3/4");
  if (kind == NumberKind::ratio) return spoken(*above, words) + " trên " + spoken(*below, words);
  if (below->whole == "0") return refuse(figure, "mẫu số khác 0");
  return spoken(*above, words) + " phần " + denominator_in_words(below->whole, words);
}

Result<std::string> read_mixed(std::string_view figure, const NumberWords& words) {
  const std::size_t space = figure.rfind(' ');
  const auto whole = space == std::string_view::npos ? std::nullopt : whole_figure(figure.substr(0, space));
  if (!whole) return refuse(figure, "hỗn số như 1 1/2");
  return spoken(*whole, words) + " " +
         SOVANG_TRY(read_pair(figure.substr(space + 1), NumberKind::fraction, words));
}

Result<std::string> read_rank(std::string_view figure) {
  constexpr std::array<std::string_view, 3> classes = {"hạng Nhất", "hạng Nhì", "hạng Ba"};
  if (figure.size() != 1 || figure[0] < '1' || figure[0] > '3') return refuse(figure, "hạng 1, 2 hoặc 3");
  return std::string(classes.at(static_cast<std::size_t>(figure[0] - '1')));
}

Result<std::string> read_ordinal(std::string_view figure, const NumberWords& words) {
  const auto value = whole_figure(figure);
  if (!value || value->negative || value->whole == "0") return refuse(figure, "số thứ tự từ 1");
  if (value->whole == "1") return std::string("thứ nhất");
  if (value->whole == "4") return std::string("thứ tư");
  return "thứ " + spoken(*value, words);
}

Result<std::string> read_money(std::string_view figure, const NumberWords& words) {
  const ReadNumber money = read_number(figure);
  const bool sure = money.certainty == Certainty::ok || money.certainty == Certainty::warn;
  const bool dong = money.unit.empty() || is_dong(money.unit);
  if (!sure || !dong || !money.value.fraction.empty() || !money.denominator.empty()) {
    return refuse(figure, "số tiền nguyên như 1.490.000 đồng");
  }
  return spoken_money(money.value.negative, money.value.whole, words);
}

}  // namespace

Result<std::string> read_aloud(std::string_view figure, NumberKind kind, const NumberWords& words) {
  const std::string clean = collapse_spaces(figure);
  const auto said = [&](const std::optional<Decimal>& value, std::string_view behind,
                        std::string_view wanted) -> Result<std::string> {
    if (!value) return refuse(clean, wanted);
    return spoken(*value, words).append(behind);
  };
  switch (kind) {
    case NumberKind::integer:
    case NumberKind::negative:
      return said(whole_figure(clean), "", "số nguyên như 1.234.567");
    case NumberKind::decimal:
      return said(plain_figure(clean), "", "số thập phân như 3,05");
    case NumberKind::percent:
      return said(figure_before(clean, "%"), " phần trăm", "số phần trăm như 85,5%");
    case NumberKind::permille:
      return said(figure_before(clean, "‰"), " phần " + std::string(nghin(words)), "số phần nghìn như 5‰");
    case NumberKind::money:
      return read_money(clean, words);
    case NumberKind::ordinal:
      return read_ordinal(clean, words);
    case NumberKind::rank:
      return read_rank(clean);
    case NumberKind::fraction:
    case NumberKind::ratio:
      return read_pair(clean, kind, words);
    case NumberKind::mixed:
      return read_mixed(clean, words);
    case NumberKind::year: {
      auto value = digits::all_digits(clean) && clean.size() <= 4 ? plain_figure(clean) : std::nullopt;
      return said(value, "", "năm viết liền như 2021");
    }
  }
  return refuse(clean, "một con số");
}

}  // namespace sovang::text
