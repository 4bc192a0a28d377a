#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sovang/base/utf8.h"
#include "sovang/text/legacy.h"

// The first byte chooses the scheme, the rest are the bytes of a file: every scheme gives good UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang;
  if (size == 0) return 0;
  constexpr unsigned schemes = static_cast<unsigned>(text::LegacyScheme::double_tcvn3) + 1;
  const auto scheme = static_cast<text::LegacyScheme>(data[0] % schemes);
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string read = text::bytes_as_cp1252(bytes);
  if (utf8::first_error(read) || utf8::first_error(text::decode_legacy(read, scheme))) std::abort();
  static_cast<void>(text::may_have_lost_u_horn(read));
  static_cast<void>(text::may_have_lost_capital(read));
  // As it is, too: not every caller checks first.
  static_cast<void>(text::decode_legacy(bytes, scheme));
  return 0;
}
