#include <iostream>
#include <memory>

#include "command.h"
#include "pdf_options.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string movement;
  std::string out = ".";
  PrintOptions print;
};

}  // namespace

void add_print_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "print", "Lập tệp để in bằng của một phong trào đã ban hành, mỗi quyết định một tệp");
  verb->add_option("movement", options->movement, "Mã phong trào; bỏ trống nếu chỉ có một");
  verb->add_option("--out", options->out, "Thư mục nhận print/…; thư mục print được lập mới mỗi lần")
      ->capture_default_str();
  add_layers_option(*verb, options->print.setup.layers);
  add_print_options(*verb, options->print);
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) -> Status {
      const pdf::PrintSetup setup = SOVANG_TRY(setup_of(options->print, context.data));
      const domain::MovementId movement = SOVANG_TRY(chosen_movement(office, options->movement));
      for (const dossier::WrittenFile& file :
           SOVANG_TRY(office.print(movement, options->out, setup, diagnostics)))
        std::cout << file.path.string() << '\n';
      return {};
    });
  });
}

}  // namespace sovang::cli
