#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/template.h"
#include "sovang/document/value.h"
#include "sovang/dossier/forms.h"
#include "sovang/pdf/print.h"

namespace sovang::cli {

/// What `sovang render` was asked for.
struct RenderOrder {
  std::string form;            ///< name of a form, or file of a template
  std::filesystem::path data;  ///< file
  std::filesystem::path pdf;   ///< empty = none
  std::string tree;            ///< files for the texts; "-" is standard output
  std::string facts;
  std::string date;
  dossier::RenderOptions options;
  std::optional<pdf::PrintSetup> print;  ///< the PDF is for a printer; its layers are those of `options`
  std::filesystem::path scan;            ///< of a printed blank, under the data; empty = none
  bool boxes = false;
  bool png = false;
  bool json = false;
};

/// A template, its data and what is made of them, each step by itself: whoever watches files does again only
/// what changed.
class Rendering {
 public:
  /// Reads the fonts.
  [[nodiscard]] static Result<Rendering> begin(const RenderOrder& order, const std::filesystem::path& home,
                                               Diagnostics& diagnostics);

  [[nodiscard]] Status read_template(Diagnostics& diagnostics);
  [[nodiscard]] Status read_data(Diagnostics& diagnostics);
  [[nodiscard]] Status read_scan();
  /// Lays out and writes everything that the order names; gives the number of pages.
  [[nodiscard]] Result<std::size_t> write(Diagnostics& diagnostics);

  /// The folders in which the template's files lie: of the library, and its own if it stands alone.
  [[nodiscard]] std::vector<std::filesystem::path> template_folders() const;
  /// The template's files as paths below one of these folders; empty while the template cannot be read.
  [[nodiscard]] std::vector<std::filesystem::path> template_files() const;

 private:
  Rendering(const RenderOrder& order, std::filesystem::path home, dossier::Forms forms)
      : order_(order), home_(std::move(home)), forms_(std::move(forms)) {}

  [[nodiscard]] std::filesystem::path template_path() const;
  [[nodiscard]] Result<Bytes> make_pdf(const dossier::LaidOutPaper& paper) const;

  RenderOrder order_;
  std::filesystem::path home_;
  dossier::Forms forms_;
  std::optional<document::Template> form_;
  std::optional<document::Value> data_;
  document::PicturePtr scan_;
};

}  // namespace sovang::cli
