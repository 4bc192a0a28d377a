#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/base/bytes.h"

/// Requests and answers as plain values. Everything from outside is parsed here, once, with bounds.
namespace sovang::web {

/// Names and values of a query, a form or cookies, in their order.
class Fields {
 public:
  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  /// The first value of that name; empty if there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

struct Request {
  std::string method;
  std::vector<std::string> path;  ///< decoded segments: "/van-ban/01H…" → {"van-ban", "01H…"}
  Fields query;
  Fields cookies;
  std::string host;
  std::string origin;      ///< header Origin
  std::string fetch_site;  ///< header Sec-Fetch-Site
  std::string content_type;
  std::string etag;     ///< header If-None-Match
  std::string address;  ///< of the client
  Bytes body;
};

struct Response {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  Bytes body;
  std::vector<std::pair<std::string, std::string>> headers;

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
};

/// The path and the query of a request's target. Nothing for what is no path of ours: bad escapes, bad UTF-8,
/// control characters, "..", an encoded "/" or "\" (SEC-20, SEC-39).
struct Target {
  std::vector<std::string> path;
  Fields query;
};
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);
/// `application/x-www-form-urlencoded`; at most 100 fields. Nothing for bad escapes or bad UTF-8.
[[nodiscard]] std::optional<Fields> parse_form(std::string_view body);
/// A form with a file: `multipart/form-data`, at most 8 parts and one file. Nothing for anything else.
struct Upload {
  Fields fields;
  Bytes file;  ///< empty = none was chosen
};
[[nodiscard]] std::optional<Upload> parse_upload(std::string_view content_type, std::string_view body);
/// A Cookie header: "a=1; b=2".
[[nodiscard]] Fields parse_cookies(std::string_view header);

/// `text` as part of a query or a path: everything but letters, digits and -._~ is escaped.
[[nodiscard]] std::string escape_url(std::string_view text);

}  // namespace sovang::web
