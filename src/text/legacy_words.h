#pragma once

#include <string>
#include <string_view>

#include "sovang/text/legacy.h"

/// What a table of bytes cannot decide by itself in old encodings. Private to the room.
namespace sovang::text {

/// In VISCII and VPS some quotation marks, dashes and the no-break space are letters: true for those that a
/// program also writes as punctuation.
[[nodiscard]] bool is_letter_or_punctuation(char32_t c);

/// VT-16 and vps.tsv: capitals that were typed with the byte of the small letter become capitals again in
/// words that are all capitals: "MỸ SƠN" from "Mỹ SƠN".
[[nodiscard]] std::string with_shared_capitals(std::string decoded, LegacyScheme scheme);

/// VT-19: takes one reading through TCVN3 back, word by word where the result is a syllable.
/// "Tờn gọi, dõn số" → "Tên gọi, dân số".
[[nodiscard]] std::string undo_double_tcvn3(std::string_view nfc);

}  // namespace sovang::text
