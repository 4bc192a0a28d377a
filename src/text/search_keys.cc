#include "sovang/text/search_keys.h"

#include <algorithm>
#include <utility>

#include <unicode/uchar.h>

#include "sovang/base/result.h"

#include "characters.h"
#include "key_maker.h"
#include "tables/name_variants.h"
#include "words.h"

namespace sovang::text {
namespace {

bool is_word_character(char32_t c) {
  return key_letter(c) || is_letter_or_mark(c);
}

std::string without_invisible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_invisible(c)) put(out, c);
  }
  return out;
}

std::string small(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const Letter letter = key_letter(c);
    put(out, letter ? compose(letter.rank(), letter.tone(), false)
                    : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  }
  return out;
}

// Text outside the plain blocks: NFC without invisible characters, in small letters. These may bring forth
// new compositions, which are small letters again.
std::string tidy(std::string_view utf8) {
  std::string text = icu_nfc(without_invisible(utf8));
  for (int round = 0; round < 4; ++round) {
    std::string next = icu_nfc(small(text));
    if (next == text) break;
    text = std::move(next);
  }
  return text;
}

}  // namespace

SearchKeys search_keys(std::string_view nfc) {
  if (is_plain(nfc)) {
    if (auto keys = make_keys(nfc)) return std::move(*keys);
  }
  auto keys = make_keys(tidy(nfc));
  SOVANG_EXPECT(keys.has_value());
  keys->fold = icu_nfc(keys->fold);
  return std::move(*keys);
}

std::string fold_key(std::string_view nfc) {
  return search_keys(nfc).fold;
}

namespace {

// Cuts a text into its words. A word begins and ends on the boundaries of graphemes: marks behind its last
// letter belong to it, and so does what a sign such as U+070F joins to it.
class TokenReader {
 public:
  explicit TokenReader(std::string_view text) : text_(text) {}

  std::vector<SearchToken> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t here = at;
      const char32_t c = next_code_point(text_, at);
      take(c, here, at);
    }
    close();
    return std::move(tokens_);
  }

 private:
  static constexpr std::size_t none = std::string_view::npos;

  void take(char32_t c, std::size_t here, std::size_t behind) {
    const bool mark = (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
    if (mark || c == 0x200C || c == 0x200D) {
      if (begin_ != none) end_ = behind;
      return;
    }
    if (ended_) close();
    const std::size_t first = std::min(prefix_, here);
    const bool joined = joins_;
    const int kind = c < 0x600 ? U_GCB_OTHER
                               : u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GRAPHEME_CLUSTER_BREAK);
    joins_ = kind == U_GCB_PREPEND;
    // Some letters (Thai am) hang on whatever stands before them.
    const bool hangs = (kind == U_GCB_SPACING_MARK || kind == U_GCB_EXTEND) && cluster_ != none;
    if (!hangs) cluster_ = is_control(c) ? none : here;
    prefix_ = none;
    if (is_figure(c) || is_word_character(c)) {
      if (begin_ == none) begin_ = hangs ? cluster_ : first;
      end_ = behind;
    } else if (joined && begin_ != none && !is_control(c)) {
      end_ = behind;
      ended_ = !is_apostrophe(c);
    } else if (!is_apostrophe(c) && !is_invisible(c)) {
      close();
      if (joins_) prefix_ = first;
    }
  }

  // What no grapheme reaches across.
  static bool is_control(char32_t c) {
    if (c >= 0x20 && c < 0x7F) return false;
    const int value = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GRAPHEME_CLUSTER_BREAK);
    return value == U_GCB_CONTROL || value == U_GCB_CR || value == U_GCB_LF;
  }

  void close() {
    ended_ = false;
    if (begin_ == none) return;
    SearchToken token{search_keys(text_.substr(begin_, end_ - begin_)), begin_, end_};
    if (!token.keys.fold.empty()) tokens_.push_back(std::move(token));
    begin_ = none;
  }

  std::string_view text_;
  std::vector<SearchToken> tokens_;
  std::size_t begin_ = none;    // of the word being read
  std::size_t end_ = 0;         // behind its last letter, figure or mark
  std::size_t prefix_ = none;   // a joining sign just before
  std::size_t cluster_ = none;  // the last character that a mark could hang on
  bool joins_ = false;          // the last character joins the next to it
  bool ended_ = false;          // the word is over, but marks may follow
};

}  // namespace

std::vector<SearchToken> search_tokens(std::string_view nfc) {
  return TokenReader(nfc).read();
}

std::vector<std::string> name_variants(std::string_view nfc) {
  const std::string key = search_keys(nfc).exact;
  std::vector<std::string> others;
  for (const auto& row : tables::name_variants) {
    const bool listed = std::any_of(row.begin(), row.end(),
                                    [&](std::string_view form) { return search_keys(form).exact == key; });
    if (!listed) continue;
    for (const std::string_view form : row)
      if (form != "-" && form != nfc) others.emplace_back(form);
  }
  return others;
}

}  // namespace sovang::text
