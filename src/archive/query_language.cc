#include "query_language.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "sovang/archive/dates.h"
#include "sovang/text/normal.h"
#include "sovang/text/search_keys.h"

#include "abbreviations.h"
#include "classes.h"
#include "query_fields.h"

namespace sovang::archive {
namespace {

constexpr std::size_t longest_query = 200;  ///< characters (SEC-29)
constexpr std::size_t most_without = 4;     ///< fields «trừ»

/// Reads one box into a query.
class BoxReader {
 public:
  explicit BoxReader(const Query& query) { out_.query = query; }

  ReadQuery read() {
    const std::string text = readable(std::exchange(out_.query.words, {}));
    const std::vector<FoundField> fields = fields_in(text);
    rest(std::string_view(text).substr(0, fields.empty() ? text.size() : fields.front().begin));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t end = i + 1 < fields.size() ? fields[i + 1].begin : text.size();
      take(fields[i].name, std::string_view(text).substr(fields[i].value, end - fields[i].value));
    }
    take_stretch_of_time();
    hint_at_operators();
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
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> plain{{{"\xE2\x80\x9C", "\""},
                                                                                  {"\xE2\x80\x9D", "\""},
                                                                                  {"\xE2\x80\x9E", "\""},
                                                                                  {"\xC2\xAB", "\""},
                                                                                  {"\xC2\xBB", "\""},
                                                                                  {"\xEF\xBC\x9A", ":"},
                                                                                  {"\xC2\xA0", " "},
                                                                                  {"\xE2\x80\xAF", " "},
                                                                                  {"\xE3\x80\x80", " "}}};
    for (const auto& [from, to] : plain)
      for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at))
        out.replace(at, from.size(), to);
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

