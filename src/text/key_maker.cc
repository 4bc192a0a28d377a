#include "key_maker.h"

#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "characters.h"
#include "words.h"

namespace sovang::text {
namespace {

// A small letter in UTF-8 and its ASCII letter, found by rank and tone as Letter::code holds them.
struct SmallLetter {
  std::array<char, 4> bytes{};
  std::uint8_t length = 0;
  char ascii = 0;
};
constexpr unsigned code_of_small = 0x1FF;

constexpr auto small_letters = [] {
  std::array<SmallLetter, code_of_small + 1> letters{};
  for (std::uint8_t r = 1; r < rank::count; ++r) {
    for (std::uint8_t t = 0; t < 6; ++t) {
      const char32_t c = compose(r, static_cast<Tone>(t), false);
      SmallLetter& letter = letters[r | static_cast<unsigned>(t) << 6U];
      if (c == 0) continue;
      letter.ascii = ascii_of_rank[r];
      if (c < 0x80) {
        letter.bytes[0] = static_cast<char>(c);
        letter.length = 1;
      } else if (c < 0x800) {
        letter.bytes = {static_cast<char>(0xC0U | c >> 6U), static_cast<char>(0x80U | (c & 0x3FU))};
        letter.length = 2;
      } else {
        letter.bytes = {static_cast<char>(0xE0U | c >> 12U), static_cast<char>(0x80U | (c >> 6U & 0x3FU)),
                        static_cast<char>(0x80U | (c & 0x3FU))};
        letter.length = 3;
      }
    }
  }
  return letters;
}();

const SmallLetter& small_letter(Letter letter) {
  return small_letters[letter.code & code_of_small];
}
const SmallLetter& small_letter(std::uint8_t letter_rank, Tone tone) {
  return small_letters[letter_rank | static_cast<unsigned>(tone) << 6U];
}

// A string that grows at its end by pieces of a few bytes: one check for room, then plain stores.
class Sink {
 public:
  explicit Sink(std::size_t expected) : text_(expected + slack, '\0') {}

  [[nodiscard]] std::size_t size() const { return size_; }

  void add(char c) {
    make_room();
    text_[size_++] = c;
  }
  void add(char32_t c) {
    std::string bytes;
    put(bytes, c);
    for (const char byte : bytes)
      add(byte);
  }
  // Copies four bytes, whatever the length, so that no branch depends on it.
  void add(const SmallLetter& letter) {
    make_room();
    std::memcpy(&text_[size_], letter.bytes.data(), letter.bytes.size());
    size_ += letter.length;
  }
  void replace_last(char c) { text_[size_ - 1] = c; }

  // For pieces of up to `slack` bytes more than what is there: write at the pointer, then say how far.
  char* room() {
    make_room();
    return &text_[size_];
  }
  void written(const char* end) { size_ = static_cast<std::size_t>(end - text_.data()); }

  std::string take() {
    text_.resize(size_);
    return std::move(text_);
  }

 private:
  // A syllable of seven letters of three bytes, and the byte that the last store writes beyond.
  static constexpr std::size_t slack = 24;

  void make_room() {
    if (size_ + slack > text_.size()) text_.resize(text_.size() * 2);
  }

  std::string text_;
  std::size_t size_ = 0;
};

// VT-83 on letters without marks: hy ky ly my sy ty, quy.
bool is_free_y(std::string_view fold) {
  if (fold.size() == 2 && fold[1] == 'y')
    return std::string_view("hklmst").find(fold[0]) != std::string_view::npos;
  return fold == "quy";
}

// The letters of the word that is being read, as the fold has them. The pattern of VT-83 has at most three.
struct FoldedWord {
  std::array<char, 3> head{};
  std::size_t length = 0;

