#pragma once

#include <string>
#include <string_view>

namespace sovang::text {

/// Capitals and small letters by Unicode, the same in every locale (VT-44): "đường" → "ĐƯỜNG".
[[nodiscard]] std::string upper(std::string_view nfc);
[[nodiscard]] std::string lower(std::string_view nfc);

/// Capital on each syllable, from all-capitals or all-small input only; mixed input is kept (VT-45, VT-46):
/// "NGUYỄN THỊ ÁNH" → "Nguyễn Thị Ánh", "H'Hen Niê" stays.
[[nodiscard]] std::string title_name(std::string_view nfc);

/// First letter a capital, the rest as it is: "ủy ban" → "Ủy ban".
[[nodiscard]] std::string capitalise_first(std::string_view nfc);

/// First letter of each word a capital, the rest as it is: restores what TCVN3 could not hold (VT-12, messy
/// rule 13).
[[nodiscard]] std::string capitalise_words(std::string_view nfc);

/// True if the text has letters and none of them is small.
[[nodiscard]] bool is_all_capitals(std::string_view nfc);

}  // namespace sovang::text
