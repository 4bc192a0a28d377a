#include "bag_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "sovang/base/utf8.h"

namespace sovang::exchange {
namespace {

constexpr BagVersion bagit_1_0{1, 0};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// "1.0" → {1, 0}; nothing for ".97" and "1".
std::optional<BagVersion> parse_version(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot > 3 || text.size() - dot > 4) return std::nullopt;
  const auto number = [](std::string_view digits) -> std::optional<int> {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool all = error == std::errc() && end == digits.data() + digits.size();
    return all && digits.front() != '-' ? std::optional<int>(value) : std::nullopt;
  };
  if (text.size() == dot + 1) return std::nullopt;
  const auto major = number(text.substr(0, dot));
  const auto minor = number(text.substr(dot + 1));
  if (!major || !minor) return std::nullopt;
  return BagVersion{*major, *minor};
}

/// What a manifest escapes: CR and LF always, "%" itself only since 1.0 (older bags wrote it as it is).
std::string decoded_path(std::string_view path, BagVersion version) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string code = lower(path.substr(i, 3));
    if (code == "%0a" || code == "%0d" || (code == "%25" && version >= bagit_1_0)) {
      out += code == "%0a" ? '\n' : code == "%0d" ? '\r' : '%';
      i += 2;
    } else {
      out += path[i];
    }
  }
  return out;
}

std::string utf16_to_utf8(std::string_view bytes, bool big_endian, bool& good) {
  std::string out;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  good = bytes.size() % 2 == 0;
  for (std::size_t at = 0; good && at < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c >= 0xDC00 && c < 0xE000) good = false;
    if (c >= 0xD800 && c < 0xDC00) {
      at += 2;
      const char32_t low = at < bytes.size() ? unit(at) : 0;
      if (low < 0xDC00 || low >= 0xE000) {
        good = false;
        break;
      }
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (good) utf8::append(out, c);
  }
  return out;
}

void set_path(ManifestEntry& entry, std::string_view written, BagVersion version) {
  if (!written.empty() && written.front() == '*') {
    entry.md5sum_mark = true;
    written.remove_prefix(1);
  }
  while (written.starts_with("./")) {
    entry.dot_slash = true;
    written.remove_prefix(2);
  }
  entry.path = decoded_path(written, version);
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    text.remove_prefix(end + (both ? 2 : 1));
  }
  return lines;
}

std::optional<BagDeclaration> parse_declaration(std::string_view bytes) {
  constexpr std::string_view version_label = "BagIt-Version: ";
  constexpr std::string_view encoding_label = "Tag-File-Character-Encoding: ";
  const std::vector<std::string_view> lines = lines_of(bytes);
  if (lines.size() != 2 || !lines[0].starts_with(version_label) || !lines[1].starts_with(encoding_label)) {
    return std::nullopt;
  }
  BagDeclaration out;
  out.version_text = trimmed(lines[0].substr(version_label.size()));
  const auto version = parse_version(out.version_text);
  if (!version) return std::nullopt;
  out.version = *version;
  out.encoding = trimmed(lines[1].substr(encoding_label.size()));
  for (char& c : out.encoding)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (out.encoding.empty()) return std::nullopt;
  return out;
}

std::optional<std::string> decode_tag_file(std::string_view bytes, std::string_view encoding) {
  if (encoding == "UTF-8" || encoding == "US-ASCII" || encoding == "ASCII") {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (utf8::first_error(bytes)) return std::nullopt;
    return std::string(bytes);
  }
  if (encoding == "ISO-8859-1") {
    std::string out;
    for (const char c : bytes)
      utf8::append(out, static_cast<unsigned char>(c));
    return out;
  }
  if (encoding == "UTF-16" || encoding == "UTF-16LE" || encoding == "UTF-16BE") {
    bool big_endian = encoding != "UTF-16LE";
    if (bytes.starts_with("\xFF\xFE")) big_endian = false;
    if (bytes.starts_with("\xFE\xFF")) big_endian = true;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) bytes.remove_prefix(2);
    bool good = true;
    std::string out = utf16_to_utf8(bytes, big_endian, good);
    return good ? std::optional<std::string>(std::move(out)) : std::nullopt;
  }
  return std::nullopt;
}

ManifestText parse_manifest(std::string_view text, BagVersion version) {
  ManifestText out;
  int number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (trimmed(line).empty()) continue;
    const std::size_t gap = line.find_first_of(" \t");
    const std::size_t path = gap == std::string_view::npos ? gap : line.find_first_not_of(" \t", gap);
    const std::string digest = lower(line.substr(0, gap));
    const bool hexadecimal = digest.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (path == std::string_view::npos || digest.empty() || !hexadecimal) {
      out.wrong_lines.push_back(number);
      continue;
    }
    ManifestEntry entry{.line = number, .digest = digest, .path = {}};
    set_path(entry, line.substr(path), version);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

ManifestText parse_fetch(std::string_view text, BagVersion version) {
  ManifestText out;
  int number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (trimmed(line).empty()) continue;
    const std::size_t url_end = line.find_first_of(" \t");
    const std::size_t size =
        url_end == std::string_view::npos ? url_end : line.find_first_not_of(" \t", url_end);
    const std::size_t size_end = size == std::string_view::npos ? size : line.find_first_of(" \t", size);
    const std::size_t path =
        size_end == std::string_view::npos ? size_end : line.find_first_not_of(" \t", size_end);
    if (path == std::string_view::npos) {
      out.wrong_lines.push_back(number);
      continue;
    }
    ManifestEntry entry{.line = number, .digest = std::string(line.substr(0, url_end)), .path = {}};
    set_path(entry, line.substr(path), version);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

InfoText parse_info(std::string_view text) {
  InfoText out;
  int number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (trimmed(line).empty()) continue;
    if (is_blank(line.front()) && !out.fields.empty()) {
      out.fields.back().value += " " + std::string(trimmed(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || trimmed(line.substr(0, colon)).empty()) {
      out.wrong_lines.push_back(number);
      continue;
    }
    out.fields.push_back(
        {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  }
  return out;
}

bool path_stays_inside(std::string_view path) {
  if (path.empty() || path.size() > 4096 || path.front() == '/' || path.front() == '~') return false;
  if (path.find('\\') != std::string_view::npos || path.find('\0') != std::string_view::npos) return false;
  if (path.size() > 1 && path[1] == ':') return false;
  if (path.front() == '%' && path.find('%', 1) != std::string_view::npos) return false;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

std::string manifest_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '\n') {
      out += "%0A";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '%') {
      out += "%25";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace sovang::exchange
