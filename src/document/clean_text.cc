#include "clean_text.h"

#include <cstdint>
#include <string_view>

#include "sovang/base/utf8.h"
#include "sovang/text/normal.h"

namespace sovang::document {
namespace {

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_forbidden(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool direction = c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                         (c >= 0x2066 && c <= 0x2069);
  // Line and paragraph separator, and the byte order mark, would break or hide text unseen.
  return control || direction || c == 0x2028 || c == 0x2029 || c == 0xFEFF || (c & 0xFFFEU) == 0xFFFE;
}

/// True for what is surely in NFC and allowed: ASCII, Latin letters with marks up to U+02FF, the Vietnamese
/// block U+1E80 … U+1EFF, dashes and quotes. Everything else is looked at closely.
bool is_plainly_clean(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto a = static_cast<unsigned char>(text[i]);
    if (a < 0x80) {
      if ((a < 0x20 && !is_space(text[i])) || a == 0x7F) return false;
      continue;
    }
    const auto b = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (a == 0xC2) {
      if (b < 0xA0 || b == 0xAD) return false;
      i += 1;
    } else if (a >= 0xC3 && a <= 0xCB) {
      i += 1;
    } else if (a == 0xE1 && (b == 0xBA || b == 0xBB)) {
      i += 2;
    } else if (a == 0xE2 && b == 0x80) {
      const auto c = static_cast<unsigned char>(i + 2 < text.size() ? text[i + 2] : 0);
      if (c < 0x90 || c > 0xA6) return false;
      i += 2;
    } else {
      return false;
    }
  }
  return true;
}

std::string code_name(char32_t c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::uint32_t rest = c; rest != 0; rest /= 16)
    out.insert(out.begin(), digits[rest % 16]);
  return "U+" + std::string(out.size() < 4 ? 4 - out.size() : 0, '0') + out;
}

}  // namespace

std::optional<ForbiddenCharacter> clean_text(std::string& text) {
  if (is_plainly_clean(text)) return std::nullopt;
  std::optional<ForbiddenCharacter> bad;
  if (const auto broken = utf8::first_error(text)) {
    bad = {text.substr(*broken, 1), "không thuộc UTF-8"};
    text.resize(*broken);
  }
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = utf8::next(text, at);
    const std::string bytes = text.substr(start, at - start);
    if (is_forbidden(c)) {
      if (!bad) bad = {bytes, code_name(c)};
    } else if (c != 0xAD) {
      kept += bytes;
    }
  }
  if (auto normal = text::normalise(kept)) kept = std::move(*normal);
  text = std::move(kept);
  return bad;
}

void append_collapsed(std::string& out, std::string_view text, bool skip_first) {
  bool spaced = skip_first;
  std::size_t i = 0;
  while (i < text.size()) {
    if (is_space(text[i])) {
      if (!spaced) out += ' ';
      spaced = true;
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && !is_space(text[end]))
      ++end;
    out.append(text.substr(i, end - i));
    spaced = false;
    i = end;
  }
}

}  // namespace sovang::document
