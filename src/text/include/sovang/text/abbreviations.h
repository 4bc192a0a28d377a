#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::text {

/// Another way to say a text or a part of it. rank 1: the first reading; 2: another reading of an ambiguous
/// abbreviation, or a part of a document number; 3: found without its marks ("QD").
struct Alternative {
  std::string text;
  int rank = 1;
  friend bool operator==(const Alternative&, const Alternative&) = default;
};

/// A place of a text that has alternatives.
struct AbbreviationHit {
  std::size_t begin = 0;  ///< byte of the text
  std::size_t end = 0;    ///< one past the last byte
  bool expands = true;    ///< true: UBND → Ủy ban nhân dân; false: the other way
  /// By rank. Inside a document number only the code reading: TT is Thông tư in 01/2024/TT-BNV (VT-88).
  std::vector<Alternative> readings;
};
/// The abbreviations of a text and the phrases that have one, in order, none inside another; both ways
/// (VT-88). Small words that are syllables (ca, tu) are no abbreviations.
[[nodiscard]] std::vector<AbbreviationHit> find_abbreviations(std::string_view nfc);

/// What a whole line may also be written as (VT-88, VT-89).
struct Alternatives {
  std::vector<Alternative> texts;  ///< by rank, without the line itself, at most 64
  bool ambiguous = false;          ///< an abbreviation of the line has several readings
};
/// "UBND xã Ba" → "Ủy ban nhân dân xã Ba"; "Ủy ban nhân dân xã Ba" → "UBND xã Ba"; "12/QĐ-UBND" → "Quyết định
/// số 12 Ủy ban nhân dân", "12 qd ubnd", "so 12", "12", "QĐ", "UBND".
[[nodiscard]] Alternatives alternatives(std::string_view nfc);

}  // namespace sovang::text
