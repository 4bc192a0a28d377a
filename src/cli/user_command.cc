#include <iostream>
#include <memory>

#include <termios.h>
#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/dossier/accounts.h"
#include "sovang/dossier/actions.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  dossier::User user;
  std::string role = "unit";
  std::string unit;
  std::string password_file;
};

/// Keeps what is typed off the screen while it lives.
class SilentTerminal {
 public:
  SilentTerminal() {
    if (isatty(STDIN_FILENO) == 0 || tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    std::cerr << "Mật khẩu (ít nhất 12 ký tự): ";
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (!changed_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::cerr << '\n';
  }

 private:
  termios before_{};
  bool changed_ = false;
};

/// The first line of the file, else of standard input: never of the command line, which others can see.
Result<std::string> read_password(const std::string& file) {
  std::string text;
  if (!file.empty()) {
    text = SOVANG_TRY(named(files::read(file, 4096)));
  } else {
    const SilentTerminal silent;
    std::getline(std::cin, text);
  }
  text.resize(std::min(text.size(), text.find('\n')));
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

/// An account's act, for the trail: "urn:sovang:user:an", what was done with it.
archive::Action act_on(const std::string& name, std::string what) {
  return act(archive::ActionKind::role_changed, "urn:sovang:user:" + name, std::move(what));
}

Status add_user(Context& context, const dossier::Office& office, Options& options) {
  dossier::User& user = options.user;
  user.role = dossier::user_role_from(options.role).value_or(dossier::UserRole::unit);
  user.unit = domain::UnitId(options.unit);
  if (user.role == dossier::UserRole::unit && !options.unit.empty()) {
    const domain::UnitCatalogue units = SOVANG_TRY(office.units());
    const domain::Unit* unit = units.find(user.unit);
    if (unit == nullptr) {
      return fail(ErrorCode::not_found,
                  "không có đơn vị " + options.unit + " trong danh mục; hãy xem mã đơn vị trong units.xml");
    }
    if (user.display.empty()) user.display = unit->name;
  }
  const std::string password = SOVANG_TRY(read_password(options.password_file));
  dossier::Accounts accounts =
      SOVANG_TRY(dossier::Accounts::open(context.data, *context.clock, *context.ids));
  std::string what = "added as " + std::string(to_string(user.role));
  if (!user.unit.empty()) what += " of " + user.unit.value;
  SOVANG_TRY(dossier::recorded(office.archive(), act_on(user.name, what),
                               [&] { return accounts.add(user, password); }));
  std::cout << "Đã tạo tài khoản " << user.name << " (" << to_string(user.role) << ")\n";
  return {};
}

Status change_password(Context& context, const dossier::Office& office, const Options& options) {
  const std::string password = SOVANG_TRY(read_password(options.password_file));
  dossier::Accounts accounts =
      SOVANG_TRY(dossier::Accounts::open(context.data, *context.clock, *context.ids));
  SOVANG_TRY(dossier::recorded(office.archive(), act_on(options.user.name, "new password"),
                               [&] { return accounts.change_password(options.user.name, password); }));
  std::cout << "Đã đổi mật khẩu của " << options.user.name << "; mọi phiên đang mở đã kết thúc\n";
  return {};
}

Status remove_user(Context& context, const dossier::Office& office, const Options& options) {
  dossier::Accounts accounts =
      SOVANG_TRY(dossier::Accounts::open(context.data, *context.clock, *context.ids));
  SOVANG_TRY(dossier::recorded(office.archive(), act_on(options.user.name, "removed"),
                               [&] { return accounts.remove(options.user.name); }));
  std::cout << "Đã xóa tài khoản " << options.user.name << "\n";
  return {};
}

Status list_users(Context& context) {
  const dossier::Accounts accounts =
      SOVANG_TRY(dossier::Accounts::open(context.data, *context.clock, *context.ids));
  for (const dossier::User& user : SOVANG_TRY(accounts.users())) {
    std::cout << user.name << '\t' << to_string(user.role) << '\t' << user.unit.value << '\t' << user.display
              << '\n';
  }
  return {};
}

}  // namespace

void add_user_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand("user", "Tài khoản của trang web");
  verb->require_subcommand(1);

  CLI::App* add = verb->add_subcommand("add", "Thêm tài khoản; mật khẩu đọc từ bàn phím hoặc từ tệp");
  add->add_option("name", options->user.name, "Tên đăng nhập, ví dụ ttyt.dailoc")->required();
  add->add_option("--role", options->role, "unit = đơn vị, office = chuyên viên, archivist = lưu trữ viên")
      ->check(CLI::IsMember({"unit", "office", "archivist"}))
      ->capture_default_str();
  add->add_option("--unit", options->unit, "Mã đơn vị (units.xml): tài khoản thấy đơn vị này và cấp dưới");
  add->add_option("--display", options->user.display, "Tên hiện trên trang; mặc định là tên đơn vị");
  add->add_option("--password-file", options->password_file, "Tệp có mật khẩu ở dòng đầu");
  add->callback([options, &context] {
    with_office(context,
                [&](dossier::Office& office, Diagnostics&) { return add_user(context, office, *options); });
  });

  CLI::App* password = verb->add_subcommand("password", "Đặt mật khẩu mới, kết thúc mọi phiên của người ấy");
  password->add_option("name", options->user.name, "Tên đăng nhập")->required();
  password->add_option("--password-file", options->password_file, "Tệp có mật khẩu ở dòng đầu");
  password->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) {
      return change_password(context, office, *options);
    });
  });

  CLI::App* remove = verb->add_subcommand("remove", "Xóa tài khoản");
  remove->add_option("name", options->user.name, "Tên đăng nhập")->required();
  remove->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) {
      return remove_user(context, office, *options);
    });
  });

  verb->add_subcommand("list", "Liệt kê tài khoản")->callback([&context] {
    with_office(context, [&](dossier::Office&, Diagnostics&) { return list_users(context); });
  });
}

}  // namespace sovang::cli
