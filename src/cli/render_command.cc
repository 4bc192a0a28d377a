#include <iostream>
#include <memory>
#include <optional>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/document/template.h"
#include "sovang/document/tree.h"
#include "sovang/dossier/forms.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/writer.h"

#include "command.h"
#include "findings.h"

namespace sovang::cli {

namespace {

constexpr std::uint64_t largest_data = std::uint64_t{64} << 20;  // LIM-02

struct RenderOrder {
  std::string form;
  std::filesystem::path data;
  std::filesystem::path pdf;
  std::string tree;
  std::string facts;
  std::string date;
  std::string layers = "all";
  std::string profile = "3b";
  bool png = false;
  bool json = false;
};

/// The newest date anywhere in a value: what a paper without `paper.date` is dated by.
void find_newest(const document::Value& value, std::optional<Date>& newest) {
  if (const auto* date = std::get_if<Date>(&value.data())) {
    if (!newest || *newest < *date) newest = *date;
  } else if (const auto* list = std::get_if<std::shared_ptr<const document::ValueList>>(&value.data())) {
    for (const document::Value& item : **list)
      find_newest(item, newest);
  } else if (const auto* record = std::get_if<std::shared_ptr<const document::RecordFields>>(&value.data())) {
    for (const auto& [name, field] : **record)
      find_newest(field, newest);
  }
}

/// A document's date is the date in the data, never that of the run (blueprint §3 rule 1); data without any
/// date give 1970-01-01.
Result<Date> date_of(const RenderOrder& order, const document::Value& data) {
  if (!order.date.empty()) {
    const std::optional<Date> given = Date::from_iso(order.date);
    if (!given)
      return fail(ErrorCode::invalid_input, "ngày «" + order.date + "» không đúng; hãy ghi như 2022-05-20");
    return *given;
  }
  if (const auto* date = std::get_if<Date>(&data.field("paper").field("date").data())) return *date;
  std::optional<Date> newest;
  find_newest(data, newest);
  return newest.value_or(Date::from_days(0));
}

/// "-" is standard output.
Status write_text(const std::string& target, const std::string& text) {
  if (target == "-") {
    std::cout << text;
    return {};
  }
  return files::replace(target, text);
}

/// out.pdf → out-1.png, out-2.png …, at 100 dpi, by Poppler's pdftoppm in a process of its own.
Status write_png(const std::filesystem::path& pdf) {
  std::filesystem::path prefix = pdf;
  prefix.replace_extension();
  const ProcessResult result =
      SOVANG_TRY(run_process({"pdftoppm", "-png", "-r", "100", pdf.string(), prefix.string()}));
  if (result.exit_status != 0)
    return fail(ErrorCode::io, "không vẽ được trang PNG của " + pdf.string() + ": " + result.errors);
  return {};
}

dossier::RenderOptions options_of(const RenderOrder& order) {
  dossier::RenderOptions options;
  if (order.layers == "form") options.layers = pdf::PrintLayers::form;
  if (order.layers == "data") options.layers = pdf::PrintLayers::data;
  if (order.profile == "plain") options.profile = pdf::Profile::plain;
  if (order.profile == "1b") options.profile = pdf::Profile::pdfa_1b;
  if (order.profile == "2b") options.profile = pdf::Profile::pdfa_2b;
  return options;
}

bool is_file(const std::string& form) {
  return form.ends_with(".xml") || form.find('/') != std::string::npos;
}

Status write_outputs(const RenderOrder& order, const dossier::Forms& forms,
                     const dossier::LaidOutPaper& paper) {
  if (!order.tree.empty()) SOVANG_TRY(write_text(order.tree, document::tree_text(paper.document)));
  if (!order.facts.empty())
    SOVANG_TRY(write_text(order.facts, layout::facts_text(paper.pages, forms.fonts())));
  if (order.pdf.empty()) return {};
  const Bytes pdf = SOVANG_TRY(pdf::write_pdf(paper.pages, paper.facts, forms.pdf_cache()));
  SOVANG_TRY(files::replace(order.pdf, pdf));
  if (order.png) SOVANG_TRY(write_png(order.pdf));
  return {};
}

Status render(const RenderOrder& order, const std::filesystem::path& home, Diagnostics& diagnostics) {
  const dossier::Forms forms = SOVANG_TRY(dossier::Forms::load(home, diagnostics));
  std::optional<document::Template> own;  // holds a template that is no form of the library
  const document::Template* form = nullptr;
  if (is_file(order.form)) {
    own = SOVANG_TRY(forms.read_form(order.form, diagnostics));
    form = &*own;
  } else {
    form = SOVANG_TRY(forms.form(order.form, diagnostics));
  }
  const Bytes xml = SOVANG_TRY(files::read(order.data, largest_data));
  const document::Value data = SOVANG_TRY(document::read_data(*form, xml, order.data.string(), diagnostics));
  const Date date = SOVANG_TRY(date_of(order, data));
  const dossier::LaidOutPaper paper =
      SOVANG_TRY(forms.lay_out(*form, data, date, options_of(order), diagnostics));
  return write_outputs(order, forms, paper);
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

}  // namespace

void add_render_command(CLI::App& program, Context& context) {
  CLI::App* verb = program.add_subcommand("render", "Lập một văn bản từ mẫu và dữ liệu");
  const auto order = std::make_shared<RenderOrder>();
  verb->add_option("FORM", order->form, "Tên mẫu (quyet-dinh) hoặc tệp mẫu (mau/quyet-dinh.xml)")->required();
  verb->add_option("DATA", order->data, "Tệp dữ liệu XML (urn:sovang:data:1)")->required();
  verb->add_option("-o,--output", order->pdf, "Tệp PDF viết ra");
  verb->add_option("--tree", order->tree, "Viết cây nội dung ra tệp này; - là màn hình");
  verb->add_option("--facts", order->facts, "Viết vị trí của từng dòng chữ ra tệp này; - là màn hình");
  verb->add_option("--date", order->date, "Ngày của tệp PDF, thay cho ngày trong dữ liệu");
  verb->add_option("--layers", order->layers, "Lớp in: all, form (phôi), data (in chồng lên phôi)")
      ->check(CLI::IsMember({"all", "form", "data"}));
  verb->add_option("--profile", order->profile, "Dạng PDF/A: 3b, 2b, 1b hoặc plain")
      ->check(CLI::IsMember({"3b", "2b", "1b", "plain"}));
  verb->add_flag("--png", order->png, "Vẽ thêm mỗi trang thành PNG bên cạnh tệp PDF")->needs("--output");
  verb->add_flag("--json", order->json, "In các điều phát hiện, mỗi dòng một đối tượng JSON");
  verb->callback([order, &context] { run(*order, context); });
}

}  // namespace sovang::cli
