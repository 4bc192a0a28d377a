#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/document/length.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/writer.h"

/// What happens to pages between the archive and the paper (template-language §12). Print files are made anew
/// from the pages; no file of the archive is ever read or changed here.
namespace sovang::pdf {

/// Where a printer puts what it is told to put at (x, y), measured, is off: this moves it back. Points are in
/// mm from the top left corner of the paper: (x, y) → (scale_x·x + dx, scale_y·y + dy), then a turn about the
/// middle of the paper.
struct PrinterCorrection {
  double dx_mm = 0;
  double dy_mm = 0;
  double scale_x = 1;
  double scale_y = 1;
  double rotate_degrees = 0;  ///< clockwise, up to ±1
  /// How the page lies on the paper that the printer draws in, clockwise: 0, 90, 180, 270. For blanks that go
  /// in with another edge first.
  int turn = 0;

  friend bool operator==(const PrinterCorrection&, const PrinterCorrection&) = default;
};

struct PaperSize {
  document::Length width{};
  document::Length height{};
};

/// "A4", "A3", "A5", "SRA3" (portrait), or "320x450" in mm; nothing for another word.
[[nodiscard]] std::optional<PaperSize> paper_named(std::string_view name);

enum class PagesPerSheet : std::uint8_t { one = 1, two = 2, four = 4 };
enum class CropMarks : bool { no, yes };
/// Both sides: each paper begins on a front side (blank pages fill up), and the viewer is told to turn the
/// sheet about this edge.
enum class Sides : std::uint8_t { front, both_long_edge, both_short_edge };

/// How pages go onto sheets.
struct PrintSetup {
  PrintLayers layers = PrintLayers::all;
  PrinterCorrection correction{};
  PagesPerSheet pages_per_sheet = PagesPerSheet::one;
  /// With several pages to a sheet: its paper, laid so that the pages stay largest. They are never enlarged,
  /// and shrunk only if they do not fit.
  PaperSize sheet{document::Length::mm(210), document::Length::mm(297)};
  CropMarks crop_marks = CropMarks::no;
  Sides sides = Sides::front;
};

/// One file for the printer: the pages of many papers, each font once. It claims no PDF/A, has no attachments
/// and no tags. The same pages in the same order give the same bytes.
class PrintFile {
 public:
  PrintFile(const PdfCache& cache, PrintSetup setup);
  ~PrintFile();
  PrintFile(PrintFile&&) noexcept;
  PrintFile& operator=(PrintFile&&) noexcept;

  /// Takes a paper's pages behind those before. `label` is what a viewer shows as the number of the page, and
  /// what a clerk types to print some pages again: "37", for several pages "37-1", "37-2" …; empty = the
  /// sheets are counted.
  [[nodiscard]] Status add(const layout::Pages& pages, std::string_view label = {});

  /// The bytes of everything that was added; of `facts`, what describes the file. May be called once.
  [[nodiscard]] Result<Bytes> finish(const PdfFacts& facts);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::pdf
