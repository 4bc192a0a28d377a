#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::text {

/// What can be said of one syllable (VT-30 … VT-33). The rule knows no dictionary: "phụn" is valid.
enum class SyllableVerdict : std::uint8_t {
  valid,      ///< onset + rime + tone, the mark in one of its two places: "hòa", "hoà", "giếng"
  misplaced,  ///< right but for the place of the mark: "qúy", "tòan", "đựơc" (VT-33)
  invalid     ///< not a Vietnamese syllable: "Krông", "xyz", "hòà"
};
/// "valid", "misplaced", "invalid".
[[nodiscard]] std::string_view to_string(SyllableVerdict verdict);

/// Judges one syllable in any case; anything but letters makes it invalid. "Qúy" → misplaced.
[[nodiscard]] SyllableVerdict check_syllable(std::string_view nfc);

/// Where the mark stands in oa, oe, uy without a final (VT-37): old "hòa, thủy", new "hoà, thuỷ". The
/// program's own words are in the old style (VT-38).
enum class ToneStyle : std::uint8_t { old_style, new_style };

/// The text with the mark of every syllable in one style. "Uỷ ban" → "Ủy ban" (old). Misplaced marks
/// stay where they are (VT-38: nothing is restyled by itself).
[[nodiscard]] std::string with_tone_style(std::string_view nfc, ToneStyle style);

/// The same, and misplaced marks are put right: the proposal for a person to confirm (VT-33).
/// "qúy khách" → "quý khách".
[[nodiscard]] std::string with_marks_put_right(std::string_view nfc, ToneStyle style);

/// How many words have a mark on the wrong letter: 1 in "qúy khách".
[[nodiscard]] std::size_t count_misplaced(std::string_view nfc);

/// A word with marks that is no syllable and stands in no list of names: after a conversion, what a person
/// should look at (VT-27, VT-32). Names of places and minority peoples are among them, so it is a hint, not
/// an error.
struct DoubtfulWord {
  std::string word;
  std::size_t begin = 0;  ///< byte of the text
};
/// "Bhơ Hôồng, xã Sông Kôn" → Hôồng.
[[nodiscard]] std::vector<DoubtfulWord> doubtful_words(std::string_view nfc);

/// Words that a document writes in both styles, in small letters and the old style: a hint (VT-39).
/// "hòa bình … hoà giải" → "hòa".
[[nodiscard]] std::vector<std::string> words_in_both_styles(std::string_view nfc);

}  // namespace sovang::text
