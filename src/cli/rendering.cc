#include "rendering.h"

#include <iostream>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/document/picture.h"
#include "sovang/document/tree.h"
#include "sovang/dossier/page_overlay.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/writer.h"

#include "command.h"

namespace sovang::cli {
namespace {

constexpr std::uint64_t largest_data = std::uint64_t{64} << 20;  // LIM-02
constexpr std::uint64_t largest_scan = std::uint64_t{20} << 20;  // LIM-07

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

bool is_file(const std::string& form) {
  return form.ends_with(".xml") || form.find('/') != std::string::npos;
}

}  // namespace

Result<Rendering> Rendering::begin(const RenderOrder& order, const std::filesystem::path& home,
                                   Diagnostics& diagnostics) {
  return Rendering(order, home, SOVANG_TRY(dossier::Forms::load(home, diagnostics)));
}

std::filesystem::path Rendering::template_path() const {
  return is_file(order_.form) ? std::filesystem::path(order_.form)
                              : home_ / "templates" / order_.form / "form.xml";
}

Status Rendering::read_template(Diagnostics& diagnostics) {
  form_.reset();
  // A name is looked up first, so that an unknown one is told as such.
  if (!is_file(order_.form)) SOVANG_TRY(forms_.file_of(order_.form));
  form_ = SOVANG_TRY(named(forms_.read_form(template_path(), diagnostics)));
  return {};
}

Status Rendering::read_data(Diagnostics& diagnostics) {
  data_.reset();
  const Bytes xml = SOVANG_TRY(named(files::read(order_.data, largest_data)));
  data_ = SOVANG_TRY(document::read_data(*form_, xml, order_.data.string(), diagnostics));
  return {};
}

Status Rendering::read_scan() {
  if (order_.scan.empty()) return {};
  Bytes bytes = SOVANG_TRY(named(files::read(order_.scan, largest_scan)));
  Diagnostics inside;
  scan_ = std::make_shared<const document::Picture>(
      SOVANG_TRY(document::read_picture(std::move(bytes), order_.scan.string(), inside)));
  return {};
}

Result<Bytes> Rendering::make_pdf(const dossier::LaidOutPaper& paper) const {
  if (!order_.print) return pdf::write_pdf(paper.pages, paper.facts, forms_.pdf_cache());
  pdf::PrintSetup setup = *order_.print;
  setup.layers = order_.options.layers;
  pdf::PrintFile file(forms_.pdf_cache(), setup);
  SOVANG_TRY(file.add(paper.pages));
  return file.finish(paper.facts);
}

Result<std::size_t> Rendering::write(Diagnostics& diagnostics) {
  const Date date = SOVANG_TRY(date_of(order_, *data_));
  dossier::LaidOutPaper paper = SOVANG_TRY(forms_.lay_out(*form_, *data_, date, order_.options, diagnostics));
  if (!order_.tree.empty()) SOVANG_TRY(write_text(order_.tree, document::tree_text(paper.document)));
  if (!order_.facts.empty())
    SOVANG_TRY(write_text(order_.facts, layout::facts_text(paper.pages, forms_.fonts())));
  if (scan_) dossier::put_on_scan(paper, scan_, diagnostics);
  if (order_.boxes) SOVANG_TRY(dossier::show_boxes(paper, forms_.fonts()));
  const std::size_t pages = paper.pages.pages.size();
  if (order_.pdf.empty()) return pages;
  const Bytes pdf = SOVANG_TRY(make_pdf(paper));
  SOVANG_TRY(files::replace(order_.pdf, pdf));
  if (order_.png) SOVANG_TRY(write_png(order_.pdf));
  return pages;
}

std::vector<std::filesystem::path> Rendering::template_folders() const {
  std::vector<std::filesystem::path> out = {home_ / "templates"};
  std::error_code error;
  const auto own = std::filesystem::weakly_canonical(template_path(), error).parent_path();
  const auto inside = own.lexically_relative(std::filesystem::weakly_canonical(out.front(), error));
  if (inside.empty() || *inside.begin() == "..") out.push_back(own);
  return out;
}

std::vector<std::filesystem::path> Rendering::template_files() const {
  std::vector<std::filesystem::path> out;
  if (!form_) return out;
  for (const auto& [path, digest] : form_->files())
    out.emplace_back(path);
  return out;
}

}  // namespace sovang::cli
