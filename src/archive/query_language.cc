#include "query_language.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "sovang/text/normal.h"
#include "sovang/text/search_keys.h"

#include "abbreviations.h"
#include "classes.h"

namespace sovang::archive {
namespace {

constexpr std::size_t longest_query = 200;  ///< characters (SEC-29)

enum class Name : std::uint8_t {
  person,
  unit,
  number,
  symbol,
  from,
  to,
  date,
  year,
  award,
  movement,
  signer,
  content,
  state,
  kind,
  text,
  unit_kind,
  successors
};

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
    {"ngày", Name::date},
    {"date", Name::date},
    {"năm", Name::year},
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
});
constexpr std::size_t most_words_of_a_name = 3;

struct Choice {
  std::string_view words;
  std::string_view value;
};
constexpr auto kind_choices = std::to_array<Choice>({
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
constexpr auto state_choices = std::to_array<Choice>({
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
constexpr auto yes_choices = std::to_array<Choice>({{"có", "1"}, {"yes", "1"}, {"không", ""}, {"no", ""}});

/// A stretch of the box.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

/// Takes the first word, as far as a blank.
std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end]))
    ++end;
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

/// A field of the box: its name as typed and where it and its value stand.
struct Found {
  const FieldName* field = nullptr;
  std::size_t begin = 0;  ///< of the name
  std::size_t value = 0;  ///< behind the colon
};

/// The field whose name ends at `end`, the longest of one to three words.
std::optional<Found> field_before(std::string_view text, std::size_t end) {
  std::optional<Found> best;
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
      if (text::fold_key(name.words) == fold) best = Found{&name, begin, end + 1};
    if (begin > 0 && !is_blank(text[begin - 1])) break;
  }
  return best;
}

/// Reads one box into a query.
class BoxReader {
 public:
  explicit BoxReader(const Query& query) { out_.query = query; }

