#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

struct EmbeddedFile {
  std::string name;
  std::string relationship;
  Bytes bytes;
};

/// Facts of a PDF, read with qpdf.
struct PdfSummary {
  std::string version;
  std::string title;
  std::string claim;  ///< "PDF/A-3b", empty = none
  std::size_t pages = 0;
  std::vector<std::string> fonts;  ///< base font names, subset tags included
  std::vector<EmbeddedFile> attachments;
};

/// Reads the facts. Outside bytes: refuses what is larger than 256 MiB, encrypted or damaged, in bounded
/// memory.
[[nodiscard]] Result<PdfSummary> inspect_pdf(ByteView pdf);

}  // namespace sovang::pdf
