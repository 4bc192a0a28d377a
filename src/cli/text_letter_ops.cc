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
  return {nfc_of(line)};
}

LineResult decode(std::string_view line, const TextOptions& options) {
  const auto scheme = text::legacy_scheme_from(options.scheme);
  return {scheme ? text::decode_legacy(line, *scheme) : std::string(line)};
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
  result.extra["verdict"] = text::to_string(found.verdict);
  result.extra["scheme"] = found.finding;
  return result;
}

LineResult upper(std::string_view line, const TextOptions&) {
  return {text::upper(nfc_of(line))};
}

LineResult lower(std::string_view line, const TextOptions&) {
  return {text::lower(nfc_of(line))};
}

LineResult title_name(std::string_view line, const TextOptions&) {
  return {text::title_name(nfc_of(line))};
}

LineResult tone(std::string_view line, const TextOptions& options) {
  const std::string text = nfc_of(line);
  const auto style = options.style == "new" ? text::ToneStyle::new_style : text::ToneStyle::old_style;
  if (text::count_misplaced(text) == 0) return {text::with_tone_style(text, style)};
  return {std::string(line), LineStatus::ask, {"VT-33"}, {text::with_marks_put_right(text, style)}};
}

LineResult syllable(std::string_view line, const TextOptions&) {
  const std::string text = nfc_of(line);
  const text::SyllableVerdict verdict = text::check_syllable(text);
  LineResult result{std::string(text::to_string(verdict))};
  if (verdict == text::SyllableVerdict::misplaced) {
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
    {"tone", "Đổi chỗ đặt dấu thanh theo kiểu cũ hoặc mới", "", "old new", "", tone},
    {"syllable", "Kiểm tra âm tiết", "", "", "", syllable},
    {"keys", "Khóa tìm kiếm: đúng, i/y, không dấu", "", "", "", keys},
};

}  // namespace

std::span<const TextOp> text_letter_ops() {
  return ops;
}

std::vector<std::string> sort_lines(std::vector<std::string> lines, std::string_view kind) {
  struct Keyed {
    std::string key;
    std::string line;
  };
  const bool names = kind.starts_with("names");
  std::vector<Keyed> keyed;
  keyed.reserve(lines.size());
  for (std::string& line : lines)
    keyed.push_back({names ? text::name_sort_key(line) : text::phrase_sort_key(line), std::move(line)});
  std::stable_sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
  for (std::size_t i = 0; i < keyed.size(); ++i)
    lines[i] = std::move(keyed[i].line);
  return lines;
}

}  // namespace sovang::cli
