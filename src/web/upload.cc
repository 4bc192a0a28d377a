// A form with a file (RFC 7578), read strictly: what a browser of today sends, and nothing else.
#include <algorithm>

#include "sovang/base/utf8.h"

#include "message.h"

namespace sovang::web {
namespace {

constexpr std::size_t most_parts = 8;
constexpr std::size_t longest_head = 2U << 10;
constexpr std::size_t longest_boundary = 70;
constexpr std::size_t longest_field = 4U << 10;

/// The boundary of "multipart/form-data; boundary=…"; empty if there is none that may be one.
std::string boundary_of(std::string_view content_type) {
  constexpr std::string_view start = "multipart/form-data;";
  constexpr std::string_view mark = "boundary=";
  if (!content_type.starts_with(start)) return {};
  const std::size_t at = content_type.find(mark);
  if (at == std::string_view::npos) return {};
  std::string_view value = content_type.substr(at + mark.size());
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  const bool good =
      !value.empty() && value.size() <= longest_boundary && std::ranges::all_of(value, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
      });
  return good ? std::string(value) : std::string();
}

/// The value of `key="…"` in the line that says what the part is; nothing if it is not there.
std::optional<std::string> parameter(std::string_view head, std::string_view key) {
  const std::string mark = "; " + std::string(key) + "=\"";
  const std::size_t line = head.find("Content-Disposition: form-data;");
  if (line == std::string_view::npos) return std::nullopt;
  const std::string_view rest = head.substr(line, head.find("\r\n", line) - line);
  const std::size_t at = rest.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + mark.size();
  const std::size_t end = rest.find('"', begin);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(rest.substr(begin, end - begin));
}

}  // namespace

std::optional<Upload> parse_upload(std::string_view content_type, std::string_view body) {
  const std::string boundary = boundary_of(content_type);
  if (boundary.empty()) return std::nullopt;
  const std::string delimiter = "\r\n--" + boundary;
  const std::string first = "--" + boundary + "\r\n";
  if (!body.starts_with(first)) return std::nullopt;
  std::string_view rest = body.substr(first.size());
  Upload out;
  bool has_file = false;
  for (std::size_t parts = 0; parts < most_parts; ++parts) {
    const std::size_t head_end = rest.substr(0, longest_head).find("\r\n\r\n");
    if (head_end == std::string_view::npos) return std::nullopt;
    const std::string_view head = rest.substr(0, head_end + 2);
    rest.remove_prefix(head_end + 4);
    const std::size_t end = rest.find(delimiter);
    const std::optional<std::string> name = parameter(head, "name");
    if (end == std::string_view::npos || !name) return std::nullopt;
    const std::string_view content = rest.substr(0, end);
    rest.remove_prefix(end + delimiter.size());
    if (parameter(head, "filename")) {
      if (has_file) return std::nullopt;
      has_file = true;
      out.file = content;
    } else {
      const bool text = content.size() <= longest_field && !utf8::first_error(content) &&
                        content.find('\0') == std::string_view::npos;
      if (!text) return std::nullopt;
      out.fields.add(*name, std::string(content));
    }
    if (rest == "--" || rest == "--\r\n") return out;
    if (!rest.starts_with("\r\n")) return std::nullopt;
    rest.remove_prefix(2);
  }
  return std::nullopt;
}

}  // namespace sovang::web
