#include "list_names.h"

#include <algorithm>
#include <array>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"
#include "sovang/text/names.h"

#include "list_text.h"

namespace sovang::exchange {
namespace {

/// First words of the names of bodies, with their marks ("Đại" is no "Đài"), in both places of the tone mark.
constexpr std::array<std::string_view, 118> organisations{"ủy ban",
                                                          "ubnd",
                                                          "hđnd",
                                                          "hội đồng",
                                                          "sở",
                                                          "ban",
                                                          "phòng",
                                                          "trung tâm",
                                                          "bệnh viện",
                                                          "bệnh xá",
                                                          "trạm y tế",
                                                          "trường",
                                                          "khoa",
                                                          "tổ",
                                                          "đội",
                                                          "đoàn thanh niên",
                                                          "đoàn công tác",
                                                          "đoàn thể",
                                                          "đoàn",
                                                          "tỉnh đoàn",
                                                          "huyện đoàn",
                                                          "thành đoàn",
                                                          "thị đoàn",
                                                          "hội",
                                                          "chi hội",
                                                          "chi bộ",
                                                          "chi cục",
                                                          "cục",
                                                          "viện",
                                                          "báo",
                                                          "đài",
                                                          "đồn",
                                                          "bộ",
                                                          "công an",
                                                          "tòa án",
                                                          "liên đoàn",
                                                          "liên minh",
                                                          "nhân dân",
                                                          "chùa",
                                                          "giáo xứ",
                                                          "họ đạo",
                                                          "quỹ",
                                                          "hợp tác xã",
                                                          "doanh nghiệp",
                                                          "công ty",
                                                          "tổng công ty",
                                                          "xưởng",
                                                          "xí nghiệp",
                                                          "văn phòng",
                                                          "thôn",
                                                          "tỉnh ủy",
                                                          "huyện ủy",
                                                          "thành ủy",
                                                          "thị ủy",
                                                          "đảng ủy",
                                                          "đảng bộ",
                                                          "lực lượng",
                                                          "bảo hiểm",
                                                          "kho bạc",
                                                          "ngân hàng",
                                                          "mặt trận",
                                                          "câu lạc bộ",
                                                          "nhóm",
                                                          "hạt",
                                                          "trung đoàn",
                                                          "tiểu đoàn",
                                                          "đại đội",
                                                          "lữ đoàn",
                                                          "sư đoàn",
                                                          "hải đội",
                                                          "hải quan",
                                                          "cơ quan",
                                                          "tập thể",
                                                          "cán bộ",
                                                          "công đoàn",
                                                          "nghiệp đoàn",
                                                          "tổng liên đoàn",
                                                          "hiệp hội",
                                                          "thanh tra",
                                                          "kiểm toán",
                                                          "khối",
                                                          "khu",
                                                          "xã",
                                                          "phường",
                                                          "thị trấn",
                                                          "tịnh thất",
                                                          "tịnh xá",
                                                          "nhà thờ",
                                                          "thánh thất",
                                                          "nhà máy",
                                                          "nông trường",
                                                          "lâm trường",
                                                          "cảng",
                                                          "uỷ ban",
                                                          "toà án",
                                                          "tỉnh uỷ",
                                                          "huyện uỷ",
                                                          "thành uỷ",
                                                          "thị uỷ",
                                                          "đảng uỷ",
                                                          "bảo tàng",
                                                          "thư viện",
                                                          "bưu điện",
                                                          "bưu cục",
                                                          "chốt",
                                                          "nhà văn hóa",
                                                          "nhà văn hoá",
                                                          "nhà hát",
                                                          "nhà khách",
                                                          "đền",
                                                          "đình",
                                                          "học viện",
                                                          "khu cách ly",
                                                          "điểm",
                                                          "vườn quốc gia",
                                                          "tạp chí",
                                                          "trại",
                                                          "dự án"};

/// These begin people's names as well: "Đoàn Thị Thu" is a person, "Đoàn thanh niên tình nguyện" is not.
bool is_also_a_family_name(std::string_view word) {
  return word == "đoàn" || word == "khu" || word == "cảng";
}

/// Every syllable of a person's name has a capital; the names of bodies hold small words.
bool has_small_word(std::string_view line) {
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    if (text::capitalise_first(word) != word) return true;
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return false;
}

std::size_t count_words(std::string_view fold) {
  return fold.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(fold, ' ')) + 1;
}

/// "thiếu úy", "đại tá", "thượng sĩ", "binh nhất": military and police ranks, in folded words.
bool is_rank(const Words& words) {
  constexpr std::array<std::string_view, 23> ranks{
      "binh nhi",     "binh nhat",  "ha si",       "trung si",    "thuong si",    "chuan uy",
      "thieu uy",     "trung uy",   "thuong uy",   "dai uy",      "thieu ta",     "trung ta",
      "thuong ta",    "dai ta",     "thieu tuong", "trung tuong", "thuong tuong", "dai tuong",
      "chuan do doc", "pho do doc", "do doc",      "ha sy",       "trung sy"};
  return std::ranges::any_of(ranks, [&words](std::string_view rank) { return words.starts(rank); });
}

/// Where what follows the name begins: the first ", " or " - ".
std::size_t end_of_name(std::string_view line) {
  return std::min({line.find(", "), line.find(" - "), line.find(" – "), line.size()});
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == ',' || text.front() == '-'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == ';'))
    text.remove_suffix(1);
  return text;
}