  ReadQuery read() {
    const std::string text = readable(std::exchange(out_.query.words, {}));
    const std::vector<Found> fields = fields_in(text);
    rest(std::string_view(text).substr(0, fields.empty() ? text.size() : fields.front().begin));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t end = i + 1 < fields.size() ? fields[i + 1].begin : text.size();
      take(fields[i].field->name, std::string_view(text).substr(fields[i].value, end - fields[i].value));
    }
    settle_typed_fields();
    return std::move(out_);
  }

 private:
  void hint(std::string sentence) {
    if (std::find(out_.hints.begin(), out_.hints.end(), sentence) == out_.hints.end())
      out_.hints.push_back(std::move(sentence));
  }

  /// The text in NFC, at most 200 characters of it, without control characters, with plain quotation marks.
  std::string readable(const std::string& typed) {
    // Looked at before anything is done with it: a hundred megabytes are no query.
    std::string_view begin = typed;
    if (typed.size() > 4 * longest_query) {
      begin = begin.substr(0, 4 * longest_query);
      while (!begin.empty() && (static_cast<unsigned char>(begin.back()) & 0xC0U) == 0x80U)
        begin.remove_suffix(1);
      if (!begin.empty() && static_cast<unsigned char>(begin.back()) >= 0xC0U) begin.remove_suffix(1);
      hint("Câu tìm dài quá 200 ký tự: chỉ tìm theo phần đầu.");
    }
    const Result<std::string> normal = text::normalise(begin);
    if (!normal) {
      hint("Câu tìm có ký tự không đọc được nên đã bỏ qua; xin gõ lại.");
      return {};
    }
    std::string out = first_characters(*normal);
    for (char& c : out)
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    for (const std::string_view curly : {"\xE2\x80\x9C", "\xE2\x80\x9D"}) {
      for (std::size_t at = out.find(curly); at != std::string::npos; at = out.find(curly, at))
        out.replace(at, curly.size(), "\"");
    }
    return out;
  }

  std::string first_characters(const std::string& text) {
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at) {
      const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
      if (begins && seen++ == longest_query) break;
    }
    if (at < text.size()) hint("Câu tìm dài quá 200 ký tự: chỉ tìm theo phần đầu.");
    return text.substr(0, at);
  }

  std::vector<Found> fields_in(std::string_view text) {
    std::vector<Found> out;
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '"') inside = !inside && text.find('"', at + 1) != std::string_view::npos;
      if (text[at] != ':' || inside) continue;
      if (const std::optional<Found> found = field_before(text, at)) {
        if (out.empty() || found->begin >= out.back().value) out.push_back(*found);
      } else {
        unknown_field(text, at);
      }
    }
    return out;
  }

  void unknown_field(std::string_view text, std::size_t colon) {
    std::size_t begin = colon;
    while (begin > 0 && !is_blank(text[begin - 1]) && text[begin - 1] != '"')
      --begin;
    const std::string_view word = text.substr(begin, colon - begin);
    if (text::fold_key(word).find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos) return;
    hint("Không có ô tìm «" + std::string(word) +
         "»; các ô là người, đơn vị, số, ký hiệu, ngày, từ, đến, năm, hình thức, phong trào, người ký, nội "
         "dung, thành tích, trạng thái, loại. Đã tìm như từ thường.");
  }

  /// What belongs to no field.
  void rest(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return;
    if (!out_.query.words.empty()) out_.query.words += ' ';
    out_.query.words += text;
  }

  /// A value of words: what is in quotes, else everything.
  void words_into(std::string& field, std::string_view value) {
    value = trimmed(value);
    std::string_view taken = value;
    if (!value.empty() && value.front() == '"') {
      const std::size_t close = value.find('"', 1);
      if (close != std::string_view::npos) taken = value.substr(0, close + 1);
    }
    rest(value.substr(taken.size()));
    if (field.empty()) field = taken;
  }

  /// The longest of the choices that the value begins with.
  template <std::size_t n>
  std::optional<std::string> choice(const std::array<Choice, n>& choices, std::string_view value,
                                    std::string_view name) {
    std::string typed = text::fold_key(value) + " ";
    std::erase(typed, '"');
    const Choice* best = nullptr;
    std::size_t length = 0;
    for (const Choice& one : choices) {
      const std::string fold = text::fold_key(one.words) + " ";
      if (typed.compare(0, fold.size(), fold) == 0 && fold.size() > length) {
        best = &one;
        length = fold.size();
      }
    }
    if (best == nullptr) {
      hint("Ô «" + std::string(name) + "» không có giá trị «" + std::string(trimmed(value)) +
           "» nên đã bỏ qua; có thể viết: " + listed(choices) + ".");
      return std::nullopt;
    }
    std::string_view left = value;
    for (std::size_t words =
             static_cast<std::size_t>(std::count(best->words.begin(), best->words.end(), ' ')) + 1;
         words > 0; --words)
      take_word(left);
    rest(left);
    return std::string(best->value);
  }

  template <std::size_t n>
  static std::string listed(const std::array<Choice, n>& choices) {
    std::string out;
    std::string_view last;
    for (const Choice& one : choices) {
      if (one.value == last) continue;
      last = one.value;
      out += (out.empty() ? "" : ", ") + std::string(one.words);
    }
    return out;
  }

  std::optional<DateRange> date(std::string_view& value) {
    const std::string_view word = take_word(value);
    if (const auto range = read_date_range(word)) return range;
    hint("«" + std::string(word) +
         "» không phải là ngày nên đã bỏ qua; xin viết như 20/5/2022, 5/2022 hoặc 2022.");
    return std::nullopt;
  }

  /// A number takes the words that can belong to it: «số: 1288 qđ ubnd nguyễn văn a».
  void number(std::string_view value) {
    value = trimmed(value);
    if (!value.empty() && value.front() == '"') return words_into(out_.query.number, value);
    std::string taken(take_word(value));
    for (;;) {
      std::string_view left = value;
      const std::string_view word = take_word(left);
      if (word.empty()) break;
      const std::string fold = text::fold_key(word);
      const auto all = abbreviations();
      const bool of_a_symbol =
          std::any_of(all.begin(), all.end(), [&](const Abbreviation& one) { return one.fold == fold; });
      const bool joined =
          word.find_first_of("/-") != std::string_view::npos || taken.back() == '/' || taken.back() == '-';
      const bool figures = fold.find_first_not_of("0123456789") == std::string::npos;
      const bool only_word_so_far = taken.find_first_of("0123456789") == std::string::npos;
      if (!of_a_symbol && !joined && !(figures && only_word_so_far)) break;
      taken += " " + std::string(word);
      value = left;
    }
    rest(value);
    if (out_.query.number.empty()) out_.query.number = std::move(taken);
  }

  void dates(Name name, std::string_view value) {
    const auto range = date(value);
    rest(value);
    if (!range) return;
    if (name != Name::to && !out_.query.from) out_.query.from = range->first;
    if (name != Name::from && !out_.query.to) out_.query.to = range->last;
  }

  void year(std::string_view value) {
    const std::string_view word = take_word(value);
    rest(value);
    const auto range = read_date_range(word);
    if (!range || word.size() != 4) {
      hint("«" + std::string(word) + "» không phải là năm nên đã bỏ qua; xin viết bốn chữ số, ví dụ 2022.");
    } else if (!out_.query.year) {
      out_.query.year = range->first.year();
    }
  }

  /// A code ("BKT-C") or what people call it.
  void award(std::string_view value) {
    std::string_view left = value;
    const std::string_view word = take_word(left);
    const bool code = !word.empty() && word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
                                           std::string_view::npos;
    if (!code) return words_into(out_.award_words, value);
    rest(left);
    if (!out_.query.award) out_.query.award = domain::AwardCode(std::string(word));
  }

  /// A code ("ND1") is one word; the name of a content may have more.
  void content(std::string_view value) {
    std::string_view left = value;
    const std::string fold = text::fold_key(take_word(left));
    const bool code = fold.size() == 3 && fold.starts_with("nd") && fold[2] >= '0' && fold[2] <= '9';
    if (!code) return words_into(out_.query.content, value);
    rest(left);
    if (out_.query.content.empty()) out_.query.content = fold;
  }

  void take(Name name, std::string_view value) {
    if (trimmed(value).empty()) {
      hint("Có một ô tìm chưa ghi giá trị sau dấu hai chấm nên đã bỏ qua.");
      return;
    }
    Query& query = out_.query;
    switch (name) {
      case Name::person:
        return words_into(query.person, value);
      case Name::unit:
        return words_into(query.unit, value);
      case Name::number:
        return number(value);
      case Name::symbol: {
        std::string symbol(take_word(value));
        rest(value);
        if (query.symbol.empty()) query.symbol = std::move(symbol);
        return;
      }
      case Name::from:
      case Name::to:
      case Name::date:
        return dates(name, value);
      case Name::year:
        return year(value);
      case Name::award:
        return award(value);
      case Name::movement:
        return words_into(query.movement, value);
      case Name::signer:
        return words_into(query.signer, value);
      case Name::content:
        return content(value);
      case Name::text:
        return words_into(query.text, value);
      case Name::unit_kind:
        return words_into(query.unit_kind, value);
      case Name::state:
        if (const auto word = choice(state_choices, value, "trạng thái"); word && !query.state)
          query.state = record_state_from(*word);
        return;
      case Name::kind:
        if (auto word = choice(kind_choices, value, "loại"); word && !query.kind)
          query.kind = std::move(word);
        return;
      case Name::successors:
        if (const auto word = choice(yes_choices, value, "kế thừa")) query.with_successors = !word->empty();
        return;
    }
  }

  /// The typed fields come from outside, too.
  void settle_typed_fields() {
    Query& query = out_.query;
    for (std::string* field : {&query.person, &query.unit, &query.number, &query.symbol, &query.movement,
                               &query.signer, &query.text, &query.content, &query.unit_kind})
      *field = readable(*field);
    if (query.from && query.to && *query.from > *query.to)
      hint("Ngày bắt đầu sau ngày kết thúc nên không có kết quả nào; xin xem lại hai ngày.");
  }

  ReadQuery out_;
};

