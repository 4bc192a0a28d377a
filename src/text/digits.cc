#include "digits.h"

#include <algorithm>
#include <array>

namespace sovang::text::digits {
namespace {

constexpr std::array<std::string_view, 10> names = {"không", "một", "hai", "ba",  "bốn",
                                                    "năm",   "sáu", "bảy", "tám", "chín"};

/// Whether the hundreds of a group are said although they are zero: inside a number they are (VT-61).
enum class Hundreds { if_any, always };

class Speaker {
 public:
  Speaker(std::string& out, std::string_view linh, std::string_view nghin)
      : out_(out), linh_(linh), nghin_(nghin), start_(out.size()) {}

  void say(std::string_view word) {
    if (out_.size() != start_) out_ += ' ';
    out_ += word;
  }

  /// Up to nine digits: millions, thousands, units. A zero group is silent.
  void block(std::string_view digits, Hundreds hundreds) {
    for (std::size_t left = digits.size(); left > 0;) {
      const std::size_t scale = (left - 1) / 3;
      const std::string_view group = digits.substr(digits.size() - left, left - scale * 3);
      left = scale * 3;
      if (group.find_first_not_of('0') == std::string_view::npos) continue;
      three(group, hundreds);
      hundreds = Hundreds::always;
      if (scale == 2) say("triệu");
      if (scale == 1) say(nghin_);
    }
  }

 private:
  void three(std::string_view group, Hundreds mode) {
    const auto at = [group](std::size_t from_right) {
      return from_right < group.size() ? group[group.size() - 1 - from_right] : '0';
    };
    const char hundreds = at(2);
    const char tens = at(1);
    const char units = at(0);
    const bool with_hundreds = mode == Hundreds::always || hundreds != '0';
    if (with_hundreds) {
      say(word_of(hundreds));
      say("trăm");
    }
    if (tens == '0') {
      if (units == '0') return;
      if (with_hundreds) say(linh_);
      say(word_of(units));
      return;
    }
    if (tens == '1') {
      say("mười");
    } else {
      say(word_of(tens));
      say("mươi");
    }
    if (units != '0') say(unit_after_tens(tens, units));
  }

  /// VT-60: mốt and tư after mươi, lăm after mười and mươi.
  static std::string_view unit_after_tens(char tens, char units) {
    if (units == '5') return "lăm";
    if (tens != '1' && units == '1') return "mốt";
    if (tens != '1' && units == '4') return "tư";
    return word_of(units);
  }

  std::string& out_;
  std::string_view linh_;
  std::string_view nghin_;
  std::size_t start_;
};

}  // namespace

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string_view::npos) return digits.substr(digits.size() - 1);
  return digits.substr(first);
}

std::string grouped(std::string_view digits) {
  std::string out;
  out.reserve(digits.size() + digits.size() / 3);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += '.';
    out += digits[i];
  }
  return out;
}

std::string ungrouped(std::string_view text, char separator) {
  std::string out;
  std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return all_digits(text) ? std::string(text) : std::string();
  if (at < 1 || at > 3 || text.front() == '0') return {};
  std::string_view group = text.substr(0, at);
  while (true) {
    if (!all_digits(group)) return {};
    out += group;
    if (at == text.size()) return out;
    group = text.substr(at + 1, 3);
    at += 1 + group.size();
    if (group.size() != 3 || (at < text.size() && text[at] != separator)) return {};
  }
}

std::string_view word_of(char digit) {
  return names.at(static_cast<std::size_t>(digit - '0'));
}

void append_words(std::string& out, std::string_view digits, std::string_view linh, std::string_view nghin) {
  Speaker speaker(out, linh, nghin);
  if (digits == "0") {
    speaker.say("không");
    return;
  }
  // VT-62: words(n div 10⁹) + tỷ + the padded rest, so every nine digits from the right end one tỷ.
  std::size_t size = (digits.size() - 1) % 9 + 1;
  speaker.block(digits.substr(0, size), Hundreds::if_any);
  for (std::size_t at = size; at < digits.size(); at += size) {
    size = 9;
    speaker.say("tỷ");
    speaker.block(digits.substr(at, size), Hundreds::always);
  }
}

}  // namespace sovang::text::digits
