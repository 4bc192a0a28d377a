// Figures and words of numbers, in any text: reading never fails but by saying so, and what was read prints
// and reads back as itself.
#include <cstdint>

#include "sovang/base/result.h"
#include "sovang/base/utf8.h"
#include "sovang/text/numbers.h"
#include "sovang/text/typography.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (sovang::utf8::first_error(text)) return 0;
  const ReadNumber number = read_number(text);
  static_cast<void>(parse_integer(text));
  static_cast<void>(repair_figures(text));
  const bool sure = number.certainty == Certainty::ok || number.certainty == Certainty::warn;
  if (sure && number.denominator.empty()) {
    // "1.234,567" is sure, but "1,234" alone is asked: print with the kind that says what the comma is.
    const auto words = read_aloud(number.value.grouped(), NumberKind::decimal);
    SOVANG_EXPECT(words.has_value());
    const ReadNumber again = read_number(*words);
    SOVANG_EXPECT(again.certainty == Certainty::ok && again.value == number.value);
  }
  for (const NumberKind kind : {NumberKind::integer, NumberKind::money, NumberKind::percent,
                                NumberKind::permille, NumberKind::ordinal, NumberKind::rank,
                                NumberKind::fraction, NumberKind::ratio, NumberKind::year, NumberKind::mixed})
    static_cast<void>(read_aloud(text, kind));
  return 0;
}
