#include "expression_lexer.h"

#include <algorithm>
#include <array>
#include <string>

#include "sovang/base/utf8.h"

namespace sovang::document {
namespace {

constexpr std::array<std::string_view, 17> reserved = {"if", "then", "else", "and",  "or",   "not",
                                                       "eq", "ne",   "lt",   "le",   "gt",   "ge",
                                                       "in", "div",  "mod",  "true", "false"};

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_word(std::string_view text) {
  return text == "null" || std::find(reserved.begin(), reserved.end(), text) != reserved.end();
}

std::size_t number_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at]))
    ++at;
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
    ++at;
    while (at < text.size() && is_digit(text[at]))
      ++at;
  }
  return at;
}

/// One past the closing quote; npos if there is none. '' is a quote inside.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] != '\'') continue;
    if (at + 1 >= text.size() || text[at + 1] != '\'') return at + 1;
    ++at;
  }
  return std::string_view::npos;
}

std::string_view first_character(std::string_view text, std::size_t at) {
  std::size_t behind = at;
  static_cast<void>(utf8::next(text, behind));
  return text.substr(at, behind - at);
}

}  // namespace

std::optional<std::vector<Token>> tokens_of(std::string_view text, const TextPlace& place,
                                            Findings& findings) {
  constexpr std::string_view signs = ".,()[]|+-*~";
  std::vector<Token> out;
  const auto refuse = [&](std::size_t at, std::string message, std::string hint) {
    findings.error("EXP-01", place.source->span(place.at(at)), std::move(message), std::move(hint));
  };
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    Token::Kind kind = Token::Kind::sign;
    if (is_digit(text[at])) {
      kind = Token::Kind::number;
      end = number_end(text, at);
    } else if (text[at] == '\'') {
      kind = Token::Kind::string;
      end = string_end(text, at);
      if (end == std::string_view::npos) {
        refuse(at, "chuỗi trong biểu thức chưa có dấu nháy đóng", "thêm ' ở cuối chuỗi");
        return std::nullopt;
      }
    } else if (is_letter(text[at])) {
      while (end < text.size() && (is_letter(text[end]) || is_digit(text[end])))
        ++end;
      kind = is_word(text.substr(at, end - at)) ? Token::Kind::word : Token::Kind::name;
    } else if (text.substr(at, 2) == "??") {
      end = at + 2;
    } else if (signs.find(text[at]) == std::string_view::npos) {
      refuse(at, "ký tự «" + std::string(first_character(text, at)) + "» không dùng trong biểu thức",
             text[at] == '"' ? "chuỗi viết trong dấu nháy đơn: '…'" : "");
      return std::nullopt;
    }
    out.push_back({kind, text.substr(at, end - at), at});
    at = end;
  }
  out.push_back({Token::Kind::end, {}, text.size()});
  return out;
}

}  // namespace sovang::document
