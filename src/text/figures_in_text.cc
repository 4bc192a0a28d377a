#include "sovang/text/casing.h"
#include "sovang/text/normal.h"
#include "sovang/text/typography.h"

#include "digits.h"
#include "figure.h"
#include "word_kinds.h"

namespace sovang::text {
namespace {

/// VT-78: four digits alone that may be a year are left alone.
bool may_be_year(const Decimal& value) {
  return !value.negative && value.fraction.empty() && value.whole.size() == 4 &&
         (value.whole.starts_with("19") || value.whole.starts_with("20"));
}

/// A zero in front of other digits: a telephone number or a code.
bool is_code(std::string_view figure) {
  return figure.size() > 1 && figure[0] == '0' && digits::is_digit(figure[1]);
}

bool is_counted(std::string_view word) {
  while (word.ends_with(',') || word.ends_with('.') || word.ends_with(';'))
    word.remove_suffix(1);
  return is_dong(word) || (kinds_of(lower(word)) & (unit | counted)) != 0;
}

/// "12345000đ," → its figure; nothing where no đ, đồng or VNĐ closes up to it.
std::string_view figure_of_dong(std::string_view token) {
  const std::size_t end = std::min(token.find_first_not_of("0123456789"), token.size());
  std::string_view behind = token.substr(end);
  while (behind.ends_with(',') || behind.ends_with('.') || behind.ends_with(';') || behind.ends_with(')'))
    behind.remove_suffix(1);
  return end > 0 && is_dong(behind) ? token.substr(0, end) : std::string_view();
}

/// Groups the figures that something counted follows: "1234567 đồng", "1234567đ".
std::string grouped_in_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view token = text.substr(at, end - at);
    const std::size_t next_end = std::min(text.find(' ', std::min(end + 1, text.size())), text.size());
    const std::string_view next =
        end < text.size() ? text.substr(end + 1, next_end - end - 1) : std::string_view();
    const std::string_view dong = figure_of_dong(token);
    const std::string_view figure = dong.empty() ? token : dong;
    const bool counts = !dong.empty() || is_counted(next);
    const bool plain = figure.find('.') == std::string_view::npos && !is_code(figure) && counts;
    const auto value = plain ? plain_figure(figure) : std::nullopt;
    out.append(value ? value->grouped() : std::string(figure)).append(token.substr(figure.size()));
    if (end < text.size()) out += ' ';
    at = end + 1;
  }
  return out;
}

}  // namespace

TypographyFix repair_figures(std::string_view nfc) {
  std::string out(nfc);
  if (const auto value = plain_figure(nfc); value && nfc.find(' ') == std::string_view::npos) {
    if (!is_code(nfc) && !may_be_year(*value)) out = value->grouped();
  } else {
    out = grouped_in_text(nfc);
  }
  if (out == nfc) return {std::move(out), Certainty::ok, {}};
  return {std::move(out), Certainty::warn, "số được ngăn từng nhóm ba chữ số bằng dấu chấm"};
}

}  // namespace sovang::text