/// The name as typed behind honorific and titles, remarks in brackets included.
std::string_view behind_prefixes(std::string_view line, const text::PersonName& parts) {
  if (parts.honorific.empty() && parts.title_or_rank.empty()) return line;
  const std::string& first = !parts.family.empty()   ? parts.family
                             : !parts.middle.empty() ? parts.middle
                                                     : parts.given;
  const std::size_t after_title =
      parts.title_or_rank.empty() ? 0 : line.find(parts.title_or_rank) + parts.title_or_rank.size();
  const std::size_t begin =
      first.empty() ? std::string_view::npos : line.find(" " + first, after_title > 0 ? after_title - 1 : 0);
  return begin == std::string_view::npos ? line : line.substr(begin + 1);
}

}  // namespace

PersonCell split_person(std::string_view line) {
  PersonCell cell;
  const std::size_t end = end_of_name(line);
  const std::string_view head = trimmed(line.substr(0, end));
  cell.title = trimmed(line.substr(end));
  if (cell.title.starts_with("– ")) cell.title.erase(0, std::string_view("– ").size());
  const text::PersonName parts = text::split_name(head);
  cell.honorific = text::lower(parts.honorific);
  (is_rank(words_of(parts.title_or_rank)) ? cell.rank : cell.degree) = parts.title_or_rank;
  cell.name = behind_prefixes(head, parts);
  return cell;
}

bool names_an_organisation(std::string_view line) {
  const Words words = words_of(line);
  for (const std::string_view start : organisations) {
    if (!words.starts_exactly(start)) continue;
    if (is_also_a_family_name(start) && !has_small_word(line)) continue;
    return true;
  }
  return false;
}

bool names_a_household(std::string_view line) {
  const Words words = words_of(line);
  return words.starts("ho gia dinh") || words.starts("gia dinh") || words.starts("ho ong") ||
         words.starts("ho ba");
}

bool is_addressed_as_person(std::string_view line) {
  const text::PersonName parts = text::split_name(line.substr(0, end_of_name(line)));
  return !parts.honorific.empty() || is_rank(words_of(parts.title_or_rank));
}

TitleAndUnit split_title_and_unit(std::string_view line) {
  for (std::size_t at = line.find(' '); at != std::string_view::npos; at = line.find(' ', at + 1)) {
    const std::string_view rest = line.substr(at + 1);
    // Bodies are written with a capital: "Trưởng Công an" is a post, "Giám đốc Công ty" holds a body.
    const bool behind_comma = at > 0 && line[at - 1] == ',';
    const std::string first_letter(rest.substr(0, rest.find(' ')));
    if (first_letter.empty() || text::lower(first_letter) == first_letter) continue;
    if (!names_an_organisation(rest) || (!behind_comma && count_words(words_of(rest).fold) < 3)) continue;
    return {std::string(trimmed(line.substr(0, at))), std::string(rest)};
  }
  return {std::string(line), {}};
}

RankAndTitle split_rank_and_title(std::string_view line) {
  const std::size_t comma = line.find(", ");
  const std::string_view head = line.substr(0, comma);
  if (!is_rank(words_of(head))) return {{}, std::string(line)};
  if (comma == std::string_view::npos) return {std::string(head), {}};
  return {std::string(head), std::string(trimmed(line.substr(comma)))};
}

domain::Gender gender_of_honorific(std::string_view honorific) {
  const Words words = words_of(honorific);
  for (const std::string_view male : {"ông", "anh"}) {
    if (words.exact == male) return domain::Gender::male;
  }
  for (const std::string_view female : {"bà", "chị", "cô"}) {
    if (words.exact == female) return domain::Gender::female;
  }
  return domain::Gender::unknown;
}

bool lacks_diacritics(std::string_view name) {
  constexpr std::array<std::string_view, 30> families{
      "nguyen", "tran", "le",  "pham",  "huynh", "hoang", "vu",    "vo",     "dang",  "bui",
      "do",     "ho",   "ngo", "duong", "ly",    "dinh",  "doan",  "truong", "luong", "trinh",
      "lam",    "thai", "ha",  "ta",    "dao",   "trieu", "quach", "phung",  "vuong", "lu"};
  if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return false;
  const Words words = words_of(name);
  const std::string_view family = std::string_view(words.fold).substr(0, words.fold.find(' '));
  return count_words(words.fold) >= 2 && std::ranges::find(families, family) != families.end();
}

}  // namespace sovang::exchange
