#include "sovang/text/search_keys.h"

#include <algorithm>
#include <array>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "characters.h"
#include "words.h"

namespace sovang::text {
namespace {

// Letters that a word may have before we stop caring whether it is "ky": the pattern has at most three.
struct FoldedWord {
  std::array<char, 3> head{};
  std::size_t length = 0;

  void add(char letter) {
    if (length < head.size()) head[length] = letter;
    ++length;
  }
  // VT-83 on letters without marks: hy ky ly my sy ty, quy.
  [[nodiscard]] bool ends_in_free_y() const {
    if (length == 2 && head[1] == 'y')
      return std::string_view("hklmst").find(head[0]) != std::string_view::npos;
    return length == 3 && head[0] == 'q' && head[1] == 'u' && head[2] == 'y';
  }
};

// VT-83: y is the whole rime after h k l m s t or qu.
bool has_free_y(std::span<const Letter> word) {
  const std::size_t last = word.size() - 1;
  if (word[last].rank() != rank::y) return false;
  if (last == 2) return word[0].rank() == rank::q && word[1].rank() == rank::u;
  if (last != 1) return false;
  const std::uint8_t onset = word[0].rank();
  return onset == rank::h || onset == rank::k || onset == rank::l || onset == rank::m || onset == rank::s ||
         onset == rank::t;
}

// Look-alikes of đ (VT-04, VT-80) and the dotted capital İ, which is i with a capital's dot.
Letter key_letter(char32_t c) {
  if (c == 0xD0 || c == 0xF0 || c == 0x189) return letter_of(U'đ');
  if (c == 0x130) return letter_of(U'i');
  return letter_of(c);
}

bool is_word_character(char32_t c) {
  return key_letter(c) || is_letter_or_mark(c);
}

bool is_figure(char32_t c) {
  if (c < 0x80) return c >= U'0' && c <= U'9';
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0;
}

// Builds the keys in one pass over text that is NFC and free of invisible characters.
class KeyMaker {
 public:
  explicit KeyMaker(std::string_view text) : text_(text) {
    keys_.exact.reserve(text.size());
    keys_.iy.reserve(text.size());
    keys_.fold.reserve(text.size());
  }

  SearchKeys make() && {
    for (std::size_t at = 0; at < text_.size();) {
      const char32_t c = next_code_point(text_, at);
      if (const Letter letter = key_letter(c)) {
        add_letter(letter);
      } else {
        at = add_other(c, at);
      }
    }
    end_word();
    return std::move(keys_);
  }

 private:
  void add_letter(Letter letter) {
    if (!in_word_) open_word();
    if (plain_ && count_ < letters_.size()) {
      letters_[count_++] = letter;
      return;
    }
    give_up_syllable();
    write(letter);
  }

  std::size_t add_other(char32_t c, std::size_t behind) {
    if (c >= 0x80 && is_letter_or_mark(c)) {
      if (!in_word_) open_word();
      give_up_syllable();
      const auto small = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
      put(keys_.exact, small);
      put(keys_.iy, small);
      fold_foreign(small);
      return behind;
    }
    if (is_apostrophe(c)) return add_apostrophes(behind);
    end_word();
    add_between_words(c);
    return behind;
  }

  // A letter of another alphabet without its marks (ñ → n), nothing for a mark itself.
  void fold_foreign(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    icu::UnicodeString parts;
    if (!nfd->getDecomposition(static_cast<UChar32>(c), parts)) parts = static_cast<UChar32>(c);
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
      const UChar32 part = parts.char32At(i);
      if ((U_GET_GC_MASK(part) & U_GC_M_MASK) != 0) continue;
      write_fold_space();
      put(keys_.fold, static_cast<char32_t>(part));
      folded_.add(part < 0x80 ? static_cast<char>(part) : '?');
    }
  }

