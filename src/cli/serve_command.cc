#include <csignal>
#include <iostream>
#include <memory>

#include <pthread.h>

#include "sovang/dossier/accounts.h"
#include "sovang/web/server.h"

#include "command.h"

namespace sovang::cli {
namespace {

/// Waits for Ctrl-C or the system's request to end. The signals must be blocked in all threads before.
void wait_for_the_end(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

Status serve(Context& context, dossier::Office& office, web::ServerOptions& options) {
  dossier::Accounts accounts =
      SOVANG_TRY(dossier::Accounts::open(context.data, *context.clock, *context.ids));
  options.home = context.home();
  std::error_code unknown;
  options.program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  options.work = context.data / "work" / "pages";
  options.log = [](std::string_view line) { std::cerr << line; };
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const web::Server server =
      SOVANG_TRY(web::Server::start(office, accounts, options, *context.clock, *context.ids));
  std::cout << "Mở trình duyệt tại http://" << options.host << ":" << server.port() << "/ (Ctrl-C để dừng)\n";
  if (SOVANG_TRY(accounts.users()).empty()) {
    std::cout << "Chưa có tài khoản nào; hãy tạo: sovang --data " << context.data.string()
              << " user add TÊN --role archivist\n";
  }
  std::cout.flush();
  wait_for_the_end(signals);
  std::cout << "Đang dừng…\n";
  return {};
}

}  // namespace

void add_serve_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<web::ServerOptions>();
  CLI::App* verb = program.add_subcommand("serve", "Mở trang web: tra cứu, bàn đơn vị, kiểm tra bằng khen");
  verb->add_option("--host", options->host, "Địa chỉ để nghe; 127.0.0.1 = chỉ máy này")
      ->capture_default_str();
  verb->add_option("--port", options->port, "Cổng; 0 = cổng trống bất kỳ")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  verb->add_option("--threads", options->threads, "Số yêu cầu làm cùng lúc")
      ->check(CLI::Range(2, 256))
      ->capture_default_str();
  verb->add_flag("--secure", options->secure,
                 "Người dùng vào qua HTTPS (có máy chủ đứng trước lo TLS): cookie chỉ đi trên đường mã hóa");
  verb->callback([options, &context] {
    with_office(context,
                [&](dossier::Office& office, Diagnostics&) { return serve(context, office, *options); });
  });
}

}  // namespace sovang::cli
