#include <iostream>
#include <memory>

#include "command.h"
#include "findings.h"
#include "pdf_options.h"
#include "render_watch.h"
#include "rendering.h"

namespace sovang::cli {

namespace {

struct Options {
  RenderOrder order;
  PrintOptions print;
  bool watch = false;
};

Status render(const RenderOrder& order, const std::filesystem::path& home, Diagnostics& diagnostics) {
  Rendering rendering = SOVANG_TRY(Rendering::begin(order, home, diagnostics));
  SOVANG_TRY(rendering.read_scan());
  SOVANG_TRY(rendering.read_template(diagnostics));
  SOVANG_TRY(rendering.read_data(diagnostics));
  SOVANG_TRY(rendering.write(diagnostics));
  return {};
}

void run(const RenderOrder& order, Context& context) {
  Diagnostics diagnostics;
  const Status done = render(order, context.home(), diagnostics);
  if (order.json) {
    print_json(std::cout, diagnostics);
    if (!diagnostics.ok()) context.exit_status = 1;
  } else {
    report(context, diagnostics);
  }
  // where findings say it all, the summary of the failure adds nothing
  if (!done && diagnostics.ok()) report(context, done.error());
}

void add_tools_for_writers(CLI::App& verb, Options& options) {
  verb.add_flag("--png", options.order.png, "Vẽ thêm mỗi trang thành PNG bên cạnh tệp PDF")
      ->needs("--output");
  verb.add_flag("--show-boxes", options.order.boxes,
                "Vẽ đè khung (đỏ), ô (xanh), khối có tên (tím), dòng chữ (lục) để xem cách dàn trang");
  verb.add_option("--preview-blank", options.order.scan,
                  "Ảnh quét phôi (PNG, JPEG) đặt dưới lớp dữ liệu để xem in chồng có khớp không; chỉ để xem")
      ->needs("--output");
  verb.add_flag("--watch", options.watch,
                "Theo dõi mẫu, hình và dữ liệu, lập lại mỗi khi lưu; Ctrl-C để ngừng");
}

}  // namespace

void add_render_command(CLI::App& program, Context& context) {
  CLI::App* verb = program.add_subcommand("render", "Lập một văn bản từ mẫu và dữ liệu");
  const auto options = std::make_shared<Options>();
  RenderOrder& order = options->order;
  verb->add_option("FORM", order.form, "Tên mẫu (quyet-dinh) hoặc tệp mẫu (mau/quyet-dinh.xml)")->required();
  verb->add_option("DATA", order.data, "Tệp dữ liệu XML (urn:sovang:data:1)")->required();
  verb->add_option("-o,--output", order.pdf, "Tệp PDF viết ra");
  verb->add_option("--tree", order.tree, "Viết cây nội dung ra tệp này; - là màn hình");
  verb->add_option("--facts", order.facts, "Viết vị trí của từng dòng chữ ra tệp này; - là màn hình");
  verb->add_option("--date", order.date, "Ngày của tệp PDF, thay cho ngày trong dữ liệu");
  add_layers_option(*verb, order.options.layers);
  add_profile_option(*verb, order.options.profile);
  add_print_options(*verb, options->print);
  verb->add_flag("--json", order.json, "In các điều phát hiện, mỗi dòng một đối tượng JSON");
  add_tools_for_writers(*verb, *options);
  verb->callback([options, verb, &context] {
    if (are_given(*verb)) {
      const Result<pdf::PrintSetup> setup = setup_of(options->print, context.data);
      if (!setup) return report(context, setup.error());
      options->order.print = *setup;
    }
    options->watch ? watch(options->order, context) : run(options->order, context);
  });
}

}  // namespace sovang::cli
