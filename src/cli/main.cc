#include "command.h"

int main(int argc, char** argv) {
  using namespace sovang::cli;
  CLI::App app{"Sổ Vàng: soạn, ban hành và lưu trữ văn bản thi đua, khen thưởng"};
  app.set_version_flag("--version", SOVANG_VERSION);
  app.require_subcommand(1);

  const sovang::SystemClock clock;
  sovang::SystemIds ids;
  Context context;
  context.clock = &clock;
  context.ids = &ids;
  app.add_option("--data", context.data, "Thư mục dữ liệu của cơ quan")
      ->envname("SOVANG_DATA")
      ->capture_default_str();
  std::string lang = "vi";
  app.add_option("--lang", lang, "Ngôn ngữ của thông báo: vi, en")->check(CLI::IsMember({"vi", "en"}));

  // One line a verb, in the order in which --help shows them.
  const AddCommand commands[] = {
      add_init_command,      add_import_command, add_check_command,  add_compose_command,
      add_issue_command,     add_search_command, add_verify_command, add_archive_command,
      add_user_command,      add_serve_command,  add_text_command,   add_bench_command,
      add_calibrate_command, add_print_command,  add_render_command, add_sign_command,
      add_template_command,  add_lint_command,
  };
  for (const AddCommand add : commands)
    add(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return context.exit_status;
}
