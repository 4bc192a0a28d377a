#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"
#include "sovang/text/normal.h"
#include "sovang/text/order.h"
#include "sovang/text/search_keys.h"
#include "sovang/text/syllable.h"

// Any bytes: keys of keys are the keys, the words lie in order inside the text, equal sort keys mean equal
// texts, and no operation on capitals or marks is led astray.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const text::SearchKeys keys = text::search_keys(text);
  std::size_t last = 0;
  for (const text::SearchToken& token : text::search_tokens(text)) {
    if (token.begin < last || token.end <= token.begin || token.end > size) std::abort();
    last = token.end;
  }
  static_cast<void>(text::name_sort_key(text));
  static_cast<void>(text::phrase_sort_key(text));
  static_cast<void>(text::name_case(text));
  static_cast<void>(text::sentence_case(text));
  static_cast<void>(text::code_case(text));
  static_cast<void>(text::capitalise_words(text));
  static_cast<void>(text::collapse_spaces(text));
  static_cast<void>(text::with_marks_put_right(text, text::ToneStyle::new_style));
  static_cast<void>(text::examine(text));
  if (utf8::first_error(text)) return 0;
  if (text::search_keys(keys.exact).exact != keys.exact || text::search_keys(keys.iy).iy != keys.iy ||
      text::search_keys(keys.fold).fold != keys.fold)
    std::abort();
  return 0;
}
