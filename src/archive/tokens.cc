#include "tokens.h"

#include <algorithm>

namespace sovang::archive {
namespace {

constexpr std::string_view written_mark = "\xEE\x80\x80";  // U+E000, private use: no text holds it
constexpr std::string_view iy_mark = "\xEE\x80\x81";       // U+E001

bool is_figures(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void tokenize_query(std::string_view text, const store::TokenSink& sink) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin && !sink({text.substr(begin, end - begin), begin, end, false})) return;
    begin = end + 1;
  }
}

bool emit(const text::SearchToken& token, const store::TokenSink& sink) {
  const text::SearchKeys& keys = token.keys;
  if (!sink({keys.fold, token.begin, token.end, false})) return false;
  const std::string written = written_token(keys);
  if (written != keys.fold && !sink({written, token.begin, token.end, true})) return false;
  return keys.iy == keys.exact || sink({iy_token(keys), token.begin, token.end, true});
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

void tokenize_vietnamese(std::string_view text, store::TokenizeFor purpose, const store::TokenSink& sink) {
  if (purpose != store::TokenizeFor::document) {
    tokenize_query(text, sink);
    return;
  }
  for (const text::SearchToken& token : text::search_tokens(text)) {
    if (!token.keys.fold.empty() && !emit(token, sink)) return;
  }
}

}  // namespace sovang::archive
