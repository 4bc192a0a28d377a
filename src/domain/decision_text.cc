#include "sovang/domain/decision_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "sovang/text/casing.h"
#include "sovang/text/normal.h"
#include "sovang/text/numbers.h"
#include "sovang/text/search_keys.h"

namespace sovang::domain {
namespace {

using Objections = std::vector<Objection>;

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

/// The figures that stand at the end of `text`, with their thousands points: "… tiền: 1.490.000" →
/// "1.490.000".
std::string_view figures_at_end(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && (is_figure(text[begin - 1]) || text[begin - 1] == '.'))
    --begin;
  return text.substr(begin);
}

std::optional<std::int64_t> number_of(std::string_view figures) {
  std::string bare(figures);
  std::erase(bare, '.');
  std::int64_t value = 0;
  const auto [end, wrong] = std::from_chars(bare.data(), bare.data() + bare.size(), value);
  if (bare.empty() || wrong != std::errc() || end != bare.data() + bare.size()) return std::nullopt;
  return value;
}

/// What stands from one mark to another; empty if the first is missing.
std::string_view between(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = text.substr(begin + from.size());
  return rest.substr(0, rest.find(to));
}

struct Group {
  RecipientKind kind;
  std::string_view word;
};
constexpr std::array groups{Group{RecipientKind::collective, "tập thể"},
                            Group{RecipientKind::individual, "cá nhân"},
                            Group{RecipientKind::household, "hộ gia đình"}};

/// The figures before each "tập thể", "cá nhân", "hộ gia đình".
template <class Take>
void for_each_count(std::string_view text, Take take) {
  for (const Group& group : groups) {
    const std::string mark = " " + std::string(group.word);
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
      const std::string_view figures = figures_at_end(text.substr(0, at));
      if (const auto count = number_of(figures)) take(group, figures, *count);
    }
  }
}

void check_counts(const RuleTexts& texts, const DecisionAwards& decision, std::string_view article,
                  Objections& out) {
  // One recipient is named instead of counted.
  if (decision.awards.size() <= 1) return;
  for (const Group& group : groups) {
    std::int64_t stated = 0;
    for_each_count(article, [&](const Group& found, std::string_view, std::int64_t count) {
      if (found.kind == group.kind) stated = count;
    });
    const int listed = decision.count(group.kind);
    if (stated == listed) continue;
    Objection objection = texts.object("V-22", {decision.number}, {});
    objection.message = "Điều 1 ghi " + std::to_string(stated) + " " + std::string(group.word) +
                        " nhưng danh sách kèm theo có " + std::to_string(listed) + ".";
    out.push_back(std::move(objection));
  }
}

void check_zero_groups(const RuleTexts& texts, const DecisionAwards& decision, std::string_view text,
                       Objections& out) {
  for_each_count(text, [&](const Group& group, std::string_view figures, std::int64_t count) {
    if (count == 0) {
      out.push_back(texts.object("V-61", {decision.number}, {{"nhóm", std::string(group.word)}}));
    } else if (count < 10 && figures.size() == 1) {
      Objection objection = texts.object("V-61", {decision.number}, {});
      objection.message = "“" + std::string(figures) + " " + std::string(group.word) + "” phải ghi “0" +
                          std::string(figures) + " " + std::string(group.word) + "”.";
      out.push_back(std::move(objection));
    }
  });
}

/// Any good way of reading the sum aloud will do: linh or lẻ, nghìn or ngàn, tư or bốn, with "chẵn" or
/// without (V-25).
bool spells(std::string_view words, std::int64_t dong) {
  const text::ReadNumber read = text::read_number(text::lower(words));
  const bool sure = read.certainty == text::Certainty::ok || read.certainty == text::Certainty::warn;
  if (sure && read.value.fraction.empty() && read.value.whole == std::to_string(dong)) return true;
  text::NumberWords style;
  style.chan = true;
  return text::search_keys(text::money_in_words(dong, style)).exact == text::search_keys(words).exact;
}

void check_sum(const RuleTexts& texts, const DecisionAwards& decision, std::string_view text,
               Objections& out) {
  constexpr std::string_view mark = " đồng (Bằng chữ: ";
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return;
  const auto stated = number_of(figures_at_end(text.substr(0, at)));
  const std::int64_t total = decision.total().dong;
  if (stated != total) {
    out.push_back(
        texts.object("V-24", {decision.number},
                     {{"x", std::string(figures_at_end(text.substr(0, at)))}, {"y", text::grouped(total)}}));
  }
  const std::string_view words = between(text.substr(at), "(Bằng chữ: ", ")");
  if (!spells(words, stated.value_or(total))) {
    out.push_back(texts.object("V-25", {decision.number},
                               {{"x", std::string(words)}, {"y", text::grouped(stated.value_or(total))}}));
  }
}

