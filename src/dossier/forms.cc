#include "sovang/dossier/forms.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/document/accessible.h"
#include "sovang/layout/layout.h"

namespace sovang::dossier {

namespace {

constexpr std::uint64_t largest_template = std::uint64_t{2} << 20;  // LIM-02

/// "bang-khen-a3": names come from data too and may not walk out of the folder (LIM-08).
bool is_form_name(std::string_view name) {
  return !name.empty() && name.size() <= 80 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

struct Forms::Impl {
  explicit Impl(std::filesystem::path root, layout::FontBook book)
      : template_root(std::move(root)),
        files(document::template_folder(template_root)),
        fonts(std::move(book)),
        pdf_cache(fonts) {}

  std::filesystem::path template_root;
  std::unique_ptr<document::TemplateFiles> files;
  layout::FontBook fonts;
  layout::LayoutCache layout_cache;
  pdf::PdfCache pdf_cache;
  std::mutex mutex;  ///< of `forms`
  std::map<std::string, std::unique_ptr<const document::Template>, std::less<>> forms;
};

Forms::Forms(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Forms::Forms(Forms&&) noexcept = default;
Forms& Forms::operator=(Forms&&) noexcept = default;
Forms::~Forms() = default;

const layout::FontBook& Forms::fonts() const {
  return impl_->fonts;
}

const pdf::PdfCache& Forms::pdf_cache() const {
  return impl_->pdf_cache;
}

Result<Forms> Forms::load(const std::filesystem::path& home, Diagnostics& diagnostics) {
  layout::FontBook fonts =
      SOVANG_TRY_WITHIN(layout::FontBook::load(home / "fonts", diagnostics), "đọc phông chữ");
  return Forms(std::make_unique<Impl>(home / "templates", std::move(fonts)));
}

Result<std::vector<std::string>> Forms::names() const {
  std::vector<std::string> out;
  std::error_code error;
  for (std::filesystem::directory_iterator each(impl_->template_root, error), end; !error && each != end;
       each.increment(error)) {
    if (std::filesystem::exists(each->path() / "form.xml")) out.push_back(each->path().filename().string());
  }
  if (error)
    return fail(ErrorCode::io,
                "không đọc được thư mục mẫu " + impl_->template_root.string() + ": " + error.message());
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::filesystem::path> Forms::file_of(std::string_view form) const {
  if (!is_form_name(form)) {
    return fail(
        ErrorCode::invalid_input,
        "tên mẫu «" + std::string(form) + "» không hợp lệ: chỉ gồm chữ thường không dấu, chữ số, gạch nối");
  }
  std::filesystem::path path = impl_->template_root / form / "form.xml";
  if (!std::filesystem::exists(path)) {
    return fail(ErrorCode::not_found, "không có mẫu «" + std::string(form) +
                                          "»; hãy xem các mẫu trong thư mục " +
                                          impl_->template_root.string());
  }
  return path;
}

Result<const document::Template*> Forms::form(std::string_view form, Diagnostics& diagnostics) const {
  const std::lock_guard lock(impl_->mutex);
  if (const auto known = impl_->forms.find(form); known != impl_->forms.end()) return known->second.get();

  const std::filesystem::path path = SOVANG_TRY(file_of(form));
  const std::string name = std::string(form) + "/form.xml";
  const Bytes xml = SOVANG_TRY(files::read(path, largest_template));
  document::Template parsed = SOVANG_TRY_WITHIN(
      document::parse_template(xml, name, *impl_->files, diagnostics), "đọc mẫu " + std::string(form));
  auto owned = std::make_unique<const document::Template>(std::move(parsed));
  return impl_->forms.emplace(std::string(form), std::move(owned)).first->second.get();
}

namespace {

/// A lone template's own folder, then the library's (template-language §3, include).
class BesideThenLibrary final : public document::TemplateFiles {
 public:
  BesideThenLibrary(std::filesystem::path beside, const document::TemplateFiles& library)
      : beside_(document::template_folder(std::move(beside))), library_(library) {}

  [[nodiscard]] Result<Bytes> read(const std::filesystem::path& path) const override {
    Result<Bytes> found = beside_->read(path);
    if (found || found.error().code != ErrorCode::not_found) return found;
    return library_.read(path);
  }

 private:
  std::unique_ptr<document::TemplateFiles> beside_;
  const document::TemplateFiles& library_;
};

}  // namespace

Result<document::Template> Forms::read_form(const std::filesystem::path& file,
                                            Diagnostics& diagnostics) const {
  const Bytes xml = SOVANG_TRY(files::read(file, largest_template));
  std::error_code ignored;
  const std::filesystem::path absolute = std::filesystem::weakly_canonical(file, ignored);
  const std::filesystem::path library = std::filesystem::weakly_canonical(impl_->template_root, ignored);
  const std::filesystem::path inside = absolute.lexically_relative(library);
  if (!inside.empty() && *inside.begin() != "..") {
    return document::parse_template(xml, inside.generic_string(), *impl_->files, diagnostics);
  }
  const BesideThenLibrary files(absolute.parent_path(), *impl_->files);
  return document::parse_template(xml, absolute.filename().string(), files, diagnostics);
}

namespace {

/// Files that were read already.
class ReadFiles final : public document::TemplateFiles {
 public:
  explicit ReadFiles(const std::vector<FormFile>& files) : files_(files) {}

  [[nodiscard]] Result<Bytes> read(const std::filesystem::path& path) const override {
    const auto found = std::ranges::find(files_, path.lexically_normal().generic_string(), &FormFile::path);
    if (found != files_.end()) return found->bytes;
    return fail(ErrorCode::not_found, "không tìm thấy tệp «" + path.generic_string() + "»");
  }

 private:
  const std::vector<FormFile>& files_;
};

}  // namespace

Result<std::vector<FormFile>> Forms::sources(std::string_view form, Diagnostics& diagnostics) const {
  const document::Template* known = SOVANG_TRY(this->form(form, diagnostics));
  std::vector<FormFile> out;
  for (const auto& [path, canonical_digest] : known->files())
    out.push_back({path, SOVANG_TRY(impl_->files->read(path))});
  const std::string main = std::string(form) + "/form.xml";
  const auto xml = std::ranges::find(out, main, &FormFile::path);
  if (xml != out.end()) {
    // The digests are of a canonical form: whether these bytes are that template, reading them tells.
    const Result<document::Template> again =
        document::parse_template(xml->bytes, main, ReadFiles(out), diagnostics);
    if (again && again->digest() == known->digest()) return out;
  }
  return fail(
      ErrorCode::conflict,
      "mẫu «" + std::string(form) + "» bị sửa trong lúc đang lập văn bản; xin chạy lại khi không ai sửa mẫu");
}

Result<LaidOutPaper> Forms::lay_out(const document::Template& form, const document::Value& data, Date date,
                                    const RenderOptions& options, Diagnostics& diagnostics) const {
  LaidOutPaper paper;
  paper.document = SOVANG_TRY(document::fill(form, data, diagnostics, options.wording));
  if (options.profile == pdf::Profile::pdfa_3a) {
    const std::size_t errors_before = diagnostics.errors();
    document::check_accessible(paper.document, diagnostics);
    if (diagnostics.errors() != errors_before)
      return fail(ErrorCode::findings, "mẫu «" + form.id() + "» chưa đủ cho PDF/UA", {}, "TPL-16");
  }
  paper.pages = SOVANG_TRY(layout::lay_out(paper.document, impl_->fonts, impl_->layout_cache, diagnostics));
  paper.facts = pdf::facts_of(paper.document, date);
  paper.facts.template_digest = form.digest();
  paper.facts.template_version = form.id() + " " + form.version();
  paper.facts.profile = options.profile;
  paper.facts.layers = options.layers;
  return paper;
}

}  // namespace sovang::dossier
