#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::dossier {

/// A piece of a line in one font. Measures are points from the top left corner of the page.
struct PdfRun {
  double left = 0;
  double right = 0;
  double size = 0;  ///< within a third of a point
  bool bold = false;
  bool italic = false;
  bool black = true;
  std::string family;  ///< "LiberationSerif": without the tag of a subset and without the style
  std::string text;
};

/// Runs on one base line that stand no further apart than words do.
struct PdfLine {
  double top = 0;
  double bottom = 0;
  std::vector<PdfRun> runs;

  [[nodiscard]] double left() const { return runs.front().left; }
  [[nodiscard]] double right() const { return runs.back().right; }
  [[nodiscard]] double centre() const { return (left() + right()) / 2; }
  [[nodiscard]] double size() const { return runs.front().size; }
  [[nodiscard]] std::string text() const;  ///< single blanks, trimmed
  [[nodiscard]] bool bold() const;         ///< all of it
  [[nodiscard]] bool italic() const;
  [[nodiscard]] bool any_bold() const;
  [[nodiscard]] bool any_italic() const;
};

struct PdfPage {
  double width = 0;
  double height = 0;
  std::vector<PdfLine> lines;  ///< from top to bottom, then from left to right
};

/// The text of the first `most_pages` pages, by pdftohtml in a process of its own.
[[nodiscard]] Result<std::vector<PdfPage>> read_pdf_lines(const std::filesystem::path& pdf,
                                                          std::size_t most_pages);
/// What pdftohtml wrote (-xml -zoom 3); anything that it does not write is passed over.
[[nodiscard]] std::vector<PdfPage> parse_pdf_lines(std::string_view xml);

/// The ink of the first page (`page` gives its size), by pdftoppm: where drawn lines are, however the file
/// draws them.
class PageInk {
 public:
  [[nodiscard]] static Result<PageInk> read(const std::filesystem::path& pdf, const PdfPage& page);
  /// The longest unbroken horizontal stroke inside a region (points), if it is at least 15 pt long; else 0.
  [[nodiscard]] double longest_rule(double left, double right, double top, double bottom) const;

 private:
  int width_ = 0;
  int height_ = 0;
  double per_point_ = 2;
  Bytes grey_;
};

}  // namespace sovang::dossier
