#pragma once

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/// A client that sends what it is told, byte by byte, also what no browser would.
namespace sovang::testing {

struct Reply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The first header of that name; empty if there is none.
  [[nodiscard]] std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (std::ranges::equal(key, name, [](char a, char b) { return std::tolower(a) == std::tolower(b); })) {
        return value;
      }
    }
    return {};
  }
  /// The value of a cookie that the reply sets; "-" if it sets none of that name.
  [[nodiscard]] std::string cookie(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == "Set-Cookie" && value.starts_with(std::string(name) + "=")) {
        return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
      }
    }
    return "-";
  }
  /// The CSRF token of the page's first form.
  [[nodiscard]] std::string csrf() const {
    constexpr std::string_view mark = "name=\"csrf\" value=\"";
    const std::size_t at = body.find(mark);
    return at == std::string::npos ? "" : body.substr(at + mark.size(), 64);
  }
};

inline Reply parse_reply(const std::string& raw) {
  Reply reply;
  const std::size_t end = raw.find("\r\n\r\n");
  if (end == std::string::npos || raw.size() < 12) return reply;
  std::from_chars(raw.data() + 9, raw.data() + 12, reply.status);
  std::size_t at = raw.find("\r\n") + 2;
  while (at < end) {
    const std::size_t line = raw.find("\r\n", at);
    const std::size_t colon = raw.find(": ", at);
    reply.headers.emplace_back(raw.substr(at, colon - at), raw.substr(colon + 2, line - colon - 2));
    at = line + 2;
  }
  reply.body = raw.substr(end + 4);
  return reply;
}

/// Sends bytes to a port of this machine and reads until the other side closes.
inline Reply send_raw(int port, const std::string& bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // The sockets API wants its base type.
  const auto* to = reinterpret_cast<const sockaddr*>(&address);
  EXPECT_EQ(::connect(socket, to, sizeof address), 0);
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t n = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) break;  // refused before all was read: the answer says why
    sent += static_cast<std::size_t>(n);
  }
  std::string raw;
  char buffer[16384];
  for (ssize_t n = 0; (n = ::recv(socket, buffer, sizeof buffer, 0)) > 0;)
    raw.append(buffer, static_cast<std::size_t>(n));
  ::close(socket);
  return parse_reply(raw);
}

/// What a browser keeps of a person: one cookie of the session.
class Browser {
 public:
  explicit Browser(int port) : port_(port) {}

  Reply get(const std::string& target, const std::string& headers = {}) {
    return ask("GET", target, headers, "");
  }

  Reply post(const std::string& target, const std::string& form, const std::string& headers = {}) {
    return ask("POST", target, "Content-Type: application/x-www-form-urlencoded\r\n" + headers, form);
  }

  Reply ask(const std::string& method, const std::string& target, const std::string& headers,
            const std::string& body) {
    std::string request =
        method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers;
    if (!cookies.empty()) request += "Cookie: " + cookies + "\r\n";
    if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return send_raw(port_, request + "\r\n" + body);
  }

  /// Fills in the log-in form as it was served.
  Reply log_in(const std::string& name, const std::string& password) {
    cookies.clear();
    const Reply form = get("/dang-nhap");
    cookies = "truoc=" + form.cookie("truoc");
    Reply reply =
        post("/dang-nhap", "csrf=" + form.csrf() + "&ten=" + name + "&mat_khau=" + password + "&tiep=/");
    if (reply.status == 303) cookies = "sid=" + reply.cookie("sid");
    return reply;
  }

  std::string cookies;

 private:
  int port_;
};

}  // namespace sovang::testing
