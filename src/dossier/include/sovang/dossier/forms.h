#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/template.h"
#include "sovang/document/tree.h"
#include "sovang/document/value.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/writer.h"

namespace sovang::dossier {

/// A paper between its data and its PDF.
struct LaidOutPaper {
  document::Document document;
  layout::Pages pages;
  pdf::PdfFacts facts;
};

/// A file that a form is made of: the form itself, what it includes, its pictures.
struct FormFile {
  std::string path;  ///< "quyet-dinh/form.xml", "components/national.xml"
  Bytes bytes;
  friend bool operator==(const FormFile&, const FormFile&) = default;
};

/// What a rendering may choose; everything else comes from the template and the data.
struct RenderOptions {
  /// Papers that are issued are archival (PDF/A-3a) and can be read by the blind (PDF/UA-1).
  pdf::Profile profile = pdf::Profile::pdfa_3a;
  pdf::PrintLayers layers = pdf::PrintLayers::all;
  document::Wording wording{};
};

/// The printed forms of an office and the engine that fills them: the folders of `templates/`, the faces of
/// `fonts/`, and the caches of layout and pdf. A form is parsed once, at its first use. Thread-safe after
/// load(): the same data gives the same bytes, whatever the number of threads.
class Forms {
 public:
  /// Reads the fonts below `home`/fonts; forms are read from `home`/templates when they are asked for.
  /// Findings about fonts (FNT-01, FNT-03) go to `diagnostics`.
  [[nodiscard]] static Result<Forms> load(const std::filesystem::path& home, Diagnostics& diagnostics);

  Forms(Forms&&) noexcept;
  Forms& operator=(Forms&&) noexcept;
  ~Forms();

  /// The forms there are: the folders of `templates/` that hold a form.xml, sorted.
  [[nodiscard]] Result<std::vector<std::string>> names() const;

  /// Where a form is: `templates/<form>/form.xml`. Code `not_found` if there is no such form.
  [[nodiscard]] Result<std::filesystem::path> file_of(std::string_view form) const;

  /// The template `templates/<form>/form.xml`. Code `not_found` if there is no such form; the template's own
  /// findings go to `diagnostics`. The answer lives as long as this object.
  [[nodiscard]] Result<const document::Template*> form(std::string_view form, Diagnostics& diagnostics) const;

  /// The files that a form is made of as they are on the disk, paths below `templates/`, sorted: with them,
  /// the data and the fonts its papers can be made again. Code `conflict` if one was changed since the form
  /// was read, so that they would make another paper.
  [[nodiscard]] Result<std::vector<FormFile>> sources(std::string_view form, Diagnostics& diagnostics) const;

  /// Any template file outside the library, for those who write templates; includes are looked for beside it
  /// and below `home`/templates.
  [[nodiscard]] Result<document::Template> read_form(const std::filesystem::path& file,
                                                     Diagnostics& diagnostics) const;

  /// Fills and lays out; fails if a finding of severity error was made. `date` becomes the date of the PDF.
  [[nodiscard]] Result<LaidOutPaper> lay_out(const document::Template& form, const document::Value& data,
                                             Date date, const RenderOptions& options,
                                             Diagnostics& diagnostics) const;

  [[nodiscard]] const layout::FontBook& fonts() const;
  [[nodiscard]] const pdf::PdfCache& pdf_cache() const;

 private:
  struct Impl;
  explicit Forms(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::dossier
