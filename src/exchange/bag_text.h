#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/exchange/bag.h"

/// The text files of a bag: bagit.txt, manifests, bag-info.txt, fetch.txt (RFC 8493 §2).
namespace sovang::exchange {

struct BagVersion {
  int major = 0;
  int minor = 0;
  friend auto operator<=>(const BagVersion&, const BagVersion&) = default;
};

struct BagDeclaration {
  BagVersion version;
  std::string version_text;  ///< "1.0"
  std::string encoding;      ///< capitals: "UTF-8", "UTF-16", "ISO-8859-1"
};
/// bagit.txt; nothing where it is not exactly the two lines of the specification (a BOM is not let pass).
[[nodiscard]] std::optional<BagDeclaration> parse_declaration(std::string_view bytes);

/// Text of a tag file as UTF-8; nothing where the bytes are not of that encoding or the encoding is not
/// known.
[[nodiscard]] std::optional<std::string> decode_tag_file(std::string_view bytes, std::string_view encoding);

/// The lines, with LF, CRLF or CR at their ends; the last one needs none.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// A line of a manifest, or of fetch.txt.
struct ManifestEntry {
  int line = 0;
  std::string digest;        ///< small letters; of fetch.txt the URL
  std::string path;          ///< decoded, without "./" in front
  bool md5sum_mark = false;  ///< "*" before the path: the habit of md5sum, not of BagIt
  bool dot_slash = false;
};
struct ManifestText {
  std::vector<ManifestEntry> entries;
  std::vector<int> wrong_lines;
};
[[nodiscard]] ManifestText parse_manifest(std::string_view text, BagVersion version);
[[nodiscard]] ManifestText parse_fetch(std::string_view text, BagVersion version);

/// bag-info.txt: labels, and values that go on in indented lines. Counts the lines that are neither.
struct InfoText {
  std::vector<BagInfo> fields;
  std::vector<int> wrong_lines;
};
[[nodiscard]] InfoText parse_info(std::string_view text);

/// True for a relative path that stays in the bag on any system: no "..", no root, no "~", no drive, no
/// backslash, no variable of a shell, no control character.
[[nodiscard]] bool path_stays_inside(std::string_view path);

/// A path as a manifest of BagIt 1.0 writes it: CR, LF and % in percent-encoding.
[[nodiscard]] std::string manifest_path(std::string_view path);

}  // namespace sovang::exchange