/// "ngày 05 tháng 01 năm": a zero for days below 10 and for the months 1 and 2 only (ND30-38).
void check_dates(const RuleTexts& texts, const DecisionAwards& decision, std::string_view text,
                 Objections& out) {
  constexpr std::string_view day_mark = "ngày ";
  for (std::size_t at = text.find(day_mark); at != std::string_view::npos; at = text.find(day_mark, at + 1)) {
    const std::string_view rest = text.substr(at + day_mark.size());
    const std::string_view day = rest.substr(0, rest.find(' '));
    const std::string_view behind = rest.substr(std::min(day.size(), rest.size()));
    constexpr std::string_view month_mark = " tháng ";
    if (!behind.starts_with(month_mark)) continue;
    const std::string_view month =
        behind.substr(month_mark.size(), behind.find(' ', month_mark.size()) - month_mark.size());
    const auto d = number_of(day);
    const auto m = number_of(month);
    if (!d || !m || *d > 31 || *m > 12) continue;
    const std::string right_day = *d < 10 ? "0" + std::to_string(*d) : std::to_string(*d);
    const std::string right_month = *m < 3 ? "0" + std::to_string(*m) : std::to_string(*m);
    if (day == right_day && month == right_month) continue;
    out.push_back(texts.object("V-32", {decision.number},
                               {{"x", "ngày " + std::string(day) + " tháng " + std::string(month)},
                                {"y", "ngày " + right_day + " tháng " + right_month}}));
  }
}

/// The block from the first "Căn cứ" to "QUYẾT ĐỊNH:": each basis closes with ";", the last with ".".
void check_bases(const RuleTexts& texts, const DecisionAwards& decision, std::string_view text,
                 Objections& out) {
  constexpr std::string_view basis = "Căn cứ ";
  const std::size_t begin = text.find(basis);
  if (begin == std::string_view::npos) return;
  std::string_view block = text.substr(begin);
  const std::size_t end = std::min(block.find("QUYẾT ĐỊNH:"), block.find("Quyết định:"));
  block = block.substr(0, end);
  int number = 0;
  while (!block.empty()) {
    ++number;
    const std::size_t next =
        std::min(block.find(std::string(" ") + std::string(basis), 1), block.find(" Theo đề nghị ", 1));
    std::string_view one = block.substr(0, next);
    while (one.ends_with(' '))
      one.remove_suffix(1);
    const bool last = next == std::string_view::npos;
    if (!one.ends_with(last ? '.' : ';')) {
      out.push_back(
          texts.object("V-21", {decision.number}, {{"n", std::to_string(number)}, {"x", last ? "." : ";"}}));
    }
    block = last ? std::string_view() : block.substr(next + 1);
  }
}

void check_posthumous(const RuleTexts& texts, const DecisionAwards& decision, std::string_view article,
                      Objections& out) {
  const bool says_so = text::lower(article).find("truy tặng") != std::string::npos;
  if (article.empty() || says_so == decision.posthumous) return;
  Objection objection = texts.object("V-62", {decision.number}, {});
  objection.message =
      decision.posthumous ? "Điều 1 phải ghi “Truy tặng”." : "Điều 1 ghi “truy tặng” cho người còn sống.";
  out.push_back(std::move(objection));
}

}  // namespace

std::vector<Objection> check_decision_text(const RuleTexts& texts, const DecisionAwards& decision,
                                           std::string_view text) {
  Objections out;
  const auto nfc = text::normalise(text);
  if (!nfc || *nfc != text) {
    out.push_back(texts.object("V-36", {decision.number}, {{"x", decision.number}}));
    if (!nfc) return out;
  }
  const std::string line = text::collapse_spaces(*nfc);
  const std::string_view article = between(line, "Điều 1.", "Điều 2.");
  check_bases(texts, decision, line, out);
  check_counts(texts, decision, article, out);
  check_zero_groups(texts, decision, line, out);
  check_posthumous(texts, decision, article, out);
  check_sum(texts, decision, line, out);
  check_dates(texts, decision, line, out);
  return out;
}

}  // namespace sovang::domain
