#include "sovang/exchange/award_names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "list_text.h"

namespace sovang::exchange {
namespace {

/// Abbreviations of the names of forms and of who gives them; folded, because lists write them in any case.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> abbreviations{{
    {"bk", "bang khen"},
    {"gk", "giay khen"},
    {"hc", "huan chuong"},
    {"hcld", "huan chuong lao dong"},
    {"cstd", "chien si thi dua"},
    {"cstdcs", "chien si thi dua co so"},
    {"ldtt", "lao dong tien tien"},
    {"ttldtt", "tap the lao dong tien tien"},
    {"ttldxs", "tap the lao dong xuat sac"},
    {"ubnd", "uy ban nhan dan"},
    {"ct", "chu tich"},
    {"ctn", "chu tich nuoc"},
    {"ttg", "thu tuong chinh phu"},
    {"ttcp", "thu tuong chinh phu"},
    {"tp", "thanh pho"},
}};

/// "BK UBND tỉnh" → "bang khen uy ban nhan dan tinh".
Words written_out(std::string_view text) {
  const std::string folded = words_of(text).fold;
  Words out;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    const std::string_view word = std::string_view(folded).substr(at, end - at);
    const auto* known = std::ranges::find(abbreviations, word, &decltype(abbreviations)::value_type::first);
    if (!out.fold.empty()) out.fold += ' ';
    out.fold += known == abbreviations.end() ? word : known->second;
    at = end + 1;
  }
  return out;
}

std::set<std::string> single_words(const Words& words) {
  std::set<std::string> out;
  for (std::size_t at = 0; at < words.fold.size();) {
    const std::size_t end = std::min(words.fold.find(' ', at), words.fold.size());
    if (end > at) out.insert(words.fold.substr(at, end - at));
    at = end + 1;
  }
  out.erase("cua");  // "Bằng khen UBND tỉnh", "Bằng khen của UBND tỉnh"
  return out;
}

/// "danh hieu co thi dua cua …" → "co thi": two words tell the kinds apart.
std::string kind_of(const Words& name) {
  constexpr std::string_view title = "danh hieu ";
  const std::size_t begin = name.fold.starts_with(title) ? title.size() : 0;
  const std::size_t second = name.fold.find(' ', begin);
  return name.fold.substr(begin,
                          second == std::string::npos ? second : name.fold.find(' ', second + 1) - begin);
}

struct UsualName {
  std::string_view first;   ///< words that must stand in the name
  std::string_view second;  ///< and these, if any
  std::string_view id;      ///< as movements call it (domain.md §1.3); without one, the code of awards.tsv
  std::string_view family;  ///< in awards.tsv
};
/// The more specific first. A province, a centrally run city and a ministry award the same forms (Luật
/// 06/2022, Điều 34, 74).
constexpr std::array usual_names{
    UsualName{"huan chuong lao dong", "hang nhat", "HCLD1", "HCLD1"},
    UsualName{"huan chuong lao dong", "hang nhi", "HCLD2", "HCLD2"},
    UsualName{"huan chuong lao dong", "hang ba", "HCLD3", "HCLD3"},
    UsualName{"huan chuong dung cam", "", "HCDC", "HCDC"},
    UsualName{"co thi dua", "chinh phu", "CTDCP", "CTDCP"},
    UsualName{"co thi dua", "tinh", "CTDT", "CTDT"},
    UsualName{"co thi dua", "thanh pho", "CTDT", "CTDT"},
    UsualName{"chien si thi dua", "toan quoc", "CSTDTQ", "CSTDTQ"},
    UsualName{"chien si thi dua", "tinh", "CSTDT", "CSTDT"},
    UsualName{"chien si thi dua", "thanh pho", "CSTDT", "CSTDT"},
    UsualName{"chien si thi dua", "co so", "CSTDCS", "CSTDCS"},
    UsualName{"tap the lao dong xuat sac", "", "TTLDXS", "TTLDXS"},
    UsualName{"tap the lao dong tien tien", "", "TTLDTT", "TTLDTT"},
    UsualName{"lao dong tien tien", "", "LDTT", "LDTT"},
    UsualName{"bang khen", "thu tuong", "BKTTG", "BKTTCP"},
    UsualName{"bang khen", "chinh phu", "BKTTG", "BKTTCP"},
    UsualName{"bang khen", "tinh", "BKTINH", "BKT"},
    UsualName{"bang khen", "uy ban nhan dan thanh pho", "BKTINH", "BKT"},
    UsualName{"bang khen", "bo truong", "BKTINH", "BKT"},
    UsualName{"giay khen", "", "GKDV", "GKDV"},
};

const UsualName* usual(const Words& words) {
  const auto* found = std::ranges::find_if(usual_names, [&words](const UsualName& name) {
    return words.has(name.first) && (name.second.empty() || words.has(name.second));
  });
  return found == usual_names.end() ? nullptr : found;
}

}  // namespace

AwardNames::AwardNames(std::span<const domain::AwardForm> offered) {
  for (const domain::AwardForm& form : offered) {
    const Words name = written_out(form.name);
    offered_.push_back({form.id, form.catalogue, kind_of(name), single_words(name)});
  }
}

std::optional<domain::AwardFormId> AwardNames::find(std::string_view text) const {
  const Words words = written_out(text);
  const std::set<std::string> wanted = single_words(words);
  const auto part_of = [&](const Offered& form) {
    return words.has(form.kind) && std::ranges::includes(form.words, wanted);
  };
  if (std::ranges::count_if(offered_, part_of) == 1) return std::ranges::find_if(offered_, part_of)->id;
  const UsualName* name = usual(words);
  if (name == nullptr) return std::nullopt;
  const auto same = std::ranges::find_if(offered_, [name](const Offered& form) {
    return form.id.value == name->id || form.family == name->family;
  });
  return same != offered_.end() ? same->id : domain::AwardFormId(std::string(name->id));
}

}  // namespace sovang::exchange
