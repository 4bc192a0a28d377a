#pragma once

#include <string>
#include <string_view>

namespace sovang::text {

/// Capitals and small letters by Unicode, the same in every locale (VT-44): "đường" → "ĐƯỜNG".
[[nodiscard]] std::string upper(std::string_view nfc);
[[nodiscard]] std::string lower(std::string_view nfc);

/// A text in other capitals, and whether a person must confirm it (status `ask`).
struct CaseProposal {
  std::string text;
  bool ask = false;
};

/// A personal name with a capital on each syllable (VT-45 … VT-47): "NGUYỄN THỊ ÁNH" → "Nguyễn Thị Ánh";
/// "ĐẠI TÁ TRẦN VĂN HÙNG" → "Đại tá Trần Văn Hùng"; spaces collapsed. To be asked: apostrophes ("BH'NƯỚCH" →
/// "Bh'nướch", "H'HEN" → "H'Hen"), hyphens ("Lê-nin"), foreign particles ("de", "van"), and whatever would
/// change in a name that is neither all capitals nor all small ("Nguyễn văn An").
[[nodiscard]] CaseProposal name_case(std::string_view nfc);

/// name_case() where nobody need be asked; else the name as it is, spaces collapsed:
/// "NGUYỄN THỊ ÁNH" → "Nguyễn Thị Ánh", "H'Hen Niê" stays.
[[nodiscard]] std::string title_name(std::string_view nfc);

/// Capitals of a sentence, from a text in capitals (VT-48, VT-50, VT-51): "QUYẾT ĐỊNH CỦA UBND TỈNH" → "Quyết
/// định của UBND tỉnh", "HẠNG NHÌ" → "hạng Nhì". Abbreviations, codes and Roman figures stay; orders and
/// titles get theirs. To be asked: names of places and persons ("TỈNH QUẢNG NAM"). Mixed input stays.
[[nodiscard]] CaseProposal sentence_case(std::string_view nfc);

/// The fixed capitals of document codes (VT-49): "Số: 05/ttr-btđkt" → "Số: 05/TTr-BTĐKT".
[[nodiscard]] std::string code_case(std::string_view nfc);

/// First letter a capital, the rest as it is: "ủy ban" → "Ủy ban".
[[nodiscard]] std::string capitalise_first(std::string_view nfc);

/// First letter of each word a capital, the rest as it is: restores what TCVN3 could not hold (VT-12, messy
/// rule 13).
[[nodiscard]] std::string capitalise_words(std::string_view nfc);

/// True if the text has letters and none of them is small.
[[nodiscard]] bool is_all_capitals(std::string_view nfc);

}  // namespace sovang::text
