// The words of a query, and where they stand in a text.
#include <algorithm>
#include <utility>

#include "sovang/text/casing.h"

#include "query.h"

namespace sovang::archive {
namespace {

constexpr std::size_t max_words = 12;

/// The words of a stretch of the query outside or inside quotes.
QueryPart part_of(std::string_view stretch, bool phrase) {
  QueryPart part;
  part.phrase = phrase;
  std::size_t last_end = 0;
  bool in_number = false;
  for (const text::SearchToken& token : text::search_tokens(stretch)) {
    if (token.keys.fold.empty()) continue;
    QueryWord word{token.keys, false, false, false};
    const std::string_view between = stretch.substr(last_end, token.begin - last_end);
    // "1288/QĐ-UBND", "1288 / QĐ – UBND": a slash begins it, dashes and slashes go on.
    const bool slash = between.find('/') != std::string_view::npos;
    const bool dash =
        between.find('-') != std::string_view::npos || between.find("\xE2\x80\x93") != std::string_view::npos;
    in_number = slash || (in_number && dash);
    word.joined = in_number && !part.words.empty();
    last_end = token.end;
    word.prefix = token.end < stretch.size() && stretch[token.end] == '*' && token.keys.fold.size() >= 2;
    word.capitals = text::is_all_capitals(stretch.substr(token.begin, token.end - token.begin));
    part.words.push_back(std::move(word));
  }
  if (part.words.size() < 2 && phrase) part.phrase = false;
  return part;
}

}  // namespace

std::vector<QueryWord> words_of(const std::vector<QueryPart>& parts) {
  std::vector<QueryWord> out;
  for (const QueryPart& part : parts)
    out.insert(out.end(), part.words.begin(), part.words.end());
  return out;
}

std::vector<QueryPart> parse_words(std::string_view text, bool& too_many) {
  std::vector<QueryPart> parts;
  std::size_t room = max_words;
  bool inside = false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('"', begin), text.size());
    // A quotation mark that is never closed is a slip, not a phrase.
    const bool phrase = inside && end < text.size();
    QueryPart part = part_of(text.substr(begin, end - begin), phrase);
    // The full name of a collective has more words than a search may cost: its first ones find it.
    if (part.words.size() > room) {
      part.words.resize(room);
      too_many = true;
    }
    room -= part.words.size();
    if (!part.words.empty()) parts.push_back(std::move(part));
    inside = !inside;
    begin = end + 1;
  }
  return parts;
}

std::vector<Highlight> highlights_in(std::string_view text, const std::vector<QueryGroup>& groups) {
  std::vector<QueryWord> words;
  for (const QueryGroup& group : groups)
    for (QueryWord& word : words_of(group.parts))
      words.push_back(std::move(word));
  const auto matches = [](const QueryWord& word, const text::SearchKeys& keys) {
    if (word.prefix) return keys.fold.compare(0, word.keys.fold.size(), word.keys.fold) == 0;
    return keys.fold == word.keys.fold;
  };
  std::vector<Highlight> out;
  for (const text::SearchToken& token : text::search_tokens(text)) {
    const bool hit = std::any_of(words.begin(), words.end(),
                                 [&](const QueryWord& word) { return matches(word, token.keys); });
    if (hit) out.push_back({token.begin, token.end});
  }
  return out;
}

}  // namespace sovang::archive
