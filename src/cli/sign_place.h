#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/pdf/signing.h"

/// Where decree 30 of 2020 wants signatures (domain.md §3.2 ô 7c, 8, 14 and §3.9).
namespace sovang::cli {

/// A word on a page, as poppler finds it; points from the top left corner of the page.
struct PlacedWord {
  std::size_t page = 0;
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  std::string text;
};

struct PlacedText {
  std::vector<PlacedWord> words;
  std::vector<double> widths;  ///< of the pages, pt
};

/// Reads the words of a PDF file with pdftotext, in a process of its own.
[[nodiscard]] Result<PlacedText> read_placed_text(const std::filesystem::path& pdf);

/// The free room between a signer's office and full name (ô 7c): as wide as a signature picture may be,
/// centred over the name. Looks for a line that is `name`, in any capitals, with at least 12 mm free above
/// it; fails unless there is exactly one.
[[nodiscard]] Result<pdf::SignaturePlace> room_above_name(const PlacedText& text, std::string_view name);

/// The picture of a personal signature, 40 × 18 mm at most, in the middle of that room.
[[nodiscard]] pdf::SignaturePlace picture_place(const pdf::SignaturePlace& room,
                                                const document::Picture& picture);

/// The text of a copy's or attachment's signature, in the top right corner of the first page (ô 14).
[[nodiscard]] pdf::SignaturePlace corner_place(const layout::Page& look, double page_width_pt);

}  // namespace sovang::cli
