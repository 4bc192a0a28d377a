#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::text {

/// The three keys under which a text is found (VT-80 … VT-84).
struct SearchKeys {
  std::string exact;  ///< lower case, marks kept, tone position unified: "hoà" and "hòa" are one
  std::string iy;     ///< exact, with i for y where the two are interchangeable: "mỹ" and "mĩ" are one
  std::string fold;   ///< without marks, đ as d: "duc" finds Đức
};
[[nodiscard]] SearchKeys search_keys(std::string_view nfc);
/// SearchKeys::fold alone.
[[nodiscard]] std::string fold_key(std::string_view nfc);

/// One word of a text with its keys and its place.
struct SearchToken {
  SearchKeys keys;
  std::size_t begin = 0;  ///< byte of the text
  std::size_t end = 0;    ///< one past the last byte
};
/// The words of a text in order; figures are words, punctuation separates ("12/QĐ-UBND" gives 12, QĐ, UBND).
[[nodiscard]] std::vector<SearchToken> search_tokens(std::string_view nfc);

/// How else a name of a minority people may be written, for the lowest rank of search (VT-86, VT-94):
/// "A Lăng" → "Alăng", "A lăng". Nothing for other words. Never for rewriting a record.
[[nodiscard]] std::vector<std::string> name_variants(std::string_view nfc);

}  // namespace sovang::text
