#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"

/// The floor under our PDF writer: the least that any writer must do for the same words. It shapes each line
/// with HarfBuzz, subsets, deflates, and prints objects into a string: no libharu, no PDF/A, no metadata, no
/// attachments, no art, no checks. What the product takes beyond this is what the product gives beyond it.
namespace sovang::bench {

/// A line of text in one face, placed in pt from the lower left corner.
struct FloorLine {
  layout::FaceId face{};
  double size = 0;
  double x = 0;
  double baseline = 0;
  std::string text;
};

struct FloorPage {
  double width = 0;
  double height = 0;
  std::vector<FloorLine> lines;
};

/// The lines of text of a first page, form included.
[[nodiscard]] FloorPage floor_page(const layout::Pages& pages);

class FloorWriter {
 public:
  explicit FloorWriter(const layout::FontBook& fonts);
  ~FloorWriter();

  /// One file with subsets of exactly its glyphs.
  [[nodiscard]] Bytes exact(const FloorPage& page);

  /// Batch mode: shape all, then write() each with one subset for all.
  void add(const FloorPage& page);
  void seal();
  [[nodiscard]] Bytes write(std::size_t index);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::bench
