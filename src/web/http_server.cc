// The only file that knows Poco: reads requests into plain values with bounds, writes answers. Exceptions end
// here.
#include <algorithm>
#include <exception>
#include <istream>
#include <ostream>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include "sovang/base/utf8.h"
#include "sovang/web/server.h"

#include "site.h"

namespace sovang::web {
namespace {

namespace net = Poco::Net;

constexpr std::size_t largest_header = 16U << 10;  ///< SEC-39
constexpr std::size_t largest_target = 4U << 10;
constexpr std::int64_t largest_body = 64LL << 10;          ///< forms only
constexpr std::int64_t largest_checked_file = 20LL << 20;  ///< a PDF that somebody hands in to be checked
constexpr int seconds_to_read = 15;
constexpr int seconds_idle = 5;
constexpr int requests_a_connection = 100;
constexpr int waiting_connections = 64;

/// A request, or the status with which it is refused.
struct Incoming {
  Request request;
  int refused = 0;
};

std::size_t header_size(const net::HTTPServerRequest& request) {
  std::size_t size = request.getMethod().size() + request.getURI().size();
  for (const auto& [name, value] : request)
    size += name.size() + value.size() + 4;
  return size;
}

/// Headers of which two would mean that two programs can read the request in two ways (SEC-39).
bool has_doubles(const net::HTTPServerRequest& request) {
  for (const char* name :
       {"Host", "Content-Length", "Transfer-Encoding", "Content-Type", "Origin", "Cookie", "Authorization"}) {
    int seen = 0;
    for (auto it = request.find(name); it != request.end() && Poco::icompare(it->first, name) == 0; ++it)
      ++seen;
    if (seen > 1) return true;
  }
  return false;
}

int refusal_of_head(const net::HTTPServerRequest& request) {
  if (request.getURI().size() > largest_target || header_size(request) > largest_header) return 431;
  if (has_doubles(request) || !request.has("Host")) return 400;
  const bool text = std::all_of(request.begin(), request.end(), [](const auto& header) {
    return !utf8::first_error(header.second) && header.second.find('\0') == std::string::npos;
  });
  if (!text) return 400;
  if (request.has("Transfer-Encoding")) return request.has("Content-Length") ? 400 : 411;
  if (request.has("Content-Length")) {
    const std::string& length = request.get("Content-Length");
    const bool number =
        !length.empty() && length.size() < 12 && length.find_first_not_of("0123456789") == std::string::npos;
    if (!number) return 400;
    const bool takes_file = request.getMethod() == "POST" && request.getURI() == "/kiem-tra";
    if (std::stoll(length) > (takes_file ? largest_checked_file : largest_body)) return 413;
  }
  return 0;
}

Incoming read_request(net::HTTPServerRequest& from) {
  Incoming in;
  in.refused = refusal_of_head(from);
  if (in.refused != 0) return in;
  std::optional<Target> target = parse_target(from.getURI());
  if (!target) {
    in.refused = 400;
    return in;
  }
  Request& request = in.request;
  request.method = from.getMethod();
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.cookies = parse_cookies(from.get("Cookie", ""));
  request.host = from.getHost();
  request.origin = from.get("Origin", "");
  request.fetch_site = from.get("Sec-Fetch-Site", "");
  request.content_type = from.get("Content-Type", "");
  request.etag = from.get("If-None-Match", "");
  request.address = from.clientAddress().host().toString();
  if (request.method == "POST" && from.has("Content-Length")) {
    request.body.resize(static_cast<std::size_t>(std::stoll(from.get("Content-Length"))));
    from.stream().read(request.body.data(), static_cast<std::streamsize>(request.body.size()));
    if (from.stream().gcount() != static_cast<std::streamsize>(request.body.size())) in.refused = 400;
  }
  return in;
}

void write_response(const Response& response, bool head_only, bool keep, net::HTTPServerResponse& to) {
  to.setStatusAndReason(static_cast<net::HTTPResponse::HTTPStatus>(response.status));
  to.setContentType(response.type);
  for (const auto& [name, value] : response.headers)
    to.add(name, value);
  if (!keep) to.setKeepAlive(false);
  if (response.status == 304) {
    to.send();
    return;
  }
  to.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
  std::ostream& out = to.send();
  if (!head_only) out.write(response.body.data(), static_cast<std::streamsize>(response.body.size()));
}

class PageHandler final : public net::HTTPRequestHandler {
 public:
  explicit PageHandler(const Site& site) : site_(site) {}

  void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
    try {
      const Incoming in = read_request(request);
      const Response made = in.refused != 0 ? site_.refuse(in.refused) : site_.answer(in.request);
      // A body that nobody read must not be taken for the next request.
      const bool unread =
          in.refused != 0 || (request.getMethod() != "POST" &&
                              (request.has("Content-Length") || request.has("Transfer-Encoding")));
      write_response(made, request.getMethod() == "HEAD", !unread, response);
    } catch (const std::exception&) {
      // The other side is gone, or an exception of a library: there is nothing left to say.
      if (!response.sent()) answer_500(response);
    }
  }

 private:
  void answer_500(net::HTTPServerResponse& response) const {
    try {
      write_response(site_.refuse(500), false, false, response);
    } catch (const std::exception&) {
      response.setKeepAlive(false);
    }
  }

  const Site& site_;
};

class PageHandlers final : public net::HTTPRequestHandlerFactory {
 public:
  explicit PageHandlers(const Site& site) : site_(site) {}
  net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest& /*request*/) override {
    return new PageHandler(site_);  // Poco deletes it
  }

 private:
  const Site& site_;
};

net::HTTPServerParams::Ptr params_of(const ServerOptions& options) {
  net::HTTPServerParams::Ptr params = new net::HTTPServerParams;
  params->setMaxThreads(options.threads);
  params->setMaxQueued(waiting_connections);
  params->setTimeout(Poco::Timespan(seconds_to_read, 0));
  params->setKeepAlive(true);
  params->setKeepAliveTimeout(Poco::Timespan(seconds_idle, 0));
  params->setMaxKeepAliveRequests(requests_a_connection);
  return params;
}

}  // namespace

struct Server::Impl {
  Impl(std::unique_ptr<Site> pages, const ServerOptions& options, const net::ServerSocket& bound)
      : site(std::move(pages)),
        threads("web", 1, options.threads),
        socket(bound),
        http(new PageHandlers(*site), threads, socket, params_of(options)) {
    http.start();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    try {
      http.stopAll(false);
      threads.joinAll();
    } catch (const std::exception&) {
      socket.close();  // what still runs ends with its connection
    }
  }

  std::unique_ptr<Site> site;
  Poco::ThreadPool threads;
  net::ServerSocket socket;
  net::HTTPServer http;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::start(dossier::Office& office, dossier::Accounts& accounts,
                             const ServerOptions& options, const Clock& clock, Ids& ids) {
  std::unique_ptr<Site> site = SOVANG_TRY(Site::make(office, accounts, options, clock, ids));
  try {
    const net::SocketAddress address(options.host, static_cast<Poco::UInt16>(options.port));
    const net::ServerSocket socket(address, waiting_connections);
    return Server(std::make_unique<Impl>(std::move(site), options, socket));
  } catch (const Poco::Exception& error) {
    return fail(ErrorCode::io, "không mở được cổng " + std::to_string(options.port) + " trên " +
                                   options.host + " (" + error.displayText() +
                                   "); hãy chọn cổng khác bằng --port");
  }
}

int Server::port() const {
  return impl_->socket.address().port();
}

}  // namespace sovang::web
