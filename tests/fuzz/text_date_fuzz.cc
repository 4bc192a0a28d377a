// Dates in any text: a day that was read prints and reads back as itself.
#include <cstdint>

#include "sovang/base/result.h"
#include "sovang/base/utf8.h"
#include "sovang/text/dates.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (sovang::utf8::first_error(text)) return 0;
  const ParsedDate parsed = parse_date(text);
  if (parsed.date) {
    SOVANG_EXPECT(parse_date(long_date(*parsed.date)).date == parsed.date);
    SOVANG_EXPECT(parse_date(date_in_words(*parsed.date)).date == parsed.date);
  }
  static_cast<void>(read_birth_date(text, *sovang::Date::make(2022, 3, 20)));
  for (int form = 0; form <= static_cast<int>(DateForm::half); ++form)
    static_cast<void>(print_date(text, static_cast<DateForm>(form)));
  return 0;
}
