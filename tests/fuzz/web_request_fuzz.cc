// What a stranger may send: targets, forms and cookies are read or refused, and a path never leaves its
// place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../../src/web/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 8192) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto target = sovang::web::parse_target(text)) {
    for (const std::string& segment : target->path) {
      if (segment.empty() || segment == "." || segment == "..") std::abort();
      if (segment.find_first_of("/\\\n\r") != std::string::npos) std::abort();
    }
  }
  if (const auto form = sovang::web::parse_form(text)) {
    for (const auto& [name, value] : form->all()) {
      const auto again = sovang::web::parse_form("x=" + sovang::web::escape_url(value));
      if (!again || again->get("x") != value) std::abort();
    }
  }
  static_cast<void>(sovang::web::parse_cookies(text));
  static_cast<void>(sovang::web::parse_upload("multipart/form-data; boundary=b", text));
  static_cast<void>(sovang::web::parse_upload(text, "--b\r\n"));
  return 0;
}
