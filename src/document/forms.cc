#include <algorithm>
#include <array>
#include <initializer_list>

#include "schema.h"

/// The forms of attribute values, as matchers that read from the left.
namespace sovang::document {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Longer numbers are no measures of anything on paper.
constexpr std::size_t most_digits = 9;

class Matcher {
 public:
  explicit Matcher(std::string_view text) : rest_(text) {}

  bool word(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool any(std::initializer_list<std::string_view> words_in_order) {
    return std::any_of(words_in_order.begin(), words_in_order.end(),
                       [this](std::string_view each) { return word(each); });
  }
  bool digits() {
    std::size_t count = 0;
    while (count < rest_.size() && is_digit(rest_[count]))
      ++count;
    rest_.remove_prefix(count);
    return count > 0 && count <= most_digits;
  }
  bool number() { return digits() && (!word(".") || digits()); }
  bool measure(std::initializer_list<std::string_view> units) { return number() && any(units); }
  bool spaces() {
    const std::size_t before = rest_.size();
    while (word(" ")) {
    }
    return rest_.size() < before;
  }
  bool hexadecimal(std::size_t count) {
    if (rest_.size() < count) return false;
    for (const char c : rest_.substr(0, count))
      if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) return false;
    rest_.remove_prefix(count);
    return true;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

bool is_name(std::string_view text) {
  return !text.empty() && !is_digit(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_';
  });
}

bool is_path(std::string_view text) {
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_name(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_ident(std::string_view text) {
  return !text.empty() && (is_letter(text[0]) || is_digit(text[0])) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_length(Matcher text) {
  if (text.rest() == "0") return true;
  text.word("-");
  return text.measure({"mm", "cm", "pt"}) && text.done();
}

bool is_size(Matcher text) {
  if (text.rest() == "0") return true;
  return text.measure({"mm", "cm", "pt", "%"}) && text.done();
}

bool is_tracks(Matcher text, int most) {
  for (int i = 0; i < most; ++i) {
    if (!text.measure({"mm", "cm", "pt", "%", "fr"})) return false;
    if (text.done()) return true;
    if (!text.spaces()) return false;
  }
  return false;
}

bool is_lengths(Matcher text) {
  for (int i = 0; i < 4; ++i) {
    const bool zero = text.rest() == "0" || text.rest().starts_with("0 ");
    if (zero ? !text.word("0") : !text.measure({"mm", "cm", "pt"})) return false;
    if (text.done()) return true;
    if (!text.spaces()) return false;
  }
  return false;
}

bool is_border(Matcher text) {
  if (text.rest() == "none") return true;
  if (!text.measure({"pt"})) return false;
  if (text.done()) return true;
  if (!text.word(" ")) return false;
  if (text.any({"solid", "double", "dotted", "dashed"})) {
    if (text.done()) return true;
    if (!text.word(" ")) return false;
  }
  return text.word("#") && text.hexadecimal(6) && text.done();
}

bool is_count(std::string_view text) {
  Matcher matcher(text);
  return matcher.digits() && matcher.done() && text.find_first_not_of('0') != std::string_view::npos;
}

bool is_version(Matcher text) {
  return text.digits() && text.word(".") && text.digits() && text.word(".") && text.digits() && text.done();
}

bool is_page_size(Matcher text) {
  if (text.rest() == "A3" || text.rest() == "A4" || text.rest() == "A5") return true;
  return text.measure({"mm"}) && text.word(" ") && text.measure({"mm"}) && text.done();
}

bool is_condense(std::string_view text) {
  Matcher matcher(text);
  return (text.size() == 3 || text.size() == 4) && matcher.digits() && matcher.word("%") && matcher.done() &&
         text[0] != '0';
}

bool is_one_of(std::string_view words, std::string_view text) {
  while (true) {
    const std::size_t bar = words.find('|');
    if (words.substr(0, bar) == text) return true;
    if (bar == std::string_view::npos) return false;
    words.remove_prefix(bar + 1);
  }
}

}  // namespace

bool fits(const AttributeSpec& spec, std::string_view text) {
  Matcher matcher(text);
  switch (spec.form) {
    case Form::free_text:
    case Form::text:
    case Form::tally:
      return true;
    case Form::expression:
    case Form::file:
      return !text.empty();
    case Form::words:
      return is_one_of(spec.words, text);
    case Form::length:
      return is_length(matcher);
    case Form::size:
      return is_size(matcher);
    case Form::track:
      return is_tracks(matcher, 1);
    case Form::tracks:
      return is_tracks(matcher, 100);
    case Form::lengths:
      return is_lengths(matcher);
    case Form::rule_length:
      return matcher.measure({"mm", "cm", "pt", "%", "tw"}) && matcher.done();
    case Form::font_size:
      return matcher.measure({"pt", "%"}) && matcher.done();
    case Form::line_height:
      return matcher.number() && (matcher.done() || (matcher.word("pt") && matcher.done()));
    case Form::color:
      return matcher.word("#") && matcher.hexadecimal(6) && matcher.done();
    case Form::border:
      return is_border(matcher);
    case Form::name:
      return is_name(text);
    case Form::path:
      return is_path(text);
    case Form::ident:
      return is_ident(text);
    case Form::yes_no:
      return text == "yes" || text == "no";
    case Form::lines:
      return text == "yes" || text == "no" || is_count(text);
    case Form::count:
      return is_count(text);
    case Form::start:
      return text == "continue" || is_count(text);
    case Form::version:
      return is_version(matcher);
    case Form::page_size:
      return is_page_size(matcher);
    case Form::condense:
      return is_condense(text);
  }
  return false;
}

std::string_view describe(Form form) {
  switch (form) {
    case Form::free_text:
    case Form::text:
    case Form::words:
    case Form::tally:
      return {};
    case Form::expression:
      return "một biểu thức";
    case Form::length:
      return "số kèm đơn vị mm, cm hoặc pt: 6pt, 12.7mm";
    case Form::size:
      return "số kèm đơn vị mm, cm, pt hoặc %";
    case Form::track:
      return "số kèm đơn vị mm, cm, pt, % hoặc fr";
    case Form::tracks:
      return "các bề rộng cách nhau bằng dấu cách: 62mm 1fr";
    case Form::lengths:
      return "một đến bốn số kèm đơn vị mm, cm hoặc pt";
    case Form::rule_length:
      return "số kèm đơn vị mm, cm, pt, % hoặc tw";
    case Form::font_size:
      return "số kèm đơn vị pt hoặc %";
    case Form::line_height:
      return "số dòng (1.15) hoặc số kèm pt (18pt)";
    case Form::color:
      return "# và sáu chữ số thập lục phân: #C00000";
    case Form::border:
      return "none, hoặc dạng 0.5pt solid #000000";
    case Form::name:
      return "chữ cái không dấu, chữ số và dấu _, không bắt đầu bằng chữ số";
    case Form::path:
      return "các tên nối bằng dấu chấm: decision.number";
    case Form::ident:
      return "chữ cái không dấu, chữ số và các dấu . _ -";
    case Form::file:
      return "đường dẫn tệp: assets/khung.svg";
    case Form::yes_no:
      return "yes hoặc no";
    case Form::lines:
      return "yes, no hoặc số dòng";
    case Form::count:
      return "số nguyên từ 1";
    case Form::start:
      return "số nguyên từ 1, hoặc continue";
    case Form::version:
      return "ba số: 1.0.0";
    case Form::page_size:
      return "A3, A4, A5 hoặc dạng 360mm 270mm";
    case Form::condense:
      return "phần trăm: 92%";
  }
  return {};
}

}  // namespace sovang::document
