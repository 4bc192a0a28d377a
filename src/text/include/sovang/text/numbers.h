#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/text/certainty.h"

namespace sovang::text {

/// The office's choice between good ways of reading (VT-59, VT-63).
struct NumberWords {
  bool le = false;    ///< "lẻ" for "linh"
  bool ngan = false;  ///< "ngàn" for "nghìn"
  bool chan = false;  ///< money that ends in 000 closes with "chẵn"
};

/// "một triệu bốn trăm chín mươi nghìn" (VT-59 … VT-62), any 64-bit integer.
[[nodiscard]] std::string in_words(std::int64_t number, const NumberWords& words = {});
/// "Một triệu bốn trăm chín mươi nghìn đồng" (VT-63).
[[nodiscard]] std::string money_in_words(std::int64_t dong, const NumberWords& words = {});
/// "1.490.000", "-12" (VT-78).
[[nodiscard]] std::string grouped(std::int64_t number);
/// "08" for counts below 10 in running text of papers: "08 tập thể".
[[nodiscard]] std::string two_digits(std::int64_t number);

/// Figures as units write them: "1.250.000", "1,250,000", "20.000.000 đ", "08 ca" (messy rule 8). Nothing for
/// anything unclear ("1,234", "1.5"), for a broken number and for what does not fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// An exact decimal number of any length; never a double.
struct Decimal {
  bool negative = false;
  std::string whole = "0";  ///< digits without leading zeros; "0" for none
  std::string fraction;     ///< digits behind the comma as written: "50" and "5" differ

  /// "-1234.5": for machines.
  [[nodiscard]] std::string plain() const;
  /// "-1.234,5": for papers (VT-78).
  [[nodiscard]] std::string grouped() const;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// What a figure stands for; it decides how it is read aloud.
enum class NumberKind : std::uint8_t {
  integer,   ///< "1.005" → "một nghìn không trăm linh năm"
  negative,  ///< "-15" → "âm mười lăm"
  money,     ///< "500 đồng" → "Năm trăm đồng"
  decimal,   ///< "3,05" → "ba phẩy không năm"
  percent,   ///< "85,5%" → "tám mươi lăm phẩy năm phần trăm"
  permille,  ///< "5‰" → "năm phần nghìn"
  ordinal,   ///< "4" → "thứ tư"
  rank,      ///< "2" → "hạng Nhì"
  fraction,  ///< "3/4" → "ba phần tư"
  ratio,     ///< "7/9" → "bảy trên chín", for votes
  year,      ///< "2021" → "hai nghìn không trăm hai mươi mốt"
  mixed      ///< "1 1/2" → "một một phần hai"
};

/// Reads a figure aloud (VT-59 … VT-65). Fails with `invalid_input` where the text is no figure of that kind
/// or has more than 60 digits.
[[nodiscard]] Result<std::string> read_aloud(std::string_view figure, NumberKind kind,
                                             const NumberWords& words = {});

/// What a figure or its words say (VT-64, VT-78).
struct ReadNumber {
  Certainty certainty = Certainty::error;  ///< ok, warn, ask, error or blank
  Decimal value;                           ///< for ok and warn
  std::string denominator;                 ///< "2" in "một phần hai" and "1/2"; else empty
  std::string unit;               ///< "đồng", "%", "‰" or a counted noun, in small letters; else empty
  std::vector<Decimal> readings;  ///< for ask: what it may mean, likeliest first
};
/// Reads "1.234,5", "1,49 triệu", "-5", "1 234 567", "năm triệu", "ba phẩy không năm". `1,234` and `1.5` are
/// asked, a dot with three digits is a group.
[[nodiscard]] ReadNumber read_number(std::string_view nfc);

}  // namespace sovang::text
