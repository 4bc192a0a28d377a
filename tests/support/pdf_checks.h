#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"

/// Checks of PDF files with tools that are not ours: qpdf, PDFBox Preflight, poppler, zbar. Each runs as a
/// child process. Sources: pdf_checks.cc, letter_check.cc; the tests' CMake call lists them.
namespace sovang::testing {

/// What `qpdf --check` says against the file; empty = clean.
[[nodiscard]] std::string qpdf_complaints(ByteView pdf);

/// What PDFBox Preflight says against a PDF/A-1b file; empty = valid. nullopt-like "skipped" never happens
/// here: ask has_preflight() first.
[[nodiscard]] std::string preflight_complaints(ByteView pdf);
/// True if Java and the jars of Preflight are installed.
[[nodiscard]] bool has_preflight();

/// A row of `pdffonts`.
struct FontRow {
  std::string name;
  std::string type;
  bool embedded = false;
  bool subset = false;
  bool unicode = false;
};
[[nodiscard]] std::vector<FontRow> pdf_fonts(ByteView pdf);

/// `pdftotext -layout` off: the text in reading order, UTF-8, pages ended by form feeds.
[[nodiscard]] std::string pdf_text(ByteView pdf);
/// The text with every run of white space as one space: sentences that run over lines become whole.
[[nodiscard]] std::string flowing(std::string_view text);

/// The words of `source` that the file's text holds less often than the source does: what a search would not
/// find. Words end at white space; the order is not looked at (tables are read column by column by some), nor
/// are dashes.
[[nodiscard]] std::vector<std::string> missing_words(ByteView pdf, std::string_view source);

/// The bytes of attachment `number` (from 1), as `pdfdetach` saves them.
[[nodiscard]] Bytes pdf_attachment(ByteView pdf, int number);

/// A page as pixels, three bytes each.
struct Raster {
  int width = 0;
  int height = 0;
  Bytes rgb;

  /// 0 = black, 255 = white; 255 outside of the page.
  [[nodiscard]] int gray(int x, int y) const;
};
/// Page `number` (from 1) drawn by pdftoppm.
[[nodiscard]] Raster render_page(ByteView pdf, int number, int dpi);
/// How many pixels of two pictures differ by more than `tolerance` in a channel; all if the sizes differ.
[[nodiscard]] std::size_t different_pixels(const Raster& a, const Raster& b, int tolerance);

/// What zbarimg reads on a page.
[[nodiscard]] std::string decode_qr(ByteView pdf, int page, int dpi = 200);

/// Vietnamese letters that stand on the pages and have lost what sets them apart from the letter below them
/// (ế from ê, ê from e, đ from d) when the file is drawn: "trang 1: “ế” trong “tiếng”". The drawing is
/// compared with the outlines of the font files, so that neither our subset nor our writer is trusted. Empty
/// = none lost.
[[nodiscard]] std::vector<std::string> lost_marks(ByteView pdf, const layout::Pages& pages,
                                                  const layout::FontBook& fonts, int dpi = 300);

}  // namespace sovang::testing
