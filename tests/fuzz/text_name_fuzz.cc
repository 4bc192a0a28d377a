// Names, abbreviations and typography of any text: nothing is read outside it, and repairs settle at once.
#include <cstdint>

#include "sovang/base/result.h"
#include "sovang/base/utf8.h"
#include "sovang/text/abbreviations.h"
#include "sovang/text/names.h"
#include "sovang/text/typography.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (sovang::utf8::first_error(text)) return 0;
  const PersonName name = split_name(text);
  SOVANG_EXPECT(name.family.size() + name.middle.size() + name.given.size() <= text.size());
  static_cast<void>(bare_name(text));
  for (const AbbreviationHit& hit : find_abbreviations(text))
    SOVANG_EXPECT(hit.begin < hit.end && hit.end <= text.size() && !hit.readings.empty());
  static_cast<void>(alternatives(text));
  static_cast<void>(mark_no_break(text));
  for (const auto repair : {repair_quotes, repair_dashes, repair_spacing}) {
    const std::string once = repair(text).text;
    SOVANG_EXPECT(repair(once).text == once);
  }
  return 0;
}
