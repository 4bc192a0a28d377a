// The text files of a bag that somebody hands in: read or refused, and no path leads out of the bag.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sovang/base/utf8.h"

#include "../../src/exchange/bag_text.h"

// The first byte chooses the version and the encoding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sovang::exchange;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  static_cast<void>(parse_declaration(bytes));
  constexpr const char* encodings[] = {"UTF-8", "UTF-16", "ISO-8859-1", "KOI8-R"};
  const auto text = decode_tag_file(bytes, encodings[data[0] >> 1U & 3U]);
  if (!text) return 0;
  if (sovang::utf8::first_error(*text)) std::abort();
  const BagVersion version = (data[0] & 1U) != 0 ? BagVersion{1, 0} : BagVersion{0, 93};
  const auto lines = static_cast<int>(lines_of(*text).size());
  for (const ManifestText& manifest : {parse_manifest(*text, version), parse_fetch(*text, version)}) {
    for (const ManifestEntry& entry : manifest.entries) {
      if (entry.line < 1 || entry.line > lines) std::abort();
      if (path_stays_inside(entry.path) && (entry.path.starts_with('/') || entry.path.find("..") == 0))
        std::abort();
      // A path that we write is read as itself.
      if (version.major < 1 || !path_stays_inside(entry.path)) continue;
      const ManifestText again = parse_manifest("0 data/" + manifest_path(entry.path), version);
      if (!again.entries.empty() && again.entries[0].path != "data/" + entry.path) std::abort();
    }
  }
  static_cast<void>(parse_info(*text));
  return 0;
}