std::optional<int> figures(std::string_view text, std::size_t most) {
  int value = 0;
  if (text.empty() || text.size() > most) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

ReadQuery read_query(const Query& query) {
  return BoxReader(query).read();
}

std::optional<DateRange> read_date_range(std::string_view text) {
  if (const auto iso = Date::from_iso(text)) return DateRange{*iso, *iso};
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("/-.", begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() > 3 || parts.back().size() != 4) return std::nullopt;
  const std::optional<int> year = figures(parts.back(), 4);
  if (!year || *year < 1) return std::nullopt;
  if (parts.size() == 1) return DateRange{*Date::make(*year, 1, 1), *Date::make(*year, 12, 31)};
  const std::optional<int> month = figures(parts[parts.size() - 2], 2);
  if (!month) return std::nullopt;
  if (parts.size() == 2) {
    const auto first = Date::make(*year, *month, 1);
    if (!first) return std::nullopt;
    const auto next = *month == 12 ? Date::make(*year, 12, 31) : Date::make(*year, *month + 1, 1);
    return DateRange{*first, *month == 12 ? *next : next->plus_days(-1)};
  }
  const std::optional<int> day = figures(parts[0], 2);
  const auto date = day ? Date::make(*year, *month, *day) : std::nullopt;
  if (!date) return std::nullopt;
  return DateRange{*date, *date};
}

}  // namespace sovang::archive
