#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "sovang/text/legacy.h"

// Names as in VT-22: M are the distinct words that hold a character beyond ASCII, OK those of them that are
// syllables now, BAD the others, RES the words of BAD that a scheme makes syllables.
namespace sovang::text {

/// A word of M. A word is a run of ASCII letters and of anything beyond ASCII but spaces; addresses and units
/// are none (VT-21).
struct MarkedWord {
  std::string_view text;
  std::size_t begin = 0;      ///< byte of the text
  bool good = false;          ///< a syllable in small letters, in Title case or in capitals
  bool unicode_only = false;  ///< holds a letter that only Unicode text has (VT-23)

  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
};

/// The words of M in order, repeated ones too. Views into the text.
struct MarkedText {
  std::vector<MarkedWord> words;
  bool only_vietnamese = true;  ///< all else beyond ASCII is spaces, quotation marks and dashes
};
[[nodiscard]] MarkedText read_marked(std::string_view nfc);
/// Its words alone.
[[nodiscard]] std::vector<MarkedWord> marked_words(std::string_view nfc);

/// Does the scheme make a syllable of this word, with or without quotation marks at its ends?
[[nodiscard]] bool becomes_good(std::string_view word, LegacyScheme scheme);

/// What speaks for and against legacy text. Views into the text of the words.
class Evidence {
 public:
  explicit Evidence(const std::vector<MarkedWord>& words);

  std::vector<std::string_view> good;  ///< OK
  std::vector<std::string_view> bad;   ///< BAD
  bool unicode = false;                ///< OK holds letters that only Unicode text has

  /// |RES| of a scheme.
  [[nodiscard]] std::size_t resolved(LegacyScheme scheme) const;
  /// How many words of OK the scheme would spoil.
  [[nodiscard]] std::size_t spoiled(LegacyScheme scheme) const;
};

}  // namespace sovang::text
