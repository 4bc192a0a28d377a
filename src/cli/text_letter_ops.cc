#include <algorithm>

#include "sovang/text/casing.h"
#include "sovang/text/legacy.h"
#include "sovang/text/normal.h"
#include "sovang/text/order.h"
#include "sovang/text/search_keys.h"
#include "sovang/text/syllable.h"

#include "text_ops.h"

namespace sovang::cli {
namespace {

// The operations work on NFC (VT-01); a line is valid UTF-8, so this does not fail.
std::string nfc_of(std::string_view line) {
  auto normal = text::normalise(line);
  return normal ? std::move(*normal) : std::string(line);
}

LineResult nfc(std::string_view line, const TextOptions&) {
  const auto found = text::examine(line);
  if (!found) return {std::string(line), LineStatus::error, {"VT-01"}};
  LineResult result{found->text};
  const auto tell = [&result](std::size_t count, const char* rule, LineStatus status) {
    if (count == 0) return;
    result.rules.emplace_back(rule);
    result.status = std::max(result.status, status);
  };
  tell(found->reordered_marks, "VT-03", LineStatus::warn);
  tell(found->look_alikes, "VT-04", LineStatus::warn);
  tell(found->invisible, "VT-05", LineStatus::warn);
  tell(found->stray_marks, "VT-07", LineStatus::warn);
  tell(found->ligatures, "VT-01", LineStatus::warn);
  if (found->proposal != found->text) {
    result.proposals.push_back(found->proposal);
    // What NFC itself changes is always right; a proposal alone is a question.
    if (found->text == line) result.status = LineStatus::ask;
  }
  return result;
}

LineResult decode(std::string_view line, const TextOptions& options) {
  const auto scheme = text::legacy_scheme_from(options.scheme);
  if (!scheme) return {std::string(line), LineStatus::error};
  LineResult result{text::decode_legacy(line, *scheme)};
  if (*scheme == text::LegacyScheme::tcvn3 && text::may_have_lost_u_horn(line)) {
    result.status = LineStatus::warn;
    result.rules.emplace_back("VT-14");
  }
  if (*scheme == text::LegacyScheme::tcvn3 && text::may_have_lost_capital(line)) {
    result.status = LineStatus::warn;
    result.rules.emplace_back("VT-12");
    result.proposals.push_back(text::upper(result.out));
  }
  return result;
}

const char* rule_of(const text::Detection& found) {
  if (found.finding == "mark_order") return "VT-03";
  if (found.finding == "look_alike") return "VT-04";
  if (found.finding == "invisible") return "VT-05";
  if (found.finding == "double_tcvn3") return "VT-19";
  switch (found.verdict) {
    case text::Detection::Verdict::convert:
      return "VT-23";
    case text::Detection::Verdict::normalise:
      return "VT-01";
    case text::Detection::Verdict::repair:
      return "VT-03";
    case text::Detection::Verdict::mixed:
      return "VT-24";
    case text::Detection::Verdict::ask:
      return "VT-25";
    case text::Detection::Verdict::unchanged:
      return "VT-26";
  }
  return "VT-26";
}

LineResult detect(std::string_view line, const TextOptions& options) {
  using Verdict = text::Detection::Verdict;
  const text::Detection found = text::detect_legacy(line, options.font);
  LineResult result{found.may_replace() ? found.proposal : std::string(line)};
  if (found.verdict == Verdict::ask || found.verdict == Verdict::mixed) {
    result.status = LineStatus::ask;
    result.proposals.push_back(found.proposal);
  } else if (found.verdict == Verdict::convert || found.verdict == Verdict::repair) {
    result.status = LineStatus::warn;
  }
  if (found.verdict != Verdict::unchanged) result.rules.emplace_back(rule_of(found));
  result.extra["verdict"] = text::to_string(found.verdict);
  result.extra["scheme"] = found.finding;
  if (found.verdict == Verdict::convert) {
    // VT-27: what a person should still look at.
    auto& doubtful = result.extra["doubtful"] = nlohmann::ordered_json::array();
    for (const text::DoubtfulWord& word : text::doubtful_words(result.out))
      doubtful.push_back({{"word", word.word}, {"begin", word.begin}});
  }
  return result;
}

LineResult upper(std::string_view line, const TextOptions&) {
  return {text::upper(nfc_of(line))};
}

LineResult lower(std::string_view line, const TextOptions&) {
  return {text::lower(nfc_of(line))};
}

LineResult as_proposed(std::string_view line, const text::CaseProposal& proposal, const char* rule) {
  if (!proposal.ask) return {proposal.text};
  return {std::string(line), LineStatus::ask, {rule}, {proposal.text}};
}

LineResult title_name(std::string_view line, const TextOptions&) {
  const std::string text = nfc_of(line);
  const char* rule = text.find('-') != std::string::npos                                           ? "VT-47"
                     : text.find('\'') != std::string::npos || text.find("’") != std::string::npos ? "VT-46"
                                                                                                   : "VT-45";
  return as_proposed(line, text::name_case(text), rule);
}

LineResult sentence(std::string_view line, const TextOptions&) {
  return as_proposed(line, text::sentence_case(nfc_of(line)), "VT-50");
}

LineResult code_case(std::string_view line, const TextOptions&) {
  return {text::code_case(nfc_of(line))};
}

LineResult tone(std::string_view line, const TextOptions& options) {
  const std::string text = nfc_of(line);
  const auto style = options.style == "new" ? text::ToneStyle::new_style : text::ToneStyle::old_style;
  if (text::count_misplaced(text) == 0) return {text::with_tone_style(text, style)};
  return {std::string(line), LineStatus::ask, {"VT-33"}, {text::with_marks_put_right(text, style)}};
}

// One verdict a word, separated by blanks; a line is one syllable as a rule.
LineResult syllable(std::string_view line, const TextOptions&) {
  const std::string text = nfc_of(line);
  LineResult result;
  bool misplaced = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) {
      const text::SyllableVerdict verdict = text::check_syllable(text.substr(begin, end - begin));
      misplaced = misplaced || verdict == text::SyllableVerdict::misplaced;
      (result.out += result.out.empty() ? "" : " ") += text::to_string(verdict);
    }
    begin = end + 1;
  }
  if (result.out.empty()) result.out = "invalid";
  if (misplaced) {
    result.status = LineStatus::warn;
    result.rules = {"VT-33"};
    result.proposals = {text::with_marks_put_right(text, text::ToneStyle::old_style)};
  }
  return result;
}

