#include "snapshot.h"

#include <charconv>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/hash.h"

namespace sovang::dossier {
namespace {

constexpr std::string_view first_line = "sovang-backup 1";

std::string sha256_of(std::string_view text) {
  return to_hex(digest(HashKind::sha256, text));
}

/// Paths of an office's folder are ASCII without blanks; anything else is encoded as in a URL.
std::string encoded(std::string_view path) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7F && c != '%') {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) {
      out += *byte;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = line.find(' ');
    words.push_back(line.substr(0, end));
    line = end == std::string_view::npos ? std::string_view() : line.substr(end + 1);
  }
  return words;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A path that stays below the folder it is restored into.
bool stays_inside(const std::string& path) {
  const std::filesystem::path parts(path);
  if (path.empty() || parts.is_absolute()) return false;
  for (const std::filesystem::path& part : parts)
    if (part == ".." || part == ".") return false;
  return true;
}

bool read_file_line(std::string_view line, Snapshot& out) {
  const std::vector<std::string_view> words = words_of(line);
  SnapshotFile file;
  if (words.size() != 5 || !is_sha256(words[0]) || !read_number(words[1], file.bytes) ||
      !read_number(words[2], file.modified) || (words[3] != "-" && words[3] != "secret")) {
    return false;
  }
  file.sha256 = words[0];
  file.secret = words[3] == "secret";
  const std::string path = decoded(words[4]);
  return stays_inside(path) && out.files.emplace(path, std::move(file)).second;
}

}  // namespace

std::string to_text(const Snapshot& snapshot) {
  std::string out(first_line);
  out += "\nsnapshot " + snapshot.name + "\ntaken " + std::to_string(snapshot.taken.unix_ms) + "\n";
  for (const auto& [path, file] : snapshot.files) {
    out += file.sha256 + " " + std::to_string(file.bytes) + " " + std::to_string(file.modified) + " " +
           (file.secret ? "secret " : "- ") + encoded(path) + "\n";
  }
  return out + "end " + sha256_of(out) + "\n";
}

Result<Snapshot> parse_snapshot(std::string_view text, std::string_view file) {
  const auto damaged = [&](int line) {
    return fail(ErrorCode::corrupt, "danh sách tệp của bản sao bị hỏng", {std::string(file), line}, "BKP-01");
  };
  const std::size_t last = text.rfind("end ");
  if (last == std::string_view::npos ||
      text.substr(last) != "end " + sha256_of(text.substr(0, last)) + "\n") {
    return damaged(0);
  }
  Snapshot out;
  int number = 0;
  std::string_view rest = text.substr(0, last);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return damaged(number);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    ++number;
    bool good = true;
    if (number == 1) {
      good = line == first_line;
    } else if (number == 2) {
      good = line.starts_with("snapshot ");
      if (good) out.name = line.substr(9);
    } else if (number == 3) {
      good = line.starts_with("taken ") && read_number(line.substr(6), out.taken.unix_ms);
    } else {
      good = read_file_line(line, out);
    }
    if (!good) return damaged(number);
  }
  if (number < 3) return damaged(number);
  return out;
}

}  // namespace sovang::dossier
