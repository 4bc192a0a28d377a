#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <unistd.h>

#include "sovang/base/files.h"

namespace sovang::testing {

/// A PostgreSQL server of its own in a temporary folder, reached by a socket there. It refuses to run as
/// root, so then it runs as the user `postgres` of Debian's package.
class PostgresServer {
 public:
  /// The server of this test program, started at the first call; nothing where PostgreSQL is not installed.
  static const PostgresServer* of_this_program() {
    static const std::unique_ptr<PostgresServer> server = start();
    return server.get();
  }

  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer() { static_cast<void>(run("pg_ctl -D " + data() + " -m immediate -s stop")); }

  [[nodiscard]] std::string connection_string() const {
    return "host=" + folder_.path().string() + " user=sovang dbname=postgres";
  }

 private:
  explicit PostgresServer(files::TemporaryFolder folder) : folder_(std::move(folder)) {}

  static std::unique_ptr<PostgresServer> start() {
    if (!std::filesystem::exists(std::string(programs) + "initdb")) return nullptr;
    auto folder = files::TemporaryFolder::make("sovang-pg");
    if (!folder) return nullptr;
    std::unique_ptr<PostgresServer> server(new PostgresServer(std::move(*folder)));
    const std::string path = server->folder_.path().string();
    if (::geteuid() == 0 && std::system(("chown postgres " + path).c_str()) != 0) return nullptr;
    const bool up = run("initdb -D " + server->data() + " -A trust -U sovang -E UTF8 --locale=C --no-sync") &&
                    run("pg_ctl -D " + server->data() + " -w -s -o '-k " + path +
                        " -c listen_addresses= -c fsync=off -c shared_buffers=64MB' start");
    return up ? std::move(server) : nullptr;
  }

  static bool run(const std::string& command) {
    const std::string whole = std::string(programs) + command + " >/dev/null 2>&1 </dev/null";
    if (::geteuid() != 0) return std::system(whole.c_str()) == 0;
    return std::system(("cd / && runuser -u postgres -- " + whole).c_str()) == 0;
  }

  [[nodiscard]] std::string data() const { return (folder_.path() / "data").string(); }

  static constexpr const char* programs = "/usr/lib/postgresql/15/bin/";
  files::TemporaryFolder folder_;
};

}  // namespace sovang::testing

/// Skips the test where PostgreSQL 15 is not installed.
#define SOVANG_NEEDS_POSTGRES()                                        \
  if (::sovang::testing::PostgresServer::of_this_program() == nullptr) \
  GTEST_SKIP() << "PostgreSQL 15 is not installed"