  // The fold drops apostrophes, so what stands on both sides of them is one word there.
  std::size_t add_apostrophes(std::size_t behind) {
    if (in_word_ && past_apostrophes(text_, behind) != std::string_view::npos) {
      give_up_syllable();
    } else {
      end_word();
    }
    write_space();
    keys_.exact += '\'';
    keys_.iy += '\'';
    return behind;
  }

  void add_between_words(char32_t c) {
    if (is_space(c)) {
      space_ = true;
      fold_space_ = true;
      return;
    }
    write_space();
    if (is_dash(c)) c = U'-';
    if (is_double_quote(c)) c = U'"';
    put(keys_.exact, c);
    put(keys_.iy, c);
    if (is_figure(c)) {
      write_fold_space();
      put(keys_.fold, c);
    } else {
      fold_space_ = true;
    }
  }

  void open_word() {
    in_word_ = true;
    plain_ = true;
    count_ = 0;
    folded_.length = 0;
    write_space();
  }

  void write_space() {
    if (space_ && !keys_.exact.empty()) {
      keys_.exact += ' ';
      keys_.iy += ' ';
    }
    space_ = false;
  }

  void write_fold_space() {
    if (fold_space_ && !keys_.fold.empty()) keys_.fold += ' ';
    fold_space_ = false;
  }

  // The word is not a syllable: its letters go out as they are.
  void give_up_syllable() {
    if (!plain_) return;
    plain_ = false;
    for (std::size_t i = 0; i < count_; ++i)
      write(letters_[i]);
  }

  void write(Letter letter) {
    const char32_t small = compose(letter.rank(), letter.tone(), false);
    put(keys_.exact, small);
    put(keys_.iy, small);
    const char ascii = ascii_of_rank[letter.rank()];
    write_fold_space();
    keys_.fold += ascii;
    folded_.add(ascii);
  }

  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    if (plain_) {
      write_syllable();
    } else if (folded_.ends_in_free_y()) {
      // "K'y" folds as "ky" does, which is what people type for it.
      keys_.fold.back() = 'i';
    }
  }

  void write_syllable() {
    const std::span<const Letter> word(letters_.data(), count_);
    Tone tone = Tone::ngang;
    std::size_t place = count_;
    if (const auto syllable = take_apart(word); syllable && syllable->mark >= 0) {
      tone = syllable->tone;
      place = syllable->new_place();
    }
    const bool free_y = has_free_y(word);
    write_fold_space();
    for (std::size_t i = 0; i < count_; ++i) {
      const std::uint8_t r = word[i].rank();
      const Tone own = place == count_ ? word[i].tone() : i == place ? tone : Tone::ngang;
      const bool as_i = free_y && i + 1 == count_;
      put(keys_.exact, compose(r, own, false));
      put(keys_.iy, compose(as_i ? rank::i : r, own, false));
      keys_.fold += as_i ? 'i' : ascii_of_rank[r];
    }
  }

  std::string_view text_;
  SearchKeys keys_;
  std::array<Letter, longest_syllable> letters_{};
  std::size_t count_ = 0;
  FoldedWord folded_;
  bool in_word_ = false;
  bool plain_ = true;
  bool space_ = false;
  bool fold_space_ = false;
};

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

bool has_invisible(std::string_view plain) {
  for (std::size_t at = plain.find('\xAD'); at != std::string_view::npos; at = plain.find('\xAD', at + 1))
    if (at > 0 && plain[at - 1] == '\xC2') return true;
  // Of U+2010–203F the direction marks U+202A–202E.
  for (std::size_t at = plain.find("\xE2\x80"); at != std::string_view::npos;
       at = plain.find("\xE2\x80", at + 1))
    if (plain[at + 2] >= '\xAA' && plain[at + 2] <= '\xAE') return true;
  return false;
}

}  // namespace

SearchKeys search_keys(std::string_view nfc) {
  if (is_plain(nfc) && !has_invisible(nfc)) return KeyMaker(nfc).make();
  const std::string tidied = tidy(nfc);
  SearchKeys keys = KeyMaker(tidied).make();
  keys.fold = icu_nfc(keys.fold);
  return keys;
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

}  // namespace sovang::text