  std::vector<FoundField> fields_in(std::string_view text) {
    std::vector<FoundField> out;
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '"') inside = !inside && text.find('"', at + 1) != std::string_view::npos;
      if (text[at] != ':' || inside) continue;
      if (const std::optional<FoundField> found = field_before(text, at)) {
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
         "»; các ô là người, đơn vị, số, ký hiệu, ngày, tháng, quý, năm, từ, đến, trước, sau, hình thức, "
         "phong "
         "trào, người ký, nội dung, thành tích, khối, trạng thái, loại, trừ. Đã tìm như từ thường.");
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
  std::optional<std::string> choice(std::span<const Choice> choices, std::string_view value,
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

  static std::string listed(std::span<const Choice> choices) {
    std::string out;
    std::string_view last;
    for (const Choice& one : choices) {
      if (one.value == last) continue;
      last = one.value;
      out += (out.empty() ? "" : ", ") + std::string(one.words);
    }
    return out;
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

  /// `lead` is what the field's name says before the date: "từ", "quý".
  void dates(std::string_view lead, std::string_view value) {
    const std::string text = std::string(lead) + " " + std::string(trimmed(value));
    std::string_view left = text;
    std::optional<DateSpan> span = take_dates(left);
    const bool in_words =
        !trimmed(value).empty() && (trimmed(value).front() < '0' || trimmed(value).front() > '9');
    if (!span) left = trimmed(value);
    if (!span && in_words) span = take_dates(left);  // «từ: từ ngày 1/5/2022», «quý: quý 2/2022»
    if (!span) {
      const std::string_view word = take_word(left);
      hint("«" + std::string(word) +
           "» không phải là ngày nên đã bỏ qua; xin viết như 20/5/2022, 5/2022, quý 2/2022, 2022, hoặc từ "
           "1/5/2022 đến 20/5/2022.");
    }
    rest(left);
    if (span) narrow(*span);
  }

  void narrow(const DateSpan& span) {
    Query& query = out_.query;
    if (span.first && !query.from) query.from = span.first;
    if (span.last && !query.to) query.to = span.last;
  }

  void year(std::string_view value) {
    std::string_view left = value;
    const std::string_view word = take_word(left);
    const auto range = read_date_range(word);
    const bool figures = word.find_first_not_of("0123456789") == std::string_view::npos;
    if (figures && word.size() == 4 && range && !take_dates_behind(left)) {
      rest(left);
      if (!out_.query.year) out_.query.year = range->first.year();
      return;
    }
    if (figures && word.size() != 4) {
      hint("«" + std::string(word) + "» không phải là năm nên đã bỏ qua; xin viết bốn chữ số, ví dụ 2022.");
      return rest(left);
    }
    dates("năm", value);
  }

  /// «năm: 2020 đến 2022»
  static bool take_dates_behind(std::string_view left) {
    const std::string text = "2000 " + std::string(trimmed(left));
    std::string_view behind = text;
    const auto span = take_dates(behind);
    return span && (!span->last || span->last->year() != 2000);
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
        return dates("từ", value);
      case Name::to:
        return dates("đến", value);
      case Name::before:
        return dates("trước", value);
      case Name::after:
        return dates("sau", value);
      case Name::date:
        return dates("", value);
      case Name::month:
        return dates("tháng", value);
      case Name::quarter:
        return dates("quý", value);
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
        if (const auto word = choice(state_choices(), value, "trạng thái"); word && !query.state)
          query.state = record_state_from(*word);
        return;
      case Name::kind:
        if (auto word = choice(kind_choices(), value, "loại"); word && !query.kind)
          query.kind = std::move(word);
        return;
      case Name::successors:
        if (const auto word = choice(yes_choices(), value, "kế thừa")) query.with_successors = !word->empty();
        return;
      case Name::without: {
        std::string words;
        words_into(words, value);
        query.without.push_back(std::move(words));
        return;
      }
    }
  }

  /// «từ 1/1/2020 đến 2022» needs no colon: nothing else is written so.
  void take_stretch_of_time() {
    std::string& words = out_.query.words;
    bool inside = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (words[at] == '"') inside = !inside;
      const bool begins = !inside && !is_blank(words[at]) && (at == 0 || is_blank(words[at - 1]));
      if (!begins || text::fold_key(first_word(std::string_view(words).substr(at))) != "tu") continue;
      std::string_view left = std::string_view(words).substr(at);
      const std::optional<DateSpan> span = take_dates(left);
      const std::string taken = words.substr(at, words.size() - at - left.size());
      const bool ends = span && text::fold_key(taken).find(" den ") != std::string::npos;
      if (!ends) continue;
      narrow(*span);
      words = words.substr(0, at) + std::string(left);
      hint("Đã hiểu «" + taken + "» là thời gian ký; muốn tìm đúng các chữ ấy thì đặt trong ngoặc kép.");
      return;
    }
  }

  static std::string_view first_word(std::string_view text) { return take_word(text); }

  /// Words that other search boxes take for operators.
  void hint_at_operators() {
    std::string_view left = out_.query.words;
    for (std::string_view word = take_word(left); !word.empty(); word = take_word(left)) {
      if (word == "OR" || word == "AND" || word == "NOT" || word == "HOẶC") {
        hint("«" + std::string(word) +
             "» được tìm như một từ: các từ phải có đủ; muốn loại một từ thì viết «trừ: từ ấy», muốn tìm một "
             "trong nhiều từ thì tìm từng câu.");
      }
    }
  }

  /// The typed fields come from outside, too.
  void settle_typed_fields() {
    Query& query = out_.query;
    for (std::string* field : {&query.person, &query.unit, &query.number, &query.symbol, &query.movement,
                               &query.signer, &query.text, &query.content, &query.unit_kind})
      *field = readable(*field);
    if (query.without.size() > most_without) query.without.resize(most_without);
    for (std::string& words : query.without)
      words = readable(words);
    if (query.from && query.to && *query.from > *query.to)
      hint("Ngày bắt đầu sau ngày kết thúc nên không có kết quả nào; xin xem lại hai ngày.");
  }

  ReadQuery out_;
};

}  // namespace

ReadQuery read_query(const Query& query) {
  return BoxReader(query).read();
}

}  // namespace sovang::archive
