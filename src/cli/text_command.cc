#include "command.h"

namespace sovang::cli {

void add_text_command(CLI::App& program, Context& context) {
  CLI::App* verb = program.add_subcommand("text", "Xử lý chữ tiếng Việt: mỗi dòng vào, một dòng ra");
  verb->require_subcommand(1);
  static_cast<void>(context);
}

}  // namespace sovang::cli
