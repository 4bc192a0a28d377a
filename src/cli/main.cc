#include <clocale>
#include <cstdlib>
#include <iostream>

#include "command.h"

namespace sovang::cli {

std::filesystem::path Context::home() const {
  if (const char* set = std::getenv("SOVANG_HOME")) return set;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "sovang";
  if (!error && std::filesystem::is_directory(installed)) return installed;
  return SOVANG_SOURCE_DIR;
}

void report(Context& context, const Error& error) {
  std::cerr << describe(Problem{error.rule, Severity::error, error.message, error.where}) << '\n';
  context.exit_status = exit_status(error.code);
}

void report(Context& context, const Diagnostics& diagnostics) {
  for (const Problem& problem : diagnostics.all())
    std::cerr << describe(problem) << '\n';
  if (diagnostics.dropped() > 0) std::cerr << "… và " << diagnostics.dropped() << " điều nữa\n";
  if (!diagnostics.ok() && context.exit_status == 0) context.exit_status = 1;
}

}  // namespace sovang::cli

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
      add_text_command,
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
