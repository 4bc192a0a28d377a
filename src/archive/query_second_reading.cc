#include "query_second_reading.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "sovang/archive/dates.h"
#include "sovang/text/search_keys.h"

#include "abbreviations.h"
#include "query_fields.h"

namespace sovang::archive {
namespace {

/// A word of the box, as far as a blank.
struct Word {
  std::string text;
  std::string fold;
};

std::vector<Word> words_in(std::string_view text) {
  std::vector<Word> out;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text))
    out.push_back({std::string(word), text::fold_key(word)});
  return out;
}

std::string joined(std::span<const Word> words) {
  std::string out;
  for (const Word& word : words)
    out += (out.empty() ? "" : " ") + word.text;
  return out;
}

bool has_figure(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

class SecondReader {
 public:
  SecondReader(const ReadQuery& read, std::span<const std::string> award_names)
      : out_(read), award_names_(award_names), words_(words_in(read.query.words)) {}

  std::optional<ReadQuery> read() {
    if (out_.query.words.find('"') != std::string::npos) return std::nullopt;
    drop_address();
    drop_author();
    if (!out_.query.from && !out_.query.to && !out_.query.year) take_date();
    if (out_.award_words.empty() && !out_.query.award) take_award();
    if (understood_.empty()) return std::nullopt;
    out_.query.words = joined(words_);
    out_.hints.push_back("Không có đúng như đã gõ; đã hiểu " + understood_ +
                         ". Muốn tìm đúng các chữ ấy thì đặt trong ngoặc kép.");
    return std::move(out_);
  }

 private:
  /// Takes words out, and says what they were understood as.
  std::string take(std::size_t begin, std::size_t count, std::string_view as) {
    const auto first = words_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = first + static_cast<std::ptrdiff_t>(count);
    std::string text = joined({first, last});
    words_.erase(first, last);
    understood_ += (understood_.empty() ? "«" : ", «") + text + "» " + std::string(as);
    return text;
  }

  void drop_address() {
    constexpr auto forms = std::to_array<std::string_view>(
        {"ong", "ba", "anh", "chi", "co", "chu", "cu", "thay", "bac", "dong chi", "d c", "dc", "me"});
    for (const std::string_view form : forms) {
      const auto count = static_cast<std::size_t>(std::count(form.begin(), form.end(), ' ')) + 1;
      // "đ/c" is one word of the box, and folds to two.
      const bool one = words_.size() > 1 && words_.front().fold == form;
      const bool two = count == 2 && words_.size() > 2 && words_[0].fold + " " + words_[1].fold == form;
      if (one || two) {
        take(0, one ? 1 : 2, "là lời xưng hô");
        return;
      }
    }
  }

  /// "1288/QĐ-UBND ngày 20/5/2022 của Chủ tịch UBND tỉnh": the number says who.
  void drop_author() {
    bool numbered = false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (numbered && words_[i].fold == "cua" && i + 1 < words_.size()) {
        take(i, words_.size() - i, "là nơi ban hành");
        return;
      }
      const std::string& text = words_[i].text;
      numbered = numbered || (has_figure(text) && text.find('/') != std::string::npos);
    }
  }

  void take_date() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::string text = joined(std::span(words_).subspan(i));
      std::string_view left = text;
      const std::optional<DateSpan> span = take_dates(left);
      if (!span || (!left.empty() && !is_blank(left.front()))) continue;
      const std::size_t count = words_.size() - i - words_in(left).size();
      const bool in_life = span->first.value_or(*Date::make(2000, 1, 1)).year() >= 1945 &&
                           span->first.value_or(*Date::make(2000, 1, 1)).year() <= 2100;
      if (!in_life) continue;
      take(i, count, "là thời gian ký");
      out_.query.from = span->first;
      out_.query.to = span->last;
      return;
    }
  }

  [[nodiscard]] bool begins_an_award(const std::string& fold) const {
    return std::any_of(award_names_.begin(), award_names_.end(), [&fold](const std::string& name) {
      return name.starts_with(fold) && (name.size() == fold.size() || name[fold.size()] == ' ');
    });
  }

  /// The longest run of two and more words that begins the name of an award, or the abbreviation of one.
  void take_award() {
    std::size_t begin = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      std::string fold = words_[i].fold;
      for (std::size_t size = 2; i + size <= words_.size(); ++size) {
        fold += " " + words_[i + size - 1].fold;
        if (!begins_an_award(fold)) break;
        if (size > count) {
          begin = i;
          count = size;
        }
      }
      if (count == 0 && is_award_abbreviation(words_[i].fold)) {
        begin = i;
        count = 1;
      }
    }
    if (count > 0) out_.award_words = take(begin, count, "là hình thức khen");
  }

  [[nodiscard]] bool is_award_abbreviation(const std::string& fold) const {
    const auto all = abbreviations();
    return std::any_of(all.begin(), all.end(), [&](const Abbreviation& one) {
      if (one.fold != fold || one.first_folded.empty()) return false;
      std::string spelt;
      for (const std::string& word : one.first_folded)
        spelt += (spelt.empty() ? "" : " ") + word;
      return begins_an_award(spelt);
    });
  }

  ReadQuery out_;
  std::span<const std::string> award_names_;
  std::vector<Word> words_;
  std::string understood_;
};

}  // namespace

std::optional<ReadQuery> read_again(const ReadQuery& read, std::span<const std::string> award_names) {
  return SecondReader(read, award_names).read();
}

}  // namespace sovang::archive
