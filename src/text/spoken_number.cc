#include "spoken_number.h"

#include <algorithm>
#include <array>
#include <span>

#include "digits.h"

namespace sovang::text {
namespace {

using Words = std::span<const std::string_view>;

/// The words for one digit; `after_tens` tells those that stand only there.
struct DigitWord {
  std::string_view word;
  int value;
  bool after_tens;
};
constexpr std::array<DigitWord, 15> digit_words = {{{"không", 0, false},
                                                    {"một", 1, false},
                                                    {"hai", 2, false},
                                                    {"ba", 3, false},
                                                    {"bốn", 4, false},
                                                    {"tư", 4, false},
                                                    {"năm", 5, false},
                                                    {"sáu", 6, false},
                                                    {"bảy", 7, false},
                                                    {"bẩy", 7, false},
                                                    {"tám", 8, false},
                                                    {"chín", 9, false},
                                                    {"mốt", 1, true},
                                                    {"lăm", 5, true},
                                                    {"nhăm", 5, true}}};

const DigitWord* digit_word(std::string_view word) {
  const auto* const at = std::find_if(digit_words.begin(), digit_words.end(),
                                      [word](const DigitWord& row) { return row.word == word; });
  return at == digit_words.end() ? nullptr : at;
}

std::optional<int> digit_of(std::string_view word) {
  const DigitWord* const found = digit_word(word);
  if (found == nullptr || found->after_tens) return std::nullopt;
  return found->value;
}

bool is_thousand(std::string_view word) {
  return word == "nghìn" || word == "ngàn";
}
bool is_billion(std::string_view word) {
  return word == "tỷ" || word == "tỉ";
}
bool is_odd_joint(std::string_view word) {
  return word == "linh" || word == "lẻ";
}

/// How much the word behind a group makes of it; 0 = it is no such word. Vạn is heard in everyday speech.
int scale_of(std::string_view word) {
  if (word == "triệu") return 1'000'000;
  if (word == "vạn") return 10'000;
  return is_thousand(word) ? 1'000 : 0;
}

/// Reads the words of at most nine digits: [group triệu] [group vạn] [group nghìn] [group].
class BlockReader {
 public:
  /// `inner`: something stands before the block, so its hundreds should be said (VT-61).
  BlockReader(Words words, bool inner) : words_(words), inner_(inner) {}

  std::optional<int> read() {
    int value = 0;
    int last_scale = 1'000'000'000;
    while (at_ < words_.size()) {
      const std::optional<int> three = group();
      if (!three) return std::nullopt;
      int scale = 1;
      if (at_ < words_.size()) {
        scale = scale_of(words_[at_]);
        unusual_ = unusual_ || words_[at_] == "vạn";
        ++at_;
      }
      // "ba vạn mười hai nghìn": what follows must be less than one of what stands before.
      if (scale == 0 || scale >= last_scale || *three >= last_scale / scale) return std::nullopt;
      if (scale > 1) ends_bare_ = false;
      value += *three * scale;
      last_scale = scale;
      inner_ = true;
      if (at_ < words_.size() && words_[at_] == "rưỡi") {
        if (scale == 1 || at_ + 1 != words_.size()) return std::nullopt;
        return value + scale / 2;
      }
    }
    return value;
  }

  [[nodiscard]] bool unusual() const { return unusual_; }
  [[nodiscard]] bool loose() const { return loose_; }
  /// True if the block ends in one digit that says no place: "một trăm hai", "một triệu hai".
  [[nodiscard]] bool ends_bare() const { return ends_bare_; }

 private:
  [[nodiscard]] std::string_view peek(std::size_t ahead = 0) const {
    return at_ + ahead < words_.size() ? words_[at_ + ahead] : std::string_view();
  }

  /// [d trăm] (linh d | mười [d] | d mươi [d] | d chục [rưỡi] | d)
  std::optional<int> group() {
    const std::size_t begin = at_;
    int value = 0;
    bool hundreds = false;
    if (const auto digit = digit_of(peek()); digit && peek(1) == "trăm") {
      value = *digit * 100;
      hundreds = true;
      at_ += 2;
      if (peek() == "rưỡi" && value > 0) {
        ++at_;
        return value + 50;
      }
    } else if (inner_) {
      unusual_ = true;
    }
    if (is_odd_joint(peek())) {
      const auto digit = digit_of(peek(1));
      if (!digit || *digit == 0 || (!hundreds && !inner_)) return std::nullopt;
      at_ += 2;
      return value + *digit;
    }
    if (peek() == "mười") {
      ++at_;
      return value + 10 + units(1);
    }
    const auto digit = digit_of(peek());
    if (!digit) return at_ == begin ? std::nullopt : std::optional<int>(value);
    ++at_;
    if (peek() == "mươi") {
      if (*digit < 2) return std::nullopt;
      ++at_;
      return value + *digit * 10 + units(*digit);
    }
    if (peek() == "chục") return tens(value, *digit);
    return elliptic(value, *digit, hundreds);
  }

