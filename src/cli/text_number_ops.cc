#include <algorithm>
#include <array>
#include <utility>

#include "sovang/text/abbreviations.h"
#include "sovang/text/dates.h"
#include "sovang/text/names.h"
#include "sovang/text/normal.h"
#include "sovang/text/numbers.h"
#include "sovang/text/typography.h"

#include "text_ops.h"

namespace sovang::cli {
namespace {

// The operations work on NFC (VT-01); a line is valid UTF-8, so this does not fail.
std::string nfc_of(std::string_view line) {
  auto normal = text::normalise(line);
  return normal ? std::move(*normal) : std::string(line);
}

LineStatus status_of(text::Certainty certainty) {
  switch (certainty) {
    case text::Certainty::ok:
      return LineStatus::ok;
    case text::Certainty::warn:
      return LineStatus::warn;
    case text::Certainty::ask:
      return LineStatus::ask;
    case text::Certainty::error:
      return LineStatus::error;
    case text::Certainty::partial:
      return LineStatus::partial;
    case text::Certainty::blank:
      return LineStatus::blank;
  }
  return LineStatus::error;
}

// What could not be read stays as it is; the reason goes into the object.
LineResult printed(std::string_view line, Result<std::string> text, std::vector<std::string> rules) {
  if (text) return {std::move(*text), LineStatus::ok, std::move(rules)};
  LineResult result{std::string(line), LineStatus::error, std::move(rules)};
  result.extra["message"] = text.error().message;
  return result;
}

// A value of --kind and what it means.
template <class Value>
struct Named {
  std::string_view name;
  Value value;
};

template <class Value, std::size_t size>
Value value_of(const std::array<Named<Value>, size>& list, std::string_view name) {
  const auto* const at =
      std::find_if(list.begin(), list.end(), [name](const auto& row) { return row.name == name; });
  return at == list.end() ? list.front().value : at->value;  // CLI11 lets pass only listed names
}

constexpr std::array<Named<text::NumberKind>, 12> number_kinds = {{{"int", text::NumberKind::integer},
                                                                   {"money", text::NumberKind::money},
                                                                   {"decimal", text::NumberKind::decimal},
                                                                   {"percent", text::NumberKind::percent},
                                                                   {"permille", text::NumberKind::permille},
                                                                   {"ordinal", text::NumberKind::ordinal},
                                                                   {"rank", text::NumberKind::rank},
                                                                   {"fraction", text::NumberKind::fraction},
                                                                   {"ratio", text::NumberKind::ratio},
                                                                   {"year", text::NumberKind::year},
                                                                   {"negative", text::NumberKind::negative},
                                                                   {"mixed", text::NumberKind::mixed}}};

text::NumberWords words_of(const TextOptions& options) {
  const bool le = options.style == "le";
  return {.le = le, .ngan = le, .chan = options.chan};
}

std::vector<std::string> number_rules(text::NumberKind kind) {
  switch (kind) {
    case text::NumberKind::money:
      return {"VT-63"};
    case text::NumberKind::decimal:
    case text::NumberKind::percent:
    case text::NumberKind::permille:
      return {"VT-64"};
    case text::NumberKind::ordinal:
    case text::NumberKind::rank:
    case text::NumberKind::fraction:
    case text::NumberKind::ratio:
    case text::NumberKind::mixed:
      return {"VT-65"};
    case text::NumberKind::year:
      return {"VT-70"};
    case text::NumberKind::integer:
    case text::NumberKind::negative:
      break;
  }
  return {"VT-60", "VT-61", "VT-62"};
}

LineResult words(std::string_view line, const TextOptions& options) {
  const text::NumberKind kind = value_of(number_kinds, options.kind);
  return printed(line, text::read_aloud(nfc_of(line), kind, words_of(options)), number_rules(kind));
}

LineResult number(std::string_view line, const TextOptions&) {
  const text::ReadNumber read = text::read_number(nfc_of(line));
  LineResult result{std::string(line), status_of(read.certainty), {"VT-78"}};
  if (read.certainty == text::Certainty::ok || read.certainty == text::Certainty::warn) {
    const std::string below = read.denominator.empty() ? "" : "/" + read.denominator;
    result.out = read.value.grouped() + below;
    result.extra["value"] = read.value.plain() + below;
    if (!read.unit.empty()) result.extra["unit"] = read.unit;
  }
  for (const text::Decimal& reading : read.readings)
    result.proposals.push_back(reading.grouped());
  return result;
}

LineResult parse_date(std::string_view line) {
  const text::ParsedDate parsed = text::parse_date(nfc_of(line));
  LineResult result{std::string(line), status_of(parsed.certainty), {"VT-69"}};
  if (parsed.date) result.out = parsed.date->iso();
  if (!parsed.part.empty()) result.out = parsed.part;
  if (!parsed.proposal.empty()) {
    result.rules = {"VT-67", "VT-73"};
    result.proposals.push_back(parsed.proposal);
  }
  if (parsed.certainty == text::Certainty::blank) result.rules = {"VT-73"};
  if (!parsed.remark.empty()) result.extra["message"] = parsed.remark;
  return result;
}

constexpr char date_kinds[] =
    "parse iso_to_long iso_to_place_line iso_to_short iso_to_words option_mung time_to_long time_to_words "
    "minutes_opening minutes_opening_words range range_years school_year quarter half";

constexpr std::array<Named<text::DateForm>, 14> date_forms = {
    {{"iso_to_long", text::DateForm::iso_to_long},
     {"iso_to_place_line", text::DateForm::iso_to_place_line},
     {"iso_to_short", text::DateForm::iso_to_short},
     {"iso_to_words", text::DateForm::iso_to_words},
     {"option_mung", text::DateForm::option_mung},
     {"time_to_long", text::DateForm::time_to_long},
     {"time_to_words", text::DateForm::time_to_words},
     {"minutes_opening", text::DateForm::minutes_opening},
     {"minutes_opening_words", text::DateForm::minutes_opening_words},
     {"range", text::DateForm::range},
     {"range_years", text::DateForm::range_years},
     {"school_year", text::DateForm::school_year},
     {"quarter", text::DateForm::quarter},
     {"half", text::DateForm::half}}};

LineResult date(std::string_view line, const TextOptions& options) {
  if (options.kind == "parse") return parse_date(line);
  const text::DateForm form = value_of(date_forms, options.kind);
  return printed(line, text::print_date(nfc_of(line), form, words_of(options)), {"VT-67", "VT-70"});
}

LineResult no_break(std::string_view line, const TextOptions&) {
  return {text::mark_no_break(nfc_of(line)), LineStatus::ok, {"VT-75", "VT-76"}};
}

using Repairer = text::TypographyFix (*)(std::string_view);
constexpr std::array<Named<Repairer>, 4> repairers = {{{"quotes", text::repair_quotes},
                                                       {"dash", text::repair_dashes},
                                                       {"spacing", text::repair_spacing},
                                                       {"number_format", text::repair_figures}}};

// The operation was asked for by its name, so a repair is made and told; the proposal is the same text.
LineResult typography(std::string_view line, const TextOptions& options) {
  const std::string nfc = nfc_of(line);
  const text::TypographyFix fix = value_of(repairers, options.kind)(nfc);
  LineResult result{
      fix.text, status_of(fix.certainty), {options.kind == "number_format" ? "VT-78" : "VT-77"}};
  if (fix.text != nfc) result.proposals.push_back(fix.text);
  if (!fix.remark.empty()) result.extra["message"] = fix.remark;
  return result;
}

LineResult name(std::string_view line, const TextOptions&) {
  const text::PersonName parts = text::split_name(nfc_of(line));
  const auto columns = [&parts](const std::string& title) {
    return parts.honorific + '\t' + title + '\t' + parts.family + '\t' + parts.middle + '\t' + parts.given;
  };
  LineResult result{columns(parts.title_or_rank), LineStatus::ok, {"VT-93", "VT-96", "VT-97"}};
  if (parts.uncertain) {
    result.plain = std::exchange(result.out, std::string(line));
    result.status = LineStatus::ask;
    result.proposals.push_back(parts.rank_proposal.empty() ? *result.plain : columns(parts.rank_proposal));
  }
  result.extra["honorific"] = parts.honorific;
  result.extra["title_or_rank"] = parts.title_or_rank;
  result.extra["family"] = parts.family;
  result.extra["middle"] = parts.middle;
  result.extra["given"] = parts.given;
  for (const auto& [field, value] : {std::pair{"saint", &parts.saint}, std::pair{"alias", &parts.alias},
                                     std::pair{"office", &parts.office}}) {
    if (!value->empty()) result.extra[field] = *value;
  }
  return result;
}

// An ambiguous abbreviation says so (VT-88): status warn.
LineResult abbreviations(std::string_view line, const TextOptions&) {
  const text::Alternatives found = text::alternatives(nfc_of(line));
  LineResult result{"", found.ambiguous ? LineStatus::warn : LineStatus::ok, {"VT-88", "VT-89"}};
  auto& list = result.extra["alternatives"] = nlohmann::ordered_json::array();
  for (const text::Alternative& alternative : found.texts) {
    (result.out += result.out.empty() ? "" : "\t") += alternative.text;
    list.push_back({{"text", alternative.text}, {"rank", alternative.rank}});
  }
  result.extra["ambiguous"] = found.ambiguous;
  if (found.texts.empty()) result.out = line;
  return result;
}

constexpr char all_number_kinds[] =
    "int money decimal percent permille ordinal rank fraction ratio year negative mixed";

constexpr TextOp ops[] = {
    {"words", "Đọc số thành chữ", all_number_kinds, "linh le", "", words},
    {"number", "Hiểu số viết bằng chữ số hoặc bằng chữ", "", "", "", number},
    {"date", "Đọc và viết ngày, giờ, thời kỳ", date_kinds, "linh le", "", date},
    {"no-break", "Đánh dấu chỗ không được xuống dòng: ⍽ và ⁀", "", "", "", no_break},
    {"typography", "Sửa dấu nháy, gạch nối, khoảng trắng, nhóm chữ số", "quotes dash spacing number_format",
     "", "", typography},
    {"abbreviations", "Cách viết khác: chữ viết tắt và chữ đầy đủ", "", "", "", abbreviations},
    {"name", "Tách họ, đệm, tên, cách xưng hô, cấp bậc", "", "", "", name},
};

}  // namespace

std::span<const TextOp> text_number_ops() {
  return ops;
}

}  // namespace sovang::cli
