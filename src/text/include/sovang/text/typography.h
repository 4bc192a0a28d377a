#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/text/certainty.h"

namespace sovang::text {

/// For the tokens of a paragraph (split at spaces), in order: is there to be no line break before token i?
/// Index 0 is false. The bound pairs of VT-75 and VT-76 (template-language §5): "ngày|01", "Điều|5",
/// "10|đồng", "TM.|ỦY", "- " …
[[nodiscard]] std::vector<bool> bound_to_previous(std::span<const std::string_view> tokens);

/// The text with its no-break points made visible: ⍽ (U+237D) for a space and ⁀ (U+2040) for a place inside a
/// token at which no line may break (VT-74 … VT-76): "Số: 12/QĐ-UBND" → "Số:⍽12/⁀QĐ-⁀UBND".
[[nodiscard]] std::string mark_no_break(std::string_view nfc);

/// A text as it should be set, for a person to accept.
struct TypographyFix {
  std::string text;                     ///< equal to the input where nothing is to be changed
  Certainty certainty = Certainty::ok;  ///< warn: changed, or something is to be looked at
  std::string remark;                   ///< Vietnamese, what was found; empty for ok
};

/// Straight quotes become “ ” and ‘ ’ inside. An unpaired quote leaves the whole text as it is; an inch mark
/// behind a figure, an apostrophe in a name (Bh'nướch) and marks of other countries stay (VT-77).
[[nodiscard]] TypographyFix repair_quotes(std::string_view nfc);
/// Spaced hyphens in the motto, in names of bodies (Ban Thi đua - Khen thưởng) and in ranges of years;
/// COVID-19 closed up (VT-77). Codes and telephone numbers stay.
[[nodiscard]] TypographyFix repair_dashes(std::string_view nfc);
/// No space before , . ; : ! ? and inside brackets, one behind; runs of spaces become one (VT-77). Figures,
/// addresses, dot leaders and gaps left to be filled by hand ("Số:     /TTr-UBND") stay.
[[nodiscard]] TypographyFix repair_spacing(std::string_view nfc);
/// Groups of three in amounts: the whole text if it is a figure, else the figures before đồng and counted
/// nouns (VT-78). Years, codes and telephone numbers stay.
[[nodiscard]] TypographyFix repair_figures(std::string_view nfc);

}  // namespace sovang::text
