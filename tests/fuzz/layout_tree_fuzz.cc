// Random content trees: layout ends, in bounded time and memory, and never reads or writes outside its data.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "sovang/layout/layout.h"

#include "../layout/random_tree.h"

namespace {

const sovang::layout::FontBook& fonts() {
  static const sovang::layout::FontBook book = [] {
    const std::filesystem::path here = std::filesystem::path(__FILE__).parent_path();
    for (const std::filesystem::path& folder :
         {here / "../../fonts", std::filesystem::path("fonts"), std::filesystem::path("../../fonts")}) {
      sovang::Diagnostics diagnostics;
      auto loaded = sovang::layout::FontBook::load(folder, diagnostics);
      if (loaded) return *std::move(loaded);
    }
    std::abort();
  }();
  return book;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const sovang::document::Document document = sovang::layout::testing::RandomTree(bytes).make();
  sovang::layout::LayoutCache cache;
  sovang::Diagnostics diagnostics;
  const auto pages = sovang::layout::lay_out(document, fonts(), cache, diagnostics);
  if (pages) static_cast<void>(sovang::layout::facts_text(*pages, fonts()));
  return 0;
}
