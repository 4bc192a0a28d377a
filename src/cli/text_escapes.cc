#include <array>
#include <cstdio>

#include "sovang/base/utf8.h"

#include "text_ops.h"

namespace sovang::cli {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Four hex digits at `at`; nothing if they are not there.
std::optional<char32_t> four_digits(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  char32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return std::nullopt;
    value = value << 4U | static_cast<char32_t>(digit);
  }
  return value;
}

bool is_written_as_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x300 && c <= 0x36F) || c == 0x1AB0 ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x2064) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xFE20 && c <= 0xFE2F) || c == 0xFEFF;
}

}  // namespace

std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    if (at + 1 < text.size() && text[at + 1] == '\\') {
      out += '\\';
      ++at;
      continue;
    }
    if (at + 1 >= text.size() || text[at + 1] != 'u') return std::nullopt;
    auto value = four_digits(text, at + 2);
    if (!value) return std::nullopt;
    at += 5;
    if (*value >= 0xD800 && *value < 0xDC00 && text.substr(at + 1, 2) == "\\u") {
      const auto low = four_digits(text, at + 3);
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
      value = 0x10000 + ((*value - 0xD800) << 10U) + (*low - 0xDC00);
      at += 6;
    }
    if (*value >= 0xD800 && *value <= 0xDFFF) return std::nullopt;
    utf8::append(out, *value);
  }
  return out;
}

std::string escape(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t here = at;
    const char32_t c = utf8::next(utf8, at);
    if (c == U'\\') {
      out += "\\\\";
    } else if (is_written_as_escape(c)) {
      std::array<char, 8> code{};
      static_cast<void>(std::snprintf(code.data(), code.size(), "\\u%04X", static_cast<unsigned>(c)));
      out += code.data();
    } else {
      out.append(utf8.substr(here, at - here));
    }
  }
  return out;
}

}  // namespace sovang::cli
