#include "sovang/base/log.h"

namespace sovang {

std::string escape_json(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out;
  out.reserve(text.size() + 2);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

std::string log_line(Instant at, Severity level, std::string_view event,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::string out = "{\"at\":\"" + utc_text(at) + "\",\"level\":\"" + std::string(to_string(level)) +
                    "\",\"event\":\"" + escape_json(event) + "\"";
  for (const auto& [name, value] : fields) {
    out += ",\"" + escape_json(name) + "\":\"" + escape_json(value) + "\"";
  }
  return out + "}\n";
}

}  // namespace sovang
