#include "tokens.h"

#include <algorithm>

namespace sovang::archive {
namespace {

constexpr std::string_view written_mark = "\xEE\x80\x80";  // U+E000, private use: no text holds it
constexpr std::string_view iy_mark = "\xEE\x80\x81";       // U+E001

bool is_figures(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string written_token(const text::SearchKeys& keys) {
  if (keys.exact != keys.fold || is_figures(keys.fold)) return keys.exact;
  return std::string(written_mark) + keys.fold;
}

std::string iy_token(const text::SearchKeys& keys) {
  return std::string(iy_mark) + keys.iy;
}

bool has_mark(const text::SearchKeys& keys) {
  return std::any_of(keys.exact.begin(), keys.exact.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace sovang::archive