LineResult keys(std::string_view line, const TextOptions&) {
  const text::SearchKeys found = text::search_keys(line);
  LineResult result{found.exact + '\t' + found.iy + '\t' + found.fold};
  result.extra["exact"] = found.exact;
  result.extra["iy"] = found.iy;
  result.extra["fold"] = found.fold;
  auto& spans = result.extra["spans"] = nlohmann::ordered_json::array();
  for (const text::SearchToken& token : text::search_tokens(line))
    spans.push_back({token.begin, token.end});
  return result;
}

constexpr char all_schemes[] = "tcvn3 tcvn3H vni viscii vps bkhcm2 cp1258 utf8_as_cp1252 double_tcvn3";

constexpr TextOp ops[] = {
    {"nfc", "Chuẩn hóa Unicode dựng sẵn, nối lại dấu đặt sai thứ tự", "", "", "", nfc},
    {"decode", "Giải mã văn bản gõ bằng bảng mã cũ", "", "", all_schemes, decode},
    {"detect", "Nhận ra văn bản gõ bằng bảng mã cũ", "", "", "", detect},
    {"upper", "Chữ hoa", "", "", "", upper},
    {"lower", "Chữ thường", "", "", "", lower},
    {"title-name", "Viết hoa họ tên", "", "", "", title_name},
    {"sentence", "Câu viết thường từ chữ in hoa, giữ chữ viết tắt và tên riêng", "", "", "", sentence},
    {"code-case", "Viết hoa ký hiệu văn bản: qđ-ubnd thành QĐ-UBND", "", "", "", code_case},
    {"tone", "Đổi chỗ đặt dấu thanh theo kiểu cũ hoặc mới", "", "old new", "", tone},
    {"syllable", "Kiểm tra âm tiết", "", "", "", syllable},
    {"keys", "Khóa tìm kiếm: đúng, i/y, không dấu", "", "", "", keys},
};

}  // namespace

std::span<const TextOp> text_letter_ops() {
  return ops;
}

std::vector<std::string> sort_lines(std::vector<std::string> lines, std::string_view kind) {
  const bool names = kind.starts_with("names");
  const auto order = kind == "names-middle-first" ? text::NameOrder::given_middle_family
                                                  : text::NameOrder::given_family_middle;
  std::vector<std::string> sorted;
  sorted.reserve(lines.size());
  for (const std::size_t place : names ? text::order_of_names(lines, order) : text::order_of_phrases(lines))
    sorted.push_back(std::move(lines[place]));
  return sorted;
}

}  // namespace sovang::cli
