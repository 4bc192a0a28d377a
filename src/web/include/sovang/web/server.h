#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sovang/base/clock.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/dossier/accounts.h"
#include "sovang/dossier/office.h"

/// HTTP pages over the archive and the office's accounts: the archivist's search and decisions, a unit's
/// desk, and the public check of a certificate. No rule of the office lives here.
namespace sovang::web {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;             ///< 0 = any free one
  std::filesystem::path home;  ///< the product's files: web/pages, web/assets
  /// `sovang` itself: looks at PDFs that strangers hand in, in a process of its own (SEC-22). Empty = there
  /// is no such check.
  std::filesystem::path program{};
  std::filesystem::path work;  ///< where pictures of pages are kept; may be deleted at any time
  /// People reach us over TLS (a proxy in front ends it): cookies are `__Host-` and Secure (SEC-09).
  bool secure = false;
  int threads = 16;                                ///< requests worked on at the same time
  std::function<void(std::string_view line)> log;  ///< takes one line of JSON a request; may be empty
};

/// A running server. `office` and `accounts` must outlive it; while it runs, nobody else may use `office`
/// except for its archive, which any number of threads may read.
class Server {
 public:
  /// Reads pages and assets, binds and listens. Code `io` if the address is taken or not ours. Requests run
  /// on several threads at once: `clock` and `ids` must stand that, as SystemClock and SystemIds do.
  [[nodiscard]] static Result<Server> start(dossier::Office& office, dossier::Accounts& accounts,
                                            const ServerOptions& options, const Clock& clock, Ids& ids);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  /// Stops: no new request is taken, those that run are finished.
  ~Server();

  [[nodiscard]] int port() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::web