  /// "năm chục", "hai chục rưỡi" of everyday speech: tens.
  std::optional<int> tens(int value, int digit) {
    if (digit == 0) return std::nullopt;
    unusual_ = true;
    ++at_;
    if (peek() != "rưỡi") return value + digit * 10;
    ++at_;
    return value + digit * 10 + 5;
  }

  /// The unit behind mười and mươi. "hai mươi một" and "mười năm" are understood, but are not how it is said.
  int units(int tens) {
    const DigitWord* const unit = digit_word(peek());
    if (unit == nullptr || unit->value == 0) return 0;
    ++at_;
    if (unit->value == 5 && unit->word == "năm") unusual_ = true;
    if (unit->value == 1 && (tens > 1) != (unit->word == "mốt")) unusual_ = true;
    return unit->value;
  }

  /// "hai mốt" for 21, "hai ba" for 23; else one digit that says no place.
  std::optional<int> elliptic(int value, int digit, bool hundreds) {
    const DigitWord* const unit = digit_word(peek());
    if (unit != nullptr && unit->value != 0 && digit >= 2 && peek(1) != "trăm" && peek(1) != "mươi") {
      ++at_;
      (unit->after_tens || unit->word == "tư" ? unusual_ : loose_) = true;
      return value + digit * 10 + unit->value;
    }
    if (hundreds || inner_) {
      if (digit == 0) return std::nullopt;
      if (hundreds && at_ < words_.size()) loose_ = true;  // "một trăm hai nghìn": 102 or 120 thousand
      ends_bare_ = true;
    } else if (digit == 0 && words_.size() > 1) {
      return std::nullopt;
    }
    return value + digit;
  }

  Words words_;
  std::size_t at_ = 0;
  bool inner_;
  bool unusual_ = false;  ///< understood, but said in an unusual way
  bool loose_ = false;    ///< may mean something else
  bool ends_bare_ = false;
};

/// How many digits the last magnitude word has behind it: "một triệu hai" → 6.
std::size_t last_magnitude(Words words) {
  for (std::size_t i = words.size(); i-- > 0;) {
    if (words[i] == "trăm") return 2;
    if (is_thousand(words[i])) return 3;
    if (words[i] == "vạn") return 4;
    if (words[i] == "triệu") return 6;
    if (is_billion(words[i])) return 9;
  }
  return 0;
}

}  // namespace

std::optional<SpokenNumber> hear_whole(std::vector<std::string_view> words) {
  SpokenNumber heard;
  bool half = false;
  // "một tỷ rưỡi": half of the magnitude in front.
  if (words.size() >= 3 && words.back() == "rưỡi" && is_billion(words[words.size() - 2])) {
    half = true;
    words.pop_back();
  }
  bool unusual = false;
  bool loose = false;
  bool bare = false;
  for (std::size_t begin = 0; begin <= words.size();) {
    const auto end = static_cast<std::size_t>(
        std::find_if(words.begin() + static_cast<std::ptrdiff_t>(begin), words.end(), is_billion) -
        words.begin());
    const bool first = begin == 0;
    if (first && end == 0) return std::nullopt;
    BlockReader reader(Words(words).subspan(begin, end - begin), !first);
    const std::optional<int> value = reader.read();
    if (!value || (first && *value == 0 && words.size() > 1)) return std::nullopt;
    const std::string block = std::to_string(*value);
    heard.digits += first ? block : std::string(9 - block.size(), '0') + block;
    if (heard.digits.size() > digits::longest) return std::nullopt;
    unusual = unusual || reader.unusual();
    loose = loose || reader.loose();
    bare = reader.ends_bare();
    if (bare && end != words.size()) loose = true;
    begin = end + 1;
  }
  if (half) heard.digits[heard.digits.size() - 9] = '5';
  if (bare) {
    // "một trăm hai", "một triệu hai": in everyday speech the digit belongs to the next lower place.
    heard.likelier = heard.digits;
    char& place = (*heard.likelier)[heard.digits.size() - last_magnitude(words)];
    std::swap(place, heard.likelier->back());
  }
  heard.certainty = bare || loose ? Certainty::ask : unusual ? Certainty::warn : Certainty::ok;
  return heard;
}

std::optional<std::string> hear_fraction(std::vector<std::string_view> words) {
  std::string digits;
  std::size_t at = 0;
  for (; at < words.size() && words[at] == "không"; ++at)
    digits += '0';
  if (at == words.size()) return digits.empty() ? std::nullopt : std::optional(digits);
  const Words rest = Words(words).subspan(at);
  if (std::all_of(rest.begin(), rest.end(),
                  [](std::string_view word) { return digit_of(word).has_value(); })) {
    for (const std::string_view word : rest)
      digits += static_cast<char>('0' + *digit_of(word));
    return digits;
  }
  BlockReader reader(rest, false);
  const std::optional<int> value = reader.read();
  if (!value || *value > 999 || reader.loose() || reader.ends_bare()) return std::nullopt;
  return digits + std::to_string(*value);
}

}  // namespace sovang::text
