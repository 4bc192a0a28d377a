#include "message.h"

#include <algorithm>

#include "sovang/base/utf8.h"

namespace sovang::web {
namespace {

constexpr std::size_t most_fields = 100;
constexpr std::size_t most_segments = 16;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { is_plus, is_blank };

/// Undoes %XX. Nothing for a bad escape or what is not well-formed UTF-8 afterwards.
std::optional<std::string> unescape(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::is_blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (utf8::first_error(out)) return std::nullopt;
  return out;
}

bool is_safe_segment(std::string_view segment) {
  if (segment.empty() || segment == "." || segment == "..") return false;
  return std::ranges::none_of(segment, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F || c == '/' || c == '\\';
  });
}

/// Calls `take` with each part between separators.
template <class Take>
bool each_part(std::string_view text, char separator, const Take& take) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!take(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string_view Fields::get(std::string_view name) const {
  const auto it = std::ranges::find(all_, name, &std::pair<std::string, std::string>::first);
  return it == all_.end() ? std::string_view() : std::string_view(it->second);
}

std::optional<Fields> parse_form(std::string_view body) {
  Fields fields;
  if (body.empty()) return fields;
  const bool good = each_part(body, '&', [&](std::string_view part) {
    if (part.empty()) return true;
    const std::size_t equals = part.find('=');
    std::optional<std::string> name = unescape(part.substr(0, equals), Plus::is_blank);
    std::optional<std::string> value = unescape(
        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), Plus::is_blank);
    if (!name || !value || fields.all().size() == most_fields) return false;
    if (value->find('\0') != std::string::npos) return false;
    fields.add(*std::move(name), *std::move(value));
    return true;
  });
  if (!good) return std::nullopt;
  return fields;
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return std::nullopt;
  target = target.substr(0, target.find('#'));
  const std::size_t question = target.find('?');
  Target out;
  if (question != std::string_view::npos) {
    std::optional<Fields> query = parse_form(target.substr(question + 1));
    if (!query) return std::nullopt;
    out.query = *std::move(query);
  }
  const std::string_view path =
      target.substr(1, question == std::string_view::npos ? question : question - 1);
  if (path.empty()) return out;
  const bool good = each_part(path, '/', [&](std::string_view part) {
    std::optional<std::string> segment = unescape(part, Plus::is_plus);
    if (!segment || !is_safe_segment(*segment) || out.path.size() == most_segments) return false;
    out.path.push_back(*std::move(segment));
    return true;
  });
  if (!good) return std::nullopt;
  return out;
}

Fields parse_cookies(std::string_view header) {
  Fields fields;
  each_part(header, ';', [&](std::string_view part) {
    const std::size_t start = part.find_first_not_of(' ');
    const std::size_t equals = part.find('=');
    if (start == std::string_view::npos || equals == std::string_view::npos || equals < start) return true;
    fields.add(std::string(part.substr(start, equals - start)), std::string(part.substr(equals + 1)));
    return fields.all().size() < most_fields;
  });
  return fields;
}

std::string escape_url(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

}  // namespace sovang::web
