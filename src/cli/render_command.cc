#include <iostream>
#include <memory>

#include "command.h"
#include "findings.h"
#include "render_watch.h"
#include "rendering.h"

namespace sovang::cli {

namespace {

struct Options {
  RenderOrder order;
  std::string layers = "all";
  std::string profile = "3b";
  bool watch = false;
};

void take_choices(Options& options) {
  dossier::RenderOptions& out = options.order.options;
  if (options.layers == "form") out.layers = pdf::PrintLayers::form;
  if (options.layers == "data") out.layers = pdf::PrintLayers::data;
  if (options.profile == "plain") out.profile = pdf::Profile::plain;
  if (options.profile == "1b") out.profile = pdf::Profile::pdfa_1b;
  if (options.profile == "2b") out.profile = pdf::Profile::pdfa_2b;
}

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
  verb->add_option("--layers", options->layers, "Lớp in: all, form (phôi), data (in chồng lên phôi)")
      ->check(CLI::IsMember({"all", "form", "data"}));
  verb->add_option("--profile", options->profile, "Dạng PDF/A: 3b, 2b, 1b hoặc plain")
      ->check(CLI::IsMember({"3b", "2b", "1b", "plain"}));
  verb->add_flag("--json", order.json, "In các điều phát hiện, mỗi dòng một đối tượng JSON");
  add_tools_for_writers(*verb, *options);
  verb->callback([options, &context] {
    take_choices(*options);
    options->watch ? watch(options->order, context) : run(options->order, context);
  });
}

}  // namespace sovang::cli