  void add(char letter) {
    if (length < head.size()) head[length] = letter;
    ++length;
  }
  [[nodiscard]] bool ends_in_free_y() const {
    return length <= head.size() && is_free_y({head.data(), length});
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

class KeyMaker {
 public:
  explicit KeyMaker(std::string_view text) : text_(text), exact_(text.size()), fold_(text.size()) {}

  std::optional<SearchKeys> make() {
    for (std::size_t at = 0; at < text_.size();) {
      if (!in_word_ && read_letters(at)) continue;
      const char32_t c = next_code_point(text_, at);
      if (const Letter letter = key_letter(c)) {
        add_letter(letter);
      } else {
        add_other(c, at);
      }
    }
    end_word();
    if (met_invisible_) return std::nullopt;
    SearchKeys keys{exact_.take(), {}, fold_.take()};
    keys.iy = with_i_for_y(keys.exact);
    return keys;
  }

 private:
  // The letters of a word from its beginning: most words have no others. True if there was one.
  bool read_letters(std::size_t& at) {
    const LetterRun run = read_letter_run(text_, at, letters_);
    if (run.count == 0) return false;
    open_word();
    count_ = run.count;
    vowels_ = run.vowels;
    tones_ = run.codes & tone_bits;
    return true;
  }

  // Where in `exact` a free y stands.
  struct FreeY {
    std::size_t begin;
    std::uint8_t length;
    Tone tone;
  };

  void add_letter(Letter letter) {
    if (!in_word_) open_word();
    if (plain_ && count_ < letters_.size()) {
      letters_[count_++] = letter;
      tones_ |= letter.code & tone_bits;
      vowels_ += letter.vowel() ? 1U : 0U;
      return;
    }
    give_up_syllable();
    write(letter);
  }

  void add_other(char32_t c, std::size_t behind) {
    if (c >= 0x80 && is_letter_or_mark(c)) {
      if (!in_word_) open_word();
      give_up_syllable();
      const auto small = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
      exact_.add(small);
      fold_foreign(small);
    } else if (is_apostrophe(c)) {
      add_apostrophe(behind);
    } else {
      end_word();
      add_between_words(c);
    }
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
      fold_.add(static_cast<char32_t>(part));
      folded_.add(part < 0x80 ? static_cast<char>(part) : '?');
    }
  }

  // The fold drops apostrophes, so what stands on both sides of them is one word there.
  void add_apostrophe(std::size_t behind) {
    if (in_word_ && past_apostrophes(text_, behind) != std::string_view::npos) {
      give_up_syllable();
    } else {
      end_word();
    }
    write_space();
    exact_.add('\'');
  }

  void add_between_words(char32_t c) {
    if (is_space(c)) {
      space_ = true;
      fold_space_ = true;
      return;
    }
    met_invisible_ = met_invisible_ || is_invisible(c);
    write_space();
    exact_.add(is_dash(c) ? U'-' : is_double_quote(c) ? U'"' : c);
    if (is_figure(c)) {
      write_fold_space();
      fold_.add(c);
    } else {
      fold_space_ = true;
    }
  }

  void open_word() {
    in_word_ = true;
    plain_ = true;
    count_ = 0;
    vowels_ = 0;
    tones_ = 0;
    folded_.length = 0;
    write_space();
  }

  void write_space() {
    if (space_ && exact_.size() > 0) exact_.add(' ');
    space_ = false;
  }

  void write_fold_space() {
    if (fold_space_ && fold_.size() > 0) fold_.add(' ');
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
    const SmallLetter& small = small_letter(letter);
    exact_.add(small);
    write_fold_space();
    fold_.add(small.ascii);
    folded_.add(small.ascii);
  }

  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    if (plain_) {
      write_syllable();
    } else if (folded_.ends_in_free_y()) {
      // "K'y" folds as "ky" does, which is what people type for it.
      fold_.replace_last('i');
    }
  }

  void write_syllable() {
    // VT-81: the mark stands in its new place. With one vowel letter it has no other.
    if (tones_ != 0 && vowels_ > 1) move_mark();
    write_fold_space();
    char* exact = exact_.room();
    char* fold = fold_.room();
    for (std::size_t i = 0; i < count_; ++i) {
      const SmallLetter& letter = small_letter(letters_[i]);
      std::memcpy(exact, letter.bytes.data(), letter.bytes.size());
      exact += letter.length;
      *fold++ = letter.ascii;
    }
    exact_.written(exact);
    fold_.written(fold);
    if (fold[-1] != 'y') return;
    // The fold knows no marks: "qưý" folds to "quy", and so to "qui".
    if (is_free_y({fold - count_, count_})) fold_.replace_last('i');
    if (!has_free_y({letters_.data(), count_})) return;
    const Tone tone = letters_[count_ - 1].tone();
    const std::uint8_t length = small_letter(rank::y, tone).length;
    free_y_.push_back({exact_.size() - length, length, tone});
  }

  void move_mark() {
    const auto syllable = take_apart({letters_.data(), count_});
    if (!syllable) return;
    Letter& from = letters_[static_cast<std::size_t>(syllable->mark)];
    Letter& to = letters_[syllable->new_place()];
    const unsigned tone = from.code & tone_bits;
    from.code = static_cast<std::uint16_t>(from.code & ~tone_bits);
    to.code = static_cast<std::uint16_t>(to.code | tone);
  }

  [[nodiscard]] std::string with_i_for_y(const std::string& exact) const {
    std::string iy;
    iy.reserve(exact.size() + free_y_.size());
    std::size_t copied = 0;
    for (const FreeY& y : free_y_) {
      iy.append(exact, copied, y.begin - copied);
      const SmallLetter& i = small_letter(rank::i, y.tone);
      iy.append(i.bytes.data(), i.length);
      copied = y.begin + y.length;
    }
    return iy.append(exact, copied);
  }

  std::string_view text_;
  Sink exact_;
  Sink fold_;
  std::vector<FreeY> free_y_;
  std::array<Letter, longest_syllable> letters_{};
  std::size_t count_ = 0;
  std::size_t vowels_ = 0;
  unsigned tones_ = 0;
  FoldedWord folded_;
  bool in_word_ = false;
  bool plain_ = true;
  bool space_ = false;
  bool fold_space_ = false;
  bool met_invisible_ = false;
};

}  // namespace

bool is_figure(char32_t c) {
  if (c < 0x80) return c >= U'0' && c <= U'9';
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0;
}

std::optional<SearchKeys> make_keys(std::string_view tidy) {
  return KeyMaker(tidy).make();
}

}  // namespace sovang::text
