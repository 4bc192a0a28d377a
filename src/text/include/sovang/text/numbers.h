#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sovang::text {

/// The office's choice between two good ways of reading (VT-59).
struct NumberWords {
  bool le = false;    ///< "lẻ" for "linh"
  bool ngan = false;  ///< "ngàn" for "nghìn"
};

/// "một triệu bốn trăm chín mươi nghìn" (VT-59 … VT-62), any 64-bit integer.
[[nodiscard]] std::string in_words(std::int64_t number, const NumberWords& words = {});
/// "Một triệu bốn trăm chín mươi nghìn đồng" (VT-63).
[[nodiscard]] std::string money_in_words(std::int64_t dong, const NumberWords& words = {});
/// "1.490.000", "-12" (VT-78).
[[nodiscard]] std::string grouped(std::int64_t number);
/// "08" for counts below 10 in running text of papers: "08 tập thể".
[[nodiscard]] std::string two_digits(std::int64_t number);

/// Figures as units write them: "1.250.000", "20.000.000 đ", "08 ca" (messy rule 8). Nothing for anything
/// unclear.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace sovang::text
