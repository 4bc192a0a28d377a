#include <algorithm>

#include "sovang/domain/rules.h"

#include "tsv.h"

namespace sovang::domain {
namespace {

std::string filled(std::string_view message, const std::map<std::string, std::string>& slots) {
  std::string out;
  while (!message.empty()) {
    const std::size_t open = message.find('{');
    out += message.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = message.find('}', open);
    SOVANG_EXPECT(close != std::string_view::npos);
    const auto value = slots.find(std::string(message.substr(open + 1, close - open - 1)));
    out += value == slots.end() ? "…" : value->second;
    message.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace

Result<RuleTexts> RuleTexts::parse(std::string_view tsv) {
  const Tsv table =
      SOVANG_TRY(Tsv::parse(tsv, "validation_rules.tsv", {"id", "severity", "message_vi", "fix_hint_vi"}));
  RuleTexts rules;
  for (const TsvRow& row : table.rows()) {
    Text text;
    const std::string_view severity = row["severity"];
    if (severity != "error" && severity != "warning" && severity != "info") {
      return fail(table.error(row, "mức “" + std::string(severity) + "” không phải error, warning, info"));
    }
    text.severity = severity == "error"     ? Severity::error
                    : severity == "warning" ? Severity::warning
                                            : Severity::info;
    text.message = row["message_vi"];
    text.hint = row["fix_hint_vi"];
    const auto opened = std::ranges::count(text.message, '{');
    if (opened != std::ranges::count(text.message, '}')) {
      return fail(table.error(row, "câu thông báo có dấu { hoặc } lẻ"));
    }
    rules.texts_.emplace(row["id"], std::move(text));
  }
  return rules;
}

Objection RuleTexts::object(std::string_view rule, std::vector<std::string> subjects,
                            const std::map<std::string, std::string>& slots) const {
  Objection objection;
  objection.rule = rule;
  objection.subjects = std::move(subjects);
  const auto found = texts_.find(rule);
  if (found == texts_.end()) {
    // An office may shorten its table; the rule still holds, it only lacks its words.
    objection.message = "vi phạm quy tắc " + std::string(rule);
    return objection;
  }
  objection.severity = found->second.severity;
  objection.message = filled(found->second.message, slots);
  objection.hint = found->second.hint;
  return objection;
}

Result<std::vector<Date>> parse_holidays(std::string_view tsv) {
  const Tsv table = SOVANG_TRY(Tsv::parse(tsv, "holidays.tsv", {"date"}));
  std::vector<Date> days;
  for (const TsvRow& row : table.rows()) {
    const auto day = Date::from_iso(row["date"]);
    if (!day)
      return fail(table.error(row, "ngày “" + std::string(row["date"]) + "” không đúng dạng NNNN-TT-NN"));
    days.push_back(*day);
  }
  std::ranges::sort(days);
  return days;
}

std::vector<Objection> check_all(const RuleInput& input) {
  std::vector<Objection> all = check_cases(input);
  for (const auto check : {check_session, check_papers, check_awards}) {
    std::vector<Objection> more = check(input);
    std::ranges::move(more, std::back_inserter(all));
  }
  return all;
}

}  // namespace sovang::domain
