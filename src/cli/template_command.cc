#include <iostream>
#include <memory>

#include "sovang/document/template.h"
#include "sovang/dossier/forms.h"

#include "command.h"
#include "findings.h"

namespace sovang::cli {

namespace {

struct CheckOrder {
  std::string form;
  bool json = false;
};

Status check(const CheckOrder& order, const std::filesystem::path& home, Diagnostics& diagnostics) {
  const dossier::Forms forms = SOVANG_TRY(dossier::Forms::load(home, diagnostics));
  if (order.form.ends_with(".xml") || order.form.find('/') != std::string::npos) {
    SOVANG_TRY(forms.read_form(order.form, diagnostics));
  } else {
    SOVANG_TRY(forms.form(order.form, diagnostics));
  }
  return {};
}

void run(const CheckOrder& order, Context& context) {
  Diagnostics diagnostics;
  const Status done = check(order, context.home(), diagnostics);
  if (order.json) {
    print_json(std::cout, diagnostics);
    if (!diagnostics.ok()) context.exit_status = 1;
  } else {
    report(context, diagnostics);
  }
  if (!done && diagnostics.ok()) report(context, done.error());
  if (done && diagnostics.ok() && !order.json) std::cout << order.form << ": mẫu đúng\n";
}

}  // namespace

void add_template_command(CLI::App& program, Context& context) {
  CLI::App* verb = program.add_subcommand("template", "Dành cho người viết mẫu");
  verb->require_subcommand(1);
  CLI::App* check_verb = verb->add_subcommand("check", "Kiểm tra một mẫu khi chưa có dữ liệu");
  const auto order = std::make_shared<CheckOrder>();
  check_verb->add_option("FORM", order->form, "Tên mẫu (quyet-dinh) hoặc tệp mẫu")->required();
  check_verb->add_flag("--json", order->json, "Mỗi điều phát hiện là một đối tượng JSON trên một dòng");
  check_verb->callback([order, &context] { run(*order, context); });
}

}  // namespace sovang::cli
