#include "sovang/document/length.h"

#include <cstdlib>

namespace sovang::document {

Length scaled(Length value, std::int64_t numerator, std::int64_t denominator) {
  __extension__ using Wide = __int128;
  const Wide product = static_cast<Wide>(value.units) * numerator;
  const Wide half = denominator / 2;
  const Wide rounded = (product >= 0 ? product + half : product - half) / denominator;
  return {static_cast<std::int64_t>(rounded)};
}

std::string mm_text(Length length) {
  // 1 mm = 72/25.4 pt, so hundredths of a millimetre = units × 2540 / (72 × 65536).
  const std::int64_t hundredths = scaled(length, 2540, 72 * Length::units_per_pt).units;
  const std::string digits = std::to_string(std::llabs(hundredths));
  const std::string padded = std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
  return (hundredths < 0 ? "-" : "") + padded.substr(0, padded.size() - 2) + "." +
         padded.substr(padded.size() - 2);
}

}  // namespace sovang::document
