#include "query_fields.h"

#include <array>
#include <string>

#include "sovang/text/search_keys.h"

namespace sovang::archive {
namespace {

struct FieldName {
  std::string_view words;  ///< with marks; compared folded, so "don-vi" and "ĐƠN VỊ" are the same
  Name name;
};
constexpr auto field_names = std::to_array<FieldName>({
    {"người", Name::person},
    {"họ tên", Name::person},
    {"tên", Name::person},
    {"person", Name::person},
    {"name", Name::person},
    {"đơn vị", Name::unit},
    {"cơ quan", Name::unit},
    {"unit", Name::unit},
    {"số", Name::number},
    {"số quyết định", Name::number},
    {"quyết định", Name::number},
    {"quyết định số", Name::number},
    {"number", Name::number},
    {"ký hiệu", Name::symbol},
    {"symbol", Name::symbol},
    {"từ", Name::from},
    {"từ ngày", Name::from},
    {"from", Name::from},
    {"đến", Name::to},
    {"đến ngày", Name::to},
    {"to", Name::to},
    {"từ năm", Name::from},
    {"từ tháng", Name::from},
    {"đến năm", Name::to},
    {"đến tháng", Name::to},
    {"đến hết", Name::to},
    {"trước", Name::before},
    {"trước ngày", Name::before},
    {"trước năm", Name::before},
    {"before", Name::before},
    {"sau", Name::after},
    {"sau ngày", Name::after},
    {"sau năm", Name::after},
    {"after", Name::after},
    {"ngày", Name::date},
    {"ngày ký", Name::date},
    {"thời gian", Name::date},
    {"khoảng", Name::date},
    {"date", Name::date},
    {"tháng", Name::month},
    {"month", Name::month},
    {"quý", Name::quarter},
    {"quarter", Name::quarter},
    {"năm", Name::year},
    {"năm ký", Name::year},
    {"year", Name::year},
    {"hình thức", Name::award},
    {"danh hiệu", Name::award},
    {"hình thức khen", Name::award},
    {"award", Name::award},
    {"phong trào", Name::movement},
    {"chuyên đề", Name::movement},
    {"đợt", Name::movement},
    {"movement", Name::movement},
    {"người ký", Name::signer},
    {"signer", Name::signer},
    {"nội dung", Name::content},
    {"content", Name::content},
    {"trạng thái", Name::state},
    {"tình trạng", Name::state},
    {"state", Name::state},
    {"loại", Name::kind},
    {"đối tượng", Name::kind},
    {"nhóm", Name::kind},
    {"kind", Name::kind},
    {"thành tích", Name::text},
    {"lời văn", Name::text},
    {"text", Name::text},
    {"khối", Name::unit_kind},
    {"unit kind", Name::unit_kind},
    {"kế thừa", Name::successors},
    {"successors", Name::successors},
    {"trừ", Name::without},
    {"không có", Name::without},
    {"không chứa", Name::without},
    {"without", Name::without},
    {"not", Name::without},
});
constexpr std::size_t most_words_of_a_name = 3;

constexpr auto kinds = std::to_array<Choice>({
    {"cá nhân", "person"},
    {"người", "person"},
    {"person", "person"},
    {"tập thể", "unit"},
    {"đơn vị", "unit"},
    {"unit", "unit"},
    {"quyết định", "decision"},
    {"văn bản", "decision"},
    {"decision", "decision"},
    {"tờ trình", "proposal"},
    {"proposal", "proposal"},
    {"biên bản", "minutes"},
    {"minutes", "minutes"},
    {"hồ sơ", "dossier"},
    {"dossier", "dossier"},
});
constexpr auto states = std::to_array<Choice>({
    {"còn hiệu lực", "issued"},
    {"hiệu lực", "issued"},
    {"issued", "issued"},
    {"đã đính chính", "corrected"},
    {"đính chính", "corrected"},
    {"corrected", "corrected"},
    {"đã thu hồi", "revoked"},
    {"thu hồi", "revoked"},
    {"hủy bỏ", "revoked"},
    {"revoked", "revoked"},
    {"đã tiêu hủy", "disposed"},
    {"tiêu hủy", "disposed"},
    {"disposed", "disposed"},
});
constexpr auto yes_or_no = std::to_array<Choice>({{"có", "1"}, {"yes", "1"}, {"không", ""}, {"no", ""}});

}  // namespace

std::span<const Choice> kind_choices() {
  return kinds;
}

std::span<const Choice> state_choices() {
  return states;
}

std::span<const Choice> yes_choices() {
  return yes_or_no;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end]))
    ++end;
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

std::optional<FoundField> field_before(std::string_view text, std::size_t end) {
  std::optional<FoundField> best;
  std::size_t begin = end;
  while (begin > 0 && is_blank(text[begin - 1]))
    --begin;
  const std::size_t name_end = begin;
  for (std::size_t words = 0; words < most_words_of_a_name && begin > 0; ++words) {
    while (begin > 0 && is_blank(text[begin - 1]))
      --begin;
    while (begin > 0 && !is_blank(text[begin - 1]) && text[begin - 1] != '"' && text[begin - 1] != ':')
      --begin;
    const std::string fold = text::fold_key(text.substr(begin, name_end - begin));
    for (const FieldName& name : field_names)
      if (text::fold_key(name.words) == fold) best = FoundField{name.name, begin, end + 1};
    if (begin > 0 && !is_blank(text[begin - 1])) break;
  }
  return best;
}

}  // namespace sovang::archive
