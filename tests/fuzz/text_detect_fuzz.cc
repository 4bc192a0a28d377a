#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/base/utf8.h"
#include "sovang/text/legacy.h"
#include "sovang/text/normal.h"

// Any bytes, as a cell with or without a font name (the first line): what detection puts in place of a text
// is good UTF-8 in NFC, and it finds nothing more to do there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view font = line == std::string_view::npos ? std::string_view() : input.substr(0, line);
  const std::string_view text = line == std::string_view::npos ? input : input.substr(line + 1);
  static_cast<void>(text::detect_legacy(text, font));
  const text::Detection found = text::detect_legacy(text);
  if (utf8::first_error(text)) {
    if (found.verdict != text::Detection::Verdict::unchanged) std::abort();
    return 0;
  }
  if (!found.may_replace()) return 0;
  if (utf8::first_error(found.proposal) || !text::is_nfc(found.proposal)) std::abort();
  if (text::detect_legacy(found.proposal).may_replace()) std::abort();
  return 0;
}
