#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Words between spaces, as the rules of capitals look at them. Private to the room.
namespace sovang::text {

struct CaseToken {
  std::string_view before;  ///< punctuation in front: "("
  std::string_view core;    ///< "COVID-19"
  std::string_view after;   ///< punctuation behind: ","
  std::string small;        ///< core in small letters, the tone mark in its old place: "ủy"

  [[nodiscard]] bool has_figure() const { return core.find_first_of("0123456789") != std::string_view::npos; }
};

/// The words of a text. Views into `text`.
[[nodiscard]] std::vector<CaseToken> case_tokens(std::string_view text);

/// True if the words from `at` on are the words of `phrase` (small letters), with no punctuation between
/// them. Gives their number.
[[nodiscard]] std::optional<std::size_t> match_phrase(const std::vector<CaseToken>& tokens, std::size_t at,
                                                      std::string_view phrase);

/// True if the text has letters and none of them is a capital.
[[nodiscard]] bool is_all_small(std::string_view nfc);

/// A family name of the plains that is hardly ever a middle name: "nguyễn", in small letters.
[[nodiscard]] bool is_plain_family(std::string_view small);

/// After "ông", both in small letters: does it address a man here, or is it the family name Ông of Quảng Nam?
/// It addresses one before what is a family name itself (Nguyễn, Alăng, Tôn Thất) and hardly a middle name,
/// but not where "thị" follows, since it is men who are called ông: "Ông Lê Thị Hoài".
[[nodiscard]] bool is_address_after_ong(std::string_view first, std::string_view second);

/// "UBND" for "ubnd", "TTr" for "ttr" (VT-49).
[[nodiscard]] std::optional<std::string_view> fixed_form(std::string_view small);

}  // namespace sovang::text
